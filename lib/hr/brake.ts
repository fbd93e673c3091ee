import { checkDeactivations } from '../sync/guard';
import type { DeactivationLimits } from '../sync/guard';

/** HR id and name of somebody who is deactivated. */
export type Leaver = readonly [hrId: string, name: string];

const MOST_EXECUTIONS = 20;

/** Who was deactivated so far, by execution and HR system. */
const executions = new Map<string, Map<string, string>>();

export interface Braking {
	/** Names the execution and the HR system; undefined outside of an execution. */
	key: string | undefined;
	leaving: Leaver[];
	/** Whom the rows say that an earlier node deactivated. */
	earlier?: Leaver[];
	/** How many employees are active now. */
	active: number;
	limits: DeactivationLimits;
	dryRun: boolean;
}

/**
 * The brake of a node, before its first write. A node that runs several times in an execution (a loop, two wires into
 * one input) does not get the whole limit each time, and a node that is retried counts nobody twice.
 *
 * @throws SyncError beyond the limits, see checkDeactivations
 */
export function brake({ key, leaving, earlier = [], active, limits, dryRun }: Braking): void {
	const soFar = key === undefined ? undefined : executions.get(key);
	const before = new Map([...(soFar ?? []), ...earlier]);
	for (const [hrId] of leaving) before.delete(hrId);
	const names = leaving.map(([, name]) => name);
	checkDeactivations(names, active + before.size, limits, [...before.values()]);
	if (key === undefined || dryRun) return;
	executions.delete(key);
	executions.set(key, new Map([...(soFar ?? []), ...leaving]));
	for (const oldest of executions.keys()) {
		if (executions.size <= MOST_EXECUTIONS) break;
		executions.delete(oldest);
	}
}
