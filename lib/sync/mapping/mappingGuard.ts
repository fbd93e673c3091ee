import { SyncError } from '../../base/errors';
import { toBoolean } from '../../base/json';
import { valueOf } from './mapping';
import type { Mapped, Mapping } from './mapping';

/**
 * Stops a mapping that can't be meant, before anything is written: one that leaves everybody without the value that
 * employees are told apart by, or that switches everybody off. One person alone may be like that.
 * @throws SyncError that says which attribute it is, and where its values come from
 */
export function checkMapping({ rows, empty }: Mapped, mappings: readonly Mapping[]): void {
	for (const { path, label, unique, source } of mappings) {
		const values = rows.map(({ employee }) => valueOf(employee, path));
		const origin = source === undefined ? 'what is mapped to it' : `"${source}", which is mapped to it`;
		if (unique && rows.length > 1 && empty.get(path) === rows.length) {
			throw new SyncError(
				`${label} would be empty for all ${rows.length} people`,
				`Employees are told apart by it. Look at ${origin}, and whether Get Group Members reads it.`,
			);
		}
		if (path === 'active' && values.length > 0 && values.every((value) => toBoolean(value) === false)) {
			const [only] = rows;
			if (rows.length === 1 && only?.entra.accountEnabled === false) continue;
			throw new SyncError(
				`${label} would be false for ${rows.length === 1 ? 'the only person' : `all ${rows.length} people`}: all of them would be deactivated`,
				`Look at ${origin}: usually that is accountEnabled.`,
			);
		}
	}
}
