import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { toBoolean } from '../../lib/sync/compare';
import { parseLimits } from '../../lib/sync/guard';
import type { DeactivationLimits } from '../../lib/sync/guard';

/** The parameters that Upsert Employee and Deactivate Missing share. */
export const safetyProperties: INodeProperties[] = [
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to only say what would be done, without writing anything to the HR system',
	},
	{
		displayName: 'Deactivation Limit (%)',
		name: 'limitPercent',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 10,
		description:
			'The node stops before its first write when it would deactivate more than this share of the active employees',
	},
	{
		displayName: 'Deactivations Always Allowed',
		name: 'limitAtLeast',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 5,
		description: 'So many people may be deactivated in a run even if they are more than the percentage',
	},
];

export function readLimits(context: IExecuteFunctions): DeactivationLimits {
	return parseLimits(context.getNodeParameter('limitPercent', 0), context.getNodeParameter('limitAtLeast', 0));
}

/** A dry run set by an expression may arrive as text; anything but a clear "no" is taken for a dry run. */
export function readDryRun(context: IExecuteFunctions): boolean {
	const value = context.getNodeParameter('dryRun', 0);
	return toBoolean(value) !== false;
}
