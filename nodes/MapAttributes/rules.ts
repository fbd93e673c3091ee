import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';
import { isRecord } from '../../lib/sync/rows';
import { compileTransforms } from '../../lib/sync/transforms';
import type { Transform } from '../../lib/sync/transforms';
import { VALUE_TYPES } from '../../lib/sync/values';
import type { Mapping, WhenEmpty } from '../../lib/sync/mapping';
import { perItem } from '../shared/perItem';

/** What one attribute needs beyond a value. */
export interface Rule {
	/** As it was picked or written: a path, in any spelling. */
	attribute: string;
	whenEmpty?: WhenEmpty;
	defaultAt?: (position: number) => unknown;
	onlyOnCreate: boolean;
	transform?: Transform;
	/** Checks that take the place of the system's own. */
	checks: Partial<Pick<Mapping, 'type' | 'required' | 'unique' | 'maxLength' | 'allowed'>>;
}

/** @throws SyncError for a rule without an attribute, or with transforms whose settings make no sense */
export function readRules(context: IExecuteFunctions): Rule[] {
	const { rules } = context.getNode().parameters as Record<string, unknown>;
	return listIn(rules, 'rule').map((rule) => {
		const attribute = perItem(context, rule.attribute)(0);
		if (typeof attribute !== 'string' || attribute.trim() === '') {
			throw new SyncError('A rule names no attribute', 'Pick the attribute in "Rules for Single Attributes".');
		}
		const transforms = listIn(rule.transforms, 'transform').map((settings) => ({
			...settings,
			to: settings.type === 'date' ? settings.format : settings.to,
			table: perItem(context, settings.table)(0),
		}));
		return {
			attribute,
			whenEmpty: WHEN_EMPTY.find((known) => known === rule.whenEmpty),
			defaultAt: perItem(context, rule.defaultValue),
			onlyOnCreate: rule.onlyOnCreate === true,
			checks: readChecks(context, rule.checks, attribute),
			...(transforms.length > 0 && { transform: compileTransforms(transforms, attribute) }),
		};
	});
}

const WHEN_EMPTY: readonly WhenEmpty[] = ['leave', 'clear', 'default'];

function readChecks(context: IExecuteFunctions, raw: unknown, attribute: string): Rule['checks'] {
	if (!isRecord(raw)) return {};
	const checks = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, perItem(context, value)(0)]));
	const type = VALUE_TYPES.find((known) => known === checks.type);
	const allowed = typeof checks.allowed === 'string' ? checks.allowed.split(/\r?\n/).map((line) => line.trim()) : [];
	const values = allowed.filter((line) => line !== '');
	const { maxLength } = checks;
	if (maxLength !== undefined && !(Number.isInteger(maxLength) && Number(maxLength) >= 1)) {
		throw new SyncError(
			`The rule for ${attribute} can't be used: "Longest" is ${JSON.stringify(maxLength)}`,
			'Give a whole number from 1 up.',
		);
	}
	return {
		...(type && { type }),
		...(typeof checks.required === 'boolean' && { required: checks.required }),
		...(typeof checks.unique === 'boolean' && { unique: checks.unique }),
		...(maxLength !== undefined && { maxLength: Number(maxLength) }),
		...(values.length > 0 && { allowed: values }),
	};
}

/** The entries of a fixedCollection with several values. */
function listIn(collection: unknown, name: string): Record<string, unknown>[] {
	const list = isRecord(collection) ? collection[name] : undefined;
	return Array.isArray(list) ? list.filter(isRecord) : [];
}
