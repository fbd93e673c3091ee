import { digestOf } from '../base/digest';
import { isEmpty } from '../base/json';
import type { HrConnection } from '../hr/connect/connect';
import { countsInWords } from '../report/counts';
import { matchKey } from '../sync/compare';
import { protection } from '../sync/leavers/protection';
import type { Limits } from '../sync/limits/guard';
import { linkFormOf } from '../sync/links';
import { EXTERNAL_ID } from '../sync/model';
import type { Employee, MappedRow, ReadAttribute, ResultRow, ScopeMark } from '../sync/model';
import type { ListedPerson } from '../sync/peopleList';
import { planUpserts } from '../sync/plan';
import { isUnmatched } from '../sync/planned';
import type { ManagerMode, PlannedRow } from '../sync/planned';
import { planResults } from '../sync/planResults';
import { sealed } from '../sync/seal';
import { check } from './check';
import { employeesFor } from './employeesFor';
import { knownAmong } from './knownPeople';
import { keepSnapshot } from './memory/handOver';
import { noteReads } from './memory/newestRead';
import { checkOneSource, noteSource } from './memory/sources';
import { namingIn } from './naming';
import { sayWhoIsNotThere } from './protectedPeople';
import type { Run } from './run';
import { checkMarkIsShown, markIn } from './scopeMark';
import type { NamedMark } from './scopeMark';
import { pathsToMatchBy, rowsFor } from './targetRows';
import { withWhat } from './withWhat';
import { applyPlan, needsWrite } from './write/apply';
import type { FailureLimit } from './write/writeEach';

/** What Upsert Employee is told to do. */
export interface UpsertSettings {
	dryRun: boolean;
	limits: Limits;
	/** Codes with which a person lets a plan through. */
	allowOnce: readonly string[];
	failureLimit: FailureLimit;
	/** The rows of a dry run to keep to. */
	approved?: readonly ResultRow[];
	/** Whoever is never deactivated. */
	protectedPeople: readonly ListedPerson[];
	/** Members whose employee is theirs although number, name or link say otherwise. */
	samePeople: readonly ListedPerson[];
	/** Attributes that tell employees apart, as a person names them, the best first. */
	matchBy: readonly string[];
	managers: ManagerMode;
	mark?: NamedMark;
}

/**
 * Makes the employees of an HR system agree with mapped people.
 * @returns one row a person, in their order, sealed for Deactivate Missing
 * @throws SyncError when nothing may be written, or the HR system can't be worked with; its details hold what was done until
 * then (`results`)
 */
export async function upsertEmployees(
	settings: UpsertSettings,
	hr: HrConnection,
	given: readonly MappedRow[],
	run: Run,
): Promise<ResultRow[]> {
	const { dryRun, limits, allowOnce, approved } = settings;
	const matchBy = pathsToMatchBy(settings.matchBy, hr);
	const mark = settings.mark && markIn(hr, settings.mark, matchBy);
	const rows = rowsFor(hr, given, mark);
	const managers = managersKept(settings.managers, hr);
	sayIfNoManagersWereRead(managers, rows, run);

	const since = run.now();
	const isKnown = knownAmong(settings.samePeople);
	const planning = { rows, matchBy, mark, managers, isKnown };
	const { employees, whole, planned } = await readAndPlan(settings, hr, planning);
	sayWhatTheListHides(hr, run);
	if (whole) sayWhoIsNotThere(settings.protectedPeople, employees, hr.directory.read, run);
	if (mark && whole) checkMarkIsShown(hr, mark, employees, dryRun, run);
	run.log(`${rows.length} people against ${employees.length} employees${dryRun ? ', dry run' : ''}`);

	const active = activeAmong(planned);
	const round = { sync: JSON.stringify(mark ?? null), id: digestOf(rows.map(({ entra }) => entra.id)) };
	const naming = namingIn(hr, employees);
	check(planResults(planned, dryRun), { approved, active, round, limits, allowOnce, naming, dryRun }, hr, run);

	const rosters = rostersOf(rows);
	for (const roster of mark && !dryRun ? rosters : []) checkOneSource(run, hr.place, mark, roster);
	if (!dryRun) {
		noteReads(run, hr.place, mark, rosters);
		for (const roster of rosters) noteSource(run, hr.place, mark, roster);
	}
	const results = await applyPlan(planned, hr.directory, {
		dryRun,
		matchBy,
		mark,
		isKnown,
		since,
		failureLimit: settings.failureLimit,
		concurrency: dryRun ? 1 : await hr.concurrencyFor(planned.filter(needsWrite).length),
		signal: run.signal,
		wait: hr.wait,
		onProgress: (done, total) => run.progress(`${done} of ${total} people written`),
	});
	if (whole) keepSnapshot(hr.key, employees, since);
	run.log(countsInWords(results));
	const batch = { place: hr.place, ...(mark && { mark }), links: linkFormOf(rows) };
	return withWhat(sealed(results, batch), hr, employees);
}

interface Planning {
	rows: MappedRow[];
	matchBy: string[];
	mark: ScopeMark | undefined;
	managers: ManagerMode;
	isKnown: (row: MappedRow) => boolean;
}

interface Planned {
	employees: Employee[];
	/** Every employee is among them. */
	whole: boolean;
	planned: PlannedRow[];
}

/** Few people are looked up one by one, unless the plan shows that all employees have to be known. */
async function readAndPlan(
	{ protectedPeople }: UpsertSettings,
	{ directory, noDeactivation }: HrConnection,
	planning: Planning,
): Promise<Planned> {
	const { read, same, readManager, describe } = directory;
	const isProtected = protection(protectedPeople, read);
	const planFor = (employees: Employee[]): PlannedRow[] =>
		planUpserts({ ...planning, employees, read, same, readManager, describe, noDeactivation, isProtected });
	const { employees, whole } = await employeesFor(directory, planning.rows, planning.matchBy);
	const planned = planFor(employees);
	if (whole || !planned.some((person) => isUncertain(person, read))) return { employees, whole, planned };
	const all = await directory.list();
	return { employees: all, whole: true, planned: planFor(all) };
}

/** Whoever was not found, or not by the object id, may be there under other values: a server may compare more exactly than we. */
function isUncertain(person: PlannedRow, read: ReadAttribute): boolean {
	const { row, employee } = person;
	if (isUnmatched(person)) return true;
	const link = row.employee[EXTERNAL_ID];
	if (employee === undefined || isEmpty(link)) return false;
	return ![link, row.entra.id].map(matchKey).includes(matchKey(read(employee, EXTERNAL_ID)) ?? '');
}

/** How many active employees rows were matched to, and no other sync answers for; no two rows are matched to one. */
function activeAmong(planned: readonly PlannedRow[]): number {
	return planned.filter(({ employee, cause }) => employee?.active && cause?.kind !== 'otherSync').length;
}

function managersKept(mode: ManagerMode, { keepsManagers, clearsNoManager }: HrConnection): ManagerMode {
	if (!keepsManagers) return 'leave';
	return mode === 'sync' && clearsNoManager ? 'setOnly' : mode;
}

function rostersOf(rows: readonly MappedRow[]): Set<NonNullable<MappedRow['roster']>> {
	return new Set(rows.flatMap(({ roster }) => roster ?? []));
}

/** A list that shows a field of nobody may hide it, and then it would be written again every night. */
function sayWhatTheListHides({ directory, listHidesFields }: HrConnection, run: Run): void {
	const unseen = directory.unseen?.() ?? [];
	if (unseen.length === 0) return;
	const names = unseen.join(', ');
	run.hint(
		listHidesFields
			? `The HR system's list of people shows ${names} of nobody, so it was not changed for people who exist`
			: `Nobody has ${names} in the HR system's list of people. If it stays so after a run, the list hides it: say so under API Settings > People > The List Hides Fields`,
		'warning',
	);
}

/** Managers are only written as far as they were read; without Get Manager that is not at all. */
function sayIfNoManagersWereRead(managers: ManagerMode, rows: readonly MappedRow[], run: Run): void {
	if (managers === 'leave' || rows.length === 0) return;
	if (rows.some(({ entra }) => entra.managerId !== undefined || entra.managerUnknown !== undefined)) return;
	run.hint(
		'No managers were written: none were read. Put Get Manager before Map Attributes, or set Managers to Leave Alone',
	);
}
