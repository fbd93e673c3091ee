import { createHash } from 'node:crypto';

import { SyncError } from '../base/errors';
import { failure } from '../base/failure';
import { fieldsOf } from '../base/json';
import { Kept } from '../base/kept';
import { createHttpClient, HttpError } from './client';

/** What an OAuth 2.0 client signs in with (RFC 6749 4.4). */
export interface ClientCredentials {
	tokenUrl: string;
	clientId: string;
	clientSecret: string;
	scope: string;
	/** Where id and secret are sent: in the form, or in a header for Basic authentication (RFC 6749 2.3.1). */
	sendIn: 'body' | 'header';
}

/** Signs one client in. */
export interface ClientSignIn {
	/**
	 * @param refused a token that was not accepted: another one is given, asked for once for all who were refused
	 * @throws SyncError that says what is wrong
	 */
	token: (refused?: string) => Promise<string>;
}

interface Token {
	text: string;
	/** Wall-clock time in milliseconds from which on another one is asked for. */
	renewAt: number;
}

const TIMEOUT_MS = 30_000;
/** A token is renewed so long before its end, and a short-lived one after nine tenths of its time. */
const RENEW_BEFORE_MS = 60_000;
/** Of a token whose end is not said. */
const LIFETIME_S = 300;

/** Of so many credentials. */
const kept = new Kept<string, ClientSignIn>(100);

/** The kept sign-in of these credentials: tokens are shared by all nodes and executions of this process. */
export function clientSignInFor(credentials: ClientCredentials): ClientSignIn {
	const key = createHash('sha256')
		.update(JSON.stringify(Object.entries(credentials).sort()))
		.digest('hex');
	return kept.getOrMake(key, () => createClientSignIn(credentials));
}

/** A sign-in of its own: its first token is asked for anew, which proves the credentials. */
export function createClientSignIn(credentials: ClientCredentials): ClientSignIn {
	let current: Token | undefined;
	let pending: Promise<Token> | undefined;
	const renew = async (): Promise<string> => {
		pending ??= askForToken(credentials).finally(() => (pending = undefined));
		current = await pending;
		return current.text;
	};
	return {
		token: async (refused) => {
			const usable = current !== undefined && Date.now() < current.renewAt && current.text !== refused;
			return usable && current ? current.text : await renew();
		},
	};
}

async function askForToken(credentials: ClientCredentials): Promise<Token> {
	const { tokenUrl, clientId, clientSecret, scope, sendIn } = credentials;
	// RFC 6749 2.3.1: id and secret are form-encoded before they are joined.
	const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64');
	const http = createHttpClient({
		asked: 'hrSignIn',
		baseUrl: tokenUrl,
		authorize: async (): Promise<Record<string, string>> =>
			sendIn === 'header' ? { Authorization: `Basic ${basic}` } : {},
		secrets: [clientSecret],
		maxTries: 3,
		timeoutMs: TIMEOUT_MS,
	});
	try {
		const { body } = await http.request({
			method: 'POST',
			url: '',
			form: {
				grant_type: 'client_credentials',
				...(scope !== '' && { scope }),
				...(sendIn === 'body' && { client_id: clientId, client_secret: clientSecret }),
			},
			repeatable: true,
		});
		return readToken(body, Date.now());
	} catch (error) {
		throw error instanceof HttpError ? explain(error) : error;
	}
}

function formEncoded(text: string): string {
	return new URLSearchParams({ text }).toString().slice('text='.length);
}

/** @throws SyncError for anything that is no token; what the answer holds is not shown, since it may be one */
function readToken(body: unknown, now: number): Token {
	const { access_token: text, token_type: type, expires_in: expiresIn } = fieldsOf(body);
	if (typeof text !== 'string' || !/^[\x21-\x7e]+$/.test(text)) throw noToken();
	if (typeof type === 'string' && type.toLowerCase() !== 'bearer') {
		throw failure({ kind: 'wrongToken' });
	}
	const told = typeof expiresIn === 'string' ? Number(expiresIn) : expiresIn;
	const lifetime = (typeof told === 'number' && told > 0 ? told : LIFETIME_S) * 1000;
	return { text, renewAt: now + Math.max(lifetime * 0.9, lifetime - RENEW_BEFORE_MS) };
}

function noToken(): SyncError {
	return failure({ kind: 'noToken' });
}

/** Not an HttpError: within a request to the HR system that would be taken for an answer of the HR system. */
function explain(error: HttpError): SyncError {
	// Its beginning is shown otherwise, and that may be a token.
	if (error.kind === 'notJson') return noToken();
	return new SyncError(error.message, error.description, { ...error.details, signIn: true });
}

/** The HR system could not even be asked, since its sign-in gave no token. */
export function isSignInFailure(error: unknown): boolean {
	return error instanceof SyncError && error.details.signIn === true;
}
