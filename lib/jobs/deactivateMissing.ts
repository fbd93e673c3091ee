import type { Cause } from '../base/cause';
import { failure } from '../base/failure';
import { inEnglish } from '../base/words/english';
import { membersInWords } from '../base/words/english/leavers';
import type { HrConnection } from '../hr/connect/connect';
import { countsInWords } from '../report/counts';
import type { Grace } from '../sync/leavers/absence';
import { planDepartures } from '../sync/leavers/departures';
import type { Departure, PlannedDeparture } from '../sync/leavers/departures';
import { planMissing } from '../sync/leavers/missing';
import type { MissingPlan } from '../sync/leavers/missing';
import { protection } from '../sync/leavers/protection';
import type { Limits } from '../sync/limits/guard';
import type { ResultRow } from '../sync/model';
import type { ListedPerson } from '../sync/peopleList';
import { proveComplete } from '../sync/roster';
import { check } from './check';
import { checkDeletion, whyImpossible } from './departures';
import { allEmployees } from './employeesFor';
import { scopeOf } from './employeesInScope';
import type { ScopeChosen } from './employeesInScope';
import { updateAbsences } from './memory/absences';
import { checkNewest, supersededAt } from './memory/newestRead';
import { sayWhoIsNotThere } from './protectedPeople';
import type { Run } from './run';
import { withWhat } from './withWhat';
import { applyDepartures } from './write/depart';
import type { FailureLimit } from './write/writeEach';

/** What Deactivate Missing is told to do. */
export interface DeactivateSettings {
	dryRun: boolean;
	/** Rows that are only a part of the members, or of several reads, will do. */
	acceptIncomplete: boolean;
	/** How the workflow's wires bring more than one read of a group; undefined where they don't. */
	severalReads?: Cause | undefined;
	departure: Departure;
	grace?: Grace;
	/** Delete who has been inactive for so many days. */
	deleteAfterDays?: number;
	scope: ScopeChosen;
	limits: Limits;
	/** Codes with which a person lets a plan through. */
	allowOnce: readonly string[];
	failureLimit: FailureLimit;
	/** The rows of a dry run to keep to. */
	approved?: readonly ResultRow[];
	/** Whoever is never deactivated. */
	protectedPeople: readonly ListedPerson[];
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
	const { departure, grace, deleteAfterDays, limits, allowOnce } = settings;
	const { read } = hr.directory;
	const dryRun = settings.dryRun || rows.some((row) => row.dryRun);
	const now = run.now();
	const { roster, mark, accepted } = proveComplete(rows, now, settings.acceptIncomplete);
	if (!settings.acceptIncomplete && settings.severalReads) throw failure(settings.severalReads);
	const newerRead = (): string | undefined => supersededAt(run, hr.place, mark, roster);
	if (!dryRun) checkNewest(newerRead(), roster);
	if (deleteAfterDays !== undefined) checkDeletion(hr);

	const employees = await allEmployees(hr, rows, run);
	const scope = scopeOf(settings.scope, hr, employees);
	sayWhoIsNotThere(settings.protectedPeople, employees, read, run);
	const isProtected = protection(settings.protectedPeople, read);
	const plan = planMissing({ rows, readAt: roster.readAt, employees, scope, mark, isProtected, read });
	const among = accepted ? undefined : roster.size;
	const planned = planDepartures({
		plan,
		among,
		departure,
		impossible: whyImpossible(departure, hr, mark),
		grace,
		deleteAfterDays,
		memory: updateAbsences(run, plan, { place: hr.place, mark, dryRun, now }),
		mark,
		read,
		roster,
		dryRun,
		now,
	});
	run.log(
		`${roster.size} members against ${employees.length} employees: ${plan.missing.length} missing${dryRun ? ', dry run' : ''}`,
	);
	check(rowsOf(planned), approvedOf(settings, plan, dryRun), {
		key: hr.key,
		earlier: rows,
		active: plan.active,
		limits,
		allowOnce,
		dryRun,
	});

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
	if (accepted) run.hint(`An incomplete roster was accepted. ${inEnglish.message(accepted)}`, 'warning');
	return withWhat(added, hr, employees);
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
