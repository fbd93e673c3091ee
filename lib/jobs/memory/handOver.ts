import { runLater } from '../../base/async';
import { Kept } from '../../base/kept';
import type { Employee } from '../../sync/model';

/**
 * The list of employees that one node of an execution has read, for the next node of the same execution: reading
 * 10,000 people twice would double the cost of a quiet night. Kept in the process only, for a short while; a node that
 * finds none reads the list itself.
 */
export interface Snapshot {
	employees: Employee[];
	/** Wall-clock time in milliseconds. */
	readAt: number;
}

const LIFETIME_MS = 10 * 60_000;

const snapshots = new Kept<string, Snapshot>(4);

/**
 * @param key execution and HR system, so that nothing older than the execution is ever seen
 * @param readAt when reading the list began, in milliseconds since 1970; what was written since does not make it newer
 */
export function keepSnapshot(key: string | undefined, employees: Employee[], readAt: number): void {
	if (key === undefined) return;
	snapshots.set(key, { employees, readAt });
	// Nothing stays in memory when no further node comes to take it.
	runLater(LIFETIME_MS + 1000, () => dropOld(key, Date.now()));
}

/** Hands the snapshot over, once. */
export function takeSnapshot(key: string | undefined, now = Date.now()): Snapshot | undefined {
	if (key === undefined) return undefined;
	dropOld(key, now);
	const snapshot = snapshots.get(key);
	snapshots.delete(key);
	return snapshot;
}

function dropOld(key: string, now: number): void {
	const snapshot = snapshots.get(key);
	if (snapshot && now - snapshot.readAt > LIFETIME_MS) snapshots.delete(key);
}
