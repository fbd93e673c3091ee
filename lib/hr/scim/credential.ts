import { SyncError } from '../../base/errors';
import { isRecord } from '../../base/json';
import { createHttpClient } from '../../http/client';
import type { HttpClient, RateLimit } from '../../http/client';
import { checkHeaderValue } from '../../http/headerValue';

export interface ScimCredential {
	baseUrl: string;
	token: string;
}

/** @throws SyncError when the token is missing; the HTTP client says what is wrong with the address */
export function parseScimCredential(data: unknown): ScimCredential {
	const baseUrl = isRecord(data) && typeof data.baseUrl === 'string' ? data.baseUrl.trim() : '';
	const token = isRecord(data) && typeof data.token === 'string' ? data.token.trim() : '';
	if (token === '') {
		throw new SyncError(
			'The SCIM credential has no bearer token',
			'Paste the token from the provisioning settings of the HR system.',
		);
	}
	checkHeaderValue(token, 'The SCIM credential');
	return { baseUrl, token };
}

export interface ScimClientOptions {
	signal?: AbortSignal;
	log?: (message: string) => void;
	/** All that this process asks of one base URL with the same credential keeps to it together. */
	rateLimit?: RateLimit;
}

export function createScimHttp(
	{ baseUrl, token }: ScimCredential,
	{ rateLimit, ...options }: ScimClientOptions = {},
): HttpClient {
	return createHttpClient({
		asked: 'hr',
		baseUrl,
		accept: 'application/scim+json, application/json',
		authorize: async () => ({ Authorization: `Bearer ${token}` }),
		secrets: [token],
		...(rateLimit && { rateLimits: [rateLimit] }),
		...options,
	});
}
