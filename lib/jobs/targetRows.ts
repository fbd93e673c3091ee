import { SyncError } from '../base/errors';
import type { HrConnection } from '../hr/connect/connect';
import { pathIn, pathNamed } from '../hr/systems/paths';
import type { HrSystem } from '../hr/systems/types';
import { EXTERNAL_ID } from '../sync/model';
import type { AttributeValues, MappedRow, ScopeMark } from '../sync/model';
import { checkMarkIsFree } from './scopeMark';

/**
 * The attributes that tell employees apart, as paths.
 * @throws SyncError when none is left that the system keeps
 */
export function pathsToMatchBy(names: readonly string[], { system, never }: HrConnection): string[] {
	const paths = names.map((name) => pathNamed(system, name)).filter((path) => !never.includes(path));
	if (paths.length > 0) return [...new Set(paths)];
	const [name, ...others] = names;
	throw new SyncError(
		name === EXTERNAL_ID && others.length === 0
			? `${system.name} keeps no Entra object ID, so employees can't be matched by it`
			: 'No attribute is named to match employees by',
		'Choose another one under "Match Employees By".',
	);
}

/**
 * Mapped rows in the words of the HR system: they may have been made or changed by other nodes, in any spelling of the
 * attributes.
 * @param mark is written on everybody
 */
export function rowsFor(hr: HrConnection, given: readonly MappedRow[], mark: ScopeMark | undefined): MappedRow[] {
	const rows = given.map((row) => inWordsOf(hr, row));
	if (!mark) return rows;
	checkMarkIsFree(mark, rows);
	return rows.map((row) => ({ ...row, employee: { ...row.employee, [mark.attribute]: mark.value } }));
}

function inWordsOf({ system, never, onlyOnCreate }: HrConnection, row: MappedRow): MappedRow {
	const names = Object.keys(row.employee);
	const isInWords = names.every((name) => pathIn(system, name) === name && !never.includes(name));
	const createOnly = [...(row.onlyOnCreate ?? []).map((name) => pathIn(system, name)), ...onlyOnCreate];
	return {
		...row,
		...(!isInWords && { employee: inPaths(system, row.employee, never) }),
		...(createOnly.length > 0 && { onlyOnCreate: createOnly }),
	};
}

function inPaths(system: HrSystem, employee: AttributeValues, never: readonly string[]): AttributeValues {
	const entries = Object.entries(employee).map(([name, value]) => [pathIn(system, name), value] as const);
	return Object.fromEntries(entries.filter(([path]) => !never.includes(path)));
}
