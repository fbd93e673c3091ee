import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { isRecord } from '../../lib/base/json';
import type { Mapping, WhenEmpty } from '../../lib/sync/mapping/mapping';
import { compileTransforms } from '../../lib/sync/mapping/transforms';
import type { Transform } from '../../lib/sync/mapping/transforms';
import { VALUE_TYPES } from '../../lib/sync/mapping/values';
import { perItem } from '../shared/expressions';
import { asBoolean, asChoice, asList, asNumber } from '../shared/parameters';

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
			whenEmpty: whenEmptyOf(perItem(context, rule.whenEmpty)(0)),
			defaultAt: perItem(context, rule.defaultValue),
			onlyOnCreate: asBoolean(perItem(context, rule.onlyOnCreate ?? false)(0), 'Only on Create'),
			checks: readChecks(context, rule.checks, attribute),
			...(transforms.length > 0 && { transform: compileTransforms(transforms, attribute) }),
		};
	});
}

const AS_FOR_ALL = 'standard';

function whenEmptyOf(value: unknown): WhenEmpty | undefined {
	const chosen = asChoice(value ?? AS_FOR_ALL, 'If Empty', [AS_FOR_ALL, 'leave', 'clear', 'default']);
	return chosen === AS_FOR_ALL ? undefined : chosen;
}

function readChecks(context: IExecuteFunctions, raw: unknown, attribute: string): Rule['checks'] {
	if (!isRecord(raw)) return {};
	const label = (name: string): string => `${name}" of the rule for "${attribute}`;
	const checks = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, perItem(context, value)(0)]));
	const { type, required, unique, maxLength } = checks;
	const allowed = asList(checks.allowed, label('Allowed Values'), /\r?\n/);
	return {
		...(type !== undefined && { type: asChoice(type, label('Form'), VALUE_TYPES) }),
		...(required !== undefined && { required: asBoolean(required, label('Required')) }),
		...(unique !== undefined && { unique: asBoolean(unique, label('Unique')) }),
		...(maxLength !== undefined && { maxLength: asNumber(maxLength, label('Longest'), { from: 1, whole: true }) }),
		...(allowed.length > 0 && { allowed }),
	};
}

/** The entries of a fixedCollection with several values. */
function listIn(collection: unknown, name: string): Record<string, unknown>[] {
	const list = isRecord(collection) ? collection[name] : undefined;
	return Array.isArray(list) ? list.filter(isRecord) : [];
}
