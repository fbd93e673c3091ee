import { sparingly, unlessAborted } from '../base/async';
import { failure } from '../base/failure';
import { fieldsOf, inUrl, isRecord } from '../base/json';
import { createHttpClient, hasStatus } from '../http/client';
import { explainGraphFailure } from './graphFailure';
import type { GraphCall } from './graphFailure';
import { paceFor } from './pace';
import type { GraphPace } from './pace';
import { credentialKey } from './signIn/credential';
import type { GraphCredential } from './signIn/credential';
import { forget, signInFor } from './signIn/signIn';

const BEARER = 'Bearer ';

export interface GraphOptions {
	signal?: AbortSignal;
	log?: (message: string) => void;
	/** Default: the one that all requests of this application in this tenant share. */
	pace?: GraphPace;
	/** Before a list that did not add up is read once more; default 3 s. */
	rereadAfterMs?: number;
}

/** Microsoft Graph v1.0 of one tenant, read only. */
export interface Graph {
	signal: AbortSignal | undefined;
	log: (message: string) => void;
	/** Says how far a read has come: every few seconds, and nothing when it is over before. */
	progress: (message: string) => void;
	/** Says that something is waited for: at once, and then every few seconds. */
	notice: (message: string) => void;
	pace: GraphPace;
	/** Lists are eventually consistent: one that did not add up is read once more after so long. */
	rereadAfterMs: number;
	/**
	 * @param url relative to /v1.0, or a whole nextLink
	 * @throws SyncError in the words of `call`
	 */
	get(url: string, call: GraphCall, headers?: Record<string, string>): Promise<Record<string, unknown>>;
	/**
	 * For reads that are sent as POST ($batch): repeated like a GET.
	 *
	 * @param units about what it takes from the budget
	 */
	post(url: string, body: unknown, call: GraphCall, units?: number): Promise<Record<string, unknown>>;
	/** For an item of a batch that was answered 401: the next request is sent with a new token. */
	renewToken(): Promise<void>;
}

/** How often a request, or an item of a batch, is sent before its failure counts. */
export const MAX_TRIES = 6;

const REREAD_AFTER_MS = 3_000;

/** The dearest read, a page of nested members, costs 5 and one less with $select. */
const UNITS_OF_A_READ = 4;

export function createGraph(credential: GraphCredential, options: GraphOptions = {}): Graph {
	const signIn = signInFor(credential);
	const pace = options.pace ?? paceFor(credential);
	const log = (message: string) => options.log?.(message);
	const notice = sparingly(log, { atOnce: true });
	const http = createHttpClient({
		asked: 'graph',
		baseUrl: `${credential.cloud.graph}/v1.0`,
		authorize: async (refresh, { Authorization: refused }) => {
			const token = await signIn.token(refresh ? refused?.slice(BEARER.length) : undefined);
			return { Authorization: `${BEARER}${token}` };
		},
		canRefresh: true,
		signal: options.signal,
		log: notice,
		maxTries: MAX_TRIES,
		pace,
		identity: [credentialKey(credential)],
	});
	return {
		signal: options.signal,
		log,
		progress: sparingly(log),
		notice,
		pace,
		rereadAfterMs: options.rereadAfterMs ?? REREAD_AFTER_MS,
		get: async (url, call, headers) =>
			await explained(call, credential, async () => {
				const answer = await http.request({ method: 'GET', url, headers, units: UNITS_OF_A_READ });
				pace.answered(answer.headers);
				return answer.body;
			}),
		// What the items of a batch were answered is for their reader to tell the pace.
		post: async (url, body, call, units) =>
			await explained(call, credential, async () => {
				const answer = await http.request({ method: 'POST', url, body, repeatable: true, units, hideSecrets: true });
				if (holdsRefusal(answer.body)) forget(credential);
				return answer.body;
			}),
		renewToken: async () => {
			await unlessAborted(
				signIn.token().then(async (refused) => await signIn.token(refused)),
				options.signal,
			);
		},
	};
}

async function explained(
	call: GraphCall,
	credential: GraphCredential,
	request: () => Promise<unknown>,
): Promise<Record<string, unknown>> {
	let body: unknown;
	try {
		body = await request();
	} catch (error) {
		// A token carries the permissions of the moment it was made: the next run gets one with what was granted since.
		if (hasStatus(error, 403)) forget(credential);
		throw explainGraphFailure(error, call);
	}
	if (isRecord(body)) return body;
	throw failure({ kind: 'graphOdd', task: call.task, of: call.of });
}

/** Whether an item of a batch was answered 403, as a whole request is. */
function holdsRefusal(body: unknown): boolean {
	const { responses } = fieldsOf(body);
	return Array.isArray(responses) && responses.some((item: unknown) => fieldsOf(item).status === 403);
}

/** A string in an OData filter: quotes are doubled. To be URL-encoded afterwards. */
export function odataString(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

/** A query of OData options, each value URL-encoded. */
export function odataQuery(options: Record<string, string | number>): string {
	return Object.entries(options)
		.map(([name, value]) => `${name}=${inUrl(String(value))}`)
		.join('&');
}
