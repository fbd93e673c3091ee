import { SyncError } from '../../../base/errors';
import { isRecord, oneOf } from '../../../base/json';
import type { Scalar } from './profile';

/** The fields of a part of a profile. In messages a field is called by `at`, where the part stands, and its name. */
export type Fields = Record<string, unknown>;

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

export function wrong(name: string, what: string, correct = name): SyncError {
	return new SyncError(
		`The description of the HR system's API can't be used: "${name}" ${what}`,
		`Correct "${correct}"; the documentation of the HR system's API says what it has to be.`,
	);
}

export function missing(name: string): never {
	throw wrong(name, 'is missing');
}

function named(name: string, at: string): string {
	return at === '' ? name : `${at}.${name}`;
}

export function recordOf(value: unknown, name: string): Fields {
	if (isRecord(value)) return value;
	throw wrong(name, value === undefined || value === null ? 'is missing' : 'is not an object');
}

export function optional<T>(fields: Fields, name: string, parse: (value: Fields) => T): T | undefined {
	const value = fields[name];
	return value === undefined || value === null ? undefined : parse(recordOf(value, name));
}

/** A text that is given, without blanks at its ends. */
export function text(fields: Fields, name: string, at: string): string | undefined {
	const value = fields[name];
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'string') throw wrong(named(name, at), 'is not a text');
	return value.trim() === '' ? undefined : value.trim();
}

export function required(fields: Fields, name: string, at: string): string {
	const value = text(fields, name, at) ?? missing(named(name, at));
	checkSteps(value, named(name, at));
	return value;
}

/** A field or place that is given. */
export function field(fields: Fields, name: string, at: string): string | undefined {
	const value = text(fields, name, at);
	if (value !== undefined) checkSteps(value, named(name, at));
	return value;
}

/** A place, where '' is the whole of it and has to be said. */
export function place(fields: Fields, name: string, at: string): string {
	if (typeof fields[name] !== 'string') throw wrong(named(name, at), 'is missing');
	return field(fields, name, at) ?? '';
}

function checkSteps(value: string, name: string): void {
	if (value.split('.').some((step) => FORBIDDEN.has(step))) throw wrong(name, `is ${JSON.stringify(value)}`);
}

export function choice<T extends string>(
	fields: Fields,
	name: string,
	at: string,
	values: readonly T[],
): T | undefined {
	const value = text(fields, name, at);
	const known = oneOf(values, value);
	if (value === undefined || known !== undefined) return known;
	throw wrong(named(name, at), `is ${JSON.stringify(value)}, and not one of ${values.join(', ')}`);
}

/** True or false, which forms give as text. */
export function flag(fields: Fields, name: string, at: string): boolean | undefined {
	const value = fields[name];
	if (typeof value === 'boolean') return value;
	const given = choice(fields, name, at, ['true', 'false']);
	return given === undefined ? undefined : given === 'true';
}

/** A whole number from `least` up; forms and expressions give it as text, too. */
export function whole(fields: Fields, name: string, at: string, least: number): number | undefined {
	const value = fields[name];
	if (value === undefined || value === null || value === '') return undefined;
	const number = typeof value === 'string' ? Number(value.trim()) : value;
	if (typeof number === 'number' && Number.isInteger(number) && number >= least) return number;
	throw wrong(named(name, at), `is ${JSON.stringify(value)}, and not a whole number from ${least} up`);
}

export function texts(fields: Fields, name: string, at: string): string[] | undefined {
	const value = fields[name];
	if (value === undefined || value === null) return undefined;
	if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) {
		throw wrong(named(name, at), 'is not a list of texts');
	}
	const given = value.map((one) => one.trim()).filter((one) => one !== '');
	for (const one of given) checkSteps(one, named(name, at));
	return given;
}

export function textRecord(fields: Fields, name: string, at: string): Record<string, string> | undefined {
	const value = fields[name];
	if (value === undefined || value === null) return undefined;
	const record = recordOf(value, named(name, at));
	return Object.fromEntries(
		Object.entries(record).map(([key, one]) => {
			if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean') {
				throw wrong(`${named(name, at)}.${key}`, 'is not a text');
			}
			return [key, String(one)];
		}),
	);
}

export function scalarRecord(fields: Fields, name: string, at: string): Record<string, Scalar> | undefined {
	const value = fields[name];
	if (value === undefined || value === null) return undefined;
	const record = recordOf(value, named(name, at));
	for (const [key, one] of Object.entries(record)) {
		checkSteps(key, `${named(name, at)}.${key}`);
		if (!isScalar(one)) throw wrong(`${named(name, at)}.${key}`, 'is not a single value');
	}
	return record as Record<string, Scalar>;
}

/** A separator may be a blank. */
export function separatorOf({ separator }: Fields): string {
	if (separator === undefined || separator === '') return ';';
	if (typeof separator !== 'string') throw wrong('lists.separator', 'is not a text');
	return separator;
}

export function isScalar(value: unknown): value is Scalar {
	return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Without what is not given. */
export function compact<T>(fields: { [K in keyof T]: T[K] | undefined }): T {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
