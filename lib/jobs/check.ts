import type { HrConnection } from '../hr/connect/connect';
import { checkApproved } from '../sync/limits/approved';
import type { ResultRow } from '../sync/model';
import { checkPlace } from '../sync/seal';
import { brake } from './memory/brake';
import type { Braking } from './memory/brake';
import { useUp, whenUsed } from './memory/usedCodes';
import { executionOf } from './run';
import type { Run } from './run';

export interface Checking extends Pick<
	Braking,
	'earlier' | 'active' | 'round' | 'limits' | 'allowOnce' | 'naming' | 'dryRun'
> {
	/** The rows of the dry run to keep to. */
	approved: readonly ResultRow[] | undefined;
}

/**
 * What stands between a plan and its first write. A plan that is exactly what somebody has approved is within the limits,
 * whatever they are; it counts towards those of the nodes that follow all the same.
 * @throws SyncError when the plan is another one, or goes beyond the limits
 */
export function check(
	planned: readonly ResultRow[],
	{ approved, ...checking }: Checking,
	{ place }: Pick<HrConnection, 'place'>,
	run: Run,
): void {
	if (approved) {
		checkPlace(approved, place);
		checkApproved(approved, planned);
	}
	const code = brake({
		...checking,
		planned,
		key: brakeKey(run, place),
		place,
		usedAt: whenUsed(run),
		approved: approved !== undefined,
		now: run.now(),
	});
	if (code !== undefined && !checking.dryRun) useUp(run, code);
}

/** All nodes that write to an HR system in one execution have one limit, however they are set, and with those it has called. */
function brakeKey(run: Run, place: string): string | undefined {
	const called = executionOf(run);
	return called && `${called}\n${place}`;
}
