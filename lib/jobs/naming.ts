import { plainText } from '../base/json';
import type { HrConnection } from '../hr/connect/connect';
import { attributeAt } from '../hr/systems/paths';
import { personOf } from '../sync/leavers/missing';
import type { Naming } from '../sync/limits/guard';
import { MANAGER } from '../sync/model';
import type { Employee } from '../sync/model';
import { nameOf } from '../sync/names';

/**
 * What messages call attributes, by the labels of Map Attributes, and managers, by name.
 * @param employees those whom the plan was made of
 */
export function namingIn(
	{ system, directory }: Pick<HrConnection, 'system' | 'directory'>,
	employees: readonly Employee[],
): Naming {
	return {
		label: (attribute) => (attribute === MANAGER ? 'Manager' : (attributeAt(system, attribute)?.label ?? attribute)),
		value: (attribute, value) => {
			const manager = attribute === MANAGER && employees.find(({ hrId }) => hrId === value);
			return manager ? nameOf(personOf(manager, directory.read)) : plainText(value);
		},
	};
}
