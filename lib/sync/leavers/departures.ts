import { isEmpty } from '../../base/json';
import { EXTERNAL_ID } from '../model';
import type { Action, Change, Employee, ReadAttribute, ResultRow, Roster, ScopeMark } from '../model';
import { DAY_MS, longInactive, waitsFor } from './absence';
import type { AbsenceMemory, Grace } from './absence';
import { personOf } from './missing';
import type { MissingPlan } from './missing';

/** What to do about employees who are missing. */
export type Departure = 'deactivate' | 'delete' | 'unassign' | 'report';

export interface DepartureInput {
	plan: MissingPlan;
	/** Members of the group, in the words of a reason: "the 250 members of the group". */
	members: string;
	departure: Departure;
	/** Why it can't be done in this HR system; undefined where it can. */
	impossible?: string;
	grace?: Grace;
	/** Delete who has been inactive for so many days. */
	deleteAfterDays?: number;
	memory: AbsenceMemory;
	/** The mark that unassigning takes away. */
	mark?: ScopeMark;
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
	const { plan, members, now, memory, deleteAfterDays } = input;
	const left = (employees: readonly Employee[], reason: string): PlannedDeparture[] =>
		employees.map((employee) => planned(input, employee, 'skipped', reason));
	const deletions = plan.inactive.flatMap((employee): PlannedDeparture[] => {
		if (input.departure === 'report') return [];
		const since = deleteAfterDays && longInactive(memory, employee.hrId, deleteAfterDays, now);
		if (!since || !unchangedSince(employee, now, deleteAfterDays, input.read)) return [];
		return [
			planned(input, employee, 'deleted', `Inactive since ${since.slice(0, 10)} or longer, and not among ${members}`),
		];
	});
	return [
		...plan.missing.map((employee) => depart(input, employee)),
		...deletions,
		...left(plan.protectedOnes, `Not among ${members}, but on the protected list`),
		...left(
			plan.undecided,
			'Undecided: may be one of the people who could not be matched, or has come into the group since it was read',
		),
		...left(
			plan.unclaimed,
			`Not among ${members}, and left alone: the employee is linked to Entra but carries the mark of no sync, so none answers for it`,
		),
	];
}

function depart(input: DepartureInput, employee: Employee): PlannedDeparture {
	const { members, departure, impossible, grace, memory, now } = input;
	const absent = `Not among ${members}`;
	if (departure === 'report') return planned(input, employee, 'skipped', `${absent}, and only reported`);
	if (impossible !== undefined) {
		return planned(input, employee, 'skipped', `${absent}, and left as it is: ${impossible}`);
	}
	const wait = waitsFor(memory, employee.hrId, grace, now);
	if (wait !== undefined) return planned(input, employee, 'skipped', `${absent}; in the grace period: ${wait}`);
	const changes = changesOf(input, employee, departure);
	if (departure === 'unassign' && changes.length === 0) {
		return planned(input, employee, 'skipped', `${absent}, and already without a link to Entra`);
	}
	return planned(input, employee, ACTIONS[departure], absent, changes);
}

function changesOf({ mark, read }: DepartureInput, employee: Employee, departure: Departure): Change[] {
	if (departure === 'deactivate') return [{ attribute: 'active', from: true, to: false }];
	if (departure !== 'unassign') return [];
	return [EXTERNAL_ID, ...(mark ? [mark.attribute] : [])]
		.map((attribute) => ({ attribute, from: read(employee, attribute), to: null }))
		.filter(({ from }) => !isEmpty(from));
}

/** The HR system's own word against ours: what somebody has touched lately was not forgotten. */
function unchangedSince(employee: Employee, now: number, days: number, read: ReadAttribute): boolean {
	const modified = read(employee, 'meta.lastModified');
	return !(typeof modified === 'string' && now - Date.parse(modified) < days * DAY_MS);
}

function planned(
	{ read, roster, dryRun }: DepartureInput,
	employee: Employee,
	action: Action,
	reason: string,
	changes: Change[] = [],
): PlannedDeparture {
	return {
		employee,
		row: {
			action,
			reason,
			changes,
			hrId: employee.hrId,
			entra: personOf(employee, read),
			roster,
			missing: true,
			...(dryRun && { dryRun }),
		},
	};
}
