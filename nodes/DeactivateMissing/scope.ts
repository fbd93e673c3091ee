import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { isEmpty, isRecord } from '../../lib/base/json';
import { rawOf } from '../../lib/hr/rest/people';
import type { HrSystem } from '../../lib/hr/systems/types';
import type { Scope } from '../../lib/sync/leavers/missing';
import { NOT_A_FIELD, readField } from '../../lib/sync/mapping/fieldPath';
import { EXTERNAL_ID } from '../../lib/sync/model';
import type { Employee } from '../../lib/sync/model';
import { fieldsOf, readFilter } from '../shared/conditions';
import type { OpenHrSystem } from '../shared/hr/hrSystem';
import type { ParameterReader } from '../shared/parameters';

/**
 * Which employees the sync answers for.
 * @param employees all of them, among whom the fields are looked for that conditions name
 * @throws SyncError when the scope can't be meant, since it would be nobody, or can't be told
 */
export function readScope(
	context: IExecuteFunctions,
	read: ParameterReader,
	hr: OpenHrSystem,
	employees: readonly Employee[],
): Scope {
	const scope = read.choice('scope', 'Employees in Scope', ['all', 'linked', 'conditions'], 'linked');
	if (scope === 'conditions') return readConditions(context, hr, employees);
	if (scope === 'all' || !hr.never.includes(EXTERNAL_ID)) return scope;
	throw new SyncError(
		`${hr.system.name} keeps no Entra object ID, so it can't be told which employees are linked to Entra`,
		'Set "Employees in Scope" to All Employees and name those that must stay under Protected Employees, or enter the field that keeps the object ID under API Settings > People > External ID Field.',
	);
}

function readConditions(
	context: IExecuteFunctions,
	{ system, directory }: OpenHrSystem,
	employees: readonly Employee[],
): Scope {
	const attributes = [system.userName, ...system.attributes];
	const filter = readFilter(context, context.getNode().parameters.scopeConditions, {
		fieldNamed: (name) => attributes.find(({ id, path }) => id === name || path === name)?.id,
		spelled: (name) => name,
		nameOf: (person) => String((person as { hrId?: unknown }).hrId),
	});
	if (filter === undefined) {
		throw new SyncError(
			'It is not said which employees are in scope: there are no conditions',
			'Add a condition under "Conditions for Employees", or choose another scope. Nobody was deactivated.',
		);
	}
	const sides = filter.conditions.flatMap(({ left, right }) => [left, right]);
	const named = new Set(fieldsOf(filter.conditions));
	// Reading everything that is known of everybody takes long; an expression may need it.
	const all = sides.some(({ constant, plain }) => !constant && !plain);
	const read = all ? attributes : attributes.filter(({ id }) => named.has(id));
	const shown = (employee: Employee): Record<string, unknown> => ({
		...recordOf(system, employee),
		...Object.fromEntries(read.map(({ id, path }) => [id, directory.read(employee, path)])),
		hrId: employee.hrId,
		active: employee.active,
	});
	for (const path of sides.flatMap(({ paths }) => paths)) {
		const isThere = (employee: Employee): boolean => {
			const value = readField(shown(employee), path);
			return value === NOT_A_FIELD || !isEmpty(value);
		};
		if (employees.some(isThere)) continue;
		// A condition such as "is not Contractor" would be met by everybody.
		throw new SyncError(
			`Nobody in the HR system's list has the field "${path.join('.')}", by which the scope is told`,
			`Correct the condition. The fields are those that Map Attributes offers for ${system.name}, such as ${attributes
				.slice(0, 4)
				.map(({ id }) => id)
				.join(', ')}, and those of the HR system's own record. Nobody was deactivated.`,
		);
	}
	return (employee) => filter.meets(shown(employee));
}

/** The HR system's own record. */
function recordOf({ protocol }: HrSystem, employee: Employee): Record<string, unknown> {
	if (protocol === 'rest') return rawOf(employee).record;
	return isRecord(employee.raw) ? employee.raw : {};
}
