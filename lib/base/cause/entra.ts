import type { Shapes } from './shape';

/** What Graph is asked to do; `of` names the group or the application. */
export const GRAPH_TASKS = [
	'assignments',
	'countPeople',
	'extensions',
	'findApp',
	'findGroup',
	'groups',
	'licenses',
	'listApps',
	'lookForGroups',
	'managers',
	'members',
	'people',
	'readGroup',
	'readGroups',
	'readUsers',
	'users',
] as const;
export type GraphTask = (typeof GRAPH_TASKS)[number];

/** Lists that are read whole or not at all; `of` names the group or the application. */
export const GRAPH_LISTS = ['app', 'group', 'groups', 'users'] as const;
export type GraphList = (typeof GRAPH_LISTS)[number];

const TASK = { task: GRAPH_TASKS, of: 'text?' } as const;
const LIST = { list: GRAPH_LISTS, of: 'text?' } as const;

/** Why Microsoft Entra ID or Graph did not give what was asked for. */
export const ENTRA_CAUSES = {
	graphToken: TASK,
	graphRefused: { ...TASK, permission: 'text' },
	graphFailed: { ...TASK, status: 'number', said: 'text?' },
	graphOdd: TASK,
	graphUnanswered: TASK,
	/** Only the ids of people were given, not their data. */
	idsOnly: { list: [...GRAPH_LISTS, 'managers'], of: 'text?' },
	assignmentsHidden: { app: 'text', permission: 'text' },
	/** `read` of `counted` rows, so many empty pages, or so many people whom Graph does not know. */
	readIncomplete: {
		...LIST,
		why: ['badLink', 'changed', 'circle', 'counted', 'emptyPages', 'expired', 'gone', 'noId', 'noList', 'uncounted'],
		read: 'number?',
		counted: 'number?',
	},
	managersUnreadable: { most: 'number', status: 'number' },
	noGroup: { id: 'text' },
	noGroupNamed: { name: 'text' },
	severalGroups: { name: 'text', ids: 'texts' },
	groupDeleted: { group: 'text' },
	appDeleted: { app: 'text' },
	nobodyInScope: { ...LIST, count: 'number?', read: 'number' },
	nobodyRead: { ...LIST, count: 'number?', nested: 'flag' },
	/** Nobody is in these groups, of several. */
	emptyGroups: { groups: 'names', nested: 'flag' },
	/** `code` such as AADSTS7000222; `thumbprint` of the certificate that was used. */
	entraSignIn: { code: 'text?', said: 'text', thumbprint: 'text?' },
} as const satisfies Shapes;
