import type { INodeProperties, NodeHint } from 'n8n-workflow';

import { isRecord, toBoolean } from '../../../lib/base/json';
import type { EffectKind } from '../../../lib/sync/limits/effects';
import type { Limit, Limits } from '../../../lib/sync/limits/guard';
import { asNumber } from '../parameters';
import type { ParameterReader } from '../parameters';

/** More people than there are may be created. */
const MOST_PERCENT = 1000;

interface LimitField {
	kind: EffectKind;
	limit: keyof Limit;
	displayName: string;
	description: string;
}

const FURTHER: Record<string, LimitField> = {
	changesAtMost: {
		kind: 'changes',
		limit: 'atMost',
		displayName: 'Changes at Most',
		description: 'The node stops when it would change more people than this',
	},
	changesPercent: {
		kind: 'changes',
		limit: 'percent',
		displayName: 'Changes (%)',
		description: 'The node stops when it would change more than this share of the active employees',
	},
	changesAtLeast: {
		kind: 'changes',
		limit: 'atLeast',
		displayName: 'Changes Always Allowed',
		description: 'So many people may be changed even if they are more than the percentage',
	},
	creationsAtMost: {
		kind: 'creations',
		limit: 'atMost',
		displayName: 'Creations at Most',
		description: 'The node stops when it would create more people than this',
	},
	creationsPercent: {
		kind: 'creations',
		limit: 'percent',
		displayName: 'Creations (%)',
		description: 'The node stops when it would create more people than this share of the active employees',
	},
	creationsAtLeast: {
		kind: 'creations',
		limit: 'atLeast',
		displayName: 'Creations Always Allowed',
		description: 'So many people may be created even if they are more than the percentage',
	},
	deactivationsAtMost: {
		kind: 'deactivations',
		limit: 'atMost',
		displayName: 'Deactivations at Most',
		description: 'The node stops when it would deactivate more people than this, whatever the percentage allows',
	},
};

const furtherLimits: INodeProperties[] = Object.entries(FURTHER)
	.map(([name, { limit, displayName, description }]): INodeProperties => ({
		displayName,
		name,
		type: 'number',
		default: 0,
		typeOptions: { minValue: 0, ...(limit === 'percent' && { maxValue: MOST_PERCENT }) },
		description,
	}))
	.sort((left, right) => left.displayName.localeCompare(right.displayName));

/** The brake of Upsert Employee and Deactivate Missing: what is looked at before every start. */
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

/** What few need, and then seldom. */
export const furtherSafetyProperties: INodeProperties[] = [
	{
		displayName: 'Further Limits',
		name: 'limits',
		type: 'collection',
		placeholder: 'Add limit',
		default: {},
		options: furtherLimits,
		description: 'For what else the node stops before its first write',
	},
	{
		displayName: 'Allow Once',
		name: 'allowOnce',
		type: 'string',
		default: '',
		placeholder: 'e.g. 20260131-3fa9c0de11',
		description:
			'The code out of the mail about a run that was stopped by a limit: it lets exactly that plan through, for three days, and no other',
	},
];

/** On both nodes: with a limit of 100 % there is no brake. */
export const brakeHint: NodeHint = {
	message: 'The deactivation limit is 100 %: everybody may be deactivated in one run',
	type: 'warning',
	location: 'ndv',
	whenToDisplay: 'always',
	displayCondition: '={{ Number($parameter["limitPercent"]) >= 100 }}',
};

/** @throws SyncError when a limit is not a number in its range: an empty setting must not switch the brake off */
export function readLimits(read: ParameterReader): Limits {
	const limits: Limits = {
		deactivations: {
			percent: read.number('limitPercent', 'Deactivation Limit (%)', { from: 0, to: 100 }, 10),
			atLeast: read.number('limitAtLeast', 'Deactivations Always Allowed', { from: 0 }, 5),
		},
	};
	const further = read.value('limits', {});
	for (const [name, { kind, limit, displayName }] of Object.entries(FURTHER)) {
		const value = isRecord(further) ? further[name] : undefined;
		if (value === undefined) continue;
		const range = { from: 0, ...(limit === 'percent' && { to: MOST_PERCENT }) };
		limits[kind] = { ...limits[kind], [limit]: asNumber(value, displayName, range) };
	}
	return limits;
}

/** The codes that a person has entered to let a plan through. */
export function readAllowOnce(read: ParameterReader): string[] {
	return read.list('allowOnce', 'Allow Once', /[\s,;]+/);
}

/** A dry run set by an expression may arrive as text; anything but a clear "no" is taken for a dry run. */
export function readDryRun(read: ParameterReader): boolean {
	return toBoolean(read.value('dryRun', true)) !== false;
}
