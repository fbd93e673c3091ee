import { createHash } from 'node:crypto';

import { trimEnd } from 'lodash';

/**
 * One name for all spellings of a base URL and for who asks there: of two customers of one service, who have the same
 * address, each is somebody else. A digest, so that it holds no secret; for the memory of this process alone.
 *
 * @param identity what proves who asks, such as a token, or a client and its secret
 */
export function accountOf(baseUrl: string, identity: readonly string[]): string {
	return createHash('sha256')
		.update(JSON.stringify([oneSpelling(baseUrl), ...identity]))
		.digest('hex');
}

/** The same for all spellings of a base URL. */
export function oneSpelling(baseUrl: string): string {
	const { origin, pathname } = URL.canParse(baseUrl) ? new URL(baseUrl) : { origin: baseUrl, pathname: '' };
	return `${origin}${trimEnd(pathname, '/')}`;
}
