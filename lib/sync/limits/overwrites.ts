import { isEmpty } from '../../base/json';
import { pushTo } from '../../base/maps';
import type { Action, ResultRow } from '../model';
import { nameOf } from '../names';
import type { Effect } from './effect';

/** Somebody whose value of an attribute is overwritten, or cleared. */
export interface Overwrite extends Effect {
	/** Absent of what is only remembered. */
	from?: unknown;
	to?: unknown;
}

/** By attribute. */
export type Overwrites = ReadonlyMap<string, readonly Overwrite[]>;

/** What becomes of people who are employees already. */
const CHANGING: ReadonlySet<Action> = new Set<Action>(['updated', 'reactivated', 'deactivated']);

/**
 * Which values rows take away from whom. Who is active is what other limits are about; where there was nothing, nothing is
 * lost.
 */
export function overwritesOf(rows: readonly ResultRow[]): Overwrites {
	const overwrites = new Map<string, Overwrite[]>();
	for (const { action, missing, hrId, entra, changes } of rows) {
		if (missing || hrId === undefined || !CHANGING.has(action)) continue;
		for (const { attribute, from, to } of changes) {
			if (attribute === 'active' || isEmpty(from)) continue;
			const what = JSON.stringify([hrId, 'overwritten', attribute, to]);
			pushTo(overwrites, attribute, { id: hrId, name: nameOf(entra), what, from, to });
		}
	}
	return overwrites;
}
