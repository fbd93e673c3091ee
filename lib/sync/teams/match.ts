import { matchKey } from '../compare';
import { namesInWords } from '../names';
import type { EntraGroup } from './teams';

/** A team of the HR system, as far as matching looks at it. */
export interface MatchableTeam {
	id: string;
	name: string;
	externalId?: string;
}

/** A team as Entra wants it. */
export interface WantedTeam {
	group: EntraGroup;
	/** What the team shall be called. */
	name: string;
	/** Entra ids of the group's members, in lower case; absent where they could not be read. */
	members?: ReadonlySet<string>;
	/** Why they could not be read. */
	failure?: string;
}

export interface TeamMatch<Team> {
	team?: Team;
	/** Why the group can't be told to be one team. */
	ambiguity?: string;
}

/**
 * Finds each group's team: by the group's id in the team, or else by the name among the teams that belong to no other
 * group. Nothing ambiguous is guessed: whatever fits twice is marked, with the names of everything concerned.
 *
 * @returns one match a group, in the order of `wanted`
 */
export function matchTeams<Team extends MatchableTeam>(
	wanted: readonly WantedTeam[],
	teams: readonly Team[],
): TeamMatch<Team>[] {
	const byExternalId = indexBy(teams, ({ externalId }) => externalId);
	const byName = indexBy(teams, ({ name }) => name);
	const wantedNames = indexBy(wanted, ({ name }) => name);
	const matches = wanted.map(({ group, name }): TeamMatch<Team> => {
		const rivals = wantedNames.get(matchKey(name) ?? '') ?? [];
		if (matchKey(name) === undefined) return { ambiguity: `The group ${groupName(group)} has no name for a team` };
		if (rivals.length > 1) {
			const names = namesInWords(rivals.map((rival) => groupName(rival.group)));
			return { ambiguity: `${rivals.length} groups want a team of the name "${name}": ${names}` };
		}
		const linked = byExternalId.get(matchKey(group.id) ?? '') ?? [];
		if (linked.length > 1) {
			return { ambiguity: `The group ${groupName(group)} is linked to ${linked.length} teams: ${inWords(linked)}` };
		}
		const named = byName.get(matchKey(name) ?? '') ?? [];
		return linked[0] ? matchLinked(linked[0], name, named) : matchNamed(group, name, named);
	});
	return matches;
}

/** A linked team takes the group's name, unless another team has that. */
function matchLinked<Team extends MatchableTeam>(team: Team, name: string, named: readonly Team[]): TeamMatch<Team> {
	const others = named.filter((other) => other !== team);
	if (others.length === 0 || matchKey(team.name) === matchKey(name)) return { team };
	return { team, ambiguity: `${teamInWords(team)} can't be renamed to "${name}", as there is ${inWords(others)}` };
}

function matchNamed<Team extends MatchableTeam>(
	group: EntraGroup,
	name: string,
	named: readonly Team[],
): TeamMatch<Team> {
	if (named.length > 1) return { ambiguity: `${named.length} teams are called "${name}": ${inWords(named)}` };
	const [team] = named;
	if (team?.externalId === undefined) return { ...(team && { team }) };
	return {
		ambiguity: `The group ${groupName(group)} wants the name of the team ${teamInWords(team)}, which belongs to something else: its external ID is ${team.externalId}. Rename one of them, or clear that external ID if the team is this group's`,
	};
}

export function groupName({ displayName, id }: EntraGroup): string {
	return `"${displayName}" (${id})`;
}

function teamInWords({ name, id }: MatchableTeam): string {
	return `"${name}" (HR id ${id})`;
}

function inWords(teams: readonly MatchableTeam[]): string {
	return namesInWords(teams.map(teamInWords));
}

function indexBy<Row>(rows: readonly Row[], valueOf: (row: Row) => unknown): Map<string, Row[]> {
	const index = new Map<string, Row[]>();
	for (const row of rows) {
		const key = matchKey(valueOf(row));
		if (key === undefined) continue;
		const same = index.get(key);
		if (same) same.push(row);
		else index.set(key, [row]);
	}
	return index;
}
