import { calledIn, nameKey } from './employeeNames';
import type { Employee, MappedRow, ReadAttribute } from './model';

/**
 * Employees who look like a person that could not be matched to anybody: the same name or address. Enough not to take
 * them for missing; not enough to write to them.
 * @returns HR ids by the position of the row, for rows that have any
 */
export function findLookalikes(
	rows: readonly MappedRow[],
	positions: readonly number[],
	employees: readonly Employee[],
	read: ReadAttribute,
): Map<number, string[]> {
	const found = new Map<number, string[]>();
	if (positions.length === 0) return found;
	const wanted = positions.map((position) => ({ position, keys: keysOfRow(rows[position]) }));
	const names = new Set(wanted.flatMap(({ keys }) => keys));
	const byName = new Map<string, Set<string>>();
	for (const employee of employees) {
		for (const key of calledIn(employee, read)) {
			// Few of many employees have a name that is asked for.
			if (names.has(key)) byName.set(key, (byName.get(key) ?? new Set()).add(employee.hrId));
		}
	}
	for (const { position, keys } of wanted) {
		const hrIds = new Set(keys.flatMap((key) => [...(byName.get(key) ?? [])]));
		if (hrIds.size > 0) found.set(position, [...hrIds]);
	}
	return found;
}

function keysOfRow(row: MappedRow | undefined): string[] {
	if (!row) return [];
	const { userPrincipalName, displayName } = row.entra;
	return keysOf([userPrincipalName, displayName, ...Object.values(row.employee)]);
}

function keysOf(values: readonly unknown[]): string[] {
	return values.flatMap((value) => {
		const key = typeof value === 'string' ? nameKey(value) : undefined;
		return key === undefined ? [] : [key];
	});
}
