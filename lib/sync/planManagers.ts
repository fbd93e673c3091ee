import type { Cause } from '../base/cause';
import { at } from '../base/json';
import { EXTERNAL_ID } from './model';
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
