import { messageOf, SyncError } from '../errors';
import { wait } from '../http/wait';
import { odataQuery } from './client';
import type { Graph } from './client';
import type { GraphCall } from './errors';
import type { Group } from './groups';

/** A user as Graph gives it: the selected properties. */
export type GraphUser = Record<string, unknown> & { id: string };

export interface MembersRequest {
	group: Group;
	/** Whether members of nested groups are read as well. */
	nested: boolean;
	/** Properties to select, beside those always read. */
	properties: readonly string[];
	/** Before the group is read once more; default 3 s. */
	rereadAfterMs?: number;
}

export interface Members {
	users: GraphUser[];
	groupId: string;
	groupName: string;
}

/** What every row holds: who it is, and whether the account may sign in. */
export const ALWAYS_SELECTED = ['id', 'userPrincipalName', 'displayName', 'accountEnabled'] as const;

const PAGE_SIZE = 999;
/** Counts and lists are eventually consistent, so a read that does not add up is repeated before it is given up. */
const MAX_READS = 3;
const REREAD_AFTER_MS = 3_000;

/** The advanced query needs this on every page: a nextLink does not carry it. */
const ADVANCED = { ConsistencyLevel: 'eventual' };

/** A read that does not add up; another one may. */
class IncompleteRead extends SyncError {}

/**
 * Reads all users of a group, or fails: every page, nobody twice, as many as Graph counted.
 *
 * @throws SyncError for anything less than the whole group
 */
export async function readMembers(graph: Graph, request: MembersRequest): Promise<Members> {
	const { group } = request;
	for (let read = 1; ; read++) {
		try {
			const users = await readOnce(graph, request);
			return { users, groupId: group.id, groupName: group.displayName };
		} catch (error) {
			if (!(error instanceof IncompleteRead) || read >= MAX_READS) throw error;
			graph.log(`${messageOf(error)}: reading the group again`);
			await wait((request.rereadAfterMs ?? REREAD_AFTER_MS) * read, graph.signal);
		}
	}
}

async function readOnce(graph: Graph, { group, nested, properties }: MembersRequest): Promise<GraphUser[]> {
	const query = odataQuery({
		$count: 'true',
		$top: PAGE_SIZE,
		$select: [...new Set([...ALWAYS_SELECTED, ...properties])].join(','),
	});
	const path = `groups/${group.id}/${nested ? 'transitiveMembers' : 'members'}/microsoft.graph.user`;
	const call = memberCall(group);
	const users = new Map<string, GraphUser>();
	const seen = new Set<string>();
	let counted: number | undefined;
	let next: string | undefined = `${path}?${query}`;
	while (next !== undefined) {
		if (seen.has(next)) throw incomplete(group, 'the pages of its members go round in a circle');
		seen.add(next);
		const page = await readPage(graph, next, call, seen.size > 1 ? group : undefined);
		counted ??= countOf(page, group);
		for (const user of usersOf(page, group)) users.set(user.id, user);
		next = nextLinkOf(page, group);
		if (next !== undefined) graph.log(`${users.size} of ${counted} members read`);
	}
	if (users.size !== counted) throw incomplete(group, `read ${users.size} of ${counted ?? 0} members`);
	return [...users.values()];
}

function memberCall(group: Group): GraphCall {
	return {
		doing: `list the members of the group "${group.displayName}"`,
		permission: 'GroupMember.Read.All, User.Read.All, and Member.Read.Hidden if the group hides its members,',
		notFound: {
			message: `The group "${group.displayName}" is no longer there`,
			description: 'Choose the group again: it was deleted while it was being read.',
		},
	};
}

/** @param following the group, on every page but the first: only there a page token can have expired */
async function readPage(
	graph: Graph,
	url: string,
	call: GraphCall,
	following: Group | undefined,
): Promise<Record<string, unknown>> {
	try {
		return await graph.get(url, call, ADVANCED);
	} catch (error) {
		if (following && error instanceof SyncError && error.details.code === 'Directory_ExpiredPageToken') {
			throw incomplete(following, 'the page token expired on the way');
		}
		throw error;
	}
}

function countOf(page: Record<string, unknown>, group: Group): number {
	const count = page['@odata.count'];
	if (typeof count === 'number') return count;
	throw incomplete(group, 'Graph did not say how many members there are');
}

function usersOf(page: Record<string, unknown>, group: Group): GraphUser[] {
	const rows = page.value;
	if (!Array.isArray(rows)) throw incomplete(group, 'a page came without a list of members');
	return rows.map((row: unknown) => {
		const user = (row ?? {}) as Record<string, unknown>;
		if (typeof user.id !== 'string' || user.id === '') throw incomplete(group, 'a member came without an ID');
		if (typeof user.userPrincipalName !== 'string') throw limitedData(group);
		delete user['@odata.type'];
		return user as GraphUser;
	});
}

/** An app that may list a group but not read people gets their ids and nothing else: never to be taken for empty fields. */
function limitedData(group: Group): SyncError {
	return new SyncError(
		`Graph gave only the IDs of the members of "${group.displayName}", not their data`,
		'Grant the application permission User.Read.All and admin consent, under App registrations > API permissions.',
	);
}

function nextLinkOf(page: Record<string, unknown>, group: Group): string | undefined {
	const link = page['@odata.nextLink'];
	if (link === undefined || link === null) return undefined;
	if (typeof link === 'string' && link !== '') return link;
	throw incomplete(group, 'the link to the next page is not readable');
}

function incomplete(group: Group, why: string): IncompleteRead {
	return new IncompleteRead(
		`The group "${group.displayName}" could not be read completely: ${why}`,
		'Nothing was done with the part that was read. Run again later; if it stays so, look for a change of the group that is under way.',
	);
}
