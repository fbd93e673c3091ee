import type { HttpError } from './httpError';

/** The longest that one wait may last, whatever a server asks for. */
export const MAX_RETRY_AFTER_MS = 120_000;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 8_000;
const MAX_HELD_BACKOFF_MS = 30_000;
/** A server that is down is reported within seconds: so many more tries, so far apart. */
const UNREACHABLE_RETRIES = 2;
const UNREACHABLE_WAIT_MS = 500;

/** Nothing was sent: the server or its name was not found. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
/** Trying again cannot help. */
const LASTING = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|TOO_LARGE|HPE_HEADER_OVERFLOW|ERR_INVALID_)/;
const PASSING_STATUS = new Set([408, 500, 502, 503, 504]);

/**
 * Milliseconds of a Retry-After header: seconds (also fractional) or an HTTP date; undefined when absent or unreadable.
 * Bounded at two minutes.
 *
 * @param date the answer's header Date: what the server's own clock says, which may differ from this machine's
 */
export function parseRetryAfter(value: unknown, date?: string, here = Date.now()): number | undefined {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || text.trim() === '') return undefined;
	const trimmed = text.trim();
	const there = Date.parse(date ?? '');
	const now = Number.isNaN(there) ? here : there;
	const ms = /^(?:\d+|\d*\.\d+)$/.test(trimmed) ? Number(trimmed) * 1000 : Date.parse(trimmed) - now;
	if (Number.isNaN(ms)) return undefined;
	return Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}

/** Exponential back-off with jitter: between half of and the whole step, in milliseconds. `failures` counts from 1. */
export function backoffMs(failures: number, random: () => number = Math.random, most: number = MAX_BACKOFF_MS): number {
	const step = Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), most);
	return step / 2 + (step / 2) * random();
}

/**
 * How long to wait after having been asked to for the n-th time in a row. As long as the server says, but never less than a
 * back-off that grows: one that says "0" again and again would be asked hundreds of times a second.
 */
export function heldMs(toldMs: number, inARow: number): number {
	return Math.max(toldMs, backoffMs(inARow, Math.random, MAX_HELD_BACKOFF_MS));
}

/** Whether a failed request was certainly not sent. */
export function wasUnsent(code: string | undefined): boolean {
	return code !== undefined && UNSENT.has(code);
}

/** Whether an answer says "not now" rather than "failed". */
export function asksToWait(status: number | undefined, retryAfterMs: number | undefined): boolean {
	return status === 429 || (status === 503 && retryAfterMs !== undefined);
}

/** How long to wait before the next try, or undefined to give up. `failures` counts the failed tries, from 1. */
export function nextWait(
	error: HttpError,
	{ failures, maxTries, repeatable }: { failures: number; maxTries: number; repeatable: boolean },
): number | undefined {
	if (failures >= maxTries) return undefined;
	if (error.kind === 'network' && wasUnsent(error.code)) {
		return failures <= UNREACHABLE_RETRIES ? UNREACHABLE_WAIT_MS * failures : undefined;
	}
	// The server says that it did not carry the request out, so even a create is sent again.
	if (error.status !== 429 && !(repeatable && isPassing(error))) return undefined;
	return Math.max(error.retryAfterMs ?? 0, backoffMs(failures));
}

function isPassing(error: HttpError): boolean {
	switch (error.kind) {
		case 'timeout':
		case 'notJson':
			return true;
		case 'network':
			return !LASTING.test(error.code ?? '');
		case 'status':
			// An error within a good answer, which doesn't say of which kind it is: for a write it may be a refusal.
			return PASSING_STATUS.has(error.status ?? 0) || ((error.status ?? 0) < 300 && error.method === 'GET');
		default:
			return false;
	}
}
