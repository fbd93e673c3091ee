import { isRecord, plainText } from '../base/json';
import { redact, redactAll } from './redaction';

const MAX_SHOWN = 4_000;
const MAX_EXCERPT = 200;
/** Of a text of which only the beginning is shown, so much is looked through for secrets. */
const MAX_LOOKED_THROUGH = 20_000;

/** What no API nests so deep. Whatever walks through an answer may call itself for each level of it. */
const MAX_DEPTH = 200;
/** An error body that is longer is not parsed: only its beginning is shown. */
const MAX_ERROR_LENGTH = 1_000_000;

export type ParsedBody = { ok: true; value: unknown } | { ok: false; why: 'notJson' | 'tooDeep' };

/** Parses a JSON body; an empty one is undefined. */
export function parseBody(text: string): ParsedBody {
	const trimmed = text.replace(/^\uFEFF/, '').trim();
	if (trimmed === '') return { ok: true, value: undefined };
	if (isDeeperThan(trimmed, MAX_DEPTH)) return { ok: false, why: 'tooDeep' };
	try {
		return { ok: true, value: JSON.parse(trimmed) as unknown };
	} catch {
		return { ok: false, why: 'notJson' };
	}
}

const [QUOTE, BACKSLASH, LIST, LIST_END, OBJECT, OBJECT_END] = Array.from('"\\[]{}', (sign) => sign.charCodeAt(0));

/** Told from the text alone, in one pass: what is nested so deep must not be walked through to find it out. */
function isDeeperThan(text: string, most: number): boolean {
	let depth = 0;
	for (let at = 0; at < text.length; at++) {
		const sign = text.charCodeAt(at);
		if (sign === QUOTE) at = endOfString(text, at);
		else if (sign === LIST || sign === OBJECT) {
			if (++depth > most) return true;
		} else if (sign === LIST_END || sign === OBJECT_END) depth--;
	}
	return false;
}

/** Where the string that begins here ends: at the first quote with no, or an even number of, backslashes before it. */
function endOfString(text: string, start: number): number {
	for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
		let before = end - 1;
		while (text.charCodeAt(before) === BACKSLASH) before--;
		if ((end - before) % 2 === 1) return end;
	}
	return text.length;
}

/** An error body fit to travel with an error: parsed when it is JSON of moderate size, else its beginning. */
export function errorBody(text: string, secrets: readonly string[]): unknown {
	const parsed: ParsedBody = text.length > MAX_ERROR_LENGTH ? { ok: false, why: 'tooDeep' } : parseBody(text);
	// Strings are redacted after parsing: JSON can spell a secret with escapes that the text alone does not show.
	const shown = parsed.ok ? redactAll(parsed.value, secrets) : redact(text.slice(0, MAX_LOOKED_THROUGH), secrets);
	const asText = plainText(shown);
	return asText.length <= MAX_SHOWN ? shown : `${asText.slice(0, MAX_SHOWN)}...`;
}

/** The first words of a body that should have been JSON. */
export function excerpt(text: string, secrets: readonly string[]): string {
	return redact(text.slice(0, MAX_LOOKED_THROUGH), secrets).replace(/\s+/g, ' ').trim().slice(0, MAX_EXCERPT);
}

/** The sentence in which an error body says what is wrong, wherever the system puts it (Graph, SCIM, OAuth, plain REST). */
export function errorText(body: unknown): string | undefined {
	if (!isRecord(body)) return undefined;
	for (const key of ['message', 'detail', 'error_description', 'title', 'error', 'errors']) {
		const found = textIn(body[key]);
		if (found !== undefined) return found;
	}
	return undefined;
}

function textIn(value: unknown): string | undefined {
	if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, 300);
	if (Array.isArray(value)) return textIn(value[0]);
	return errorText(value);
}
