import type { Counted } from './counts';
import type { Group } from './groups';
import { memberPath } from './members';

/** The lists that tell how many members are no people: all members, and the groups among them. */
export function otherLists(group: Group, nested: boolean): [Counted, Counted] {
	const path = memberPath(group, nested);
	return [{ path }, { path: `${path}/microsoft.graph.group` }];
}

/** Of all members those that are neither people nor groups. */
export function othersOf([all, groups]: readonly (number | undefined)[], users: number): number | undefined {
	return all === undefined || groups === undefined ? undefined : Math.max(0, all - groups - users);
}
