import type { Cause } from '../base/cause';

/** One read of a group. Every row of the read shares this object; `size` is how many people it is for. */
export interface Roster {
	id: string;
	size: number;
	/** digestOf the people's object ids. */
	digest: string;
	/** When the read began (ISO 8601): who came into the HR system later may have come into the group later too. */
	readAt: string;
	/** How many people the source holds: those in scope, which `size` counts, and those out of scope. */
	read?: number;
	/** Members that are no people, and were left out. */
	otherMembers?: number;
	/** Reading stopped early, at a limit: the rows are a part of the people, and say nothing about the others. */
	partial?: boolean;
	/** Tells reads of one source from those of another: a digest of what was asked for. */
	source?: string;
	/** Set by Upsert Employee. */
	batch?: Batch;
}

/** What Upsert Employee says of all rows that it put out together. */
export interface Batch {
	/** Names the HR system that the rows are about, see placeOf. */
	place: string;
	/** The mark of its people, where several syncs feed the HR system. */
	mark?: ScopeMark;
	/** What the external IDs look like that it writes. */
	links: LinkForm;
}

/** A kind of external IDs. Plain JSON, since it travels with the rows. */
export interface LinkClass {
	/** `guid`; `@example.com` for addresses; `e-#` for numbers with these letters and signs; else which signs there are. */
	kind: string;
	/** How long they are; of numbers, how many digits. */
	shortest: number;
	longest: number;
}

/** What the external IDs look like that a sync writes. */
export interface LinkForm {
	classes: LinkClass[];
	/** Attributes that hold the same value as the external ID in every row. */
	twins: string[];
}

/** Who a row is about, as Entra knows the person. `managerId`: null = has none, absent = was not read. */
export interface EntraPerson {
	id: string;
	userPrincipalName?: string;
	displayName?: string;
	accountEnabled?: boolean;
	managerId?: string | null;
	/** Why the manager was not read, where that is known: in English, and as data. */
	managerUnknown?: string;
	managerCause?: Cause;
}

/** A target attribute's value. null = the source was read as empty and the mapping says that empty clears. */
export type AttributeValue = string | number | boolean | null;

/** Target attribute (a SCIM path such as `emails[type eq "work"].value`) to value. Absent = leave as it is. */
export type AttributeValues = Record<string, AttributeValue>;

/** What Map Attributes hands to Upsert Employee. A row with problems is not written. */
export interface MappedRow {
	employee: AttributeValues;
	entra: EntraPerson;
	roster?: Roster;
	/** In English, for whoever looks at the row. What decides is `causes`. */
	problems: string[];
	causes: Cause[];
	/** What is wrong with attributes that are only written when the employee is created; employees that exist go on. */
	createProblems?: string[];
	createCauses?: Cause[];
	/** Attributes that are written when the employee is created, and left alone from then on; one list for all rows. */
	onlyOnCreate?: string[];
}

export const ACTIONS = [
	'created',
	'updated',
	'unchanged',
	'reactivated',
	'deactivated',
	'deleted',
	'unassigned',
	'skipped',
	'failed',
] as const;

export type Action = (typeof ACTIONS)[number];

export interface Change {
	attribute: string;
	from: unknown;
	to: unknown;
}

/** What became of one person: the rows that Upsert Employee and Deactivate Missing put out. */
export interface ResultRow {
	action: Action;
	/** What happens to the person, in one line, for people: `Job title: Clerk -> Lead`. Nothing is decided by it. */
	what?: string;
	/**
	 * Always there for skipped and failed rows, and wherever an action needs explaining: in English, and as the data that
	 * decides. Rows that were not made here may have a reason alone.
	 */
	reason?: string;
	cause?: Cause;
	changes: Change[];
	hrId?: string;
	/** HR ids this row may stand for when it failed because the match was ambiguous. */
	candidates?: string[];
	/** HR ids of employees who look like this row, which failed without being matched to anybody. */
	lookalikes?: string[];
	entra: EntraPerson;
	roster?: Roster;
	/** Vouches for what decides in the row: who it is about, and what became of whom. */
	seal?: string;
	/** The row is an employee found missing from the roster, not a member of it. */
	missing?: true;
	dryRun?: true;
}

/** An employee as the HR system holds it. `raw` is the system's own record; only its directory reads it. */
export interface Employee {
	hrId: string;
	active: boolean;
	raw: unknown;
}

/** Reads a target attribute out of an employee's record; undefined when it isn't there. */
export type ReadAttribute = (employee: Employee, attribute: string) => unknown;

/**
 * Which of several syncs into one HR system an employee belongs to: the value of an attribute that all of them write, each
 * its own.
 */
export interface ScopeMark {
	attribute: string;
	value: string;
}

/** Attribute that holds the Entra object id of whoever a sync has linked. */
export const EXTERNAL_ID = 'externalId';

/** Attribute under which a change of manager is shown in `changes`. */
export const MANAGER = 'manager';
