import { isEmpty, isGuid, plainText } from '../../base/json';
import { matchKey } from '../compare';
import { ownerOf } from '../mark';
import type { Employee, EntraPerson, ReadAttribute, ResultRow, ScopeMark } from '../model';

export interface MissingInput {
	/** Every row of one complete roster. */
	rows: readonly ResultRow[];
	/** When the group was read (ISO 8601). */
	readAt: string;
	employees: readonly Employee[];
	/** Which employees the sync answers for: those that a sync has linked, all, or those it says. */
	scope: Scope;
	/** Only employees with this mark are in scope, where several syncs feed the HR system. */
	mark?: ScopeMark;
	isProtected: (employee: Employee) => boolean;
	read: ReadAttribute;
}

/** Which employees the sync answers for: those that carry an external id (a sync linked them), all, or who meets conditions. */
export type Scope = 'linked' | 'all' | ((employee: Employee) => boolean);

export interface MissingPlan {
	/** Active, in scope, and not one of the rows. */
	missing: Employee[];
	/** Would be missing, but are on the protected list. */
	protectedOnes: Employee[];
	/** May be one of the rows that could not be matched, or a member since: nothing can be said about them. */
	undecided: Employee[];
	/** The same of employees who are inactive. */
	undecidedInactive: Employee[];
	/** Linked and not in the group, but without the mark of any sync: nobody answers for them. */
	unclaimed: Employee[];
	/** Inactive, in scope, certainly not one of the rows, and not on the protected list. */
	inactive: Employee[];
	/** How many employees are active, without those that Upsert Employee deactivated. */
	active: number;
}

/**
 * Works out who is in the HR system and not in the group. An employee is only taken for missing when that is certain:
 * no row was matched to the employee, no row's Entra id is the employee's external id, and while some row could not be
 * matched to anybody, only employees whose external id is an Entra object id, and so tells them apart from it, count,
 * unless they have that row's name or address: somebody who comes back has a new id.
 * Whoever came into the HR system after the group was read, or was changed there, such as reactivated, may be in the group
 * by now.
 * Pure: the same input gives the same lists in the same order, that of the employees.
 */
export function planMissing(input: MissingInput): MissingPlan {
	const { rows, employees, mark, isProtected, read } = input;
	const isPresent = presence(rows, read);
	const isUncertain = uncertainty(input);
	const isInScope = scopeOf(input);
	const plan: MissingPlan = {
		missing: [],
		protectedOnes: [],
		undecided: [],
		undecidedInactive: [],
		unclaimed: [],
		inactive: [],
		active: 0,
	};
	const deactivatedIds = new Set(rows.filter(({ action }) => action === 'deactivated').map(({ hrId }) => hrId));
	for (const employee of employees) {
		const active = employee.active && !deactivatedIds.has(employee.hrId);
		if (active) plan.active++;
		if (isPresent(employee) || !isInScope(employee)) continue;
		const owner = mark ? ownerOf(employee, mark, read) : 'own';
		if (owner === 'nobody' && active && !isEmpty(read(employee, 'externalId'))) plan.unclaimed.push(employee);
		if (owner !== 'own') continue;
		if (isProtected(employee)) {
			if (active) plan.protectedOnes.push(employee);
		} else if (isUncertain(employee)) {
			(active ? plan.undecided : plan.undecidedInactive).push(employee);
		} else if (active) plan.missing.push(employee);
		else plan.inactive.push(employee);
	}
	return plan;
}

function scopeOf({ scope, read }: MissingInput): (employee: Employee) => boolean {
	if (typeof scope === 'function') return scope;
	return scope === 'all' ? () => true : (employee) => !isEmpty(read(employee, 'externalId'));
}

/** Is, or may be, one of the rows. */
function presence(rows: readonly ResultRow[], read: ReadAttribute): (employee: Employee) => boolean {
	const hrIds = new Set(
		rows.flatMap(({ hrId, candidates }) => [...(hrId === undefined ? [] : [hrId]), ...(candidates ?? [])]),
	);
	const members = new Set(rows.map(({ entra }) => matchKey(entra.id)));
	return (employee) => {
		const externalId = matchKey(read(employee, 'externalId'));
		return hrIds.has(employee.hrId) || (externalId !== undefined && members.has(externalId));
	};
}

/** Nobody can say whether the employee is one of the rows. */
function uncertainty({ rows, readAt, employees, read }: MissingInput): (employee: Employee) => boolean {
	const failed = rows.filter(({ action }) => action === 'failed');
	const lookalikes = new Set(failed.flatMap((row) => row.lookalikes ?? []));
	const someUnmatched = failed.some((row) => row.hrId === undefined && !row.candidates?.length);
	// Some systems say of everybody that the change was just now, which tells nothing.
	const tellsChanges = employees.some((employee) => isOlderThan(read(employee, 'meta.lastModified'), readAt));
	const times = ['meta.created', ...(tellsChanges ? ['meta.lastModified'] : [])];
	return (employee) =>
		lookalikes.has(employee.hrId) ||
		(someUnmatched && !isGuid(read(employee, 'externalId'))) ||
		times.some((time) => isNewerThan(read(employee, time), readAt));
}

function isOlderThan(time: unknown, readAt: string): boolean {
	return typeof time === 'string' && Date.parse(time) <= Date.parse(readAt);
}

function isNewerThan(time: unknown, readAt: string): boolean {
	return typeof time === 'string' && Date.parse(time) > Date.parse(readAt);
}

/** Who an employee is, in the words of a row. */
export function personOf(employee: Employee, read: ReadAttribute): EntraPerson {
	const text = (attribute: string): string | undefined => {
		const value = read(employee, attribute);
		return isEmpty(value) ? undefined : plainText(value);
	};
	return {
		id: text('externalId') ?? '',
		userPrincipalName: text('userName'),
		displayName: text('displayName') ?? [text('name.givenName'), text('name.familyName')].filter(Boolean).join(' '),
	};
}
