import { runLater } from '../../base/async';
import { OLDEST_MS } from '../../sync/roster';

/**
 * Whom the runs of a sync have found in the group. Where two of them overlap, the one with the older roster must not take
 * somebody for missing whom the other has found since. Kept in the process only, for as long as a roster is good.
 */
interface Found {
	execution: string;
	/** When the group was read, in milliseconds since 1970. */
	readAt: number;
	hrIds: Set<string>;
}

/** A run of a sync: its workflow and HR system, and the execution. */
export interface SyncRun {
	sync: string;
	execution: string;
}

/** By sync, the newest reading alone. */
const newest = new Map<string, Found>();

/** @param readAt when the group was read (ISO 8601) */
export function keepFound({ sync, execution }: SyncRun, readAt: string, hrIds: Iterable<string>): void {
	const time = Date.parse(readAt);
	const known = newest.get(sync);
	if (!(time >= (known?.readAt ?? -Infinity))) return;
	if (known?.execution === execution && known.readAt === time) {
		for (const hrId of hrIds) known.hrIds.add(hrId);
		return;
	}
	newest.set(sync, { execution, readAt: time, hrIds: new Set(hrIds) });
	// Without the people, who would else be kept for as long as the timer runs.
	runLater(OLDEST_MS, () => {
		const now = newest.get(sync);
		if (now?.execution === execution && now.readAt === time) newest.delete(sync);
	});
}

/** Has another run of the sync, which has read the group later, found the employee in it? */
export function isFoundLater({ sync, execution }: SyncRun, readAt: string, hrId: string): boolean {
	const found = newest.get(sync);
	if (!found || found.execution === execution) return false;
	return found.readAt > Date.parse(readAt) && found.hrIds.has(hrId);
}
