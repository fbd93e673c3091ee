import { HttpError } from '../../http/client';
import type { HttpClient } from '../../http/client';
import { toBoolean } from '../../sync/compare';
import { property } from './path';

/** What one Bulk request may hold. */
export interface BulkLimits {
	maxOperations: number;
	/** Bytes of the request's body. */
	maxPayloadSize: number;
}

/** A time-out leaves the outcome of a whole request unknown, so that no request should be too long. */
const MOST_OPERATIONS = 100;
const MOST_BYTES = 1_000_000;

/**
 * What ServiceProviderConfig (RFC 7643 5) says about Bulk; undefined when the server can't do it, or doesn't say.
 * @throws HttpError when the server can't be worked with at all
 */
export async function readBulkLimits(http: HttpClient): Promise<BulkLimits | undefined> {
	const config = await readConfig(http);
	const bulk = property(Array.isArray(config) ? config[0] : config, 'bulk');
	if (toBoolean(property(bulk, 'supported')) !== true) return undefined;
	const limits = {
		maxOperations: limit(property(bulk, 'maxOperations'), MOST_OPERATIONS),
		maxPayloadSize: limit(property(bulk, 'maxPayloadSize'), MOST_BYTES),
	};
	return limits.maxOperations > 1 ? limits : undefined;
}

async function readConfig(http: HttpClient): Promise<unknown> {
	try {
		return (await http.request({ method: 'GET', url: 'ServiceProviderConfig' })).body;
	} catch (error) {
		if (error instanceof HttpError && (error.kind === 'status' || error.kind === 'notJson') && error.status !== 401) {
			return undefined;
		}
		throw error;
	}
}

/** Absent and 0 say nothing. */
function limit(value: unknown, most: number): number {
	const number = Number(value ?? 0);
	return Number.isFinite(number) && number > 0 ? Math.min(Math.floor(number), most) : most;
}
