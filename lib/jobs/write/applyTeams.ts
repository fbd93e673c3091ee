import { causeOf, MOST_NAMES } from '../../base/cause';
import type { Cause } from '../../base/cause';
import type { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';
import { at } from '../../base/json';
import type { KnownTeam, Team, TeamDirectory, TeamValues } from '../../hr/teamDirectory';
import { matchKey } from '../../sync/compare';
import { explained } from '../../sync/reasons';
import type { TeamRow } from '../../sync/teams/model';
import type { PlannedTeam, TeamChange } from '../../sync/teams/plan';
import { CREATION_TRIES, existsAlready, mayExist, waitFor, wasLeftUndone } from './afterAFailure';
import { writeEachOf } from './writeEach';
import type { WriteOptions } from './writeEach';
import { writeMembers } from './writeMembers';

export interface ApplyTeamsOptions extends WriteOptions {
	dryRun: boolean;
	/** Waits before another try, in milliseconds; ends early when the run is cancelled. */
	wait: (milliseconds: number) => Promise<void>;
}

/** What was written of one team so far. */
interface Done {
	team?: KnownTeam;
	added: string[];
	removed: string[];
}

/**
 * Carries a plan out, several teams at once. One team's failure fails that team alone, and its row says who came in and
 * went out before.
 *
 * @returns one row a planned team, in the plan's order
 * @throws SyncError when the HR system can't be worked with; its details hold the rows until then (`results`)
 */
export async function applyTeams(
	planned: readonly PlannedTeam<KnownTeam>[],
	directory: TeamDirectory,
	options: ApplyTeamsOptions,
): Promise<TeamRow[]> {
	const rows = planned.map((team) => plannedRow(team, options.dryRun));
	if (options.dryRun) return rows;
	const done = planned.map((): Done => ({ added: [], removed: [] }));
	const positions = planned.flatMap(({ action }, position) =>
		action === 'created' || action === 'updated' ? [position] : [],
	);
	await writeEachOf(
		'teams',
		positions,
		rows,
		options,
		async (position) => {
			const written = at(done, position);
			await writeTeam(at(planned, position), directory, written, options);
			const row = at(rows, position);
			rows[position] = { ...row, added: written.added, removed: written.removed, hrId: written.team?.id ?? row.hrId };
		},
		(row, cause, position) => failedRow(row, cause, at(done, position)),
	);
	return rows;
}

async function writeTeam(
	plan: PlannedTeam<KnownTeam>,
	directory: TeamDirectory,
	done: Done,
	options: ApplyTeamsOptions,
): Promise<void> {
	const { membersAtOnce } = directory;
	let team = plan.team ?? (await createTeam(plan, directory, options));
	done.team = team;
	if (plan.team && Object.keys(plan.values).length > 0) await directory.update(plan.team, plan.values);
	const there = new Set(team.members);
	const coming = plan.add.filter(({ hrId }) => !there.has(hrId ?? ''));
	const notAdded = await writeMembers(coming, membersAtOnce, async (chunk) => {
		const hrIds = idsOf(chunk);
		await directory.addMembers(team, hrIds);
		team = { ...team, members: [...team.members, ...hrIds] };
		done.added.push(...chunk.map(({ name }) => name));
	});
	const notRemoved = await writeMembers(plan.remove, membersAtOnce, async (chunk) => {
		const gone = new Set(idsOf(chunk));
		await directory.removeMembers(team, [...gone]);
		team = { ...team, members: team.members.filter((hrId) => !gone.has(hrId)) };
		done.removed.push(...chunk.map(({ name }) => name));
	});
	const refused = [...notAdded, ...notRemoved];
	if (refused.length > 0) {
		throw failure({ kind: 'membersRefused', members: refused.slice(0, MOST_NAMES), count: refused.length });
	}
}

/** A system that has carried something out without saying so may show it a little later. */
const LOOKS = 3;

/**
 * Creates a team at most once. After a lost answer or a server failure it may exist already, or soon, so the HR system is
 * asked. Where it is not there, the creation is tried again only if it certainly was not carried out: unlike people, two teams of
 * one name are taken by most systems.
 * @throws HttpError with the system's own words when it refuses the team; SyncError when nobody knows what became of it
 */
async function createTeam(
	{ values, name }: PlannedTeam<KnownTeam>,
	directory: TeamDirectory,
	{ wait }: ApplyTeamsOptions,
): Promise<KnownTeam> {
	const wanted: TeamValues = { ...values, name };
	for (let attempt = 1; ; attempt++) {
		try {
			return { members: [], ...(await directory.create(wanted)) };
		} catch (error) {
			const exists = existsAlready(error);
			if (!exists && !mayExist(error)) throw error;
			const undone = wasLeftUndone(error);
			const waits = exists
				? [0]
				: Array.from({ length: undone ? 1 : LOOKS }, (_, look) => waitFor(error, attempt + look));
			const team = await lookFor(wanted, directory, waits, wait, error);
			if (team) return { ...team, members: await directory.members(team) };
			if (!exists && !undone) throw unknownOutcome(error);
			if (exists || attempt >= CREATION_TRIES) throw error;
		}
	}
}

/** Looks once after each wait. @throws `error` when several teams are the one that is wanted */
async function lookFor(
	wanted: TeamValues,
	directory: TeamDirectory,
	waits: readonly number[],
	wait: ApplyTeamsOptions['wait'],
	error: unknown,
): Promise<Team | undefined> {
	for (const milliseconds of waits) {
		if (milliseconds > 0) await wait(milliseconds);
		const [team, ...others] = (await directory.list()).filter((one) => isSame(one, wanted));
		if (others.length > 0) throw error;
		if (team) return team;
	}
	return undefined;
}

function unknownOutcome(error: unknown): SyncError {
	return failure({ kind: 'teamUncertain', because: causeOf(error) });
}

function isSame(team: TeamValues, wanted: TeamValues): boolean {
	if (team.externalId !== undefined) return matchKey(team.externalId) === matchKey(wanted.externalId);
	return matchKey(team.name) === matchKey(wanted.name);
}

function idsOf(changes: readonly TeamChange[]): string[] {
	return changes.flatMap(({ hrId }) => hrId ?? []);
}

function plannedRow(plan: PlannedTeam<KnownTeam>, dryRun: boolean): TeamRow {
	const { action, cause, name, team, group, values, add, remove } = plan;
	return {
		action,
		...(cause && explained(cause)),
		team: name,
		...(team && values.name !== undefined && { renamedFrom: team.name }),
		entraGroup: group,
		added: add.map((one) => one.name),
		removed: remove.map((one) => one.name),
		...(team && { hrId: team.id }),
		...(dryRun && { dryRun }),
	};
}

function failedRow({ renamedFrom: _, ...row }: TeamRow, cause: Cause, { team, added, removed }: Done): TeamRow {
	const written = added.length + removed.length;
	return {
		...row,
		action: 'failed',
		...explained(written === 0 ? cause : { kind: 'partlyWritten', because: cause, count: written }),
		added,
		removed,
		...(team && { hrId: team.id }),
	};
}
