/**
 * Any value as text. What came as JSON may hold a field `toString` or `valueOf`, or be nested without end: String() and
 * JSON.stringify() throw then, in words that nobody can do anything with.
 */
export function plainText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'function' || typeof value === 'symbol') return typeof value;
	if (typeof value !== 'object' || value === null) return String(value);
	try {
		const text: unknown = JSON.stringify(value);
		return typeof text === 'string' ? text : typeof value;
	} catch {
		return 'something that has no text';
	}
}

/** A number, or a text that is one; NaN for anything else, and for an empty text, which Number() takes for 0. */
export function numberIn(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

/** A text as one part of an address. Half of a pair of surrogates, which no address can hold, becomes U+FFFD. */
export function inUrl(text: string): string {
	return encodeURIComponent(Buffer.from(text).toString());
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The form of an Entra object id; case does not matter in it. */
export function isGuid(value: unknown): boolean {
	return typeof value === 'string' && GUID.test(value.trim());
}

/** Absent, null, "" and blanks all mean the same to an HR system: nothing there. */
export function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** true/false, also as "True", "False", 1 or 0 as some HR systems have them; undefined for anything else. */
export function toBoolean(value: unknown): boolean | undefined {
	if (value === 0 || value === 1) return value === 1;
	return saidBoolean(value);
}

/** true/false, or their names: what somebody has said, where a number is more likely a mistake. */
export function saidBoolean(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const text = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
	if (text === 'true') return true;
	if (text === 'false') return false;
	return undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of an error as n8n puts it into items: a string, or an object with a message. */
export function errorText(error: unknown): string {
	if (isRecord(error) && typeof error.message === 'string') return error.message;
	return plainText(error);
}

/** What can be looked into for fields: none where there are none. */
export function fieldsOf(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The value if it is one of these, and undefined if it is none of them. */
export function oneOf<T>(values: readonly T[], value: unknown): T | undefined {
	return values.find((one) => one === value);
}

/** The element at a position that is known to be in the list. */
export function at<T>(list: readonly T[], position: number): T {
	const element = list[position];
	if (element === undefined) throw new RangeError(`There is nothing at position ${position} of ${list.length}`);
	return element;
}

/** What a text holds, taken apart at commas unless told, or a list that an expression gave; without what is blank. */
export function itemsIn(value: unknown, separator: string | RegExp = ','): string[] {
	return partsOf(value, separator)
		.map((item) => String(item).trim())
		.filter((item) => item !== '');
}

function partsOf(value: unknown, separator: string | RegExp): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value === 'number') return [value];
	return typeof value === 'string' ? value.split(separator) : [];
}

/** JSON as a text that is the same for the same content, in whichever order fields and elements of lists stand. */
export function contentOf(json: unknown): string {
	if (Array.isArray(json)) return `[${json.map(contentOf).sort().join()}]`;
	if (!isRecord(json)) return typeof json === 'string' ? JSON.stringify(json) : plainText(json);
	const fields = Object.entries(json).filter(([, value]) => value !== undefined);
	return `{${fields
		.map(([name, value]) => `${JSON.stringify(name)}:${contentOf(value)}`)
		.sort()
		.join()}}`;
}
