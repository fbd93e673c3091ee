import type { Cause } from './cause';
import { SyncError } from './errors';
import { inEnglish } from './words/english';

/** An error that is known by its cause, and says it in English; its `details` carry the cause. */
export function failure(cause: Cause, details: Record<string, unknown> = {}): SyncError {
	return new SyncError(inEnglish.message(cause), inEnglish.advice(cause), { ...details, cause });
}
