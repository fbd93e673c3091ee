import { checkApproved } from '../sync/limits/approved';
import type { ResultRow } from '../sync/model';
import { brake } from './memory/brake';
import type { Braking } from './memory/brake';

/**
 * What stands between a plan and its first write. A plan that is exactly what somebody has approved has passed the limits
 * when it was shown; it counts towards those of the nodes that follow all the same.
 * @param approved the rows of the dry run to keep to
 * @throws SyncError when the plan is another one, or goes beyond the limits
 */
export function check(
	planned: readonly ResultRow[],
	approved: readonly ResultRow[] | undefined,
	braking: Omit<Braking, 'planned'>,
): void {
	if (approved) checkApproved(approved, planned);
	brake({ ...braking, planned, ...(approved && { limits: {} }) });
}
