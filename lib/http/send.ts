import http from 'node:http';
import https from 'node:https';

import axios, { isAxiosError } from 'axios';
import type { AxiosResponse } from 'axios';

import { withDeadline } from '../base/async';
import type { Asked } from '../base/cause/http';
import { fieldsOf, isRecord, numberIn } from '../base/json';
import { errorBody, errorText, excerpt, parseBody } from './body';
import { errorInside } from './errorInside';
import { HttpError } from './httpError';
import type { HttpErrorFields } from './httpError';
import { isLoopback, shownUrl } from './origin';
import { redact, redactAll } from './redaction';
import { parseRetryAfter, wasUnsent } from './retry';
import type { HttpRequest, HttpResponse } from './types';

/** Counted as they come out of whatever they were packed in. */
const MAX_ANSWER_BYTES = 100 * 1024 * 1024;
const TOO_LARGE = 'TOO_LARGE';

/** Connections are kept open and shared by all clients: a sign-in or a page costs no new TLS handshake. */
const transport = axios.create({
	httpAgent: new http.Agent({ keepAlive: true }),
	httpsAgent: new https.Agent({ keepAlive: true }),
	maxRedirects: 0,
	maxContentLength: MAX_ANSWER_BYTES,
	maxBodyLength: MAX_ANSWER_BYTES,
	responseType: 'text',
	validateStatus: () => true,
	transformRequest: [(data: unknown) => data],
	transformResponse: [(data: unknown) => data],
});

export interface Sending {
	asked: Asked;
	request: HttpRequest;
	url: URL;
	authorization: Record<string, string>;
	accept: string;
	timeoutMs: number;
	signal: AbortSignal | undefined;
	/** All that an answer must not bring back into an error. */
	secrets: readonly string[];
}

/** Sends a request once. @throws HttpError for anything but a 2xx answer that is JSON or empty, and no error in disguise. */
export async function sendOnce(sending: Sending): Promise<HttpResponse> {
	const { secrets } = sending;
	const answer = await exchange(sending);
	const headers = plainHeaders(answer);
	const text = typeof answer.data === 'string' ? answer.data : '';
	if (answer.status >= 400) throw statusError(sending, answer.status, headers, errorBody(text, secrets));
	if (answer.status >= 300) throw redirectError(sending, answer.status, headers);
	const parsed = parseBody(text);
	if (!parsed.ok && parsed.why === 'tooDeep') throw tooDeepError(sending, answer.status);
	if (!parsed.ok) {
		const type = headers['content-type']?.split(';')[0];
		const shown = type === undefined ? undefined : redact(type, secrets);
		throw notJsonError(sending, answer.status, shown, excerpt(text, secrets));
	}
	const inside = errorInside(parsed.value);
	if (inside) throw statusError(sending, inside.status ?? answer.status, headers, errorBody(text, secrets));
	const body = sending.request.hideSecrets ? withoutSecrets(parsed.value, secrets) : parsed.value;
	return { url: sending.url.href, status: answer.status, headers, body };
}

async function exchange(sending: Sending): Promise<AxiosResponse<unknown>> {
	const { request, url, timeoutMs, signal } = sending;
	const payload = payloadOf(request);
	try {
		const outcome = await withDeadline(timeoutMs, signal, async (limited) => {
			return await transport.request<unknown>({
				method: request.method,
				url: url.href,
				headers: {
					Accept: sending.accept,
					...(payload === undefined ? {} : { 'Content-Type': payload.type }),
					...request.headers,
					...sending.authorization,
				},
				data: payload?.data,
				signal: limited,
				// What goes to this machine must not pass a proxy on another one.
				...(isLoopback(url) ? { proxy: false } : {}),
			});
		});
		if (outcome.inTime) return outcome.value;
	} catch (error) {
		if (signal?.aborted) throw cancelledError(sending);
		const code = codeOf(error);
		throw code === TOO_LARGE ? tooLargeError(sending) : networkError(sending, code);
	}
	throw timeoutError(sending);
}

function payloadOf(request: HttpRequest): { type: string; data: string } | undefined {
	if (request.form !== undefined) {
		return {
			type: request.contentType ?? 'application/x-www-form-urlencoded',
			data: new URLSearchParams(request.form).toString(),
		};
	}
	if (request.body === undefined) return undefined;
	return { type: request.contentType ?? 'application/json', data: JSON.stringify(request.body) };
}

/** The answers within one answer that are good hold people, in whom nothing is to be changed. */
function withoutSecrets(body: unknown, secrets: readonly string[]): unknown {
	if (!isRecord(body)) return redactAll(body, secrets);
	return Object.fromEntries(
		Object.entries(body).map(([name, value]) => [
			name,
			Array.isArray(value)
				? value.map((part: unknown) => (isGood(part) ? part : redactAll(part, secrets)))
				: redactAll(value, secrets),
		]),
	);
}

function isGood(part: unknown): boolean {
	const { status } = fieldsOf(part);
	const number = numberIn(isRecord(status) ? status.code : status);
	return number >= 200 && number < 300;
}

function plainHeaders(answer: AxiosResponse<unknown>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(answer.headers)
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]),
	);
}

/** Only the code leaves this function: the library's error holds the request with its token. */
function codeOf(error: unknown): string | undefined {
	if (!isAxiosError(error)) throw error;
	if (/maxContentLength|maxBodyLength/.test(error.message)) return TOO_LARGE;
	if (error.code === 'ERR_BAD_RESPONSE' || /aborted|socket hang up/.test(error.message)) return 'ECONNRESET';
	return error.code ?? (error.cause as { code?: string } | undefined)?.code;
}

function fields(sending: Sending, kind: HttpErrorFields['kind'], more: Partial<HttpErrorFields> = {}): HttpErrorFields {
	return { kind, method: sending.request.method, url: shownUrl(sending.url, sending.secrets), ...more };
}

function isWrite({ request }: Sending): boolean {
	return request.method !== 'GET';
}

function statusError(sending: Sending, status: number, headers: Record<string, string>, body: unknown): HttpError {
	return new HttpError(
		{ kind: 'answered', ...asked(sending), status, said: errorText(body) },
		fields(sending, 'status', {
			status,
			body,
			outcomeUnknown: isWrite(sending) && (status >= 500 || status < 300 || status === 408),
			retryAfterMs: parseRetryAfter(headers['retry-after'], headers.date),
		}),
	);
}

function redirectError(sending: Sending, status: number, { location: target }: Record<string, string>): HttpError {
	const to =
		target !== undefined && URL.canParse(target, sending.url.href)
			? shownUrl(new URL(target, sending.url), sending.secrets)
			: undefined;
	return new HttpError(
		{ kind: 'redirected', ...asked(sending), to },
		fields(sending, 'redirect', { status, outcomeUnknown: isWrite(sending) }),
	);
}

function notJsonError(sending: Sending, status: number, type: string | undefined, start: string): HttpError {
	return new HttpError(
		{ kind: 'notJson', ...asked(sending), type },
		fields(sending, 'notJson', { status, body: start, outcomeUnknown: isWrite(sending) }),
	);
}

function tooDeepError(sending: Sending, status: number): HttpError {
	return new HttpError(
		{ kind: 'tooDeep', ...asked(sending) },
		fields(sending, 'notJson', { status, outcomeUnknown: isWrite(sending) }),
	);
}

function tooLargeError(sending: Sending): HttpError {
	return new HttpError(
		{ kind: 'tooLarge', ...asked(sending) },
		fields(sending, 'network', { code: TOO_LARGE, outcomeUnknown: isWrite(sending) }),
	);
}

function networkError(sending: Sending, code: string | undefined): HttpError {
	// Its words don't name the code, which `details` hold: n8n replaces a message that does by general words of its own.
	return new HttpError(
		{ kind: 'unreachable', asked: sending.asked, host: sending.url.host, code },
		fields(sending, 'network', { code, outcomeUnknown: isWrite(sending) && !wasUnsent(code) }),
	);
}

function timeoutError(sending: Sending): HttpError {
	return new HttpError(
		{ kind: 'timedOut', ...asked(sending), seconds: sending.timeoutMs / 1000 },
		fields(sending, 'timeout', { outcomeUnknown: isWrite(sending) }),
	);
}

function cancelledError(sending: Sending): HttpError {
	return new HttpError({ kind: 'cancelled' }, fields(sending, 'cancelled', { outcomeUnknown: isWrite(sending) }));
}

/** Who was asked for what, in causes. */
function asked({ asked: who, request, url, secrets }: Sending): { asked: Asked; request: string } {
	return { asked: who, request: `${request.method} ${redact(url.pathname, secrets)}` };
}
