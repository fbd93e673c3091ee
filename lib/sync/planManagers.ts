import type { Cause } from '../base/cause';
import { at } from '../base/json';
import { matchKey, sameValue } from './compare';
import { EXTERNAL_ID, MANAGER } from './model';
import { nameOf } from './names';
import type { ManagerTarget, PlanInput, PlannedRow } from './planned';
import { causeOfRow } from './reasons';

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

/** Managers are references among the people: known HR ids are planned now, those of new people once they exist. */
export function planManagers(planned: PlannedRow[], input: PlanInput): void {
	const known = knownManagers(planned, input);
	for (const person of planned) {
		const { managerUnknown, managerCause } = person.row.entra;
		const managerId = managerIdOf(person);
		if (person.action === 'failed' || person.action === 'skipped') continue;
		if (managerId === undefined) {
			const because = causeOfRow({ cause: managerCause, reason: managerUnknown });
			if (because) person.cause ??= { kind: 'managerUnknown', because };
			continue;
		}
		if (managerId !== null && managerId === matchKey(person.row.entra.id)) {
			person.cause ??= { kind: 'ownManager' };
			continue;
		}
		const before = person.employee && input.readManager(person.employee);
		const target = targetFor(managerId, planned, known);
		if (!target) {
			person.cause ??= whyNoManager(managerId, planned, known);
			continue;
		}
		if (managerId === null && input.managers === 'setOnly') continue;
		if ('hrId' in target && sameValue(MANAGER, before, target.hrId)) continue;
		person.manager = target;
		person.managerBefore = before;
		if (person.action === 'unchanged') person.action = 'updated';
	}
}

/** In the form in which ids are compared; null = has none, undefined = was not read. */
function managerIdOf({ row: { entra } }: PlannedRow): string | null | undefined {
	return entra.managerId === null ? null : matchKey(entra.managerId);
}

/** Whom an Entra object id means, in the form in which ids are compared. What means several means nobody. */
interface KnownManagers {
	/** Positions of rows. */
	rows: ReadonlyMap<string, number>;
	/** HR ids of employees who are no rows: managers outside of the group are known by their external id. */
	outsiders: ReadonlyMap<string, string>;
	several: ReadonlySet<string>;
}

function knownManagers(planned: readonly PlannedRow[], input: PlanInput): KnownManagers {
	const several = new Set<string>();
	const rows = eachOnce(
		planned.map(({ row }, position) => [matchKey(row.entra.id), position]),
		several,
	);
	const wanted = new Set(planned.map(managerIdOf).filter((id) => typeof id === 'string' && !rows.has(id)));
	const linked =
		wanted.size === 0
			? []
			: input.employees
					.map((employee) => [matchKey(input.read(employee, EXTERNAL_ID)), employee.hrId] as const)
					.filter(([id]) => wanted.has(id));
	return { rows, outsiders: eachOnce(linked, several), several };
}

/** A map without the keys that stand there twice, which are added to `several`. */
function eachOnce<T>(entries: (readonly [string | undefined, T])[], several: Set<string>): Map<string, T> {
	const found = new Map<string, T>();
	const twice = new Set<string>();
	for (const [key, value] of entries) {
		if (key === undefined) continue;
		if (found.has(key)) twice.add(key);
		found.set(key, value);
	}
	for (const key of twice) {
		found.delete(key);
		several.add(key);
	}
	return found;
}

function whyNoManager(managerId: string | null, planned: readonly PlannedRow[], known: KnownManagers): Cause {
	const position = managerId === null ? undefined : known.rows.get(managerId);
	if (position === undefined) {
		return managerId !== null && known.several.has(managerId) ? { kind: 'managerTwice' } : { kind: 'managerNotLinked' };
	}
	const { row, action, cause } = at(planned, position);
	return { kind: 'managerNotWritten', manager: nameOf(row.entra), action, because: cause };
}

function targetFor(
	managerId: string | null,
	planned: readonly PlannedRow[],
	{ rows, outsiders }: KnownManagers,
): ManagerTarget | undefined {
	if (managerId === null) return { hrId: null };
	const position = rows.get(managerId);
	if (position === undefined) {
		const hrId = outsiders.get(managerId);
		return hrId === undefined ? undefined : { hrId };
	}
	const manager = at(planned, position);
	if (manager.employee) return { hrId: manager.employee.hrId };
	return manager.action === 'created' ? { row: position } : undefined;
}
