import { trimEnd, trimStart } from 'lodash';

import type { Asked } from '../base/cause/http';
import { SyncError } from '../base/errors';
import { ASKED_IN_ENGLISH } from '../base/words/english/http';
import { HttpError } from './httpError';
import { redact } from './redaction';

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\//i;
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

export function isLoopback(url: URL): boolean {
	return LOOPBACK.test(url.hostname);
}

/** Origin and path: what may be shown of an address, which a server may have given. */
export function shownUrl(url: URL, secrets: readonly string[]): string {
	return redact(`${url.origin}${url.pathname}`, secrets);
}

/** Reads a base address, or says in plain words what is wrong with it. */
export function parseBaseUrl(asked: Asked, baseUrl: string): URL {
	if (!ABSOLUTE.test(baseUrl) || !URL.canParse(baseUrl)) {
		throw new SyncError(
			`The address of ${inSentence(ASKED_IN_ENGLISH[asked])} is not valid: "${baseUrl.slice(0, 200)}"`,
			'Enter a whole address, such as https://api.example.com/v2.',
		);
	}
	return new URL(baseUrl);
}

/**
 * The address to ask, relative to `base` unless it is absolute. `/users` is relative too: it is put behind the base's
 * path. A query of the base (some systems require one) is kept on every relative address.
 *
 * @param secrets what must not stand in an error, since a server may have given the address
 * @throws HttpError `foreignOrigin` for any origin but the base's, `insecure` for plain http to another machine.
 */
export function resolveUrl(asked: Asked, base: URL, method: string, url: string, secrets: readonly string[] = []): URL {
	const resolved = ABSOLUTE.test(url) && URL.canParse(url) ? withoutUser(new URL(url)) : joinUrl(base, url);
	if (resolved.origin !== base.origin || resolved.protocol !== base.protocol) {
		throw new HttpError(
			{ kind: 'foreignOrigin', asked, origin: redact(resolved.origin, secrets), own: base.origin },
			{ kind: 'foreignOrigin', method, url: shownUrl(resolved, secrets) },
		);
	}
	if (resolved.protocol !== 'https:' && !(resolved.protocol === 'http:' && isLoopback(resolved))) {
		throw new HttpError(
			{ kind: 'insecure', asked, origin: resolved.origin },
			{ kind: 'insecure', method, url: shownUrl(resolved, secrets) },
		);
	}
	return resolved;
}

/** A user and a password in an address that a server gave would take the place of the credential. */
function withoutUser(url: URL): URL {
	url.username = '';
	url.password = '';
	return url;
}

function joinUrl(base: URL, url: string): URL {
	const [path, query] = splitOnce(url, '?');
	const joined = new URL(base);
	joined.hash = '';
	joined.search = [base.search.slice(1), query].filter(Boolean).join('&');
	if (path !== '') joined.pathname = `${trimEnd(base.pathname, '/')}/${trimStart(path, '/')}`;
	return joined;
}

function splitOnce(text: string, at: string): [string, string | undefined] {
	const index = text.indexOf(at);
	return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

/** "The HR system" inside a sentence is "the HR system". */
function inSentence(name: string): string {
	return name.replace(/^The /, 'the ');
}

/** What n8n's HTTP Request node hands to a credential; the older form of its requests says `uri`. */
interface OutgoingRequest {
	url?: string;
	uri?: string;
	baseURL?: string;
}

/**
 * Why a request of n8n's own nodes must not carry the token of the credential for `address`: it goes to another origin,
 * or over plain http to another machine. Undefined when it may.
 */
export function whyNotAuthorized(address: string, request: OutgoingRequest): string | undefined {
	const own = new URL(address);
	// As n8n takes them: `uri` counts only where there is no `url`, and an empty one is the base's.
	const url = request.url ?? request.uri ?? '';
	const target = URL.canParse(url, request.baseURL) ? new URL(url, request.baseURL) : undefined;
	if (target?.origin !== own.origin) {
		return `This credential is for ${own.origin} only. Its token is not sent to ${target?.origin ?? 'an unreadable address'}.`;
	}
	if (target.protocol === 'https:' || isLoopback(target)) return undefined;
	return `The token is not sent over an insecure connection (${target.origin}). Use https.`;
}
