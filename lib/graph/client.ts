import { SyncError } from '../errors';
import { createHttpClient } from '../http/client';
import { unlessAborted } from '../http/wait';
import { signInFor } from './auth';
import type { GraphCredential } from './credential';
import { explainGraphFailure } from './errors';
import type { GraphCall } from './errors';

const BEARER = 'Bearer ';

export interface GraphOptions {
	signal?: AbortSignal;
	log?: (message: string) => void;
}

/** Microsoft Graph v1.0 of one tenant, read only. */
export interface Graph {
	signal: AbortSignal | undefined;
	log: (message: string) => void;
	/**
	 * @param url relative to /v1.0, or a whole nextLink
	 * @throws SyncError in the words of `call`
	 */
	get(url: string, call: GraphCall, headers?: Record<string, string>): Promise<Record<string, unknown>>;
	/** For reads that are sent as POST ($batch): repeated like a GET. */
	post(url: string, body: unknown, call: GraphCall): Promise<Record<string, unknown>>;
}

export function createGraph(credential: GraphCredential, options: GraphOptions = {}): Graph {
	const signIn = signInFor(credential);
	const http = createHttpClient({
		name: 'Microsoft Graph',
		baseUrl: `${credential.cloud.graph}/v1.0`,
		authorize: async (refresh, { Authorization: refused }) => {
			const token = signIn.token(refresh ? refused?.slice(BEARER.length) : undefined);
			return { Authorization: `${BEARER}${await unlessAborted(token, options.signal)}` };
		},
		canRefresh: true,
		signal: options.signal,
		log: options.log,
		maxTries: 6,
	});
	return {
		signal: options.signal,
		log: (message) => options.log?.(message),
		get: async (url, call, headers) =>
			await explained(call, async () => (await http.request({ method: 'GET', url, headers })).body),
		post: async (url, body, call) =>
			await explained(call, async () => (await http.request({ method: 'POST', url, body, repeatable: true })).body),
	};
}

async function explained(call: GraphCall, request: () => Promise<unknown>): Promise<Record<string, unknown>> {
	let body: unknown;
	try {
		body = await request();
	} catch (error) {
		throw explainGraphFailure(error, call);
	}
	if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
	throw new SyncError(
		`Graph was asked to ${call.doing} and answered with something else`,
		'Check the cloud in the credential, and a proxy in between. Try again later.',
	);
}

/** A string in an OData filter: quotes are doubled. To be URL-encoded afterwards. */
export function odataString(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

/** A query of OData options, each value URL-encoded. */
export function odataQuery(options: Record<string, string | number>): string {
	return Object.entries(options)
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');
}
