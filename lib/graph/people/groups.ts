import { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';
import { fieldsOf, isGuid } from '../../base/json';
import { odataQuery, odataString } from '../client';
import type { Graph } from '../client';
import type { GraphCall } from '../graphFailure';
import { searchByName } from './search';

export interface Group {
	id: string;
	displayName: string;
}

const MAX_CANDIDATES = 10;

/**
 * Finds a group: a GUID is an id, anything else the exact display name.
 *
 * @throws SyncError when there is none, or several of that name
 */
export async function resolveGroup(graph: Graph, idOrName: string): Promise<Group> {
	const wanted = idOrName.trim();
	if (wanted === '') throw new SyncError('No group is given', 'Choose a group from the list, or enter its name or ID.');
	return isGuid(wanted) ? await groupById(graph, wanted) : await groupByName(graph, wanted);
}

async function groupById(graph: Graph, id: string): Promise<Group> {
	const call: GraphCall = {
		task: 'readGroup',
		permission: 'GroupMember.Read.All',
		notFound: { kind: 'noGroup', id },
	};
	const [group] = parseGroups([await graph.get(`groups/${id}?$select=id,displayName`, call)]);
	if (group === undefined) throw new SyncError(`Graph answered without a group for the ID ${id}`, 'Try again later.');
	return group;
}

async function groupByName(graph: Graph, name: string): Promise<Group> {
	const query = odataQuery({
		$filter: `displayName eq ${odataString(name)}`,
		$select: 'id,displayName',
		$top: MAX_CANDIDATES,
	});
	const call: GraphCall = { task: 'findGroup', permission: 'GroupMember.Read.All' };
	const found = parseGroups((await graph.get(`groups?${query}`, call)).value);
	const [group, ...others] = found;
	if (group === undefined) {
		throw failure({ kind: 'noGroupNamed', name });
	}
	if (others.length > 0) {
		throw failure({ kind: 'severalGroups', name, ids: found.map(({ id }) => id) }, { candidates: found });
	}
	return group;
}

/** Groups for a list to choose from, see searchByName. */
export async function searchGroups(
	graph: Graph,
	text: string,
	nextLink?: string,
): Promise<{ groups: Group[]; nextLink: string | undefined }> {
	const call: GraphCall = { task: 'groups', permission: 'GroupMember.Read.All' };
	const found = await searchByName(graph, { path: 'groups', select: 'id,displayName', call }, text, nextLink);
	return { groups: parseGroups(found.rows), nextLink: found.nextLink };
}

/** The order of groups in lists: by name, and by id where names are the same. */
export function byName(one: Group, other: Group): number {
	return one.displayName.localeCompare(other.displayName, 'en') || (one.id < other.id ? -1 : 1);
}

function parseGroups(rows: unknown): Group[] {
	if (!Array.isArray(rows)) throw new SyncError('Graph answered without a list of groups', 'Try again later.');
	return rows.flatMap((row: unknown) => {
		const { id, displayName } = fieldsOf(row);
		if (typeof id !== 'string') return [];
		return [{ id, displayName: typeof displayName === 'string' ? displayName : id }];
	});
}
