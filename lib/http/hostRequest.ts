import { pick } from 'lodash';

import { SyncError } from '../base/errors';
import { isRecord } from '../base/json';
import { whyNotAuthorized } from './origin';

/** What a node of n8n hands to a credential, in either form: the older one says `uri`. */
interface OutgoingRequest {
	url?: string;
	uri?: string;
	baseURL?: string;
	headers?: object;
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

/**
 * What a request may say of itself, in both forms: all else might lead the connection elsewhere. Above all `proxy`: on the way
 * through one, n8n does not name the server whose certificate is to be checked. The environment's proxy is not in a request.
 * Nor may `auth` take the place of the proof.
 */
const OF_THE_REQUEST = [
	...['url', 'uri', 'baseURL', 'allowedDomains', 'method', 'qs', 'arrayFormat', 'qsStringifyOptions', 'useQuerystring'],
	...['body', 'form', 'formData', 'json', 'encoding', 'useStream', 'gzip', 'timeout', 'abortSignal'],
	...['simple', 'ignoreHttpStatusErrors', 'returnFullResponse', 'resolveWithFullResponse'],
];

/** A client's own certificate. All else could lead the connection elsewhere, or have another server trusted. */
const OF_THE_CLIENT = ['cert', 'key', 'passphrase', 'pfx'];

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
	const { headers, agentOptions } = request;
	const authorized = {
		...pick(request, OF_THE_REQUEST),
		headers: { ...headersBeside(proof, headers), ...proof },
		...NO_REDIRECTS,
		...CHECKED,
		...(isRecord(agentOptions) && { agentOptions: pick(agentOptions, OF_THE_CLIENT) }),
	};
	return authorized as unknown as Request & { url: string };
}

/**
 * Node.js checks a certificate for the name in a header `Host`, where nothing else says for which. A header that is an object is
 * none: axios takes headers for all requests, or all of a method, out of one.
 */
function headersBeside(proof: Record<string, string>, headers: object = {}): Record<string, unknown> {
	const reserved = new Set(['host', ...Object.keys(proof).map((name) => name.toLowerCase())]);
	return Object.fromEntries(
		Object.entries(headers).filter(([name, value]) => !reserved.has(name.trim().toLowerCase()) && !isRecord(value)),
	);
}
