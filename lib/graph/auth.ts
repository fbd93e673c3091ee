import { ConfidentialClientApplication } from '@azure/msal-node';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';

import { messageOf, SyncError } from '../errors';
import { createHttpClient, HttpError } from '../http/client';
import { credentialKey } from './credential';
import type { GraphCredential } from './credential';
import { explainSignIn } from './signInErrors';

/** Signs one application in. Tokens are kept and shared by all nodes and executions of this process. */
export interface SignIn {
	/**
	 * A token for Microsoft Graph.
	 *
	 * @param fresh true after Graph refused the token at hand: a new one is asked for, once for all who ask together
	 * @throws SyncError that says what is wrong with the credential
	 */
	token(fresh?: boolean): Promise<string>;
}

/** Sign-ins are kept for so many credentials; the one unused for longest goes first. */
const MAX_KEPT = 100;
/** A token younger than this is not asked for anew: many requests that were refused together need one new token. */
const FRESH_FOR_MS = 5_000;

const kept = new Map<string, SignIn>();

/** The kept sign-in of this credential. */
export function signInFor(credential: GraphCredential): SignIn {
	const key = credentialKey(credential);
	const signIn = kept.get(key) ?? createSignIn(credential);
	kept.delete(key);
	kept.set(key, signIn);
	const oldest = kept.keys().next().value;
	if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
	return signIn;
}

/** A sign-in of its own: its first token is asked for anew, which proves the secret. */
export function createSignIn(credential: GraphCredential): SignIn {
	const network = createNetwork(credential.cloud.login);
	const application = createApplication(credential, network.module);
	const scopes = [`${credential.cloud.graph}/.default`];
	let pending: { fresh: boolean; token: Promise<string> } | undefined;
	let mintedAt = -Infinity;

	const acquire = async (fresh: boolean): Promise<string> => {
		network.takeFailure();
		try {
			const result = await application.acquireTokenByClientCredential({ scopes, skipCache: fresh });
			if (!result?.accessToken) throw new Error('Microsoft Entra ID answered without a token');
			if (!result.fromCache) mintedAt = performance.now();
			return result.accessToken;
		} catch (error) {
			throw network.takeFailure() ?? explainSignIn(messageOf(error));
		}
	};

	return {
		token: async (fresh = false) => {
			const needed = fresh && performance.now() - mintedAt > FRESH_FOR_MS;
			if (pending && (pending.fresh || !needed)) return await pending.token;
			const before = pending?.token.catch(() => undefined);
			const token = (async () => {
				await before;
				return await acquire(needed);
			})();
			const mine = { fresh: needed, token };
			pending = mine;
			try {
				return await token;
			} finally {
				if (pending === mine) pending = undefined;
			}
		},
	};
}

/** The endpoints are given, so that no discovery request is made and a custom cloud needs none. */
function createApplication(
	{ tenantId, clientId, clientSecret, cloud }: GraphCredential,
	networkClient: INetworkModule,
): ConfidentialClientApplication {
	const { host } = new URL(cloud.login);
	const endpoint = (path: string) => `${cloud.login}/${tenantId}/${path}`;
	return new ConfidentialClientApplication({
		auth: {
			clientId,
			clientSecret,
			authority: `https://${host}/${tenantId}`,
			knownAuthorities: [host],
			authorityMetadata: JSON.stringify({
				token_endpoint: endpoint('oauth2/v2.0/token'),
				authorization_endpoint: endpoint('oauth2/v2.0/authorize'),
				end_session_endpoint: endpoint('oauth2/v2.0/logout'),
				jwks_uri: endpoint('discovery/v2.0/keys'),
				issuer: endpoint('v2.0'),
			}),
		},
		system: { networkClient, disableInternalRetries: true },
	});
}

/**
 * Sends the library's requests through our own client, for its retries, time-outs and proxies. The library replaces an
 * error of its network by one without words, so the real one is kept to be taken from here.
 */
function createNetwork(login: string): { module: INetworkModule; takeFailure(): SyncError | undefined } {
	const http = createHttpClient({
		name: 'The Microsoft sign-in service',
		baseUrl: login,
		authorize: async () => ({}),
		maxTries: 4,
		timeoutMs: 30_000,
	});
	let failure: SyncError | undefined;
	const send = async <T>(
		method: 'GET' | 'POST',
		url: string,
		options?: NetworkRequestOptions,
	): Promise<NetworkResponse<T>> => {
		try {
			const { status, body } = await http.request({
				method,
				url,
				headers: withoutContentType(options?.headers),
				form: method === 'POST' ? Object.fromEntries(new URLSearchParams(options?.body ?? '')) : undefined,
				repeatable: true,
			});
			return { status, headers: {}, body: body as T };
		} catch (error) {
			if (error instanceof HttpError && isOAuthRefusal(error)) {
				return { status: error.status ?? 400, headers: {}, body: error.body as T };
			}
			if (error instanceof SyncError) failure = error;
			throw error;
		}
	};
	return {
		module: {
			sendGetRequestAsync: async (url, options) => await send('GET', url, options),
			sendPostRequestAsync: async (url, options) => await send('POST', url, options),
		},
		takeFailure: () => {
			const taken = failure;
			failure = undefined;
			return taken;
		},
	};
}

/** The library understands these itself and puts them into words that carry the AADSTS code. */
function isOAuthRefusal({ kind, status, body }: HttpError): boolean {
	return (
		kind === 'status' &&
		(status === 400 || status === 401) &&
		typeof body === 'object' &&
		body !== null &&
		'error_description' in body
	);
}

function withoutContentType(headers: Record<string, string> = {}): Record<string, string> {
	return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type'));
}
