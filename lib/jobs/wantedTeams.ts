import { causeOf } from '../base/cause';
import type { Graph } from '../graph/client';
import type { Group } from '../graph/people/groups';
import { groupsByPrefix, groupsOfPeople, readGroups, resolveGroups } from '../graph/people/manyGroups';
import type { WantedTeam } from '../sync/teams/match';
import type { TeamPerson } from '../sync/teams/model';

/** Which groups become teams: those that are named, those whose names begin alike, or all that the people belong to. */
export type GroupsChosen =
	| { kind: 'groups'; given: readonly string[]; nested: boolean }
	| { kind: 'prefix'; prefix: string; nested: boolean }
	| { kind: 'all' };

/** How teams are called: `{name}` in the template stands for the group's name, less a prefix. */
export interface TeamNaming {
	template: string;
	leaveOutPrefix: string;
}

export const GROUP_NAME = '{name}';

/**
 * The teams that are to be made, with all members of their groups. A group that can't be found or read stands there with
 * the reason.
 * @throws SyncError when none could be read
 */
export async function readWantedTeams(
	graph: Graph,
	chosen: GroupsChosen,
	naming: TeamNaming,
	people: readonly TeamPerson[],
): Promise<WantedTeam[]> {
	if (chosen.kind === 'groups') return await readGiven(graph, chosen.given, chosen.nested, naming);
	if (chosen.kind === 'prefix') {
		return await readAll(graph, await groupsByPrefix(graph, chosen.prefix), chosen.nested, naming);
	}
	const ids = new Set(people.map(({ entraId }) => entraId));
	const wanted = await readAll(graph, await groupsOfPeople(graph), false, naming);
	return wanted.filter(({ members }) => !members || [...members].some((id) => ids.has(id)));
}

async function readAll(
	graph: Graph,
	groups: readonly Group[],
	nested: boolean,
	naming: TeamNaming,
): Promise<WantedTeam[]> {
	const reads = await readGroups(graph, groups, nested);
	return reads.map(({ group, members, failure }) => ({
		group,
		name: teamNameOf(group, naming),
		...(members && { members }),
		...(failure && { failure: causeOf(failure) }),
	}));
}

/** Groups that are named by a person: one that is gone is that team's failure. */
async function readGiven(
	graph: Graph,
	given: readonly string[],
	nested: boolean,
	naming: TeamNaming,
): Promise<WantedTeam[]> {
	const { groups, failures } = await resolveGroups(graph, given);
	const failed = failures.map(({ idOrName, failure }): WantedTeam => {
		const group = { id: idOrName, displayName: idOrName };
		return { group, name: teamNameOf(group, naming), failure: causeOf(failure) };
	});
	return [...(await readAll(graph, groups, nested, naming)), ...failed];
}

function teamNameOf({ displayName }: Group, { template, leaveOutPrefix }: TeamNaming): string {
	return template.replaceAll(GROUP_NAME, () => withoutPrefix(displayName, leaveOutPrefix));
}

/** A name that is nothing but the prefix stays. */
function withoutPrefix(name: string, prefix: string): string {
	const begins = prefix !== '' && name.toLowerCase().startsWith(prefix.toLowerCase());
	return (begins && name.slice(prefix.length).trim()) || name;
}
