import { HttpError } from '../http/client';

const REFUSALS = new Set([400, 404, 416, 422]);

/** Some systems refuse to be asked for what is behind the end of a list: there is nobody, then. */
export function isBehindTheEnd(error: unknown): boolean {
	return error instanceof HttpError && REFUSALS.has(error.status ?? 0);
}
