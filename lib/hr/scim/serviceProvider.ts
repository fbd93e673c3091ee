import { numberIn, toBoolean } from '../../base/json';
import { HttpError } from '../../http/client';
import type { HttpClient } from '../../http/client';
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

/** What ServiceProviderConfig (RFC 7643 5) says of how much fits into one request. */
export interface ServiceProvider {
	/** Undefined when the server can't do Bulk, or doesn't say. */
	bulk?: BulkLimits;
	/** The most resources that one page holds; undefined when the server doesn't say. */
	maxResults?: number;
}

/** Empty when the server has no such page. @throws HttpError when the server can't be worked with at all */
export async function readServiceProvider(http: HttpClient): Promise<ServiceProvider> {
	const answer = await readConfig(http);
	const config: unknown = Array.isArray(answer) ? answer[0] : answer;
	const bulk = bulkLimitsIn(property(config, 'bulk'));
	const maxResults = Math.floor(numberIn(property(property(config, 'filter'), 'maxResults')));
	return { ...(bulk && { bulk }), ...(Number.isFinite(maxResults) && maxResults > 0 && { maxResults }) };
}

function bulkLimitsIn(bulk: unknown): BulkLimits | undefined {
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
	const number = numberIn(value);
	return Number.isFinite(number) && number >= 1 ? Math.min(Math.floor(number), most) : most;
}
