import { isEmpty, isGuid, matchKey } from './compare';
import type { Employee, ReadAttribute } from './match';
import type { EntraPerson, ResultRow } from './rows';

/** Which employees the sync answers for: those that carry an external id (a sync linked them), or all. */
export type Scope = 'linked' | 'all';

export interface MissingInput {
	/** Every row of one complete roster. */
	rows: ResultRow[];
	/** When the group was read (ISO 8601). */
	readAt: string;
	employees: Employee[];
	scope: Scope;
	/** User names, external ids or HR ids that are never deactivated; `*` stands for any characters. */
	protectedNames: string[];
	read: ReadAttribute;
}

export interface MissingPlan {
	/** Active, in scope, and not one of the rows. */
	missing: Employee[];
	/** Would be missing, but are on the protected list. */
	protectedOnes: Employee[];
	/** May be one of the rows that could not be matched, or a member since: nothing can be said about them. */
	undecided: Employee[];
	/** How many employees are active, without those that Upsert Employee deactivated. */
	active: number;
}

/**
 * Works out who is in the HR system and not in the group. An employee is only taken for missing when that is certain:
 * no row was matched to the employee, no row's Entra id is the employee's external id, and while some row could not be
 * matched to anybody, only employees whose external id is an Entra object id, and so tells them apart from it, count,
 * unless they have that row's name or address: somebody who comes back has a new id.
 * Whoever came into the HR system after the group was read may be in the group by now.
 */
export function planMissing({ rows, readAt, employees, scope, protectedNames, read }: MissingInput): MissingPlan {
	const present = new Set(
		rows.flatMap(({ hrId, candidates }) => [...(hrId === undefined ? [] : [hrId]), ...(candidates ?? [])]),
	);
	const failed = rows.filter(({ action }) => action === 'failed');
	const lookalikes = new Set(failed.flatMap((row) => row.lookalikes ?? []));
	const members = new Set(rows.map(({ entra }) => matchKey(entra.id)));
	const someUnmatched = failed.some((row) => row.hrId === undefined && !row.candidates?.length);
	const isProtected = protection(protectedNames);
	const plan: MissingPlan = { missing: [], protectedOnes: [], undecided: [], active: 0 };
	const deactivatedIds = new Set(rows.filter(({ action }) => action === 'deactivated').map(({ hrId }) => hrId));
	for (const employee of employees) {
		if (!employee.active || deactivatedIds.has(employee.hrId)) continue;
		plan.active++;
		const externalId = matchKey(read(employee, 'externalId'));
		if (present.has(employee.hrId) || (externalId !== undefined && members.has(externalId))) continue;
		if (scope === 'linked' && externalId === undefined) continue;
		if (isProtected([read(employee, 'userName'), read(employee, 'externalId'), employee.hrId])) {
			plan.protectedOnes.push(employee);
		} else if (
			lookalikes.has(employee.hrId) ||
			(someUnmatched && !isGuid(externalId)) ||
			isNewerThan(read(employee, 'meta.created'), readAt)
		) {
			plan.undecided.push(employee);
		} else plan.missing.push(employee);
	}
	return plan;
}

function isNewerThan(created: unknown, readAt: string): boolean {
	return typeof created === 'string' && Date.parse(created) > Date.parse(readAt);
}

function protection(names: string[]): (values: unknown[]) => boolean {
	const patterns = names
		.filter((name) => !isEmpty(name))
		.map((name) => new RegExp(`^${name.trim().split('*').map(escapePattern).join('.*')}$`, 'i'));
	return (values) => values.some((value) => !isEmpty(value) && patterns.some((pattern) => pattern.test(String(value))));
}

function escapePattern(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Who an employee is, in the words of a row. */
export function personOf(employee: Employee, read: ReadAttribute): EntraPerson {
	const text = (attribute: string): string | undefined => {
		const value = read(employee, attribute);
		return isEmpty(value) ? undefined : String(value);
	};
	return {
		id: text('externalId') ?? '',
		userPrincipalName: text('userName'),
		displayName: text('displayName') ?? [text('name.givenName'), text('name.familyName')].filter(Boolean).join(' '),
	};
}
