import { mapLimit, wait } from '../../base/async';
import { isRecord, numberIn } from '../../base/json';
import { errorText } from '../../http/body';
import { HttpError } from '../../http/client';
import type { HttpClient } from '../../http/client';
import { property } from './path';
import type { BulkLimits } from './serviceProvider';
import { idInLocation } from './write';
import type { SendWrite, UserWrite, WriteAnswer } from './write';

export const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

export interface BulkOptions {
	http: HttpClient;
	mediaType: string;
	/** Sends one write in a request of its own; bounds how many are under way at once. */
	single: SendWrite;
	/** Asked when there is a first use for them; undefined when the server takes no Bulk requests. */
	limits: () => Promise<BulkLimits | undefined>;
}

interface Pending {
	write: UserWrite;
	resolve: (answer: WriteAnswer) => void;
	reject: (error: unknown) => void;
}

/** How many are sent at once when they have to be sent one by one after all. */
const SINGLES_AT_ONCE = 4;
/** The operation failed for the moment, or it isn't known how it ended: if it may be sent again, it is, alone. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);
/** The server takes no Bulk requests, whatever its configuration says. */
const REFUSES_BULK = new Set([400, 403, 404, 405, 415, 501]);
const TOO_LARGE = 413;

/**
 * Sends writes that are asked for at the same time as one Bulk request (RFC 7644 3.7). While a request is under way
 * further writes gather for the next one. Each write ends as if it had been sent alone.
 */
export function createBulkWriter(options: BulkOptions): SendWrite {
	const queue: Pending[] = [];
	let draining = false;
	let limits: Promise<BulkLimits | undefined> | undefined;
	let refused = false;

	const drain = async (): Promise<void> => {
		while (queue.length > 0) {
			// Whoever asks in this turn of the event loop is taken along.
			await wait(0);
			if (queue.length === 1 && !limits) {
				void alone(options, queue.splice(0));
				continue;
			}
			const known = refused ? undefined : await (limits ??= options.limits());
			if (!known) {
				void alone(options, queue.splice(0), Number.POSITIVE_INFINITY);
			} else {
				const batch = takeBatch(queue, known);
				if (batch.length === 1) await alone(options, batch);
				else if ((await together(options, batch)) === 'refused') refused = true;
			}
		}
	};
	const start = async (): Promise<void> => {
		draining = true;
		try {
			await drain();
		} catch (error) {
			limits = undefined;
			for (const { reject } of queue.splice(0)) reject(error);
		} finally {
			draining = false;
		}
	};

	return async (write) =>
		await new Promise<WriteAnswer>((resolve, reject) => {
			queue.push({ write, resolve, reject });
			if (!draining) void start();
		});
}

/** Takes the first writes that fit into one request, and at most one for a person. */
function takeBatch(queue: Pending[], { maxOperations, maxPayloadSize }: BulkLimits): Pending[] {
	const batch: Pending[] = [];
	const urls = new Set<string>();
	let bytes = byteLength({ schemas: [BULK_REQUEST], Operations: [] });
	while (queue[0] && batch.length < maxOperations) {
		const { write } = queue[0];
		bytes += byteLength(operation(write, 'w1000')) + 1;
		if (batch.length > 0 && (bytes > maxPayloadSize || urls.has(write.url))) break;
		if (write.method !== 'POST') urls.add(write.url);
		batch.push(...queue.splice(0, 1));
		if (bytes > maxPayloadSize) break;
	}
	return batch;
}

async function alone({ single }: BulkOptions, batch: Pending[], atOnce = SINGLES_AT_ONCE): Promise<void> {
	if (batch.length === 0) return;
	await mapLimit(batch, Math.min(batch.length, atOnce), async ({ write, resolve, reject }) => {
		try {
			resolve(await single(write));
		} catch (error) {
			reject(error);
		}
	});
}

async function together(options: BulkOptions, batch: Pending[]): Promise<'done' | 'refused'> {
	const ids = new Map(batch.map((pending, position) => [`w${position + 1}`, pending]));
	let answers: unknown;
	try {
		const { body } = await options.http.request({
			method: 'POST',
			url: 'Bulk',
			body: { schemas: [BULK_REQUEST], Operations: [...ids].map(([id, { write }]) => operation(write, id)) },
			contentType: options.mediaType,
			...(batch.every(({ write }) => write.repeatable) ? { repeatable: true } : { repeatable: false, maxTries: 1 }),
			hideSecrets: true,
		});
		answers = property(body, 'Operations');
	} catch (error) {
		const status = error instanceof HttpError && error.kind === 'status' ? (error.status ?? 0) : 0;
		if (REFUSES_BULK.has(status) || status === TOO_LARGE) {
			await alone(options, batch);
			return status === TOO_LARGE ? 'done' : 'refused';
		}
		await settleUnknown(options, batch, error);
		return 'done';
	}
	const unsettled: Pending[] = [];
	const again: Pending[] = [];
	const operations = Array.isArray(answers) ? answers.filter(isRecord) : [];
	for (const [id, pending] of ids) {
		const answer = operations.find((one) => isAnswerTo(one, id, pending.write));
		const status = answer && statusOf(answer);
		if (answer === undefined || status === undefined) unsettled.push(pending);
		else if (status < 400) pending.resolve(writeAnswer(answer));
		else if (PASSING.has(status) && pending.write.repeatable) again.push(pending);
		else pending.reject(operationError(pending.write, status, property(answer, 'response')));
	}
	await alone(options, again);
	await settleUnknown(options, unsettled);
	return operations.length === 0 ? 'refused' : 'done';
}

/** Writes of which it isn't known what became of them. */
async function settleUnknown(options: BulkOptions, batch: Pending[], cause?: unknown): Promise<void> {
	const passing = cause === undefined || (cause instanceof HttpError && isPassing(cause));
	const repeatable = batch.filter(({ write }) => passing && write.repeatable);
	for (const pending of batch) {
		if (!repeatable.includes(pending)) pending.reject(cause ?? unansweredError(pending.write));
	}
	await alone(options, repeatable);
}

function operation({ method, url, body, version }: UserWrite, bulkId: string): Record<string, unknown> {
	return {
		method,
		bulkId,
		path: `/${url}`,
		...(version !== undefined && { version }),
		...(body !== undefined && { data: body }),
	};
}

/** RFC 7644 asks for the bulkId of creations only; some servers leave out the others', whose address says who it was. */
function isAnswerTo(answer: Record<string, unknown>, bulkId: string, { method, url }: UserWrite): boolean {
	const given = property(answer, 'bulkId');
	if (given !== undefined && given !== null) return given === bulkId;
	const id = idInLocation(property(answer, 'location'));
	const answered = property(answer, 'method');
	const sameMethod = typeof answered !== 'string' || answered.toUpperCase() === method;
	return method !== 'POST' && sameMethod && id !== undefined && idInLocation(`/${url}`) === id;
}

/** `"200"`, 200, or `{"code": "200"}` as drafts of SCIM had it. */
function statusOf(answer: Record<string, unknown>): number | undefined {
	const status = property(answer, 'status');
	const number = numberIn(isRecord(status) ? property(status, 'code') : status);
	return Number.isInteger(number) && number >= 200 && number < 600 ? number : undefined;
}

function writeAnswer(answer: Record<string, unknown>): WriteAnswer {
	const version = property(answer, 'version');
	return {
		body: property(answer, 'response'),
		locatedId: idInLocation(property(answer, 'location')),
		...(typeof version === 'string' && version !== '' && { version }),
	};
}

function operationError({ method, url }: UserWrite, status: number, response: unknown): HttpError {
	return new HttpError(
		{ kind: 'answered', asked: 'hr', request: `${method} ${url}`, status, said: errorText(response) },
		{ kind: 'status', method, url, status, body: response, outcomeUnknown: status >= 500 || status === 408 },
	);
}

function unansweredError({ method, url }: UserWrite): HttpError {
	return new HttpError(
		{ kind: 'bulkUnanswered', request: `${method} ${url}` },
		{ kind: 'notJson', method, url, outcomeUnknown: true },
	);
}

function isPassing({ kind, status, outcomeUnknown }: HttpError): boolean {
	return kind !== 'cancelled' && (outcomeUnknown || (status !== undefined && PASSING.has(status)));
}

function byteLength(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value));
}
