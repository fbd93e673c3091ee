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
