import { MOST_NAMES, together } from '../../base/cause';
import type { Cause } from '../../base/cause';
import { failure } from '../../base/failure';
import { at, isGuid } from '../../base/json';
import { inEnglish } from '../../base/words/english';
import type { MatchableTeam, TeamMatch, WantedTeam } from './match';
import type { EntraGroup, TeamAction, TeamPerson } from './model';

/** A team with the HR ids of its members. */
export interface PresentTeam extends MatchableTeam {
	members: readonly string[];
}

/**
 * `sync`: as in Entra, among the people that the sync knows. `addOnly`: nobody is taken out. `exact`: whoever is not in
 * the group is taken out, also those whom somebody else brought in.
 */
export type MembersMode = 'sync' | 'addOnly' | 'exact';

/** An employee whom a sync has linked to somebody in Entra, and who is not among the rows. */
export interface LinkedEmployee {
	/** In lower case. */
	entraId: string;
	name: string;
}

export interface TeamPlanInput<Team extends PresentTeam> {
	wanted: readonly WantedTeam[];
	/** As matchTeams gave them, their members read. */
	matches: readonly TeamMatch<Team>[];
	people: readonly TeamPerson[];
	mode: MembersMode;
	/** Employees outside of the rows by their HR id. */
	linked: ReadonlyMap<string, LinkedEmployee>;
	/** HR ids that a failed row may stand for: they are never taken out. */
	uncertain: ReadonlySet<string>;
	/** Why the rows are not all people of a read, so that nobody may be taken out; undefined where they are. */
	incomplete?: Cause;
	/** Whether teams keep the id of their group. */
	link: boolean;
	/** Whether teams can be renamed and linked once they exist. */
	updates: boolean;
}

/** A member to come or to go. */
export interface TeamChange {
	/** Absent for somebody whom only a real run creates. */
	hrId?: string;
	name: string;
}

export interface PlannedTeam<Team extends PresentTeam = PresentTeam> {
	group: EntraGroup;
	/** What it is called after the run. */
	name: string;
	action: TeamAction;
	cause?: Cause;
	team?: Team;
	/** Name and external id to write. */
	values: { name?: string; externalId?: string };
	add: TeamChange[];
	remove: TeamChange[];
}

/**
 * Works out what has to be done to make the teams agree with the groups. Pure: the same input gives the same plan in
 * the same order, one planned team for each group.
 */
export function planTeams<Team extends PresentTeam>(input: TeamPlanInput<Team>): PlannedTeam<Team>[] {
	const byEntraId = new Map(input.people.map((person) => [person.entraId, person]));
	const byHrId = new Map(
		input.people.flatMap((person): [string, TeamPerson][] =>
			person.hrId === undefined ? [] : [[person.hrId, person]],
		),
	);
	return input.wanted.map((wanted, position) => {
		const { team, ambiguity } = at(input.matches, position);
		const { group, name, members, failure: unread } = wanted;
		const base = { group, name: team?.name ?? name, ...(team && { team }), values: {}, add: [], remove: [] };
		if (!members) return { ...base, action: 'failed', cause: unread ?? { kind: 'groupUnread' } };
		if (ambiguity) return { ...base, action: 'failed', cause: ambiguity };
		return planTeam(input, wanted, members, team, { byEntraId, byHrId });
	});
}

interface Indexes {
	byEntraId: ReadonlyMap<string, TeamPerson>;
	byHrId: ReadonlyMap<string, TeamPerson>;
}

function planTeam<Team extends PresentTeam>(
	input: TeamPlanInput<Team>,
	{ group, name }: WantedTeam,
	members: ReadonlySet<string>,
	team: Team | undefined,
	{ byEntraId, byHrId }: Indexes,
): PlannedTeam<Team> {
	const present = new Set(team?.members);
	const inGroup = input.people.filter(({ entraId }) => members.has(entraId));
	const add = inGroup
		.filter(({ state, hrId }) => state === 'employee' && !(hrId !== undefined && present.has(hrId)))
		.map(changeOf);
	const leaving = [...present].flatMap((hrId) => removal(hrId, input, members, byHrId.get(hrId)) ?? []);
	const heldBack = input.incomplete !== undefined || input.mode === 'addOnly';
	const remove = heldBack ? [] : leaving;
	const notes: Cause[] = absentNote(inGroup.filter(({ state }) => state === 'absent'));
	if (input.incomplete && input.mode !== 'addOnly' && leaving.length > 0) {
		notes.push({ kind: 'notTakenOut', count: leaving.length, because: input.incomplete });
	}
	const planned = { group, name, add, remove, ...(notes.length > 0 && { cause: together(notes) }) };

	if (!team) {
		if (add.length > 0) return { ...planned, action: 'created', values: valuesOf(input, group, name) };
		const others = [...members].filter((id) => !byEntraId.has(id)).length;
		const nobody: Cause = { kind: 'nobodyInTeam', members: members.size, others };
		return { ...planned, action: 'skipped', values: {}, cause: together([nobody, ...notes]) };
	}
	const values = input.updates ? updateOf(input, group, name, team) : {};
	const changes = add.length + remove.length + Object.keys(values).length;
	return { ...planned, name: values.name ?? team.name, team, values, action: changes === 0 ? 'unchanged' : 'updated' };
}

/** Whether a member of a team has to go; undefined for those who stay. */
function removal<Team extends PresentTeam>(
	hrId: string,
	{ mode, linked, uncertain }: TeamPlanInput<Team>,
	members: ReadonlySet<string>,
	person: TeamPerson | undefined,
): TeamChange | undefined {
	if (uncertain.has(hrId)) return undefined;
	const known = person ?? linked.get(hrId);
	if (known) return members.has(known.entraId) ? undefined : { hrId, name: known.name };
	return mode === 'exact' ? { hrId, name: `HR id ${hrId}` } : undefined;
}

function valuesOf<Team extends PresentTeam>(
	{ link }: TeamPlanInput<Team>,
	group: EntraGroup,
	name: string,
): PlannedTeam['values'] {
	return { name, ...(link && { externalId: group.id }) };
}

function updateOf<Team extends PresentTeam>(
	{ link }: TeamPlanInput<Team>,
	group: EntraGroup,
	name: string,
	team: Team,
): PlannedTeam['values'] {
	return {
		...(!sameName(team.name, name) && { name }),
		...(link && team.externalId === undefined && { externalId: group.id }),
	};
}

function changeOf({ hrId, name }: TeamPerson): TeamChange {
	return { ...(hrId !== undefined && { hrId }), name };
}

function absentNote(absent: readonly TeamPerson[]): Cause[] {
	if (absent.length === 0) return [];
	const members = absent.map(({ name, cause }): Cause => ({ kind: 'member', name, because: cause }));
	return [{ kind: 'membersLeftOut', members: members.slice(0, MOST_NAMES), count: members.length }];
}

function sameName(left: string, right: string): boolean {
	return left.trim().normalize('NFC') === right.trim().normalize('NFC');
}

/** HR ids of members of these teams that no row is about, for whom the list of employees has to be asked. */
export function strangersIn(teams: readonly PresentTeam[], people: readonly TeamPerson[]): Set<string> {
	const known = new Set(people.map(({ hrId }) => hrId));
	return new Set(teams.flatMap(({ members }) => members).filter((hrId) => !known.has(hrId)));
}

/** Teams that are linked to a group which is none of those wanted. */
export function otherLinkedTeams<Team extends MatchableTeam>(
	teams: readonly Team[],
	wanted: readonly WantedTeam[],
): (Team & { externalId: string })[] {
	const ids = new Set(wanted.map(({ group }) => group.id.toLowerCase()));
	return teams.filter(
		(team): team is Team & { externalId: string } => isGuid(team.externalId) && !ids.has(keyOf(team)),
	);
}

function keyOf({ externalId }: MatchableTeam): string {
	return (externalId ?? '').trim().toLowerCase();
}

/** How many members one run may take out: a share of all memberships, and so many in any case. */
export interface RemovalLimits {
	percent: number;
	atLeast: number;
}

/**
 * Stops before the first write when a plan would take more people out of teams than allowed.
 *
 * @throws SyncError whose details hold `wouldRemove`, every name with its team
 */
export function checkRemovals(planned: readonly PlannedTeam[], { percent, atLeast }: RemovalLimits): void {
	const removals = planned.flatMap(({ name: team, remove }) =>
		remove.map(({ name }): Cause => ({ kind: 'removal', name, team })),
	);
	const memberships = planned.reduce((sum, { team }) => sum + (team?.members.length ?? 0), 0);
	const allowed = Math.max(atLeast, Math.floor((memberships * percent) / 100));
	if (removals.length <= allowed) return;
	throw failure(
		{ kind: 'tooManyRemovals', removals, memberships, allowed, percent, atLeast },
		{ wouldRemove: removals.map(inEnglish.text), limit: allowed, memberships },
	);
}
