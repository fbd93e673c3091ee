/**
 * Expressions that only name a field, such as `={{ $json.manager?.mail }}` or `={{ $json["job title"] }}`, are what
 * dragging a field makes. They are read directly: n8n's expression engine takes about a millisecond for each, which is
 * minutes at 10,000 people.
 */
export type FieldPath = readonly (string | number)[];

const WHOLE = /^=\s*\{\{\s*\$json((?:\??\.[A-Za-z_]\w*|(?:\?\.)?\[(?:\d+|'[^'\\]*'|"[^"\\]*")\])+)\s*\}\}\s*$/;
const STEP = /\.\s*([A-Za-z_]\w*)|\[\s*(?:(\d+)|'([^']*)'|"([^"]*)")\s*\]/g;

/** What the expression engine could not do with a value that isn't a list or an object, or forbids. */
export const NOT_A_FIELD = Symbol('not a field');

/** The path of an expression that does nothing but name a field; undefined for any other. */
export function fieldPathOf(expression: string): FieldPath | undefined {
	const [, steps] = WHOLE.exec(expression) ?? [];
	return steps === undefined ? undefined : pathOfSteps(steps);
}

/** What stands behind `$json` as a path: `.name`, `?.name`, `["job title"]`, `[0]`. */
export function pathOfSteps(steps: string): FieldPath {
	return [...steps.matchAll(STEP)].map(([, name, index, single, double]) =>
		index === undefined ? (name ?? single ?? double ?? '') : Number(index),
	);
}

/**
 * The field's value; undefined when the row has none; NOT_A_FIELD when the expression means more than a field. Null where
 * something on the way is null, or a list ends before: then it was read, and there is none.
 */
export function readField(json: unknown, path: FieldPath): unknown {
	let value = json;
	for (const step of path) {
		if (value === null || value === undefined) return value;
		if (Array.isArray(value) && typeof step === 'number' && step >= value.length) return null;
		if (typeof value !== 'object') return NOT_A_FIELD;
		if (!Object.hasOwn(value, step)) return step in value ? NOT_A_FIELD : undefined;
		value = (value as Record<string | number, unknown>)[step];
	}
	return value;
}

/** The field that an expression names, as people write it: `mail`, `manager.mail`. Undefined for any other expression. */
export function fieldNameOf(expression: unknown): string | undefined {
	return typeof expression === 'string' ? fieldPathOf(expression)?.join('.') : undefined;
}

/** The fields of the row that an expression reads; undefined when it may read others too. */
export function fieldsIn(expression: unknown): string[] | undefined {
	if (typeof expression !== 'string' || !expression.startsWith('=')) return undefined;
	const uses = expression.match(/\$(?:json|input|item|data)\b/g) ?? [];
	const fields = [...expression.matchAll(/\$json\??(?:\.\s*([A-Za-z_]\w*)|\.?\[\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*\])/g)];
	if (uses.length === 0 || fields.length !== uses.length) return undefined;
	return fields.map(([, name, single, double]) => name ?? single ?? double ?? '');
}
