import { runLater } from '../../base/async';
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
const MOST = 4;

const snapshots = new Map<string, Snapshot>();

/** @param key execution and HR system, so that nothing older than the execution is ever seen */
export function keepSnapshot(key: string | undefined, employees: Employee[], now = Date.now()): void {
	if (key === undefined) return;
	dropOld(now);
	snapshots.delete(key);
	snapshots.set(key, { employees, readAt: now });
	for (const oldest of snapshots.keys()) {
		if (snapshots.size <= MOST) break;
		snapshots.delete(oldest);
	}
	// Nothing stays in memory when no further node comes to take it.
	runLater(LIFETIME_MS + 1000, () => dropOld(Date.now()));
}

/** Hands the snapshot over, once. */
export function takeSnapshot(key: string | undefined, now = Date.now()): Employee[] | undefined {
	if (key === undefined) return undefined;
	dropOld(now);
	const snapshot = snapshots.get(key);
	snapshots.delete(key);
	return snapshot?.employees;
}

function dropOld(now: number): void {
	for (const [key, { readAt }] of snapshots) {
		if (now - readAt > LIFETIME_MS) snapshots.delete(key);
	}
}
