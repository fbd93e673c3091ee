import { SyncError } from '../../base/errors';
import { at, isGuid } from '../../base/json';
import { namesInWords } from '../names';
import type { MatchableTeam, TeamMatch, WantedTeam } from './match';
import type { EntraGroup, TeamAction, TeamPerson } from './teams';

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
	incomplete?: string;
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
	reason?: string;
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
		const { group, name, members, failure } = wanted;
		const base = { group, name: team?.name ?? name, ...(team && { team }), values: {}, add: [], remove: [] };
		if (!members) return { ...base, action: 'failed', reason: failure ?? 'The members of the group were not read' };
		if (ambiguity !== undefined) return { ...base, action: 'failed', reason: ambiguity };
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
	const notes = [
		absentNote(inGroup.filter(({ state }) => state === 'absent')),
		input.incomplete !== undefined && input.mode !== 'addOnly' && leaving.length > 0
			? `Nobody was taken out, though ${leaving.length} would be: ${input.incomplete}`
			: undefined,
	];
	const reason = notes.filter((note) => note !== undefined).join('; ');
	const planned = { group, name, add, remove, ...(reason !== '' && { reason }) };

	if (!team) {
		if (add.length > 0) return { ...planned, action: 'created', values: valuesOf(input, group, name) };
		const nobody = `None of the ${members.size} members of the group is an employee there, so no team was created`;
		const others = [...members].filter((id) => !byEntraId.has(id)).length;
		const outside = others > 0 ? ` (${others} are not among the synced people)` : '';
		return {
			...planned,
			action: 'skipped',
			values: {},
			reason: [`${nobody}${outside}`, reason].filter(Boolean).join('; '),
		};
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

function absentNote(absent: readonly TeamPerson[]): string | undefined {
	if (absent.length === 0) return undefined;
	const names = absent.map(({ name, reason }) => `${name}${reason === undefined ? '' : `: ${reason}`}`);
	const who = absent.length === 1 ? '1 member was' : `${absent.length} members were`;
	return `${who} left out, not being employees there: ${namesInWords(names)}`;
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
	const wouldRemove = planned.flatMap(({ name, remove }) => remove.map((one) => `${one.name} from "${name}"`));
	const memberships = planned.reduce((sum, { team }) => sum + (team?.members.length ?? 0), 0);
	const allowed = Math.max(atLeast, Math.floor((memberships * percent) / 100));
	if (wouldRemove.length <= allowed) return;
	throw new SyncError(
		`Stopped: ${wouldRemove.length} of ${memberships} members would be taken out of their teams, and the limit is ${allowed}`,
		`No team was changed. Look at the names: if the groups in Entra are right, raise the removal limit for one run. The limit is ${percent} % of all members and at least ${atLeast}.`,
		{ wouldRemove, limit: allowed, memberships },
	);
}
