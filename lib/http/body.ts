const MAX_SHOWN = 4_000;
const MAX_EXCERPT = 200;

/** Replaces each secret of the request, so that a server that echoes its request cannot put it into an error. */
export function redact(text: string, secrets: readonly string[]): string {
	return secrets.reduce((shown, secret) => (secret.length > 3 ? shown.replaceAll(secret, '***') : shown), text);
}

export type ParsedBody = { ok: true; value: unknown } | { ok: false };

/** Parses a JSON body; an empty one is undefined. */
export function parseBody(text: string): ParsedBody {
	const trimmed = text.replace(/^\uFEFF/, '').trim();
	if (trimmed === '') return { ok: true, value: undefined };
	try {
		return { ok: true, value: JSON.parse(trimmed) as unknown };
	} catch {
		return { ok: false };
	}
}

/** An error body fit to travel with an error: parsed when it is JSON of moderate size, else its beginning. */
export function errorBody(text: string, secrets: readonly string[]): unknown {
	const parsed = parseBody(text);
	// Strings are redacted after parsing: JSON can spell a secret with escapes that the text alone does not show.
	const shown = parsed.ok ? redactAll(parsed.value, secrets) : redact(text, secrets);
	const size = textOf(shown).length;
	if (size <= MAX_SHOWN) return shown;
	return `${textOf(shown).slice(0, MAX_SHOWN)}...`;
}

function textOf(body: unknown): string {
	if (body === undefined) return '';
	return typeof body === 'string' ? body : JSON.stringify(body);
}

/** The same for every text within a parsed body. */
export function redactAll(value: unknown, secrets: readonly string[]): unknown {
	if (typeof value === 'string') return redact(value, secrets);
	if (Array.isArray(value)) return value.map((element) => redactAll(element, secrets));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, field]) => [redact(name, secrets), redactAll(field, secrets)]),
	);
}

/** The first words of a body that should have been JSON. */
export function excerpt(text: string, secrets: readonly string[]): string {
	return redact(text, secrets).replace(/\s+/g, ' ').trim().slice(0, MAX_EXCERPT);
}

/** The sentence in which an error body says what is wrong, wherever the system puts it (Graph, SCIM, OAuth, plain REST). */
export function errorText(body: unknown): string | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const record = body as Record<string, unknown>;
	for (const key of ['message', 'detail', 'error_description', 'title', 'error', 'errors']) {
		const found = textIn(record[key]);
		if (found !== undefined) return found;
	}
	return undefined;
}

function textIn(value: unknown): string | undefined {
	if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, 300);
	if (Array.isArray(value)) return textIn(value[0]);
	return errorText(value);
}
