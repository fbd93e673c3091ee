import { trimEnd } from 'lodash';

import { authorizeRest, parseRestCredential, secretsOf } from '../../lib/hr/rest/credential';
import type { RestCredential } from '../../lib/hr/rest/credential';
import { createHttpClient } from '../../lib/http/client';
import type { HttpClient } from '../../lib/http/client';
import { createClientSignIn } from '../../lib/http/clientCredentials';
import { steadyPace } from '../../lib/http/steady';
import type { RateLimit } from '../../lib/http/steady';

export { parseRestCredential };
export type { RestCredential };

export interface RestClientOptions {
	signal?: AbortSignal;
	log?: (message: string) => void;
	/** All that this process asks of one base URL keeps to it together. */
	rateLimit?: RateLimit;
	/** Signs in anew, and not with the token that is kept: for a test of the credential. */
	anew?: boolean;
}

export function createRestHttp(
	{ baseUrl, proof }: RestCredential,
	{ rateLimit, anew = false, ...options }: RestClientOptions = {},
): HttpClient {
	const signIn = anew && proof.kind === 'clientCredentials' ? createClientSignIn(proof.client) : undefined;
	return createHttpClient({
		name: 'The HR system',
		baseUrl,
		authorize: async (refresh, refused) => await authorizeRest(proof, refresh ? refused : undefined, signIn),
		canRefresh: proof.kind === 'clientCredentials',
		secrets: secretsOf(proof),
		...(rateLimit && { pace: steadyPace(paceKey(baseUrl), [rateLimit]) }),
		...options,
	});
}

/** One key for all spellings of a base URL. */
export function paceKey(baseUrl: string): string {
	const { origin, pathname } = URL.canParse(baseUrl) ? new URL(baseUrl) : { origin: baseUrl, pathname: '' };
	return `${origin}${trimEnd(pathname, '/')}`;
}
