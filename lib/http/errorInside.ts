import { isRecord, numberIn } from '../base/json';

const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
/** Fields that say something about the answer, and are nothing that was asked for. */
const ABOUT_THE_ANSWER = /^(errors?|success|ok|status|code|message|meta|details?|links|schemas|request|context)$/;
const FAILED = /^(error|fail|failed|failure)$/i;
const MOST_DEPTH = 5;

/** An error that a server, or a gateway in front of it, has put into an answer of a good status. */
export interface ErrorInside {
	/** The status that the error itself names. */
	status?: number;
}

type Fields = Record<string, unknown>;

/**
 * Looks whether the body of a good answer is an error and nothing else: SCIM's own message, or an object that says so
 * (`success: false` or `ok: false`; `error`, `errors` or `status: "error"` beside no resource).
 */
export function errorInside(body: unknown): ErrorInside | undefined {
	if (!isRecord(body)) return undefined;
	if (isScimError(body)) return named(body.status);
	const fields = inLowerCase(body);
	// A token is what was asked for, whatever is said beside it.
	if (fields.success === true || fields.ok === true || typeof fields.access_token === 'string') return undefined;
	const error = [fields.error, fields.errors].find((value) => isError(value));
	const { success, ok, status } = fields;
	if (success !== false && ok !== false) {
		if (error === undefined && !(typeof status === 'string' && FAILED.test(status))) return undefined;
		if (holdsResource(fields)) return undefined;
	}
	return named(fields.status, fields.code, ...(isRecord(error) ? [error.status, error.code] : []));
}

function isScimError({ schemas }: Fields): boolean {
	const uris = Array.isArray(schemas) ? (schemas as unknown[]) : [];
	return uris.some((uri) => typeof uri === 'string' && uri.toLowerCase() === SCIM_ERROR.toLowerCase());
}

/** Null, false, nothing at all, and an error with the code of success say nothing. */
function isError(value: unknown): boolean {
	if (isRecord(value) && isGood(value.code ?? value.status)) return false;
	return saysSomething(value);
}

function isGood(code: unknown): boolean {
	const number = numberIn(code);
	return number === 0 || (number >= 200 && number < 300);
}

function saysSomething(value: unknown, depth = 0): boolean {
	if (typeof value === 'string') return value.trim() !== '';
	if (typeof value !== 'object' || value === null) return value === true || (typeof value === 'number' && value !== 0);
	return depth < MOST_DEPTH && Object.values(value).some((inner) => saysSomething(inner, depth + 1));
}

/** Something beside the error that was asked for: whoever has an id, or whatever stands in an envelope. */
function holdsResource(fields: Fields): boolean {
	if (saysSomething(fields.id)) return true;
	return Object.entries(fields).some(
		([name, value]) => !ABOUT_THE_ANSWER.test(name) && typeof value === 'object' && saysSomething(value),
	);
}

/** The first that is the status of a failure. */
function named(...candidates: unknown[]): ErrorInside {
	for (const candidate of candidates) {
		const number = numberIn(candidate);
		if (Number.isInteger(number) && number >= 400 && number < 600) return { status: number };
	}
	return {};
}

function inLowerCase(body: Fields): Fields {
	return Object.fromEntries(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
}
