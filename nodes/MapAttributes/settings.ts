import type { IExecuteFunctions } from 'n8n-workflow';

import { causeOf } from '../../lib/base/cause';
import type { Cause } from '../../lib/base/cause';
import { SyncError } from '../../lib/base/errors';
import { isEmpty, isRecord, plainText } from '../../lib/base/json';
import { attributeAt, pathIn, shownAttribute, whyNotWritten } from '../../lib/hr/systems/paths';
import type { HrSystem, TargetAttribute } from '../../lib/hr/systems/types';
import { fieldNameOf, fieldsIn } from '../../lib/sync/mapping/fieldPath';
import type { Mapping, WhenEmpty } from '../../lib/sync/mapping/mapping';
import type { ValueType } from '../../lib/sync/mapping/values';
import { perItem } from '../shared/expressions';
import { asChoice } from '../shared/parameters';
import { areLive, boxesOf } from './boxes';
import { readRules } from './rules';
import type { Rule } from './rules';

/** An attribute and the parameter that holds its value; `invalid` says why it can't be written. */
interface Target extends Omit<TargetAttribute, 'id'> {
	id?: string;
	raw: unknown;
	invalid?: Cause;
}

const WHEN_EMPTY: readonly WhenEmpty[] = ['leave', 'clear'];

/** No system shows it, so it would be written every night. */
const PASSWORD = 'password';

const USER_NAMES: Record<string, string> = {
	workEmail: '={{ $json.mail }}',
	userPrincipalName: '={{ $json.userPrincipalName }}',
	employeeNumber: '={{ $json.employeeId }}',
	objectId: '={{ $json.id }}',
};

/**
 * The mapping as the node's form holds it.
 * @throws SyncError when an attribute is unknown, mapped twice, required and not mapped, or has a rule and no value
 */
export function readMapping(context: IExecuteFunctions, system: HrSystem): Mapping[] {
	const parameters = context.getNode().parameters as Record<string, unknown>;
	const targets = [
		{ ...system.userName, raw: userNameOf(parameters) },
		...formTargets(parameters, system),
		...customTargets(parameters, system),
	];
	checkTargets(targets, system);
	const rules = rulesByPath(readRules(context), targets, system);
	const whenEmpty = asChoice(parameters.whenEmpty ?? 'leave', 'When a Value Is Empty', WHEN_EMPTY);
	return targets.map((target) => {
		const { path, raw, source: _, id: __, ...attribute } = target;
		const rule = rules.get(path);
		return {
			...attribute,
			...rule?.checks,
			path,
			whenEmpty: rule?.whenEmpty ?? whenEmpty,
			source: fieldNameOf(raw),
			reads: fieldsIn(raw),
			valueAt: perItem(context, raw),
			...(rule?.transform && { transform: rule.transform }),
			...(rule?.defaultAt && { defaultAt: rule.defaultAt }),
			...((rule?.onlyOnCreate || attribute.createOnly) && { onlyOnCreate: true }),
			...(path === PASSWORD && !rule?.onlyOnCreate && { invalid: { kind: 'passwordOnCreate' as const } }),
			...(path === system.userName.path && sameAs(targets, system)),
		};
	});
}

function userNameOf({ userName, userNameValue }: Record<string, unknown>): unknown {
	if (userName === 'other') return userNameValue;
	const name = plainText(userName);
	const expression = Object.hasOwn(USER_NAMES, name) ? USER_NAMES[name] : undefined;
	if (expression !== undefined) return expression;
	throw new SyncError(`There is no user name "${name}"`, 'Pick one from the list "User Name" of Map Attributes.');
}

function formTargets(parameters: Record<string, unknown>, system: HrSystem): Target[] {
	const attributes = parameters[boxesOf(system, areLive(system, parameters.attributesFrom))];
	const values = isRecord(attributes) && isRecord(attributes.value) ? attributes.value : {};
	const schema = isRecord(attributes) && Array.isArray(attributes.schema) ? attributes.schema.filter(isRecord) : [];
	return Object.entries(values).flatMap(([id, raw]): Target[] => {
		// A box that was emptied in n8n's expression mode keeps the sign of an expression.
		if (isEmpty(raw) || (typeof raw === 'string' && raw.trim() === '=')) return [];
		const field = schema.find((one) => one.id === id);
		const required = field?.required === true;
		const known = system.attributes.find((attribute) => attribute.id === id);
		if (known) return [{ ...known, required: known.required || required, raw }];
		const shown = shownAttribute(id);
		if (shown === undefined) {
			throw new SyncError(
				`${system.name} has no attribute "${id}"`,
				'Open Map Attributes, refresh the list of attributes and map it again.',
			);
		}
		const label = typeof field?.displayName === 'string' ? field.displayName : shown.path;
		return [{ ...shown, label, required, ...place(system, shown.path), raw }];
	});
}

function customTargets({ customAttributes }: Record<string, unknown>, system: HrSystem): Target[] {
	const assignments =
		isRecord(customAttributes) && Array.isArray(customAttributes.assignments) ? customAttributes.assignments : [];
	return assignments.filter(isRecord).map(({ name, type, value }) => {
		const placed = place(system, typeof name === 'string' ? name : '');
		const label = placed.path.trim() === '' ? 'A custom attribute without a name' : placed.path;
		return { label, type: typeOf(type), ...attributeAt(system, placed.path), ...placed, raw: value };
	});
}

/** A name that nothing can be written under makes a problem on each row, and is not written. */
function place(system: HrSystem, name: string): { path: string; invalid?: Cause } {
	try {
		const path = pathIn(system, name);
		const invalid = whyNotWritten(system, path);
		return { path, ...(invalid && { invalid }) };
	} catch (error) {
		return { path: name, invalid: causeOf(error) };
	}
}

/** The types of n8n's boxes and assignments; what else they know of is a text to an HR system. */
function typeOf(type: unknown): ValueType {
	return type === 'boolean' || type === 'number' ? type : 'string';
}

function checkTargets(targets: Target[], system: HrSystem): void {
	if (targets.length === 1) {
		throw new SyncError(
			'Nothing is mapped but the user name',
			'Open Map Attributes and drag fields of Entra onto the attributes of the HR system.',
		);
	}
	const paths = targets.map(({ path }) => path.toLowerCase());
	const twice = targets.find(({ path }, i) => paths.indexOf(path.toLowerCase()) !== i);
	if (twice) {
		throw new SyncError(
			`The attribute "${twice.label}" is mapped twice`,
			twice.path === system.userName.path
				? 'It has a field of its own in Map Attributes: "User Name". Remove it from the others.'
				: 'Remove it from Attributes or from Custom Attributes.',
		);
	}
	const missing = system.attributes.filter(({ path, required }) => required && !paths.includes(path.toLowerCase()));
	if (missing.length > 0) {
		throw new SyncError(
			`${system.name} needs ${missing.map(({ label }) => label).join(' and ')}, and nothing is mapped there`,
			'Drag a field of Entra onto each of them in Map Attributes.',
		);
	}
}

function rulesByPath(rules: Rule[], targets: Target[], system: HrSystem): Map<string, Rule> {
	const byPath = new Map<string, Rule>();
	for (const rule of rules) {
		const { path } = place(system, rule.attribute);
		if (!targets.some((target) => target.path === path)) {
			throw new SyncError(`There is a rule for "${path}", which is not mapped`, 'Map it, or remove the rule.');
		}
		if (byPath.has(path)) {
			throw new SyncError(`There are two rules for "${path}"`, 'Put all that it needs into one of them.');
		}
		byPath.set(path, rule);
	}
	return byPath;
}

function sameAs(targets: Target[], { userNameEquals }: HrSystem): Pick<Mapping, 'sameAs'> {
	const other = targets.find(({ path }) => path === userNameEquals);
	return other ? { sameAs: { path: other.path, label: other.label } } : {};
}
