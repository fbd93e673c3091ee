import { EMPLOYEES_ID } from '../../../sandbox/entra/tenant.ts';
import type { Kind } from './kinds.ts';
import { GRAPH_LIST, REST_LIST, SCIM_LIST } from './listForms.ts';
import { urlsIn } from './seen.ts';
import type { Seen } from './seen.ts';

const GROUPS = '/scim/v2/Groups';
const TEAMS = '/api/v2/teams';
const MEMBERS = /\/teams\/[^/?]+\/members/;
const GRAPH = { server: 'entra', style: 'graph', writes: false } as const;
const REST = { world: 'REST teams', server: 'hr', style: 'rest', writes: true } as const;

/** The group whose members are asked for. */
const groupIn = ({ path }: Seen): string => /^\/v1\.0\/groups\/([^/?]+)\/transitiveMembers/.exec(path)?.[1] ?? '';

/** A batch that asks for groups themselves, and for nobody in them. */
function asksForGroups(request: Seen): boolean {
	const urls = urlsIn(request);
	return urls.length > 0 && urls.every((url) => /^\/groups\/[^/?]+\?/.test(url));
}

/** What Upsert Team asks of Graph, and of the HR system. */
export const TEAM_KINDS: readonly Kind[] = [
	{
		name: 'page of groups',
		world: 'teams',
		...GRAPH,
		list: GRAPH_LIST,
		is: ({ path }) => path.startsWith('/v1.0/groups?') && path.includes('startswith'),
	},
	{
		name: 'page of members of a team',
		world: 'teams',
		...GRAPH,
		list: GRAPH_LIST,
		is: (request) => groupIn(request) !== '' && groupIn(request) !== EMPLOYEES_ID,
	},
	{
		name: 'batch of groups',
		world: 'teams',
		...GRAPH,
		inside: 'responses',
		is: asksForGroups,
	},
	{
		name: 'page of teams',
		world: 'teams',
		server: 'hr',
		style: 'scim',
		writes: false,
		list: SCIM_LIST,
		is: ({ method, path }) => method === 'GET' && path.startsWith(`${GROUPS}?`),
	},
	{
		name: 'look-up of one team',
		world: 'teams',
		server: 'hr',
		style: 'scim',
		writes: false,
		is: ({ method, path }) => method === 'GET' && path.startsWith(`${GROUPS}/`),
	},
	{
		name: 'creation of a team',
		world: 'teams',
		server: 'hr',
		style: 'scim',
		writes: true,
		is: ({ method, path }) => method === 'POST' && path === GROUPS,
	},
	{
		name: 'change of a team',
		world: 'teams',
		server: 'hr',
		style: 'scim',
		writes: true,
		is: ({ method, path }) => method === 'PATCH' && path.startsWith(`${GROUPS}/`),
	},
	{
		...REST,
		name: 'page of teams (REST)',
		writes: false,
		list: REST_LIST,
		is: ({ method, path }) => method === 'GET' && path.startsWith(`${TEAMS}?`),
	},
	{ ...REST, name: 'creation of a team (REST)', is: ({ method, path }) => method === 'POST' && path === TEAMS },
	{
		...REST,
		name: 'change of a team (REST)',
		is: ({ method, path }) => method === 'PATCH' && path.startsWith(`${TEAMS}/`),
	},
	{ ...REST, name: 'addition to a team (REST)', is: ({ method, path }) => method === 'POST' && MEMBERS.test(path) },
	{ ...REST, name: 'removal from a team (REST)', is: ({ method, path }) => method === 'DELETE' && MEMBERS.test(path) },
];
