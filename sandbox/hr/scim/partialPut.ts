import { isObject } from '../person.ts';
import type { Json } from '../person.ts';

/**
 * The resource that a PUT of only the changed attributes means: what it leaves out stays, also inside `name` and
 * inside extensions, null clears, and lists are replaced whole. Names compare without regard to case.
 */
export function merged(before: Json, body: Json): Json {
	const result: Json = { ...before };
	for (const [name, value] of Object.entries(body)) {
		const key = Object.keys(before).find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
		const old = before[key];
		if (value === null) result[key] = undefined;
		else if (key === 'schemas') result[key] = [...new Set([...asList(old), ...asList(value)])];
		else result[key] = isObject(old) && isObject(value) ? merged(old, value) : value;
	}
	return result;
}

function asList(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}
