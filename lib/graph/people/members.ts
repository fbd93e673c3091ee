import type { GraphList } from '../../base/cause/entra';
import { failure } from '../../base/failure';
import { odataQuery } from '../client';
import type { Graph } from '../client';
import { PAGE_SIZE, readWholly } from '../collection';
import type { Counted } from '../counts';
import type { GraphCall } from '../graphFailure';
import type { Group } from './groups';
import { permissionFor } from './userProperties';

/** A user as Graph gives it: the selected properties. */
export type GraphUser = Record<string, unknown> & { id: string };

/** How a list of users is read, whichever list it is. */
export interface UsersRequest {
	/** Properties to select, beside those always read. */
	properties: readonly string[];
	/** An OData filter that Graph applies. */
	filter?: string | undefined;
	/** Which of the users that Graph gives are wanted. Default: all. */
	keeps?: ((user: GraphUser) => boolean) | undefined;
	/** For trying out: reading stops once so many users are kept. */
	limit?: number | undefined;
}

export interface MembersRequest extends UsersRequest {
	group: Group;
	/** Whether members of nested groups are read as well. */
	nested: boolean;
}

export interface Users {
	/** Those that are wanted. */
	users: GraphUser[];
	/** How many Graph gave. */
	read: number;
}

export interface Members extends Users {
	groupId: string;
	groupName: string;
}

/** What every row holds: who it is, and whether the account may sign in. */
export const ALWAYS_SELECTED = ['id', 'userPrincipalName', 'displayName', 'accountEnabled'] as const;

/** A list of users. */
export interface UserList {
	/** Without a query. */
	path: string;
	list: GraphList;
	/** The name of the group. */
	of?: string;
	call: GraphCall;
}

/**
 * Reads all users of a group, or fails: every page, nobody twice, as many as Graph counted.
 *
 * @throws SyncError for anything less than the whole group
 */
export async function readMembers(graph: Graph, request: MembersRequest): Promise<Members> {
	const { group, nested } = request;
	const { users, read } = await readUsers(graph, membersOf(group, nested), request);
	return { users, read, groupId: group.id, groupName: group.displayName };
}

/** Reads all users of the tenant. @throws SyncError for anything less than all */
export async function readAllUsers(graph: Graph, request: UsersRequest): Promise<Users> {
	return await readUsers(graph, ALL_USERS, request);
}

export const ALL_USERS: UserList = {
	path: 'users',
	list: 'users',
	call: { task: 'users', permission: 'User.Read.All' },
};

export function membersOf(group: Group, nested: boolean): UserList {
	return {
		path: `${memberPath(group, nested)}/microsoft.graph.user`,
		list: 'group',
		of: group.displayName,
		call: {
			task: 'members',
			of: group.displayName,
			permission: 'GroupMember.Read.All, User.Read.All, and Member.Read.Hidden if the group hides its members,',
			notFound: { kind: 'groupDeleted', group: group.displayName },
		},
	};
}

/** Members of every type. */
export function memberPath(group: Group, nested: boolean): string {
	return `groups/${group.id}/${nested ? 'transitiveMembers' : 'members'}`;
}

async function readUsers(graph: Graph, list: UserList, request: UsersRequest): Promise<Users> {
	const { properties, filter, keeps, limit } = request;
	const query = odataQuery({
		$count: 'true',
		$top: keeps ? PAGE_SIZE : Math.min(PAGE_SIZE, limit ?? PAGE_SIZE),
		$select: selectOf(properties),
		...(filter === undefined ? {} : { $filter: filter }),
	});
	const { rows, read } = await readWholly<GraphUser>(graph, {
		url: `${list.path}?${query}`,
		list: list.list,
		of: list.of,
		call: { ...list.call, permission: permissionFor(list.call.permission, properties) },
		counted: 'always',
		advanced: true,
		parse: (row) => parseUser(row, list),
		...(keeps && { keeps }),
		...(limit !== undefined && { limit }),
	});
	return { users: rows, read };
}

export function selectOf(properties: readonly string[]): string {
	return [...new Set([...ALWAYS_SELECTED, ...properties])].join(',');
}

/**
 * A user out of a row. An app that may list people but not read them gets their ids and nothing else: never to be taken
 * for empty fields.
 *
 * @param from the list that it stands in
 */
export function parseUser(row: Record<string, unknown>, { list, of }: Pick<UserList, 'list' | 'of'>): GraphUser {
	if (typeof row.userPrincipalName !== 'string') {
		throw failure({ kind: 'idsOnly', list, of });
	}
	delete row['@odata.type'];
	return row as GraphUser;
}

/** The lists that tell how many members are no people: all members, and the groups among them. */
export function otherLists(group: Group, nested: boolean): [Counted, Counted] {
	const path = memberPath(group, nested);
	return [{ path }, { path: `${path}/microsoft.graph.group` }];
}

/** Of all members those that are neither people nor groups. */
export function othersOf([all, groups]: readonly (number | undefined)[], users: number): number | undefined {
	return all === undefined || groups === undefined ? undefined : Math.max(0, all - groups - users);
}
