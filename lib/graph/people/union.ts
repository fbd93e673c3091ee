import { mapLimit } from '../../base/async';
import type { Graph } from '../client';
import { countAll } from '../counts';
import { byName } from './groups';
import type { Group } from './groups';
import { otherLists, othersOf, readMembers } from './members';
import type { GraphUser } from './members';
import type { People, PeopleRequest } from './request';

const GROUPS_AT_ONCE = 3;

/** People out of several lists, each once, with the groups they came through. */
export class Union {
	private readonly request: PeopleRequest;

	private readonly seen = new Set<string>();

	private readonly inScope = new Map<string, GraphUser>();

	private readonly groupsOf = new Map<string, readonly Group[]>();

	/** Lists of groups by their ids, so that people who came the same way share one. */
	private readonly ways = new Map<string, readonly Group[]>();

	/** How many users each group was read with. */
	private readonly sizes = new Map<string, number>();

	private readonly emptyGroups: Group[] = [];

	constructor(request: PeopleRequest) {
		this.request = request;
	}

	async addGroups(graph: Graph, groups: readonly Group[]): Promise<void> {
		const { nested, scope, limit } = this.request;
		const properties = [...this.request.properties, ...(scope?.properties ?? [])];
		const users = { properties, keeps: limit === undefined ? undefined : scope?.keeps, limit };
		const read = async (group: Group) => {
			if (limit !== undefined && this.inScope.size >= limit) return [];
			const members = await readMembers(graph, { ...users, group, nested });
			this.sizes.set(group.id, members.read);
			if (members.read === 0) this.emptyGroups.push(group);
			return members.users;
		};
		if (limit !== undefined) {
			for (const group of groups) this.add(await read(group), group);
			return;
		}
		const lists = await mapLimit(groups, GROUPS_AT_ONCE, read, graph.signal);
		lists.forEach((list, index) => this.add(list, groups[index]));
	}

	add(users: readonly GraphUser[], group?: Group): void {
		for (const user of users) {
			const id = user.id.toLowerCase();
			if (!this.seen.has(id)) {
				this.seen.add(id);
				if (this.request.scope?.keeps(user) ?? true) this.inScope.set(id, user);
			}
			const before = this.groupsOf.get(id) ?? [];
			this.groupsOf.set(id, this.way(group === undefined ? before : [...before, group]));
		}
	}

	people(): Pick<People, 'users' | 'groupsOf' | 'read' | 'partial' | 'emptyGroups'> {
		const { limit } = this.request;
		const users = [...this.inScope.values()].slice(0, limit ?? this.inScope.size);
		const groupsOf = new Map(users.map(({ id }) => [id, this.groupsOf.get(id.toLowerCase()) ?? []]));
		return { users, groupsOf, read: this.seen.size, partial: limit !== undefined, emptyGroups: this.emptyGroups };
	}

	/** Counted group by group: a device in two groups counts twice. */
	async countOthers(graph: Graph, groups: readonly Group[]): Promise<number | undefined> {
		const { nested, limit } = this.request;
		if (limit !== undefined) return undefined;
		const counts = await countAll(
			graph,
			groups.flatMap((group) => otherLists(group, nested)),
		);
		const others = groups.map(({ id }, index) =>
			othersOf(counts.slice(2 * index, 2 * index + 2), this.sizes.get(id) ?? 0),
		);
		return others.reduce<number | undefined>(
			(sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
			0,
		);
	}

	private way(groups: readonly Group[]): readonly Group[] {
		const sorted = [...groups].sort(byName);
		const key = sorted.map(({ id }) => id).join();
		const known = this.ways.get(key) ?? sorted;
		this.ways.set(key, known);
		return known;
	}
}
