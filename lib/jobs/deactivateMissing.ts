import type { Cause } from '../base/cause';
import { failure } from '../base/failure';
import { inEnglish } from '../base/words/english';
import { membersInWords } from '../base/words/english/leavers';
import type { HrConnection } from '../hr/connect/connect';
import { countsInWords } from '../report/counts';
import type { PlannedDeparture } from '../sync/leavers/departures';
import type { MissingPlan } from '../sync/leavers/missing';
import type { Limits } from '../sync/limits/guard';
import { EXTERNAL_ID } from '../sync/model';
import type { Employee, ResultRow } from '../sync/model';
import { proveComplete } from '../sync/roster';
import { checkPlace } from '../sync/seal';
import { check } from './check';
import { checkDeletion } from './departures';
import { planLeavers } from './leavers';
import type { LeavingSettings } from './leavers';
import { checkNewest, supersededAt } from './memory/newestRead';
import { checkOneSource, noteSource } from './memory/sources';
import type { Run } from './run';
import { withWhat } from './withWhat';
import { applyDepartures } from './write/depart';
import type { FailureLimit } from './write/writeEach';

/** What Deactivate Missing is told to do. */
export interface DeactivateSettings extends LeavingSettings {
	dryRun: boolean;
	/** Rows that are only a part of the members, or of several reads, will do. */
	acceptIncomplete: boolean;
	/** How the workflow's wires bring more than one read of a group; undefined where they don't. */
	severalReads?: Cause | undefined;
	limits: Limits;
	/** Codes with which a person lets a plan through. */
	allowOnce: readonly string[];
	failureLimit: FailureLimit;
	/** The rows of a dry run to keep to. */
	approved?: readonly ResultRow[];
}

/**
 * Finds the employees who are missing from the members of a group, and does with them what is set.
 * @param rows every member, as Upsert Employee left them
 * @returns one row for each employee who is missing, or would be
 * @throws SyncError when nobody may be taken for missing, or the HR system can't be worked with; its details hold what was
 * done until then (`results`)
 */
export async function deactivateMissing(
	settings: DeactivateSettings,
	hr: HrConnection,
	rows: ResultRow[],
	run: Run,
): Promise<ResultRow[]> {
	const { limits, allowOnce } = settings;
	const dryRun = settings.dryRun || rows.some((row) => row.dryRun);
	const now = run.now();
	const { roster, batch, accepted } = proveComplete(rows, now, settings.acceptIncomplete);
	const { mark } = batch;
	checkPlace(rows, hr.place);
	if (!settings.acceptIncomplete) {
		const { severalReads, approved } = settings;
		// A preview and what was approved go round on purpose; with a mark each group has people of its own.
		const goesRound = severalReads?.kind === 'inLoop' || severalReads?.kind === 'otherUpsert';
		const isMeant = goesRound && (dryRun || approved !== undefined || mark !== undefined);
		if (severalReads && !isMeant) throw failure(severalReads);
		checkOneSource(run, hr.place, mark, roster);
	}
	const newerRead = (): string | undefined => supersededAt(run, hr.place, mark, roster);
	if (!dryRun) checkNewest(newerRead(), roster);
	if (settings.deleteAfterDays !== undefined) checkDeletion(hr);

	const among = accepted ? undefined : roster.size;
	const { employees, plan, planned } = await planLeavers({
		settings,
		hr,
		rows,
		run,
		roster,
		batch,
		dryRun,
		now,
		among,
	});
	run.log(
		`${roster.size} members against ${employees.length} employees: ${plan.missing.length} missing${dryRun ? ', dry run' : ''}`,
	);
	const approved = approvedOf(settings, plan, dryRun);
	check(rowsOf(planned), { approved, earlier: rows, active: plan.active, limits, allowOnce, dryRun }, hr, run);

	if (!dryRun) noteSource(run, hr.place, mark, roster);
	const added = dryRun
		? rowsOf(planned)
		: await applyDepartures(planned, hr.directory, {
				concurrency: await hr.concurrencyFor(planned.length),
				failureLimit: settings.failureLimit,
				signal: run.signal,
				supersededAt: newerRead,
				onProgress: (done, total) => run.progress(`${done} of ${total} people written`),
			});
	run.log(countsInWords([...rows, ...added]));
	run.hint(
		`${added.length === 1 ? '1 employee is' : `${added.length} employees are`} not among ${membersInWords(among)}${dryRun ? ' (dry run, nothing written)' : ''}`,
	);
	sayWhoIsForeign(plan.foreign, hr, run);
	if (accepted) run.hint(`An incomplete roster was accepted. ${inEnglish.message(accepted)}`, 'warning');
	return withWhat(added, hr, employees);
}

/** Said once, since nobody is told otherwise that they are left alone. */
function sayWhoIsForeign(foreign: readonly Employee[], { directory }: HrConnection, { hint }: Run): void {
	const [first] = foreign;
	if (!first) return;
	const some = foreign.length === 1 ? '1 employee has an external ID' : `${foreign.length} employees have external IDs`;
	const example = `${JSON.stringify(directory.read(first, EXTERNAL_ID))} of ${directory.describe(first)}`;
	hint(
		`${some} that this sync does not write, such as ${example}: they are not linked to Entra, and were left alone. To include them, set Employees in Scope to All Employees, or to conditions`,
		'warning',
	);
}

/** Who can't be told from somebody who failed in this very run is left alone, whatever was approved. */
function approvedOf({ approved }: DeactivateSettings, plan: MissingPlan, dryRun: boolean): ResultRow[] | undefined {
	if (dryRun) return undefined;
	const undecided = new Set(plan.undecided.map(({ hrId }) => hrId));
	return approved?.filter(({ missing, hrId }) => missing && (hrId === undefined || !undecided.has(hrId)));
}

function rowsOf(planned: readonly PlannedDeparture[]): ResultRow[] {
	return planned.map(({ row }) => row);
}
