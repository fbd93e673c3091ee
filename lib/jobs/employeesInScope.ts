import { SyncError } from '../base/errors';
import { isEmpty, isRecord } from '../base/json';
import type { HrConnection } from '../hr/connect/connect';
import { rawOf } from '../hr/rest/employees';
import type { HrSystem } from '../hr/systems/types';
import type { Scope } from '../sync/leavers/missing';
import { NOT_A_FIELD, readField } from '../sync/mapping/fieldPath';
import type { FieldPath } from '../sync/mapping/fieldPath';
import { EXTERNAL_ID } from '../sync/model';
import type { Employee } from '../sync/model';

/** Conditions over what is known of an employee, as somebody else works them out. */
export interface EmployeeConditions {
	/** The fields that they read, and what is inside of them. */
	paths: readonly FieldPath[];
	/** They may read more than these fields. */
	readsMore: boolean;
	meets: (employee: object) => boolean;
}

/** Which employees the sync is said to answer for. */
export type ScopeChosen = 'linked' | 'all' | EmployeeConditions;

/**
 * Which employees the sync answers for.
 * @param employees all of them, among whom the fields are looked for that conditions name
 * @throws SyncError when the scope can't be told
 */
export function scopeOf(chosen: ScopeChosen, hr: HrConnection, employees: readonly Employee[]): Scope {
	if (typeof chosen === 'object') return whoMeets(chosen, hr, employees);
	if (chosen === 'all' || !hr.never.includes(EXTERNAL_ID)) return chosen;
	throw new SyncError(
		`${hr.system.name} keeps no Entra object ID, so it can't be told which employees are linked to Entra`,
		'Set "Employees in Scope" to All Employees and name those that must stay under Protected Employees, or enter the field that keeps the object ID under API Settings > People > External ID Field.',
	);
}

function whoMeets(
	{ paths, readsMore, meets }: EmployeeConditions,
	{ system, directory }: HrConnection,
	employees: readonly Employee[],
): Scope {
	const attributes = [system.userName, ...system.attributes];
	const named = new Set(paths.map(([field]) => String(field)));
	// Reading everything that is known of everybody takes long; an expression may need it.
	const read = readsMore ? attributes : attributes.filter(({ id }) => named.has(id));
	const shown = (employee: Employee): Record<string, unknown> => ({
		...recordOf(system, employee),
		...Object.fromEntries(read.map(({ id, path }) => [id, directory.read(employee, path)])),
		hrId: employee.hrId,
		active: employee.active,
	});
	for (const path of paths) {
		const isThere = (employee: Employee): boolean => {
			const value = readField(shown(employee), path);
			return value === NOT_A_FIELD || !isEmpty(value);
		};
		if (employees.some(isThere)) continue;
		const some = attributes.slice(0, 4).map(({ id }) => id);
		// A condition such as "is not Contractor" would be met by everybody.
		throw new SyncError(
			`Nobody in the HR system's list has the field "${path.join('.')}", by which the scope is told`,
			`Correct the condition. The fields are those that Map Attributes offers for ${system.name}, such as ${some.join(', ')}, and those of the HR system's own record. Nobody was deactivated.`,
		);
	}
	return (employee) => meets(shown(employee));
}

/** The HR system's own record. */
function recordOf({ protocol }: HrSystem, employee: Employee): Record<string, unknown> {
	if (protocol === 'rest') return rawOf(employee).record;
	return isRecord(employee.raw) ? employee.raw : {};
}
