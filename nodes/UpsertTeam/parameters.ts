import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';
import { parseLimit } from '../../lib/sync/guard';
import type { MembersMode, RemovalLimits } from '../../lib/sync/teamPlan';

const MODES: readonly MembersMode[] = ['sync', 'addOnly', 'exact'];

/** @throws SyncError for anything else: an expression may give anything, which must not take anybody out */
export function readMembersMode(context: IExecuteFunctions): MembersMode {
	const value = context.getNodeParameter('members', 0, 'sync') as unknown;
	const mode = MODES.find((known) => known === value);
	if (mode !== undefined) return mode;
	throw new SyncError(
		`The setting "members" is ${JSON.stringify(value)}, which is none of ${MODES.join(', ')}`,
		'Choose one of the values that the node offers.',
	);
}

/** @throws SyncError when a limit is no number in its range: an empty setting must not switch the brake off */
export function readRemovalLimits(context: IExecuteFunctions, mode: MembersMode): RemovalLimits {
	if (mode === 'addOnly') return { percent: 0, atLeast: 0 };
	return {
		percent: parseLimit(context.getNodeParameter('removalLimitPercent', 0), 'The removal limit in percent', 100),
		atLeast: parseLimit(
			context.getNodeParameter('removalsAtLeast', 0),
			'The number of removals that is always allowed',
			Number.MAX_SAFE_INTEGER,
		),
	};
}
