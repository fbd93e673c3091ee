import { TRIBAL_HABITS } from '../../../lib/hr/systems/tribalHabits';
import type { ContractSystem } from '../system';

const NOT_SET = "can't until API Settings > Delete says how";
const CANNOT_REMOVE = { remove: NOT_SET, removeGone: NOT_SET };

/** As it is without a field for the Entra object id. */
export const TRIBAL_HABITS_UNLINKED: ContractSystem = {
	title: 'Tribal Habits',
	system: TRIBAL_HABITS,
	sandbox: 'tribal-habits',
	credential: ({ token = '' }) => ({ authentication: 'authorizationHeader', apiKey: token }),
	jobTitle: { id: 'title', seen: ({ title }) => title },
	custom: { path: 'X-Shirt size', seen: ({ raw }) => (raw as Record<string, unknown>)['X-Shirt size'] },
	refused: { path: 'X-Learning Groups', value: 'Nobody', words: 'X-Learning Groups has no item "Nobody"' },
	fixedUserName: true,
	cannotRemove: true,
	otherwise: {
		...CANNOT_REMOVE,
		unlink: "can't: keeps no object ID, so there is no link",
		rename: 'n/a: known by user name only; a new one is a new person',
		rehire: 'n/a: keeps no object ID; reactivated by user name',
	},
};

/** With one, as its template has it. */
export const TRIBAL_HABITS_LINKED: ContractSystem = {
	...TRIBAL_HABITS_UNLINKED,
	title: 'Tribal Habits with the field X-Entra ID',
	form: { settings: { person: { externalId: 'X-Entra ID' } } },
	otherwise: { ...CANNOT_REMOVE, rename: '✓ e-mail only: the user name never changes' },
};
