import { ConfidentialClientApplication } from '@azure/msal-node';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse, NodeAuthOptions } from '@azure/msal-node';

import { messageOf, SyncError } from '../../base/errors';
import { fieldsOf } from '../../base/json';
import { Kept } from '../../base/kept';
import { createHttpClient, HttpError } from '../../http/client';
import { readAssertion } from './assertion';
import { credentialKey } from './credential';
import type { GraphCredential, Proof } from './credential';
import { explainSignIn } from './signInErrors';

/** Signs one application in. Tokens are kept and shared by all nodes and executions of this process. */
export interface SignIn {
	/**
	 * A token for Microsoft Graph.
	 *
	 * @param refused the token that Graph did not accept: another one is given, asked for once for all who were refused
	 * @throws SyncError that says what is wrong with the credential
	 */
	token(refused?: string): Promise<string>;
}

/** Of so many credentials. */
const kept = new Kept<string, SignIn>(100);

/** The kept sign-in of this credential. */
export function signInFor(credential: GraphCredential): SignIn {
	return kept.getOrMake(credentialKey(credential), () => createSignIn(credential));
}

/**
 * Keeps this sign-in in the place of the one before. A token carries the permissions of the moment it was made, so after
 * a new consent only a new sign-in has them.
 */
export function keep(credential: GraphCredential, signIn: SignIn): SignIn {
	return kept.set(credentialKey(credential), signIn);
}

/** Lets the kept sign-in go: whoever asks next signs in anew. */
export function forget(credential: GraphCredential): void {
	kept.delete(credentialKey(credential));
}

/** A sign-in of its own: its first token is asked for anew, which proves the credential. */
export function createSignIn(credential: GraphCredential): SignIn {
	const network = createNetwork(credential.cloud.login);
	const application = createApplication(credential, network.module);
	const scopes = [`${credential.cloud.graph}/.default`];
	const pending = new Map<string | undefined, Promise<string>>();
	let last: Promise<unknown> = Promise.resolve();

	const acquire = async (skipCache: boolean): Promise<string> => {
		network.takeFailure();
		try {
			const result = await application.acquireTokenByClientCredential({ scopes, skipCache });
			if (!result?.accessToken) throw new Error('Microsoft Entra ID answered without a token');
			return result.accessToken;
		} catch (error) {
			if (error instanceof SyncError) throw error;
			throw withoutAnswer(network.takeFailure()) ?? explainSignIn(messageOf(error), portalThumbprintOf(credential));
		}
	};

	const tokenInsteadOf = async (refused: string | undefined): Promise<string> => {
		const current = await acquire(false);
		return current === refused ? await acquire(true) : current;
	};

	return {
		// Those who ask for the same share one answer; the others wait in line, and find what those before have brought.
		token: async (refused) => {
			const shared = pending.get(refused);
			if (shared) return await shared;
			const mine = last.then(() => tokenInsteadOf(refused)).finally(() => pending.delete(refused));
			last = mine.catch(() => undefined);
			pending.set(refused, mine);
			return await mine;
		},
	};
}

/** The endpoints are given, so that no discovery request is made and a custom cloud needs none. */
function createApplication(
	{ tenantId, clientId, proof, cloud }: GraphCredential,
	networkClient: INetworkModule,
): ConfidentialClientApplication {
	const { host } = new URL(cloud.login);
	const endpoint = (path: string) => `${cloud.login}/${tenantId}/${path}`;
	return new ConfidentialClientApplication({
		auth: {
			clientId,
			...proofFor(proof, cloud.login),
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

/** In a request to Graph an HttpError would be taken for Graph's own answer, and be tried once more. */
function withoutAnswer(failure: SyncError | undefined): SyncError | undefined {
	return failure && new SyncError(failure.message, failure.description, failure.details);
}

function proofFor(proof: Proof, login: string): Partial<NodeAuthOptions> {
	if (proof.kind === 'clientSecret') return { clientSecret: proof.clientSecret };
	if (proof.kind === 'federatedCredential')
		return { clientAssertion: async () => await readAssertion(proof.assertion, login) };
	const { privateKey, thumbprintSha256, x5c } = proof.certificate;
	return { clientCertificate: { privateKey, thumbprintSha256, x5c } };
}

function portalThumbprintOf({ proof }: GraphCredential): string | undefined {
	return proof.kind === 'clientCertificate' ? proof.certificate.portalThumbprint : undefined;
}

/**
 * Sends the library's requests through our own client, for its retries, time-outs and proxies. The library replaces an
 * error of its network by one without words, so the real one is kept to be taken from here.
 */
function createNetwork(login: string): { module: INetworkModule; takeFailure(): SyncError | undefined } {
	const http = createHttpClient({
		asked: 'entraSignIn',
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
	return kind === 'status' && (status === 400 || status === 401) && 'error_description' in fieldsOf(body);
}

function withoutContentType(headers: Record<string, string> = {}): Record<string, string> {
	return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type'));
}
