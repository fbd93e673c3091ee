import { mapLimit } from '../../base/async';
import { SyncError } from '../../base/errors';
import { isGuid } from '../../base/json';
import { Outage } from '../../http/outage';
import { readInBatches } from '../batch';
import { odataQuery, odataString } from '../client';
import type { Graph } from '../client';
import { PAGE_SIZE, readWholly } from '../collection';
import type { GraphCall } from '../graphFailure';
import { byName, resolveGroup } from './groups';
import type { Group } from './groups';
import { readMembers } from './members';

/** A group with all its people, or with what kept them from being read. */
export interface GroupRead {
	group: Group;
	/** Ids in lower case. */
	members?: ReadonlySet<string>;
	failure?: SyncError;
}

interface ListedGroup extends Group {
	forPeople: boolean;
}

const GROUPS_AT_ONCE = 5;
const CALL: GraphCall = { task: 'groups', permission: 'GroupMember.Read.All' };

/** Every group whose name begins with the prefix, in whichever case; all of them or none. */
export async function groupsByPrefix(graph: Graph, prefix: string): Promise<Group[]> {
	const filter = `startswith(displayName,${odataString(prefix)})`;
	return (await listGroups(graph, filter)).map(({ id, displayName }) => ({ id, displayName }));
}

/**
 * Every security and Microsoft 365 group. Groups that hide their members are left out: as teams they would show them.
 */
export async function groupsOfPeople(graph: Graph): Promise<Group[]> {
	const groups = await listGroups(graph);
	return groups.filter(({ forPeople }) => forPeople).map(({ id, displayName }) => ({ id, displayName }));
}

async function listGroups(graph: Graph, filter?: string): Promise<ListedGroup[]> {
	const query = odataQuery({
		$count: 'true',
		$top: PAGE_SIZE,
		$select: 'id,displayName,securityEnabled,groupTypes,visibility',
		...(filter !== undefined && { $filter: filter }),
	});
	const { rows } = await readWholly<ListedGroup>(graph, {
		url: `groups?${query}`,
		list: 'groups',
		call: CALL,
		counted: 'always',
		advanced: true,
		parse: parseGroup,
	});
	return rows.sort(byName);
}

function parseGroup({
	id,
	displayName,
	securityEnabled,
	groupTypes,
	visibility,
}: Record<string, unknown>): ListedGroup {
	const unified = Array.isArray(groupTypes) && groupTypes.includes('Unified');
	return {
		id: String(id),
		displayName: typeof displayName === 'string' ? displayName : String(id),
		forPeople: (securityEnabled === true || unified) && visibility !== 'HiddenMembership',
	};
}

/**
 * Finds groups by their ids or names, each once, and says of which there is none, or several.
 *
 * @throws SyncError when none was found, or the app may not look
 */
export async function resolveGroups(
	graph: Graph,
	given: readonly string[],
): Promise<{ groups: Group[]; failures: { idOrName: string; failure: SyncError }[] }> {
	const groups = new Map<string, Group>();
	const failures: { idOrName: string; failure: SyncError }[] = [];
	for (const idOrName of new Set(given)) {
		try {
			const group = await resolveGroup(graph, idOrName);
			groups.set(group.id.toLowerCase(), group);
		} catch (error) {
			if (!(error instanceof SyncError) || graph.signal?.aborted || isRefusal(error)) throw error;
			failures.push({ idOrName, failure: error });
		}
	}
	const [first] = failures;
	if (groups.size === 0 && first) throw first.failure;
	return { groups: [...groups.values()], failures };
}

/** Not about one group: the app may read none. */
function isRefusal({ details }: SyncError): boolean {
	return details.status === 401 || details.status === 403;
}

/**
 * Reads the people of each group, whole, or says what is wrong with that group. Costs one request of 2 resource units a
 * group, and one more for each 999 members. (Asking for the groups of each person would be one unit a person, but takes
 * the permission Directory.Read.All, and could not prove that a group was read whole.)
 *
 * When Graph stops answering, the groups that are left fail without being asked for.
 *
 * @throws SyncError when not one group could be read, or the execution was cancelled
 */
export async function readGroups(graph: Graph, groups: readonly Group[], nested: boolean): Promise<GroupRead[]> {
	const outage = new Outage();
	const reads = await mapLimit(
		groups,
		GROUPS_AT_ONCE,
		async (group): Promise<GroupRead> => {
			if (outage.reason) return { group, failure: outage.reason };
			try {
				const { users } = await readMembers(graph, { group, nested, properties: [] });
				outage.ended();
				return { group, members: new Set(users.map(({ id }) => id.toLowerCase())) };
			} catch (error) {
				if (!(error instanceof SyncError) || graph.signal?.aborted) throw error;
				outage.ended(error);
				return { group, failure: error };
			}
		},
		graph.signal,
	);
	const [first] = reads;
	if (first?.failure && reads.every(({ failure }) => failure)) throw first.failure;
	return reads;
}

/**
 * Which of these groups are no longer there. Who can't be asked for counts as there.
 *
 * @returns ids in lower case
 */
export async function goneGroups(graph: Graph, ids: readonly string[]): Promise<ReadonlySet<string>> {
	const asked = [...new Set(ids.map((id) => id.trim().toLowerCase()))].filter(isGuid);
	const gone = new Set<string>();
	const urls = asked.map((id) => `/groups/${id}?$select=id`);
	await readInBatches(graph, urls, { task: 'lookForGroups', permission: 'GroupMember.Read.All' }, (answer, index) => {
		if (answer.status === 404) gone.add(asked[index] ?? '');
	});
	return gone;
}
