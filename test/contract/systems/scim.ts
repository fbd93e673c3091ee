import { ENTERPRISE_USER } from '../../../lib/hr/scim/path';
import { SCIM } from '../../../lib/hr/systems/scim';
import type { ContractSystem } from '../system';

export const PLAIN_SCIM: ContractSystem = {
	title: 'SCIM 2.0',
	system: SCIM,
	sandbox: 'scim',
	jobTitle: { id: 'title', seen: ({ title }) => title },
	custom: {
		path: `${ENTERPRISE_USER}:costCenter`,
		seen: (person) => (person[ENTERPRISE_USER] as { costCenter?: string } | undefined)?.costCenter,
	},
	refused: { path: 'profileUrl', value: 'not an address', words: 'profileUrl' },
	otherwise: {},
};
