import type { HrConnection } from '../hr/connect/connect';
import { attributeAt } from '../hr/systems/paths';
import { whatHappens } from '../report/whatHappens';
import { personOf } from '../sync/leavers/missing';
import { MANAGER } from '../sync/model';
import type { Employee, ResultRow } from '../sync/model';

/**
 * Rows that also say in one line what happens to the person, by the labels of Map Attributes and with managers by name.
 * Nothing is decided by it.
 * @param employees those whom the plan was made of
 */
export function withWhat(
	rows: readonly ResultRow[],
	{ system, directory }: Pick<HrConnection, 'system' | 'directory'>,
	employees: readonly Employee[],
): ResultRow[] {
	const managers = new Set(
		rows.flatMap(({ changes }) => changes.filter(isManager).flatMap(({ from, to }) => [from, to])),
	);
	const names = new Map<string, string>(
		rows.flatMap(({ hrId, entra: { displayName } }) =>
			hrId && managers.has(hrId) && displayName ? [[hrId, displayName]] : [],
		),
	);
	for (const employee of managers.size === 0 ? [] : employees) {
		if (!managers.has(employee.hrId) || names.has(employee.hrId)) continue;
		const { displayName, userPrincipalName } = personOf(employee, directory.read);
		const name = displayName || userPrincipalName;
		if (name) names.set(employee.hrId, name);
	}
	const naming = {
		label: (attribute: string) => attributeAt(system, attribute)?.label,
		person: (hrId: string) => names.get(hrId),
	};
	return rows.map((row) => {
		const what = whatHappens(row, naming);
		return what === undefined ? row : { ...row, what };
	});
}

function isManager({ attribute }: { attribute: string }): boolean {
	return attribute === MANAGER;
}
