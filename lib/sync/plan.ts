import { together } from '../base/cause';
import type { Cause } from '../base/cause';
import { at, isEmpty, toBoolean } from '../base/json';
import { matchKey, sameValue } from './compare';
import { findLookalikes } from './lookalikes';
import { belongsElsewhere, ownerOf } from './mark';
import { matchRows } from './match';
import type { Match, MatchInput } from './match';
import { EXTERNAL_ID } from './model';
import type { Action, Change, Employee, MappedRow, ReadAttribute, ScopeMark } from './model';
import { nameOf } from './names';
import { causeOfRow } from './reasons';
import { isTooOld } from './roster';

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

/**
 * Works out what has to be done to make the HR system agree with the rows. Pure: the same input gives the same plan in
 * the same order, one planned row for each row.
 */
export function planUpserts(input: PlanInput): PlannedRow[] {
	const matches = matchRows(input);
	const linked = linkedEmployees(input);
	const planned = input.rows.map((row, position) => planRow(row, at(matches, position), input, linked));
	if (input.managers !== 'leave') planManagers(planned, input);
	const unmatched = planned.flatMap((person, position) =>
		isUnmatched(person) || person.action === 'created' ? [position] : [],
	);
	for (const [position, hrIds] of findLookalikes(input.rows, unmatched, input.employees, input.read)) {
		at(planned, position).lookalikes = hrIds;
	}
	return planned;
}

/** Failed without being matched to anybody: nobody knows which employee it is, if any. */
export function isUnmatched({ action, candidates, employee }: PlannedRow): boolean {
	return action === 'failed' && !employee && candidates.length === 0;
}

/** Orders positions so that new people come after the new people they report to, which saves a second write. */
export function managersFirst(planned: PlannedRow[], positions: number[]): number[] {
	const depths = new Map<number, number>();
	const depthOf = (start: number): number => {
		const chain = new Set<number>();
		let position: number | undefined = start;
		while (position !== undefined && !depths.has(position) && !chain.has(position)) {
			chain.add(position);
			const manager: ManagerTarget | undefined = planned[position]?.manager;
			position = manager && 'row' in manager ? manager.row : undefined;
		}
		let depth = position === undefined ? 0 : (depths.get(position) ?? 0) + 1;
		for (const link of [...chain].reverse()) depths.set(link, depth++);
		return depths.get(start) ?? 0;
	};
	return positions
		.map((position) => ({ position, depth: depthOf(position) }))
		.sort((left, right) => left.depth - right.depth || left.position - right.position)
		.map(({ position }) => position);
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
		if (attribute === 'active' && toBoolean(to) === undefined) continue;
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

/** Managers are references among the people: known HR ids are planned now, those of new people once they exist. */
function planManagers(planned: PlannedRow[], input: PlanInput): void {
	const positions = positionsById(planned);
	const outsiders = managersOutsideTheRows(planned, positions, input);
	for (const person of planned) {
		const { managerId, managerUnknown, managerCause } = person.row.entra;
		if (person.action === 'failed' || person.action === 'skipped') continue;
		if (managerId === undefined) {
			const because = causeOfRow({ cause: managerCause, reason: managerUnknown });
			if (because) person.cause ??= { kind: 'managerUnknown', because };
			continue;
		}
		if (managerId !== null && managerId === person.row.entra.id) {
			person.cause ??= { kind: 'ownManager' };
			continue;
		}
		const before = person.employee && input.readManager(person.employee);
		const target = targetFor(managerId, planned, positions, outsiders);
		if (!target) {
			person.cause ??= whyNoManager(managerId, planned, positions);
			continue;
		}
		if (managerId === null && (input.managers === 'setOnly' || before === undefined)) continue;
		if ('hrId' in target && target.hrId === before) continue;
		person.manager = target;
		person.managerBefore = before;
		if (person.action === 'unchanged') person.action = 'updated';
	}
}

/** Rows by their Entra id. Where two have the same, it says nothing about which of them somebody reports to. */
function positionsById(planned: readonly PlannedRow[]): Map<string, number> {
	const positions = new Map<string, number>();
	const twice = new Set<string>();
	planned.forEach(({ row: { entra } }, position) => {
		if (positions.has(entra.id)) twice.add(entra.id);
		positions.set(entra.id, position);
	});
	for (const id of twice) positions.delete(id);
	return positions;
}

function whyNoManager(managerId: string | null, planned: PlannedRow[], positions: Map<string, number>): Cause {
	const position = managerId === null ? undefined : positions.get(managerId);
	if (position === undefined) return { kind: 'managerNotThere' };
	const { row, action, cause } = at(planned, position);
	return { kind: 'managerNotWritten', manager: nameOf(row.entra), action, because: cause };
}

function targetFor(
	managerId: string | null,
	planned: PlannedRow[],
	positions: Map<string, number>,
	outsiders: Map<string, string>,
): ManagerTarget | undefined {
	if (managerId === null) return { hrId: null };
	const position = positions.get(managerId);
	if (position === undefined) {
		const hrId = outsiders.get(managerId);
		return hrId === undefined ? undefined : { hrId };
	}
	const manager = at(planned, position);
	if (manager.employee) return { hrId: manager.employee.hrId };
	return manager.action === 'created' ? { row: position } : undefined;
}

/** Managers who are not members of the group may still be employees: they are known by their external id. */
function managersOutsideTheRows(
	planned: PlannedRow[],
	positions: Map<string, number>,
	input: PlanInput,
): Map<string, string> {
	const wanted = new Set(
		planned.map(({ row }) => row.entra.managerId).filter((id) => typeof id === 'string' && !positions.has(id)),
	);
	const found = new Map<string, string>();
	if (wanted.size === 0) return found;
	const ambiguous = new Set<string>();
	for (const employee of input.employees) {
		const externalId = input.read(employee, EXTERNAL_ID);
		if (typeof externalId !== 'string' || !wanted.has(externalId)) continue;
		if (found.has(externalId)) ambiguous.add(externalId);
		found.set(externalId, employee.hrId);
	}
	for (const externalId of ambiguous) found.delete(externalId);
	return found;
}
