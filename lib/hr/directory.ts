import type { Cause } from '../base/cause';
import { SyncError } from '../base/errors';
import { inEnglish } from '../base/words/english';
import type { AttributeValues, Change, Employee } from '../sync/model';

/** Found out before anything was sent: nobody was written, so trying again or looking for the person is of no use. */
export class NotSentError extends SyncError {
	override name = 'NotSentError';

	constructor(cause: Cause) {
		super(inEnglish.message(cause), inEnglish.advice(cause), { cause });
	}
}

/**
 * The port every HR system is spoken to through. Errors are HttpError (one request failed) or SyncError (the system
 * can't be trusted, such as a list that ends short).
 */
export interface Directory {
	/** Names the system and who asks it, within this process; see HttpClient. */
	account?: string;
	/** Every employee, active or not. Rejects when the list is not provably whole. */
	list: () => Promise<Employee[]>;
	/** How many requests the list takes, where the system can say so in one; undefined where it can't. */
	pages?: () => Promise<number | undefined>;
	/**
	 * The employee as the system has it now, undefined when there is none any more. Where the system does not answer one person,
	 * its list is read, once for all; absent where there is no way to ask for one.
	 */
	again?: (employee: Employee) => Promise<Employee | undefined>;
	/** Whether nothing has changed between two looks at an employee, as far as both show it. */
	isUnchanged: (before: Employee, now: Employee) => boolean;
	/** How far the system's clock is ahead of the one here, in milliseconds; undefined where it is not known. */
	skewMs?: () => number | undefined;
	/** The employees whose attribute equals the value, asked of the system itself. */
	find: (attribute: string, value: string) => Promise<Employee[]>;
	/** One try, not repeated: whoever calls decides whether a lost answer means that the employee exists. */
	create: (values: AttributeValues, managerHrId?: string) => Promise<Employee>;
	/**
	 * Writes the changes, and nothing else, in one request. `manager`: HR id, or null to clear; undefined = leave.
	 * @throws NotSentError when something is to be cleared that the system can't clear; `changedMeanwhile` when somebody would
	 * leave by it whom another hand has changed since, as far as the system tells
	 */
	update: (employee: Employee, changes: Change[], manager?: string | null) => Promise<void>;
	/** @throws SyncError `changedMeanwhile`, as remove does too */
	deactivate: (employee: Employee) => Promise<void>;
	/** Deletes the employee for good; whoever is gone already counts as deleted. Absent where the system can't (or nobody said how). */
	remove?: (employee: Employee) => Promise<void>;
	/** A target attribute's value in an employee's record; undefined when it isn't there. */
	read: (employee: Employee, attribute: string) => unknown;
	/** Whether two values of an attribute are the same to this system, where it knows better than `sameValue`. */
	same?: (attribute: string, current: unknown, wanted: unknown) => boolean;
	/**
	 * Attributes with values that `same` was asked about, and that the list shows of nobody: they are empty for everybody,
	 * or the list hides them. Where it is known to hide fields, they were taken for the same.
	 */
	unseen?: () => string[];
	/** HR id of the employee's manager; undefined when there is none. */
	readManager: (employee: Employee) => string | undefined;
	/** How the employee is called in messages. */
	describe: (employee: Employee) => string;
}
