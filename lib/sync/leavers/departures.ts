import { partition } from 'lodash';

import type { Cause } from '../../base/cause';
import { isEmpty } from '../../base/json';
import { isLinked, OBJECT_IDS } from '../links';
import { EXTERNAL_ID } from '../model';
import type { Action, Change, Employee, LinkForm, ReadAttribute, ResultRow, Roster, ScopeMark } from '../model';
import { explained } from '../reasons';
import { DAY_MS, longInactive, waitsFor } from './absence';
import type { AbsenceMemory, Grace } from './absence';
import { personOf } from './missing';
import type { MissingPlan } from './missing';
import { latestOf } from './times';

/** What to do about employees who are missing. */
export type Departure = 'deactivate' | 'delete' | 'unassign' | 'report';

export interface DepartureInput {
	plan: MissingPlan;
	/** How many members the group has; undefined where the rows are not all of them, and that was accepted. */
	among?: number;
	departure: Departure;
	/** Why it can't be done in this HR system; undefined where it can. */
	impossible?: Cause;
	grace?: Grace;
	/** Delete who has been inactive for so many days. */
	deleteAfterDays?: number;
	memory: AbsenceMemory;
	/** The mark that unassigning takes away. */
	mark?: ScopeMark;
	/** What the external IDs look like that the sync writes: it takes no others away. */
	links?: LinkForm;
	read: ReadAttribute;
	roster: Roster;
	dryRun: boolean;
	now: number;
}

/** Somebody the plan speaks of, and the row that says what is done; in the order of the rows that are put out. */
export interface PlannedDeparture {
	employee: Employee;
	row: ResultRow;
}

const ACTIONS: Record<Exclude<Departure, 'report'>, Action> = {
	deactivate: 'deactivated',
	delete: 'deleted',
	unassign: 'unassigned',
};

/** Works out what is done to whom: who is missing first, then who is deleted at last, then those who are left alone. Pure. */
export function planDepartures(input: DepartureInput): PlannedDeparture[] {
	const { plan, among, now, memory, deleteAfterDays } = input;
	const left = (employees: readonly Employee[], cause: Cause): PlannedDeparture[] =>
		employees.map((employee) => planned(input, employee, 'skipped', cause));
	const wasChanged = new Set(plan.changed);
	const [changed, undecided] = partition(plan.undecided, (employee) => wasChanged.has(employee));
	const deletions = plan.inactive.flatMap((employee): PlannedDeparture[] => {
		if (input.departure === 'report') return [];
		const since = deleteAfterDays && longInactive(memory, employee.hrId, deleteAfterDays, now);
		if (!since || !unchangedSince(employee, now, deleteAfterDays, input.read)) return [];
		return [planned(input, employee, 'deleted', { kind: 'inactiveLong', since: since.slice(0, 10), among })];
	});
	return [
		...plan.missing.map((employee) => depart(input, employee)),
		...deletions,
		...left(plan.protectedOnes, { kind: 'missingProtected', among }),
		...left(undecided, { kind: 'missingUndecided' }),
		...left(changed, { kind: 'missingChanged' }),
		...left(plan.unclaimed, { kind: 'missingUnclaimed', among }),
	];
}

function depart(input: DepartureInput, employee: Employee): PlannedDeparture {
	const { among, departure, impossible, grace, memory, now } = input;
	const left = (cause: Cause): PlannedDeparture => planned(input, employee, 'skipped', cause);
	if (departure === 'report') return left({ kind: 'missingReported', among });
	if (impossible) return left({ kind: 'missingImpossible', among, because: impossible });
	const wait = waitsFor(memory, employee.hrId, grace, now);
	if (wait) return left({ kind: 'missingInGrace', among, ...wait });
	const changes = changesOf(input, employee, departure);
	if (departure === 'unassign' && changes.length === 0) return left({ kind: 'missingUnlinked', among });
	return planned(input, employee, ACTIONS[departure], { kind: 'missing', among }, changes);
}

function changesOf({ mark, links, read }: DepartureInput, employee: Employee, departure: Departure): Change[] {
	if (departure === 'deactivate') return [{ attribute: 'active', from: true, to: false }];
	if (departure !== 'unassign') return [];
	const own = isLinked(employee, links ?? OBJECT_IDS, read) ? [EXTERNAL_ID] : [];
	return [...own, ...(mark ? [mark.attribute] : [])]
		.map((attribute) => ({ attribute, from: read(employee, attribute), to: null }))
		.filter(({ from }) => !isEmpty(from));
}

/** The HR system's own word against ours: what somebody has touched lately was not forgotten. */
function unchangedSince(employee: Employee, now: number, days: number, read: ReadAttribute): boolean {
	const modified = read(employee, 'meta.lastModified');
	return !(now - latestOf(modified) < days * DAY_MS);
}

function planned(
	{ read, roster, dryRun }: DepartureInput,
	employee: Employee,
	action: Action,
	cause: Cause,
	changes: Change[] = [],
): PlannedDeparture {
	return {
		employee,
		row: {
			action,
			...explained(cause),
			changes,
			hrId: employee.hrId,
			entra: personOf(employee, read),
			roster,
			missing: true,
			...(dryRun && { dryRun }),
		},
	};
}
