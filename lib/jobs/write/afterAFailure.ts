import { SyncError } from '../../base/errors';
import { NotSentError } from '../../hr/directory';
import { HttpError } from '../../http/client';
import { isSignInFailure } from '../../http/clientCredentials';

/** How often something is created before that counts as failed. */
export const CREATION_TRIES = 5;

const ALREADY_EXISTS = 409;
const TRY_AGAIN = new Set([429, 500, 502, 503, 504]);

/** The HR system refuses a creation because it has that already. */
export function existsAlready(error: unknown): boolean {
	return error instanceof HttpError && error.status === ALREADY_EXISTS;
}

/** Nobody knows whether a creation that failed so was carried out; if not, another try may succeed. */
export function mayExist(error: unknown): boolean {
	if (error instanceof NotSentError || isSignInFailure(error)) return false;
	if (!(error instanceof HttpError)) return error instanceof SyncError;
	return (
		error.outcomeUnknown || error.kind === 'network' || (error.status !== undefined && TRY_AGAIN.has(error.status))
	);
}

/** A creation that failed so was certainly not carried out: it was never sent, or put off. */
export function wasLeftUndone(error: unknown): boolean {
	if (!(error instanceof HttpError)) return false;
	const { kind, status, retryAfterMs, outcomeUnknown } = error;
	if (status === 429 || (status === 503 && retryAfterMs !== undefined)) return true;
	return kind === 'network' && !outcomeUnknown;
}

/** Milliseconds until one looks whether it was carried out: longer each time, and at least as long as the HR system says. */
export function waitFor(error: unknown, attempt: number): number {
	const told = error instanceof HttpError ? error.retryAfterMs : undefined;
	return Math.max(told ?? 0, Math.min(8000, 250 * 2 ** attempt));
}
