import { failure } from '../../base/failure';
import type { Employee, ResultRow } from '../model';

/** People may vanish between two reads; more than so many, and more than this share, are another system's. */
const MOST_UNKNOWN = 5;
const MOST_UNKNOWN_SHARE = 0.1;

/**
 * Rows of one HR system say nothing about who is missing from another. The ids that they carry must be in the list that
 * was read; whoever was deactivated or deleted may be gone from it.
 * @param employees every employee, read after the rows were made
 * @throws SyncError when the rows are about other people than the list
 */
export function checkSameSystem(rows: readonly ResultRow[], employees: readonly Employee[]): void {
	const known = new Set(employees.map(({ hrId }) => hrId));
	const ids = rows.flatMap(({ hrId, action }) =>
		hrId === undefined || action === 'deactivated' || action === 'deleted' ? [] : [hrId],
	);
	const unknown = ids.filter((hrId) => !known.has(hrId));
	const none = ids.length > 0 && unknown.length === ids.length;
	if (!none && unknown.length <= Math.max(MOST_UNKNOWN, ids.length * MOST_UNKNOWN_SHARE)) return;
	throw failure({ kind: 'otherSystem', unknown: unknown.length, of: ids.length });
}
