import { SyncError } from '../base/errors';
import { isRecord } from '../base/json';
import { isLoopback, whyNotAuthorized } from './origin';

/** What a node of n8n hands to a credential, in either form: the older one says `uri`. */
interface OutgoingRequest {
	url?: string;
	uri?: string;
	baseURL?: string;
	headers?: object;
	proxy?: unknown;
	agentOptions?: unknown;
}

/**
 * n8n follows redirects with the credential's headers by default, to any origin below version 4.4 of its HTTP Request
 * node, and to subdomains in every version. So none is followed, in both forms that its requests have.
 */
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	maxRedirects: 0,
	sendCredentialsOnCrossOriginRedirect: false,
};

/** Whatever "Ignore SSL Issues" says: who can't be told from somebody else gets no token. */
const CHECKED = { skipSslCertificateValidation: false, rejectUnauthorized: true };

/** A client's own certificate. All else could lead the connection elsewhere, or have another server trusted. */
const OF_THE_CLIENT = new Set(['cert', 'key', 'passphrase', 'pfx']);

/**
 * The request of one of n8n's own nodes with what proves who asks, so that it goes to the origin of `address` and nowhere
 * else, whatever the node's options are.
 *
 * @throws SyncError when it goes to another origin already, or over plain http to another machine
 */
export function withProof<Request extends OutgoingRequest>(
	address: string,
	request: Request,
	proof: Record<string, string>,
): Request & { url: string } {
	if (!URL.canParse(address)) throw new SyncError('The base URL is not valid.');
	const refusal = whyNotAuthorized(address, request);
	if (refusal !== undefined) throw new SyncError(refusal);
	return {
		...(request as Request & { url: string }),
		headers: { ...request.headers, ...proof },
		...NO_REDIRECTS,
		...CHECKED,
		...(isRecord(request.agentOptions) && { agentOptions: ofTheClient(request.agentOptions) }),
		// What goes to this machine in the clear must not pass a proxy on another one.
		...(isLoopback(new URL(address)) && { proxy: undefined }),
	};
}

function ofTheClient(options: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(options).filter(([name]) => OF_THE_CLIENT.has(name)));
}
