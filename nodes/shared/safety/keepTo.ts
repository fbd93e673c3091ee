import type { INodeProperties } from 'n8n-workflow';

import { SyncError } from '../../../lib/base/errors';
import { isRecord } from '../../../lib/base/json';
import type { ResultRow } from '../../../lib/sync/model';
import { parseResultRow } from '../../../lib/sync/rows';
import type { ParameterReader } from '../parameters';

/** For applying what somebody has looked at, and nothing else. */
export const keepToProperties: INodeProperties[] = [
	{
		displayName: 'Keep To',
		name: 'keepTo',
		type: 'options',
		options: [
			{ name: 'No Earlier Plan', value: 'nothing', description: 'Do what is to be done now' },
			{
				name: 'Plan of a Dry Run',
				value: 'node',
				description: 'Do exactly what a dry run earlier in this execution said, or stop and say what has changed',
			},
		],
		default: 'nothing',
		description: 'Whether the node does what is to be done now, or only what was approved. A dry run ignores it.',
	},
	{
		displayName: 'Node of the Dry Run',
		name: 'keepToNode',
		type: 'string',
		displayOptions: { show: { keepTo: ['node'] } },
		default: '',
		placeholder: 'e.g. Preview: Upsert Employee',
		description:
			'The name of the node that made the plan, with Dry Run on; empty for the first run of this node itself',
	},
];

/**
 * The rows of the dry run to keep to; undefined when there is none to.
 * @throws SyncError when the node named has not run, or was no dry run
 */
export function readApproved(read: ParameterReader, dryRun: boolean): ResultRow[] | undefined {
	const keepTo = read.choice('keepTo', 'Keep To', ['nothing', 'node'], 'nothing');
	if (dryRun || keepTo === 'nothing') return undefined;
	const name = read.text('keepToNode', 'Node of the Dry Run').trim() || read.node;
	const rows = itemsOf(read, name).map((json, position) => parseResultRow(json, position));
	if (rows.length > 0 && rows.every(({ dryRun }) => dryRun)) return rows;
	throw new SyncError(
		`"${name}" was no dry run, so its results are no plan to keep to`,
		'Enter the name of the node that ran with "Dry Run" on, before the approval. Nothing was written.',
	);
}

/** What the node put out when it first ran in this execution; in a workflow that goes round, that is the preview. */
function itemsOf(read: ParameterReader, name: string): unknown[] {
	const items = read.ofNode(name, '.all(0, 0)');
	if (Array.isArray(items)) return items.map((item: unknown) => (isRecord(item) ? item.json : undefined));
	throw new SyncError(
		`There is no node "${name}" that has run before, whose plan could be kept to`,
		'Enter the name of the node of the dry run. Nothing was written.',
	);
}
