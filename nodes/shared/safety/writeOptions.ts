import type { INodeProperties } from 'n8n-workflow';

import { isRecord } from '../../../lib/base/json';
import { USUAL_FAILURE_LIMIT } from '../../../lib/jobs/write/writeEach';
import type { FailureLimit } from '../../../lib/jobs/write/writeEach';
import { asNumber } from '../parameters';
import type { ParameterReader } from '../parameters';

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

/** @throws SyncError when a limit is no number */
export function readFailureLimit(read: ParameterReader): FailureLimit {
	const { share, atLeast } = USUAL_FAILURE_LIMIT;
	const percent = { from: 0, to: 100 };
	return {
		share: read.number('options.failuresPercent', 'Failures Tolerated (%)', percent, share * 100) / 100,
		atLeast: read.number('options.failuresAtLeast', 'Failures Tolerated', COUNT, atLeast),
	};
}

/** What a person has set of these; undefined where the option isn't used. @throws SyncError for anything but whole numbers from 1 up */
export function readPace(read: ParameterReader): { pageSize?: number | undefined; concurrency?: number | undefined } {
	const used = read.value('options', {});
	const count = (option: string, label: string): number | undefined =>
		isRecord(used) && used[option] !== undefined ? asNumber(used[option], label, COUNT) : undefined;
	return { pageSize: count('pageSize', 'Page Size'), concurrency: count('concurrency', 'Requests at Once') };
}

const COUNT = { from: 1, whole: true };
