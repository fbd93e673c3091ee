import { unlessAborted, wait } from '../base/async';
import { ASKED_IN_ENGLISH } from '../base/words/english/http';
import { accountOf } from './account';
import { HttpError } from './httpError';
import { KnownSecrets } from './knownSecrets';
import { parseBaseUrl, resolveUrl, shownUrl } from './origin';
import { asksToWait, nextWait } from './retry';
import { sendOnce } from './send';
import { steadyPace } from './steady';
import type { HttpClient, HttpClientOptions, HttpRequest, HttpResponse } from './types';

export { HttpError } from './httpError';
export type { HttpErrorKind } from './httpError';
export type { HttpClient, HttpClientOptions, HttpRequest, HttpResponse, Pace, RateLimit } from './types';

const DEFAULT_MAX_TRIES = 5;
const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * A client for one system. Only that system's origin ever gets its authorization headers; redirects are not followed;
 * passing failures are tried again; the number of requests at once is the caller's to bound.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
	const base = parseBaseUrl(options.asked, options.baseUrl);
	let skewMs: number | undefined;
	const known = new KnownSecrets(options.secrets);
	const account = accountOf(options.baseUrl, options.identity ?? options.secrets ?? []);
	const pace = options.pace ?? (options.rateLimits && steadyPace(account, options.rateLimits));
	return {
		account,
		request: async (request) => {
			const url = resolveUrl(options.asked, base, request.method, request.url, known.list);
			const answer = await requestWithRetries({ ...options, pace, known }, request, url);
			const there = Date.parse(answer.headers.date ?? '');
			if (!Number.isNaN(there)) skewMs = there - Date.now();
			return answer;
		},
		skewMs: () => skewMs,
	};
}

type Options = HttpClientOptions & { known: KnownSecrets };

async function requestWithRetries(options: Options, request: HttpRequest, url: URL): Promise<HttpResponse> {
	const maxTries = request.maxTries ?? options.maxTries ?? DEFAULT_MAX_TRIES;
	const repeatable = request.repeatable ?? request.method !== 'POST';
	let failures = 0;
	let refreshed = false;
	let refresh = false;
	let outcomeUnknown = false;
	let authorization: Record<string, string> = {};
	for (;;) {
		try {
			assertNotCancelled(options, request, url);
			await options.pace?.turn(request.units ?? 1, options.signal, (ms) => logPause(options, ms));
			// A sign-in is shared: it goes on for others when this run is stopped.
			authorization = await unlessAborted(options.authorize(refresh, authorization), options.signal);
			options.known.sends(authorization);
			const answer = await sendOnce({
				asked: options.asked,
				request,
				url,
				authorization,
				accept: options.accept ?? 'application/json',
				timeoutMs: request.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
				signal: options.signal,
				secrets: options.known.with(request.form),
			});
			options.pace?.granted?.();
			return answer;
		} catch (error) {
			if (!(error instanceof HttpError)) throw error;
			outcomeUnknown ||= error.outcomeUnknown;
			const final = outcomeUnknown ? error.withOutcomeUnknown() : error;
			if (error.status === 401 && options.canRefresh && !refreshed) {
				refreshed = true;
				refresh = true;
				continue;
			}
			refresh = false;
			if (options.pace && (repeatable || error.status === 429) && asksToWait(error.status, error.retryAfterMs)) {
				options.pace.held(error.retryAfterMs);
				// Refused for want of time, it may have been carried out all the same: whoever allows one try looks first.
				if (!repeatable && maxTries === 1) throw final;
				continue;
			}
			failures++;
			const waitMs = nextWait(error, { failures, maxTries, repeatable });
			if (waitMs === undefined) throw final;
			options.log?.(`${error.message}: trying again in ${(waitMs / 1000).toFixed(1)} s`);
			await waitOrCancel(waitMs, options, request, url, outcomeUnknown);
		}
	}
}

function logPause({ asked, log }: HttpClientOptions, ms: number): void {
	log?.(`${ASKED_IN_ENGLISH[asked]} asks to slow down: going on in ${(ms / 1000).toFixed(1)} s`);
}

async function waitOrCancel(
	ms: number,
	options: Options,
	request: HttpRequest,
	url: URL,
	outcomeUnknown: boolean,
): Promise<void> {
	try {
		await wait(ms, options.signal);
	} catch {
		throw cancelled(options, request, url, outcomeUnknown);
	}
}

function assertNotCancelled(options: Options, request: HttpRequest, url: URL): void {
	if (options.signal?.aborted) throw cancelled(options, request, url, false);
}

function cancelled({ known }: Options, request: HttpRequest, url: URL, outcomeUnknown: boolean): HttpError {
	return new HttpError(
		{ kind: 'cancelled' },
		{ kind: 'cancelled', method: request.method, url: shownUrl(url, known.list), outcomeUnknown },
	);
}

/** Whether an error is one of the given HTTP status. */
export function hasStatus(error: unknown, status: number): error is HttpError {
	return error instanceof HttpError && error.status === status;
}
