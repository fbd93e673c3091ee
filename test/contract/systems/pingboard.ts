import { PINGBOARD as SYSTEM } from '../../../lib/hr/systems/pingboard';
import type { ContractSystem } from '../system';

export const PINGBOARD: ContractSystem = {
	title: 'Pingboard',
	system: SYSTEM,
	sandbox: 'pingboard',
	jobTitle: { id: 'title', seen: ({ title }) => title },
	refused: { path: 'name.familyName', value: null, words: "Last name can't be blank" },
	deletesLeavers: true,
	otherwise: {
		disable: '✓ only if allowed: the profile is deleted',
		leave: '✓ only if allowed: the profile is deleted',
		enable: 'n/a: nobody is inactive there; created anew',
		rehire: 'n/a: the profile was deleted; created anew',
		custom: 'n/a: takes no custom attributes over SCIM',
	},
};
