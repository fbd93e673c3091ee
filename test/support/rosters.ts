import { digestOf } from '../../lib/base/digest';
import type { ResultRow, Roster } from '../../lib/sync/model';
import { sealed } from '../../lib/sync/roster';

/** The roster of a read that found these people. */
export function rosterOf(ids: readonly string[], more: Partial<Roster> = {}): Roster {
	return { id: 'r1', size: ids.length, digest: digestOf(ids), readAt: new Date().toISOString(), ...more };
}

/** The rows that Upsert Employee puts out for these members, all of whom have an employee. */
export function resultRows(ids: readonly string[], more: Partial<Roster> = {}): ResultRow[] {
	const roster = rosterOf(ids, more);
	return sealed(
		ids.map((id): ResultRow => ({ action: 'unchanged', changes: [], hrId: `hr of ${id}`, entra: { id }, roster })),
	);
}
