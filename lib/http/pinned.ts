import { isLoopback } from './origin';

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
	const url = request.url || (request.uri ?? '');
	const target = URL.canParse(url, request.baseURL) ? new URL(url, request.baseURL) : undefined;
	if (target?.origin !== own.origin) {
		return `This credential is for ${own.origin} only. Its token is not sent to ${target?.origin ?? 'an unreadable address'}.`;
	}
	if (target.protocol === 'https:' || isLoopback(target)) return undefined;
	return `The token is not sent over an insecure connection (${target.origin}). Use https.`;
}
