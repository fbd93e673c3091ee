import { namesOf } from '../../base/cause';
import type { Cause, Names } from '../../base/cause';
import { matchKey } from '../compare';
import type { EntraGroup } from './model';

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
	failure?: Cause;
}

export interface TeamMatch<Team> {
	team?: Team;
	/** Why the group can't be told to be one team. */
	ambiguity?: Cause;
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
		if (matchKey(name) === undefined) return { ambiguity: { kind: 'groupNameless', group: groupName(group) } };
		if (rivals.length > 1) {
			const groups = namesOf(rivals.map((rival) => groupName(rival.group)));
			return { ambiguity: { kind: 'groupsOfOneName', name, groups } };
		}
		const linked = byExternalId.get(matchKey(group.id) ?? '') ?? [];
		if (linked.length > 1) {
			return { ambiguity: { kind: 'groupOfManyTeams', group: groupName(group), teams: named(linked) } };
		}
		const ofName = byName.get(matchKey(name) ?? '') ?? [];
		return linked[0] ? matchLinked(linked[0], name, ofName) : matchNamed(group, name, ofName);
	});
	return matches;
}

/** A linked team takes the group's name, unless another team has that. */
function matchLinked<Team extends MatchableTeam>(team: Team, name: string, ofName: readonly Team[]): TeamMatch<Team> {
	const others = ofName.filter((other) => other !== team);
	if (others.length === 0 || matchKey(team.name) === matchKey(name)) return { team };
	return { team, ambiguity: { kind: 'teamNotRenamed', team: teamInWords(team), name, others: named(others) } };
}

function matchNamed<Team extends MatchableTeam>(
	group: EntraGroup,
	name: string,
	ofName: readonly Team[],
): TeamMatch<Team> {
	if (ofName.length > 1) return { ambiguity: { kind: 'teamsOfOneName', name, teams: named(ofName) } };
	const [team] = ofName;
	if (team?.externalId === undefined) return { ...(team && { team }) };
	return {
		ambiguity: {
			kind: 'teamTaken',
			group: groupName(group),
			team: teamInWords(team),
			externalId: team.externalId,
		},
	};
}

export function groupName({ displayName, id }: EntraGroup): string {
	return `"${displayName}" (${id})`;
}

function teamInWords({ name, id }: MatchableTeam): string {
	return `"${name}" (HR id ${id})`;
}

function named(teams: readonly MatchableTeam[]): Names {
	return namesOf(teams.map(teamInWords));
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
