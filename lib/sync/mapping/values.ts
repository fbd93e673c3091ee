import { DateTime } from 'luxon';

import type { CauseOf } from '../../base/cause';
import type { VALUE_CAUSES } from '../../base/cause/mapping';
import { plainText, saidBoolean } from '../../base/json';
import type { AttributeValue } from '../model';

/** What an attribute of an HR system holds. `date` is a day (2024-03-01), `dateTime` a moment or a day. */
export const VALUE_TYPES = ['string', 'boolean', 'email', 'url', 'date', 'dateTime', 'integer', 'number'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** What can be wrong with a value, for counting. */
export type ProblemKind =
	| 'required'
	| 'type'
	| 'format'
	| 'length'
	| 'allowed'
	| 'duplicate'
	| 'expression'
	| 'transform'
	| 'attribute'
	| 'person';

/** What is wrong with an attribute of a person. */
export type AttributeCause = CauseOf<Exclude<keyof typeof VALUE_CAUSES, 'noObjectId'>>;

/** The same as far as the value shows it, without whose it is. */
export type ValueFault = AttributeCause extends infer C
	? C extends unknown
		? Omit<C, 'attribute' | 'person'>
		: never
	: never;

export const PROBLEM_KINDS: Readonly<Record<AttributeCause['kind'], ProblemKind>> = {
	required: 'required',
	wrongType: 'type',
	wrongForm: 'format',
	tooLong: 'length',
	notAllowed: 'allowed',
	differs: 'allowed',
	duplicate: 'duplicate',
	expressionFailed: 'expression',
	notADate: 'transform',
	notAPhone: 'transform',
	notInTable: 'transform',
	notWritable: 'attribute',
};

/** A value that can't be used, for the reason that it holds. */
export class ValueProblem extends Error {
	override name = 'ValueProblem';

	readonly fault: ValueFault;

	constructor(fault: ValueFault) {
		super(fault.kind);
		this.fault = fault;
	}
}

export interface ValueRules {
	type: ValueType;
	/** Characters, at most. */
	maxLength?: number;
	/** The values that the system takes, where it takes no others. */
	allowed?: readonly string[];
}

/**
 * A value that is not empty, in the form in which it is written.
 * @throws ValueProblem when it isn't of the type, or not one that the system takes
 */
export function checkValue(value: unknown, { type, maxLength, allowed }: ValueRules): AttributeValue {
	const checked = CHECKS[type](value);
	const text = String(checked);
	const length = maxLength === undefined ? 0 : Array.from(text).length;
	if (maxLength !== undefined && length > maxLength) {
		throw new ValueProblem({ kind: 'tooLong', value: show(value), length, most: maxLength });
	}
	if (!allowed || allowed.includes(text)) return checked;
	const meant = allowed.find((one) => one.toLowerCase() === text.toLowerCase());
	if (meant !== undefined) return meant;
	throw new ValueProblem({ kind: 'notAllowed', value: show(value), allowed: listed(allowed) });
}

const CHECKS: Record<ValueType, (value: unknown) => AttributeValue> = {
	string: textOf,
	boolean(value) {
		const truth = saidBoolean(value);
		if (truth === undefined) throw wrongType(value, 'boolean');
		return truth;
	},
	email: formatted('email', (text) => text.length <= LONGEST_EMAIL && EMAIL.test(text)),
	url: formatted('url', (text) => URL.canParse(text)),
	date(value) {
		const text = textOf(value);
		if (!isIsoDate(text)) throw new ValueProblem({ kind: 'wrongForm', value: show(value), wanted: 'date' });
		return text.slice(0, 'yyyy-mm-dd'.length);
	},
	dateTime: formatted('dateTime', isIsoDate),
	integer(value) {
		const number = numberOf(value);
		if (!Number.isSafeInteger(number)) throw wrongType(value, 'integer');
		return number;
	},
	number(value) {
		const number = numberOf(value);
		if (!Number.isFinite(number)) throw wrongType(value, 'number');
		return number;
	},
};

function wrongType(value: unknown, wanted: CauseOf<'wrongType'>['wanted']): ValueProblem {
	return new ValueProblem({ kind: 'wrongType', value: show(value), wanted });
}

/** RFC 5321 4.5.3.1 allows 64 characters before the @ and 255 after it. */
const LONGEST_EMAIL = 320;
const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>"][^\s@,;<>".]*\.[^\s@,;<>"]+$/;

/** A day, with or without a time of day. What else ISO 8601 allows, such as weeks or a time alone, no HR system takes. */
export function isIsoDate(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) && DateTime.fromISO(text).isValid;
}

function formatted(
	wanted: CauseOf<'wrongForm'>['wanted'],
	matches: (text: string) => boolean,
): (value: unknown) => AttributeValue {
	return (value) => {
		const text = textOf(value);
		if (!matches(text)) throw new ValueProblem({ kind: 'wrongForm', value: show(value), wanted });
		return text;
	};
}

/** @throws ValueProblem for anything that is more than one text, number or switch */
export function textOf(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	if (DateTime.isDateTime(value) && value.isValid) return String(value.toISO());
	if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
	throw wrongType(value, 'text');
}

function numberOf(value: unknown): number {
	const text = textOf(value);
	return typeof value === 'boolean' || !/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number.NaN : Number(text);
}

/** The value as messages show it. */
export function show(value: unknown): string {
	return shorten(typeof value === 'string' ? JSON.stringify(value) : plainText(value), 80);
}

/** The values as messages list them. */
export function listed(values: readonly string[]): string {
	return shorten(values.map((value) => JSON.stringify(value)).join(', '), 200);
}

function shorten(text: string, characters: number): string {
	return text.length > characters ? `${text.slice(0, characters - 1)}…` : text;
}
