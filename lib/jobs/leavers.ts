import type { HrConnection } from '../hr/connect/connect';
import type { AbsenceMemory, Grace } from '../sync/leavers/absence';
import { planDepartures } from '../sync/leavers/departures';
import type { Departure, PlannedDeparture } from '../sync/leavers/departures';
import { planMissing } from '../sync/leavers/missing';
import type { MissingPlan } from '../sync/leavers/missing';
import { protection } from '../sync/leavers/protection';
import type { Batch, Employee, ResultRow, Roster } from '../sync/model';
import type { ListedPerson } from '../sync/peopleList';
import { whyImpossible } from './departures';
import { allEmployees } from './employeesFor';
import { scopeOf } from './employeesInScope';
import type { ScopeChosen } from './employeesInScope';
import { whoChanged } from './lookAgain';
import { updateAbsences } from './memory/absences';
import { sayWhoIsNotThere } from './protectedPeople';
import type { Run } from './run';

/** Whom it is about, and what becomes of them. */
export interface LeavingSettings {
	departure: Departure;
	grace?: Grace;
	/** Delete who has been inactive for so many days. */
	deleteAfterDays?: number;
	scope: ScopeChosen;
	/** Whoever is never deactivated. */
	protectedPeople: readonly ListedPerson[];
}

export interface Leaving {
	settings: LeavingSettings;
	hr: HrConnection;
	rows: ResultRow[];
	run: Run;
	roster: Roster;
	batch: Batch;
	dryRun: boolean;
	now: number;
	/** How many members the group has; undefined where these are not all. */
	among: number | undefined;
}

export interface Leavers {
	employees: Employee[];
	plan: MissingPlan;
	planned: PlannedDeparture[];
}

/** Who is to leave. Where the list is from before the writes of the node before, they are looked at once more. */
export async function planLeavers(leaving: Leaving): Promise<Leavers> {
	const { settings, hr, rows, run, roster, batch, dryRun, now } = leaving;
	const { read, skewMs } = hr.directory;
	const { mark } = batch;
	const { employees, readAt: listed, handedOver } = await allEmployees(hr, rows, run);
	const listedAt = new Date(listed).toISOString();
	const scope = scopeOf(settings.scope, hr, employees);
	sayWhoIsNotThere(settings.protectedPeople, employees, read, run);
	const isProtected = protection(settings.protectedPeople, read);
	const whoIsMissing = (changed?: ReadonlySet<string>): MissingPlan => {
		const { readAt } = roster;
		return planMissing({
			rows,
			readAt,
			skewMs: skewMs?.(),
			employees,
			listedAt,
			changed,
			links: batch.links,
			scope,
			mark,
			isProtected,
			read,
		});
	};
	let plan = whoIsMissing();
	if (handedOver) {
		const memory = updateAbsences(run, plan, { place: hr.place, mark, dryRun: true, now });
		const suspects = departures(leaving, plan, memory).filter(({ row }) => row.action !== 'skipped');
		if (suspects.length > 0) {
			const unchanged = new Set(rows.flatMap(({ action, hrId }) => (action === 'unchanged' && hrId ? [hrId] : [])));
			const looking = { suspects: suspects.map(({ employee }) => employee), employees, unchanged };
			plan = whoIsMissing(await whoChanged(hr, looking, run));
		}
	}
	const memory = updateAbsences(run, plan, { place: hr.place, mark, dryRun, now });
	return { employees, plan, planned: departures(leaving, plan, memory) };
}

function departures(
	{ settings, hr, roster, batch: { mark, links }, dryRun, now, among }: Leaving,
	plan: MissingPlan,
	memory: AbsenceMemory,
): PlannedDeparture[] {
	const { departure, grace, deleteAfterDays } = settings;
	const impossible = whyImpossible(departure, hr, mark);
	const { read } = hr.directory;
	return planDepartures({
		plan,
		among,
		departure,
		impossible,
		grace,
		deleteAfterDays,
		memory,
		mark,
		links,
		read,
		roster,
		dryRun,
		now,
	});
}
