import { listIn, objectIn } from '../../../sandbox/shared/json.ts';
import type { Passing } from '../gate.ts';
import { GRAPH_LIST, REST_LIST, SCIM_LIST } from './listForms.ts';
import type { ListForm } from './listForms.ts';
import { seen, urlsIn } from './seen.ts';
import type { Seen } from './seen.ts';
import { TEAM_KINDS } from './teamKinds.ts';
import type { WorldName } from './worlds.ts';

/** How an API writes its errors. */
export type Style = 'signIn' | 'graph' | 'scim' | 'rest';

/** One kind of request, as a column of faults is tried on it. */
export interface Kind {
	name: string;
	/** The night on which it is tried; other nights may hold it too. */
	world: WorldName;
	server: Passing['server'];
	style: Style;
	writes: boolean;
	list?: ListForm;
	/** Where its answer holds the answers to what it is made of, where it is a request of several. */
	inside?: 'responses' | 'Operations';
	/** A fault that has to come first, so that a request of this kind is made at all. */
	after?: { kind: string; fault: string };
	/** @param leavers the HR ids of those who are not in the group any more */
	is: (request: Seen, leavers: ReadonlySet<string>) => boolean;
}

const reads = ({ method }: Seen): boolean => method === 'GET';
const changes = ({ method }: Seen): boolean => method === 'PATCH' || method === 'PUT';
const idIn = ({ path }: Seen): string => /\/users\/([^/?]+)/i.exec(path)?.[1] ?? '';
const isUsers = ({ path }: Seen): boolean => /\/users(?:\?|$)/i.test(path);

/** Only the manager is set or taken away. */
function isAboutManager({ body }: Seen): boolean {
	const operations = listIn(body.Operations).map((operation) => objectIn(operation));
	if (operations.length > 0) return operations.every((operation) => /manager/i.test(JSON.stringify(operation)));
	const fields = Object.keys(objectIn(body.user));
	return fields.length > 0 && fields.every((field) => field === 'manager_id');
}

const GRAPH = { server: 'entra', style: 'graph', writes: false } as const;

const PEOPLE_KINDS: readonly Kind[] = [
	{
		name: 'sign-in to Entra',
		world: 'one by one',
		server: 'entra',
		style: 'signIn',
		writes: false,
		is: ({ path }) => path.includes('/oauth2/v2.0/token'),
	},
	{
		name: 'group look-up',
		world: 'one by one',
		...GRAPH,
		list: { items: 'value', count: [] },
		is: ({ path }) => path.startsWith('/v1.0/groups?'),
	},
	{
		name: 'page of members',
		world: 'one by one',
		...GRAPH,
		list: GRAPH_LIST,
		is: ({ path }) => path.includes('Members'),
	},
	{
		name: 'application look-up',
		world: 'application',
		...GRAPH,
		list: { items: 'value', count: [] },
		is: ({ path }) => path.startsWith('/v1.0/servicePrincipals?'),
	},
	{
		name: 'page of assignments',
		world: 'application',
		...GRAPH,
		list: GRAPH_LIST,
		is: ({ path }) => path.includes('/appRoleAssignedTo'),
	},
	{
		name: 'batch of people',
		world: 'application',
		...GRAPH,
		inside: 'responses',
		is: (request) => urlsIn(request).some((url) => /^\/users[?/]/.test(url) && !url.includes('manager')),
	},
	{
		name: 'page of users',
		world: 'all users',
		...GRAPH,
		list: GRAPH_LIST,
		is: ({ path }) => path.startsWith('/v1.0/users?'),
	},
	{
		name: 'batch of counts',
		world: 'one by one',
		...GRAPH,
		inside: 'responses',
		is: ({ path, body }) => path.endsWith('/$batch') && !JSON.stringify(body).includes('manager'),
	},
	{
		name: 'batch of managers',
		world: 'one by one',
		...GRAPH,
		inside: 'responses',
		is: ({ path }) => path.endsWith('/$batch'),
	},
	{
		name: 'what the HR system can do',
		world: 'one by one',
		server: 'hr',
		style: 'scim',
		writes: false,
		is: ({ path }) => path.endsWith('/ServiceProviderConfig'),
	},
	{
		name: 'look-up of one employee',
		world: 'one by one',
		server: 'hr',
		style: 'scim',
		writes: false,
		list: SCIM_LIST,
		after: { kind: 'creation', fault: 'answer lost' },
		is: (request) => reads(request) && isUsers(request) && /[?&]filter=/.test(request.path),
	},
	{
		name: 'page of employees',
		world: 'one by one',
		server: 'hr',
		style: 'scim',
		writes: false,
		list: SCIM_LIST,
		is: (request) => reads(request) && isUsers(request) && request.path.includes('/scim/'),
	},
	{
		name: 'Bulk request',
		world: 'Bulk',
		server: 'hr',
		style: 'scim',
		writes: true,
		inside: 'Operations',
		is: ({ path }) => path.endsWith('/Bulk'),
	},
	{
		name: 'deletion',
		world: 'deleting',
		server: 'hr',
		style: 'scim',
		writes: true,
		is: ({ method }) => method === 'DELETE',
	},
	...(['one by one', 'REST'] as const).flatMap((world) => writesIn(world)),
	{
		name: 'sign-in to the HR system (REST)',
		world: 'REST',
		server: 'hr',
		style: 'signIn',
		writes: false,
		is: ({ path }) => path === '/oauth/token',
	},
	{
		name: 'page of employees (REST)',
		world: 'REST',
		server: 'hr',
		style: 'rest',
		writes: false,
		list: REST_LIST,
		is: (request) => reads(request) && isUsers(request),
	},
];

export const KINDS: readonly Kind[] = [...PEOPLE_KINDS, ...TEAM_KINDS];

/** The first that fits a request is its kind. Those about people don't look whether it is about a team. */
const IN_TURN: readonly Kind[] = [...TEAM_KINDS, ...PEOPLE_KINDS];

/** The writes of single people, which every API has. */
function writesIn(world: 'one by one' | 'REST'): Kind[] {
	const rest = world === 'REST';
	const suffix = rest ? ' (REST)' : '';
	const here = ({ path }: Seen): boolean => path.includes('/scim/') !== rest;
	const common = { world, server: 'hr', style: rest ? 'rest' : 'scim', writes: true } as const;
	return [
		{
			...common,
			name: `creation${suffix}`,
			is: (request) => here(request) && request.method === 'POST' && isUsers(request),
		},
		{
			...common,
			name: `deactivation${suffix}`,
			is: (request, leavers) => here(request) && changes(request) && leavers.has(idIn(request)),
		},
		{
			...common,
			name: `change of a manager${suffix}`,
			is: (request) => here(request) && changes(request) && isAboutManager(request),
		},
		{ ...common, name: `change${suffix}`, is: (request) => here(request) && changes(request) },
	];
}

/** What kind of request something on its way to a server is. */
export function kindOf(passing: Passing, leavers: ReadonlySet<string>): Kind | undefined {
	const request = seen(passing);
	return IN_TURN.find((kind) => kind.server === passing.server && kind.is(request, leavers));
}
