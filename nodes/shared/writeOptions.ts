import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';
import { USUAL_FAILURE_LIMIT } from '../../lib/hr/writeEach';
import type { FailureLimit } from '../../lib/hr/writeEach';
import { isEmpty } from '../../lib/sync/compare';

export const writeOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Failures Tolerated',
			name: 'failuresAtLeast',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 20,
			description: 'So many people may fail before the percentage below counts',
		},
		{
			displayName: 'Failures Tolerated (%)',
			name: 'failuresPercent',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100 },
			default: 40,
			description: 'The run stops when more than this share of the people that were tried have failed',
		},
		{
			displayName: 'Page Size',
			name: 'pageSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 5000 },
			default: 100,
			description:
				'How many employees to ask a SCIM server for at once when the list is read. Unless set: 100, or as many as a generic SCIM server says that it gives (at most 1000).',
		},
		{
			displayName: 'Requests at Once',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50 },
			default: 5,
			description: 'How many people to write, or pages of the list to read, at the same time',
		},
	],
};

const NAMES = {
	pageSize: 'Page Size',
	concurrency: 'Requests at Once',
	failuresAtLeast: 'Failures Tolerated',
} as const;

/** @throws SyncError when a limit is no number */
export function readFailureLimit(context: IExecuteFunctions): FailureLimit {
	const percent = context.getNodeParameter('options.failuresPercent', 0, USUAL_FAILURE_LIMIT.share * 100) as unknown;
	const share = isEmpty(percent) ? Number.NaN : Number(percent) / 100;
	if (!(share >= 0 && share <= 1)) {
		throw new SyncError(
			`"Failures Tolerated (%)" is ${JSON.stringify(percent)}, which is not a number from 0 to 100`,
			'Correct it in the options of this node. Nothing was written.',
		);
	}
	return { share, atLeast: readCount(context, 'failuresAtLeast', USUAL_FAILURE_LIMIT.atLeast) };
}

/** @throws SyncError for anything but a whole number from 1 up: it may come from an expression */
export function readCount(context: IExecuteFunctions, option: keyof typeof NAMES, standard: number): number {
	const value = context.getNodeParameter(`options.${option}`, 0, standard);
	const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof count === 'number' && Number.isInteger(count) && count >= 1) return count;
	throw new SyncError(
		`"${NAMES[option]}" is ${JSON.stringify(value)}, which is not a number from 1 up`,
		'Correct it in the options of this node. Nothing was written.',
	);
}
