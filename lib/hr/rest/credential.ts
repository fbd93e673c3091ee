import { SyncError } from '../../base/errors';
import { isRecord } from '../../base/json';
import { createHttpClient } from '../../http/client';
import type { HttpClient, RateLimit } from '../../http/client';
import { clientSignInFor, createClientSignIn } from '../../http/clientCredentials';
import type { ClientCredentials, ClientSignIn } from '../../http/clientCredentials';
import { checkHeaderValue } from '../../http/headerValue';

/** What shows the HR system who asks. */
export type RestProof =
	| { kind: 'header'; name: string; value: string; secrets: string[] }
	| { kind: 'clientCredentials'; client: ClientCredentials };

/** What the credential holds, checked. */
export interface RestCredential {
	baseUrl: string;
	/** What the credential's test asks for, behind the base URL; '' is the base URL itself. */
	testPath: string;
	proof: RestProof;
}

type Field = (name: string) => string;

const AUTHENTICATIONS: Record<string, (field: Field) => RestProof> = {
	bearer: (field) => {
		const token = given(field, 'token', 'token').replace(/^bearer\s+/i, '');
		return header('Authorization', `Bearer ${token}`, [token]);
	},
	authorizationHeader: (field) => {
		const value = given(field, 'apiKey', 'API key');
		return header('Authorization', value, [value]);
	},
	customHeader: (field) => {
		const value = given(field, 'headerSecret', 'value of the header');
		return header(given(field, 'headerName', 'name of the header'), value, [value]);
	},
	basic: (field) => {
		const [user, password] = [given(field, 'user', 'user'), field('password')];
		if (user.includes(':'))
			throw new SyncError('The user of the HR REST credential has a colon, which basic authentication does not allow');
		const encoded = Buffer.from(`${user}:${password}`).toString('base64');
		// Some systems want the API key as the user.
		return header('Authorization', `Basic ${encoded}`, [user, password]);
	},
	clientCredentials: (field) => ({
		kind: 'clientCredentials',
		client: {
			tokenUrl: given(field, 'tokenUrl', 'token URL'),
			clientId: given(field, 'clientId', 'client ID'),
			clientSecret: given(field, 'clientSecret', 'client secret'),
			scope: field('scope').trim(),
			sendIn: field('sendClientIn') === 'header' ? 'header' : 'body',
		},
	}),
};

/** @throws SyncError that names the field, before anything is sent; the HTTP client says what is wrong with an address */
export function parseRestCredential(data: unknown): RestCredential {
	const field: Field = (name) => {
		const value = isRecord(data) ? data[name] : undefined;
		return typeof value === 'string' ? value : '';
	};
	const kind = field('authentication');
	const parse = Object.hasOwn(AUTHENTICATIONS, kind) ? AUTHENTICATIONS[kind] : undefined;
	if (!parse) throw new SyncError('The HR REST credential has no kind of authentication', 'Pick one from its list.');
	return {
		baseUrl: given(field, 'baseUrl', 'base URL'),
		testPath: field('testPath').trim(),
		proof: parse(field),
	};
}

/** The headers that prove who asks. `refused`: the headers of which the HR system did not accept the token. */
export async function authorizeRest(
	proof: RestProof,
	refused?: Record<string, string>,
	signIn?: ClientSignIn,
): Promise<Record<string, string>> {
	if (proof.kind === 'header') return { [proof.name]: proof.value };
	const token = refused?.Authorization?.replace(/^Bearer /, '');
	return { Authorization: `Bearer ${await (signIn ?? clientSignInFor(proof.client)).token(token)}` };
}

/** What must not stand in an error, besides the values of the headers themselves. */
export function secretsOf(proof: RestProof): string[] {
	return proof.kind === 'header' ? proof.secrets : [proof.client.clientSecret];
}

/** Who asks, for as long as the credential is the same: a client's tokens pass. */
function identityOf(proof: RestProof): string[] {
	if (proof.kind === 'header') return proof.secrets;
	const { tokenUrl, clientId, clientSecret } = proof.client;
	return [tokenUrl, clientId, clientSecret];
}

function given(field: Field, name: string, called: string): string {
	const value = field(name).trim();
	if (value !== '') return value;
	throw new SyncError(`The HR REST credential has no ${called}`, 'Enter it in the credential.');
}

/** RFC 9110 5.1. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** These say how the request itself is sent. */
const RESERVED =
	/^(host|connection|content-.*|transfer-encoding|te|trailer|upgrade|keep-alive|accept|expect|proxy-.*)$/i;

function header(name: string, value: string, secrets: string[]): RestProof {
	if (!HEADER_NAME.test(name) || RESERVED.test(name)) {
		throw new SyncError(
			`The HR REST credential has a header with a name that can't be used: ${JSON.stringify(name.slice(0, 60))}`,
			'The documentation of the HR system names the header, such as X-API-Key.',
		);
	}
	checkHeaderValue(value, 'The HR REST credential');
	return { kind: 'header', name, value, secrets };
}

export interface RestClientOptions {
	signal?: AbortSignal;
	log?: (message: string) => void;
	/** All that this process asks of one base URL with the same credential keeps to it together. */
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
		asked: 'hr',
		baseUrl,
		authorize: async (refresh, refused) => await authorizeRest(proof, refresh ? refused : undefined, signIn),
		canRefresh: proof.kind === 'clientCredentials',
		secrets: secretsOf(proof),
		identity: identityOf(proof),
		...(rateLimit && { rateLimits: [rateLimit] }),
		...options,
	});
}
