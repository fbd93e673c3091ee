import { SyncError } from '../errors';
import { mapLimit } from '../http/mapLimit';
import { backoffMs, parseRetryAfter } from '../http/retry';
import { wait } from '../http/wait';
import type { Graph } from './client';
import type { GraphCall } from './errors';

/** The answer to one request of a batch; its status may be an error. */
export interface BatchAnswer {
	status: number;
	body: unknown;
	retryAfterMs: number | undefined;
}

const BATCH_SIZE = 20;
const BATCHES_AT_ONCE = 4;
const MAX_TRIES = 8;
const PASSING = new Set([429, 500, 502, 503, 504]);

/**
 * Sends GET requests in batches and gives an answer for each, in their order. A request that was throttled or failed for
 * a passing reason is sent again on its own, after the wait that its answer names.
 *
 * @param urls relative to /v1.0, beginning with a slash
 * @param headers sent with each of them
 */
export async function getInBatches(graph: Graph, urls: readonly string[], call: GraphCall): Promise<BatchAnswer[]> {
	const batches: string[][] = [];
	for (let start = 0; start < urls.length; start += BATCH_SIZE) batches.push(urls.slice(start, start + BATCH_SIZE));
	const answers = await mapLimit(
		batches,
		BATCHES_AT_ONCE,
		async (batch) => await answerAll(graph, batch, call),
		graph.signal,
	);
	return answers.flat();
}

async function answerAll(graph: Graph, urls: readonly string[], call: GraphCall): Promise<BatchAnswer[]> {
	const answers = new Map<number, BatchAnswer>();
	let open = urls.map((_, index) => index);
	for (let attempt = 1; open.length > 0; attempt++) {
		const requests = open.map((index) => ({ id: String(index), method: 'GET', url: urls[index] }));
		const received = parseAnswers(await graph.post('$batch', { requests }, call));
		for (const index of open) {
			const answer = received.get(String(index));
			if (answer) answers.set(index, answer);
		}
		open = open.filter((index) => isPassing(answers.get(index)));
		if (open.length === 0 || attempt >= MAX_TRIES) break;
		const waits = open.map((index) => answers.get(index)?.retryAfterMs ?? backoffMs(attempt));
		graph.log(`${open.length} of ${urls.length} requests of a batch are sent again`);
		await wait(Math.max(...waits), graph.signal);
	}
	return urls.map((_, index) => answers.get(index) ?? missing(call));
}

/** A request that the batch's answer leaves out is as good as a failed one. */
function isPassing(answer: BatchAnswer | undefined): boolean {
	return answer === undefined || PASSING.has(answer.status);
}

function missing(call: GraphCall): never {
	throw new SyncError(`Graph was asked to ${call.doing} and left requests of a batch unanswered`, 'Try again later.');
}

function parseAnswers(body: Record<string, unknown>): Map<string, BatchAnswer> {
	const answers = new Map<string, BatchAnswer>();
	if (!Array.isArray(body.responses)) return answers;
	for (const response of body.responses as unknown[]) {
		const { id, status, headers, body: content } = (response ?? {}) as Record<string, unknown>;
		if (typeof id !== 'string' || typeof status !== 'number') continue;
		answers.set(id, { status, body: content, retryAfterMs: parseRetryAfter(retryAfterOf(headers)) });
	}
	return answers;
}

function retryAfterOf(headers: unknown): unknown {
	if (typeof headers !== 'object' || headers === null) return undefined;
	return Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
}
