import type { INodeProperties, NodeHint } from 'n8n-workflow';

import { isRecord, saidBoolean } from '../../../lib/base/json';
import type { Limit, LimitedKind, Limits } from '../../../lib/sync/limits/guard';
import { asNumber } from '../parameters';
import type { ParameterReader } from '../parameters';

/** More people than there are may be created. */
const MOST_PERCENT = 1000;

interface LimitField {
	kind: LimitedKind;
	limit: keyof Limit;
	displayName: string;
	description: string;
	/** What counts where the field isn't used; where that is nothing, there is no such limit. */
	standard?: number;
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
		description: 'The node stops when it would change more than this share of the active people of this sync',
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
		description: 'The node stops when it would create more people than this share of the active people of this sync',
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

/** Upsert Employee alone overwrites anything. */
const OVERWRITES: Record<string, LimitField> = {
	overwritesPercent: {
		kind: 'overwrites',
		limit: 'percent',
		displayName: 'Overwrites of One Attribute (%)',
		description:
			'The node stops when one attribute that holds a value would be overwritten or cleared for more than this share of the active people of this sync. It does so also where this is not added; 100 switches it off.',
		standard: 30,
	},
	overwritesAtLeast: {
		kind: 'overwrites',
		limit: 'atLeast',
		displayName: 'Overwrites Always Allowed',
		description: 'For so many people one attribute may be overwritten even if they are more than the percentage',
		standard: 19,
	},
};

function maxOf({ kind, limit }: LimitField): { maxValue?: number } {
	if (limit !== 'percent') return {};
	return { maxValue: kind === 'overwrites' ? 100 : MOST_PERCENT };
}

function limitsProperty(fields: Record<string, LimitField>): INodeProperties {
	const options = Object.entries(fields)
		.map(([name, field]): INodeProperties => ({
			displayName: field.displayName,
			name,
			type: 'number',
			default: 0,
			...(field.standard !== undefined && { default: field.standard }),
			typeOptions: { minValue: 0, ...maxOf(field) },
			description: field.description,
		}))
		.sort((left, right) => left.displayName.localeCompare(right.displayName));
	return {
		displayName: 'Further Limits',
		name: 'limits',
		type: 'collection',
		placeholder: 'Add limit',
		default: {},
		options,
		description: 'For what else the node stops before its first write',
	};
}

/** The brake of Upsert Employee and Deactivate Missing: what is looked at before every start. */
export const safetyProperties: INodeProperties[] = [
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		description: 'Whether to only say what would be done, without writing anything to the HR system',
	},
	{
		displayName: 'Deactivation Limit (%)',
		name: 'limitPercent',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 10,
		description:
			'The node stops before its first write when it would deactivate more than this share of the active people of this sync',
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

const allowOnce: INodeProperties = {
	displayName: 'Allow Once',
	name: 'allowOnce',
	type: 'string',
	default: '',
	placeholder: 'e.g. 20260131-3fa9c0de11',
	description:
		'The code out of the mail about a run that was stopped by a limit: it lets exactly that plan through, once, within three days, and no other',
};

/** What few need, and then seldom. */
export const furtherSafetyProperties: INodeProperties[] = [limitsProperty(FURTHER), allowOnce];

/** The same of Upsert Employee. */
export const furtherUpsertSafetyProperties: INodeProperties[] = [
	limitsProperty({ ...FURTHER, ...OVERWRITES }),
	allowOnce,
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
	return readFurther(read, FURTHER, {
		deactivations: {
			percent: read.number('limitPercent', 'Deactivation Limit (%)', { from: 0, to: 100 }, 10),
			atLeast: read.number('limitAtLeast', 'Deactivations Always Allowed', { from: 0 }, 5),
		},
	});
}

/** With those that only Upsert Employee has. @throws SyncError as readLimits */
export function readUpsertLimits(read: ParameterReader): Limits {
	return readFurther(read, OVERWRITES, readLimits(read));
}

function readFurther(read: ParameterReader, fields: Record<string, LimitField>, limits: Limits): Limits {
	const further = read.value('limits', {});
	const all = { ...limits };
	for (const [name, field] of Object.entries(fields)) {
		const { kind, limit, displayName, standard } = field;
		const given = isRecord(further) ? further[name] : undefined;
		const value = given === undefined ? standard : given;
		if (value === undefined) continue;
		const { maxValue } = maxOf(field);
		const range = { from: 0, ...(maxValue !== undefined && { to: maxValue }) };
		all[kind] = { ...all[kind], [limit]: asNumber(value, displayName, range) };
	}
	return all;
}

/** The codes that a person has entered to let a plan through. */
export function readAllowOnce(read: ParameterReader): string[] {
	return read.list('allowOnce', 'Allow Once', /[\s,;]+/);
}

/** A dry run set by an expression may arrive as text; anything but a clear "no" is taken for a dry run. */
export function readDryRun(read: ParameterReader): boolean {
	return saidBoolean(read.value('dryRun', true)) !== false;
}
