import type { Cause } from '../base/cause';
import type { MatchInput } from './match';
import type { Action, Change, Employee, MappedRow, ScopeMark } from './model';

/** What to do about managers: set and clear them as in Entra, only set them, or leave them alone. */
export type ManagerMode = 'sync' | 'setOnly' | 'leave';

/** Compares what an employee has at an attribute with what it should have. */
export type SameValue = (attribute: string, current: unknown, wanted: unknown) => boolean;

export interface PlanInput extends MatchInput {
	managers: ManagerMode;
	/** The HR id of an employee's manager; undefined when there is none. */
	readManager: (employee: Employee) => string | undefined;
	/** Whether two values of an attribute are the same, where the HR system knows better than `sameValue`. */
	same?: SameValue;
	/** Why nobody can be deactivated in this HR system; undefined where people can be. */
	noDeactivation?: Cause;
	/** The mark of this sync, where several feed the HR system; the rows carry it among their attributes. */
	mark?: ScopeMark;
	/** Of whom a person has said that the employee who is matched is theirs, whatever contradicts. */
	isKnown?: (row: MappedRow) => boolean;
	/** Who is never deactivated. */
	isProtected?: (employee: Employee) => boolean;
	/** Wall-clock time in milliseconds: rows that were read long before deactivate nobody. */
	now?: number;
}

/**
 * Whom to make a person's manager. `row` is the position of a planned row whose HR id is only known once that person
 * was created.
 */
export type ManagerTarget = { hrId: string | null } | { row: number };

export interface PlannedRow {
	row: MappedRow;
	action: Action;
	/** Always there for skipped and failed rows, and wherever an action needs explaining. */
	cause?: Cause;
	employee?: Employee;
	candidates: string[];
	/** HR ids of employees who may be this person, where the row was not matched to anybody; see findLookalikes. */
	lookalikes?: string[];
	/** Attribute changes, without the manager. */
	changes: Change[];
	manager?: ManagerTarget;
	/** HR id of the present manager, for the record of what was changed. */
	managerBefore?: string;
}

/** Not matched to anybody, whatever is done about that: an employee of another name may be this person all the same. */
export function isUnmatched({ candidates, employee }: PlannedRow): boolean {
	return !employee && candidates.length === 0;
}
