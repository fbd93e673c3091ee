import SCIMMY from 'scimmy';

import { ENTERPRISE, isObject } from '../person.ts';
import type { Json } from '../person.ts';
import type { Store } from '../store.ts';

const DATE = /^\d{4}-\d\d-\d\d(T|$)/;

/**
 * The people or groups that match a SCIM filter, in the order of their creation.
 *
 * scimmy's filter does the comparing. Around it stands what it leaves out: text compares without regard to case (as
 * the User schema says), attributes of the enterprise extension are found by their full name, `emails eq` means
 * `emails.value eq`, an absent complex attribute matches nothing instead of failing, and a look-up by a unique
 * attribute doesn't read everybody.
 */
export function matching<Entry extends Json & { id: string }>(
	store: Store<Entry>,
	filter: SCIMMY.Types.Filter,
): Entry[] {
	const alternatives = [...filter].filter(isObject).map(withPlainValues);
	const folded = new SCIMMY.Types.Filter(alternatives.map(foldObject));
	return candidates(store, alternatives).filter((entry) => folded.match([view(entry, alternatives)]).length > 0);
}

/** When all the filter asks for hangs on one indexed equality, only those it can be. */
function candidates<Entry extends { id: string }>(store: Store<Entry>, alternatives: Json[]): Entry[] {
	const [only, ...others] = alternatives;
	if (!only || others.length > 0) return store.all();
	for (const [path, test] of leaves(only)) {
		const [comparator, value] = test;
		if (String(comparator).toLowerCase() !== 'eq' || typeof value !== 'string') continue;
		const found = store.lookUp(path, value);
		if (found) return found;
	}
	return store.all();
}

/** The attributes that a filter asks for, in lower case: `emails` and `emails.value` are two. */
export function attributesOf(filter: SCIMMY.Types.Filter): string[] {
	return [...filter].filter(isObject).flatMap((expressions) => leaves(expressions).map(([path]) => path.toLowerCase()));
}

/** The filter's tests with their paths: `{ emails: { value: ['eq', 'x'] } }` gives `['emails.value', ['eq', 'x']]`. */
function leaves(expressions: Json, prefix = ''): Array<[string, unknown[]]> {
	return Object.entries(expressions).flatMap(([attribute, test]): Array<[string, unknown[]]> => {
		const path = prefix + attribute;
		if (isObject(test)) return leaves(test, `${path}.`);
		return Array.isArray(test) ? [[path, test]] : [];
	});
}

/** scimmy knows no test on a multi-valued attribute itself, which by RFC 7644 means its `value`. */
function withPlainValues(expressions: Json): Json {
	const multiValued = ['emails', 'phonenumbers', 'addresses', 'roles', 'entitlements', 'ims', 'photos', 'members'];
	const plain = ([attribute, test]: [string, unknown]): [string, unknown] => {
		const direct = multiValued.includes(attribute.toLowerCase()) && Array.isArray(test) && typeof test[0] === 'string';
		return [attribute, direct && !/^(pr|np)$/i.test(String(test.at(-1))) ? { value: test } : test];
	};
	return Object.fromEntries(Object.entries(expressions).map(plain));
}

/** The person as the filter sees them: folded, the extension's attributes spelled out, nothing to stumble over. */
function view(person: Json, alternatives: Json[]): Json {
	const seen: Json = {};
	for (const [attribute, value] of Object.entries(person)) seen[attribute.toLowerCase()] = fold(value);
	const extension = person[ENTERPRISE];
	for (const [attribute, value] of Object.entries(isObject(extension) ? extension : {})) {
		seen[`${ENTERPRISE}:${attribute}`.toLowerCase()] = fold(value);
	}
	for (const expressions of alternatives) {
		for (const [attribute, test] of Object.entries(expressions)) {
			if (isObject(test)) seen[attribute.toLowerCase()] ??= {};
		}
	}
	return seen;
}

/** All text in lower case, but for dates: those are compared as dates. */
function fold(value: unknown): unknown {
	if (typeof value === 'string') return DATE.test(value) ? value : value.toLowerCase();
	if (Array.isArray(value)) return value.map(fold);
	if (!isObject(value)) return value;
	return foldObject(value);
}

function foldObject(object: Json): Json {
	return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, fold(inner)]));
}
