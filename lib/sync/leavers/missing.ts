import { isEmpty, isGuid, plainText } from '../../base/json';
import { matchKey } from '../compare';
import { isLinked, OBJECT_IDS } from '../links';
import { ownerOf } from '../mark';
import { EXTERNAL_ID } from '../model';
import type { Employee, EntraPerson, LinkForm, ReadAttribute, ResultRow, ScopeMark } from '../model';
import { earliestOf, latestOf, sinceRead } from './times';

export interface MissingInput {
	/** Every row of one complete roster. */
	rows: readonly ResultRow[];
	/** When the group was read (ISO 8601). */
	readAt: string;
	/** How far the HR system's clock is ahead of the one here, in milliseconds, as far as it is known. */
	skewMs?: number | undefined;
	employees: readonly Employee[];
	/** When reading them began (ISO 8601); unless told, when the group was read. */
	listedAt?: string;
	/** HR ids of those who were found to have been changed since the list was read. */
	changed?: ReadonlySet<string>;
	/** What the external IDs look like that the sync writes; Entra object IDs unless told. */
	links?: LinkForm;
	/** Which employees the sync answers for. */
	scope: Scope;
	/** Only employees with this mark are in scope, where several syncs feed the HR system. */
	mark?: ScopeMark;
	isProtected: (employee: Employee) => boolean;
	read: ReadAttribute;
}

/** Which employees the sync answers for: those that carry a link of the form that it writes, all, or who meets conditions. */
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
	/** Undecided for being changed since the group was read, active or not. */
	changed: Employee[];
	/** Active, and linked to something else than Entra by whoever linked them, so that they are out of scope. */
	foreign: Employee[];
	/** Linked and not in the group, but without the mark of any sync: nobody answers for them. */
	unclaimed: Employee[];
	/** Inactive, in scope, certainly not one of the rows, and not on the protected list. */
	inactive: Employee[];
	/**
	 * How many of the employees that the sync answers for are active, without those that Upsert Employee deactivated: who is
	 * among the rows, and who is in scope and not of another sync.
	 */
	active: number;
}

/**
 * Works out who is in the HR system and not in the group. An employee is only taken for missing when that is certain:
 * no row was matched to the employee, no row's Entra id is the employee's external id, and while some row failed without being
 * matched to anybody, only employees whose external id is an Entra object id, and so tells them apart from it, count,
 * unless they have that row's name or address: somebody who comes back has a new id.
 * Whoever came into the HR system after the group was read, or was changed there, such as reactivated, may be in the group
 * by now.
 * Pure: the same input gives the same lists in the same order, that of the employees.
 */
export function planMissing(input: MissingInput): MissingPlan {
	const { rows, employees, mark, links = OBJECT_IDS, isProtected, read } = input;
	const isPresent = presence(
		rows.filter(({ missing }) => !missing),
		read,
	);
	const whyUncertain = uncertainty(input);
	const isInScope = scopeOf(input);
	const plan: MissingPlan = {
		missing: [],
		protectedOnes: [],
		undecided: [],
		undecidedInactive: [],
		changed: [],
		foreign: [],
		unclaimed: [],
		inactive: [],
		active: 0,
	};
	const deactivatedIds = new Set(rows.filter(({ action }) => action === 'deactivated').map(({ hrId }) => hrId));
	for (const employee of employees) {
		const active = employee.active && !deactivatedIds.has(employee.hrId);
		const owner = mark ? ownerOf(employee, mark, read) : 'own';
		if (isPresent(employee)) {
			if (active && typeof owner === 'string') plan.active++;
			continue;
		}
		const linked = isLinked(employee, links, read);
		if (!isInScope(employee, linked)) {
			if (active && input.scope === 'linked' && !isEmpty(read(employee, EXTERNAL_ID))) plan.foreign.push(employee);
			continue;
		}
		if (owner === 'nobody' && active && linked) plan.unclaimed.push(employee);
		if (owner !== 'own') continue;
		if (active) plan.active++;
		const doubt = whyUncertain(employee);
		if (isProtected(employee)) {
			if (active) plan.protectedOnes.push(employee);
		} else if (doubt) {
			(active ? plan.undecided : plan.undecidedInactive).push(employee);
			if (doubt === 'changed') plan.changed.push(employee);
		} else if (active) plan.missing.push(employee);
		else plan.inactive.push(employee);
	}
	return plan;
}

function scopeOf({ scope }: MissingInput): (employee: Employee, linked: boolean) => boolean {
	if (typeof scope === 'function') return scope;
	return scope === 'all' ? () => true : (_, linked) => linked;
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

/** Why nobody can say whether the employee is one of the rows; undefined where that is certain. */
function uncertainty(input: MissingInput): (employee: Employee) => 'unmatched' | 'changed' | undefined {
	const { rows, changed, read } = input;
	const lookalikes = new Set(rows.flatMap((row) => row.lookalikes ?? []));
	const someUnmatched = rows.some(
		({ action, hrId, candidates }) => action === 'failed' && hrId === undefined && !candidates?.length,
	);
	const isNewer = newness(input);
	return (employee) => {
		if (lookalikes.has(employee.hrId)) return 'unmatched';
		if (someUnmatched && !isGuid(read(employee, EXTERNAL_ID))) return 'unmatched';
		return changed?.has(employee.hrId) || isNewer(employee) ? 'changed' : undefined;
	};
}

/**
 * Whether an employee came into the HR system after the group was read, or was changed there. A system that says of everybody
 * that it was while the list was read tells nothing: whoever Upsert Employee has found was there before.
 */
function newness(input: MissingInput): (employee: Employee) => boolean {
	const { rows, readAt, listedAt = readAt, skewMs, employees, read } = input;
	const found = new Set(
		rows.flatMap(({ action, hrId, candidates = [] }) =>
			action === 'created' || hrId === undefined ? candidates : [hrId],
		),
	);
	const wereThere = employees.filter(({ hrId }) => found.has(hrId));
	const whileListed = sinceRead(listedAt, skewMs);
	const isTold = (time: string, people: readonly Employee[]): boolean =>
		people.length === 0 || people.some((employee) => !(earliestOf(read(employee, time)) > whileListed));
	const since = sinceRead(readAt, skewMs);
	const times = [
		...(isTold(CREATED, wereThere.length > 0 ? wereThere : employees) ? [CREATED] : []),
		...(isTold(CHANGED, employees) ? [CHANGED] : []),
	];
	return (employee) => times.some((time) => latestOf(read(employee, time)) > since);
}

const CREATED = 'meta.created';
const CHANGED = 'meta.lastModified';

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
