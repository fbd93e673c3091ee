import { together } from '../base/cause';
import type { Cause } from '../base/cause';
import { at, isEmpty, saidBoolean, toBoolean } from '../base/json';
import { matchKey, sameValue } from './compare';
import { whySomebodyElse } from './evidence';
import { findLookalikes } from './lookalikes';
import { belongsElsewhere, ownerOf } from './mark';
import { matchRows } from './match';
import type { Match } from './match';
import { EXTERNAL_ID } from './model';
import type { Action, Change, Employee, MappedRow, ReadAttribute } from './model';
import { nameOf } from './names';
import { planManagers } from './planManagers';
import { isUnmatched } from './planned';
import type { PlanInput, PlannedRow, SameValue } from './planned';
import { isTooOld } from './roster';

/**
 * Works out what has to be done to make the HR system agree with the rows. Pure: the same input gives the same plan in
 * the same order, one planned row for each row.
 */
export function planUpserts(input: PlanInput): PlannedRow[] {
	const matches = matchRows(input);
	const linked = linkedEmployees(input);
	const planned = input.rows.map((row, position) => planRow(row, at(matches, position), input, linked));
	if (input.managers !== 'leave') planManagers(planned, input);
	const unmatched = planned.flatMap((person, position) => (isUnmatched(person) ? [position] : []));
	for (const [position, hrIds] of findLookalikes(input.rows, unmatched, input.employees, input.read)) {
		at(planned, position).lookalikes = hrIds;
	}
	return planned;
}

/** Employees by external id, where matching itself does not look at it: a renamed member must not become two people. */
function linkedEmployees({ matchBy, employees, read }: PlanInput): Map<string, Employee> {
	const linked = new Map<string, Employee>();
	if (matchBy.includes(EXTERNAL_ID)) return linked;
	for (const employee of employees) {
		const key = matchKey(read(employee, EXTERNAL_ID));
		if (key !== undefined) linked.set(key, employee);
	}
	return linked;
}

function planRow(row: MappedRow, match: Match, input: PlanInput, linked: Map<string, Employee>): PlannedRow {
	const { employee } = match;
	const base = { row, employee, candidates: match.candidates.map(({ hrId }) => hrId), changes: [] };
	if (row.causes.length > 0) return { ...base, action: 'failed', cause: together(row.causes) };
	if (match.ambiguity) return { ...base, action: 'failed', cause: match.ambiguity };
	if (!input.matchBy.some((attribute) => !isEmpty(row.employee[attribute]))) {
		return {
			...base,
			action: 'failed',
			cause: { kind: 'noKey', person: nameOf(row.entra), attributes: input.matchBy },
		};
	}
	if (!employee) {
		const same = linked.get(matchKey(row.employee[EXTERNAL_ID]) ?? '');
		if (!same) return planCreation(row, base);
		return {
			...base,
			action: 'failed',
			candidates: [same.hrId],
			cause: {
				kind: 'linkedElsewhere',
				employee: input.describe(same),
				person: nameOf(row.entra),
				attributes: input.matchBy,
			},
		};
	}
	const other = input.isKnown?.(row) ? undefined : whySomebodyElse(row, employee, input.read, input.describe);
	if (other) return { ...base, employee: undefined, action: 'failed', cause: other };
	const elsewhere = whyElsewhere(employee, input);
	if (elsewhere) return { ...base, action: 'skipped', cause: elsewhere };
	const changes = changesFor(row, employee, input);
	const action = actionFor(changes, employee);
	if (action !== 'deactivated') return { ...base, action, changes };
	const keep = whyKept(row, employee, input);
	if (!keep) return { ...base, action, changes };
	return { ...base, action: 'skipped', cause: { kind: 'disabledKept', because: keep } };
}

/** Why somebody who is disabled in Entra stays active all the same. */
function whyKept(
	{ roster }: MappedRow,
	employee: Employee,
	{ isProtected, noDeactivation, now = Date.now() }: PlanInput,
): Cause | undefined {
	if (isProtected?.(employee)) return { kind: 'protected' };
	if (roster && isTooOld(roster, now)) return { kind: 'readLongAgo', readAt: roster.readAt };
	return noDeactivation;
}

/** Whoever another sync has deactivated may go over to this one; all others of it stay with it. */
function whyElsewhere(employee: Employee, { mark, read }: PlanInput): Cause | undefined {
	if (!mark) return undefined;
	const owner = ownerOf(employee, mark, read);
	if (typeof owner === 'string') return undefined;
	return employee.active ? belongsElsewhere(mark, owner.other) : undefined;
}

function planCreation(row: MappedRow, base: Omit<PlannedRow, 'action'>): PlannedRow {
	if (toBoolean(row.employee.active) === false) {
		return { ...base, action: 'skipped', cause: { kind: 'disabledAbsent' } };
	}
	if (row.createCauses && row.createCauses.length > 0) {
		return { ...base, action: 'failed', cause: together(row.createCauses) };
	}
	const changes = Object.entries(row.employee)
		.filter(([, value]) => !isEmpty(value))
		.map(([attribute, to]) => ({ attribute, from: null, to }));
	return { ...base, action: 'created', changes };
}

/** What a row would change in an employee. Only mapped attributes are looked at; all others stay as they are. */
export function changesFor(
	row: MappedRow,
	employee: Employee,
	{ read, same = sameValue }: { read: ReadAttribute; same?: SameValue },
): Change[] {
	const changes: Change[] = [];
	for (const [attribute, to] of Object.entries(row.employee)) {
		// Neither true nor false says nothing about an account.
		if (attribute === 'active' && saidBoolean(to) === undefined) continue;
		if (row.onlyOnCreate?.includes(attribute)) continue;
		const from = attribute === 'active' ? employee.active : read(employee, attribute);
		if (!same(attribute, from, to)) changes.push({ attribute, from: from ?? null, to });
	}
	return changes;
}

function actionFor(changes: Change[], employee: Employee): Action {
	if (changes.length === 0) return 'unchanged';
	if (!changes.some(({ attribute }) => attribute === 'active')) return 'updated';
	return employee.active ? 'deactivated' : 'reactivated';
}
