import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';

export const scimOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Page Size',
			name: 'pageSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 5000 },
			default: 100,
			description: 'How many employees to ask for at once when the list is read',
		},
		{
			displayName: 'Requests at Once',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50 },
			default: 5,
			description: 'How many people to write at the same time',
		},
	],
};

/** @throws SyncError for anything but a whole number from 1 up: it may come from an expression */
export function readCount(context: IExecuteFunctions, option: 'pageSize' | 'concurrency', standard: number): number {
	const value = context.getNodeParameter(`options.${option}`, 0, standard);
	const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof count === 'number' && Number.isInteger(count) && count >= 1) return count;
	const name = option === 'pageSize' ? 'Page Size' : 'Requests at Once';
	throw new SyncError(
		`"${name}" is ${JSON.stringify(value)}, which is not a number from 1 up`,
		'Correct it in the options of this node. Nothing was written.',
	);
}
