import { PEAKON as SYSTEM } from '../../../lib/hr/systems/peakon';
import type { ContractSystem } from '../system';

const PEAKON_USER = 'urn:ietf:params:scim:schemas:extension:peakon:2.0:User';

const attributeSeen =
	(name: string): ContractSystem['jobTitle']['seen'] =>
	(person) =>
		(person[PEAKON_USER] as Record<string, unknown> | undefined)?.[name];

export const PEAKON: ContractSystem = {
	title: 'Peakon',
	system: SYSTEM,
	sandbox: 'peakon',
	jobTitle: { id: 'peakonJobTitle', seen: attributeSeen('Job Title') },
	custom: { path: `${PEAKON_USER}:Employment Type`, seen: attributeSeen('Employment Type') },
	refused: {
		path: `${PEAKON_USER}:Location`,
		value: 'x'.repeat(257),
		words: "'Location' is longer than 256 characters",
	},
	otherwise: {},
};
