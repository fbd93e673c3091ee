import { digestOf } from '../../lib/base/digest';
import { placeOf } from '../../lib/hr/connect/connect';
import type { ResultRow, Roster } from '../../lib/sync/model';
import { linkFormOf } from '../../lib/sync/links';
import { sealed } from '../../lib/sync/seal';

/** The roster of a read that found these people. */
export function rosterOf(ids: readonly string[], more: Partial<Roster> = {}): Roster {
	return { id: 'r1', size: ids.length, digest: digestOf(ids), readAt: new Date().toISOString(), ...more };
}

/** Where rows are from that a test makes, unless it says otherwise. */
export const PLACE = placeOf('scim', 'https://hr.example.com/scim/v2');

/**
 * The rows that Upsert Employee puts out for these members, all of whom have an employee.
 * @param place the HR system, as placeOf names it
 */
export function resultRows(ids: readonly string[], more: Partial<Roster> = {}, place = PLACE): ResultRow[] {
	const roster = rosterOf(ids, more);
	return sealed(
		ids.map((id): ResultRow => ({ action: 'unchanged', changes: [], hrId: `hr of ${id}`, entra: { id }, roster })),
		{ place, links: linkFormOf([]) },
	);
}
