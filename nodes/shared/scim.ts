import { SyncError } from '../../lib/base/errors';
import { isRecord } from '../../lib/base/json';
import { createHttpClient } from '../../lib/http/client';
import type { HttpClient } from '../../lib/http/client';
import { checkHeaderValue } from '../../lib/http/headerValue';
import { steadyPace } from '../../lib/http/steady';
import type { RateLimit } from '../../lib/http/steady';
import { paceKey } from './restApi';

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
	/** All that this process asks of one base URL keeps to it together. */
	rateLimit?: RateLimit;
}

export function createScimHttp(
	{ baseUrl, token }: ScimCredential,
	{ rateLimit, ...options }: ScimClientOptions = {},
): HttpClient {
	return createHttpClient({
		name: 'The HR system',
		baseUrl,
		accept: 'application/scim+json, application/json',
		authorize: async () => ({ Authorization: `Bearer ${token}` }),
		...(rateLimit && { pace: steadyPace(paceKey(baseUrl), [rateLimit]) }),
		...options,
	});
}
