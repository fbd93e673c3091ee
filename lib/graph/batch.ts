import { chunk } from 'lodash';

import { mapLimit, wait } from '../base/async';
import { failure } from '../base/failure';
import { fieldsOf, plainText } from '../base/json';
import { asksToWait, backoffMs, parseRetryAfter } from '../http/retry';
import { MAX_TRIES } from './client';
import type { Graph } from './client';
import type { GraphCall } from './graphFailure';

/** The answer to one request of a batch; its status may be an error. */
export interface BatchAnswer {
	status: number;
	body: unknown;
}

/** Takes each answer as it comes, in no order; `index` is its request's place. What it throws stops the read. */
export type TakeAnswer = (answer: BatchAnswer, index: number) => void;

interface ItemAnswer extends BatchAnswer {
	/** Names in lower case. */
	headers: Record<string, string>;
}

export const BATCH_SIZE = 20;
const BATCHES_AT_ONCE = 8;
const PASSING = new Set([408, 500, 502, 503, 504]);

/**
 * Sends GET requests in batches, several at once. Only requests that failed are sent again, put together into new
 * batches: those that Graph asked to wait as long as it takes, those that failed for a passing reason a few times.
 *
 * @param urls relative to /v1.0, beginning with a slash
 */
export async function readInBatches(
	graph: Graph,
	urls: readonly string[],
	call: GraphCall,
	take: TakeAnswer,
): Promise<void> {
	const failures = new Uint8Array(urls.length);
	let open = Array.from(urls.keys());
	while (open.length > 0) {
		const again: number[] = [];
		let waitMs = 0;
		// Once for all: a token that is refused all the same is asked for no more often than that.
		let renewal: Promise<void> | undefined;
		await mapLimit(
			chunk(open, BATCH_SIZE),
			BATCHES_AT_ONCE,
			async (batch) => {
				const answers = await send(graph, batch, urls, call);
				const unauthorized = batch.filter((index) => answers.get(index)?.status === 401 && failures[index] === 0);
				if (unauthorized.length > 0) await (renewal ??= graph.renewToken());
				for (const index of batch) {
					const answer = answers.get(index);
					const fate = fateOf(graph, answer, (failures[index] ?? 0) + 1);
					if (fate.failed) failures[index] = (failures[index] ?? 0) + 1;
					if (fate.again) again.push(index);
					else take(answer ?? unanswered(call), index);
					waitMs = Math.max(waitMs, fate.waitMs);
				}
			},
			graph.signal,
		);
		if (again.length > 0) graph.notice(`${again.length} of ${urls.length} requests in batches are sent again`);
		if (waitMs > 0) await wait(waitMs, graph.signal);
		open = again;
	}
}

interface Fate {
	again: boolean;
	/** Whether that counts as one of its tries. */
	failed: boolean;
	waitMs: number;
}

const DONE: Fate = { again: false, failed: false, waitMs: 0 };

/** What becomes of a request after its answer. One that the batch's answer leaves out is as good as a failed one. */
function fateOf({ pace }: Graph, answer: ItemAnswer | undefined, tries: number): Fate {
	const status = answer?.status ?? 500;
	const retryAfterMs = parseRetryAfter(answer?.headers['retry-after']);
	if (asksToWait(status, retryAfterMs)) {
		pace.held(retryAfterMs);
		return { again: true, failed: false, waitMs: 0 };
	}
	if (status === 401) return { again: tries === 1, failed: true, waitMs: 0 };
	if (PASSING.has(status)) {
		const waitMs = Math.max(backoffMs(tries), retryAfterMs ?? 0);
		return tries < MAX_TRIES ? { again: true, failed: true, waitMs } : DONE;
	}
	pace.answered(answer?.headers ?? {});
	return DONE;
}

async function send(
	graph: Graph,
	batch: readonly number[],
	urls: readonly string[],
	call: GraphCall,
): Promise<Map<number, ItemAnswer>> {
	const requests = batch.map((index) => ({ id: String(index), method: 'GET', url: urls[index] }));
	const { responses } = await graph.post('$batch', { requests }, call, batch.length);
	const answers = new Map<number, ItemAnswer>();
	for (const response of Array.isArray(responses) ? (responses as unknown[]) : []) {
		const { id, status, headers, body } = fieldsOf(response);
		if (typeof id !== 'string' || typeof status !== 'number') continue;
		answers.set(Number(id), { status, body, headers: inLowerCase(headers) });
	}
	return answers;
}

function inLowerCase(headers: unknown): Record<string, string> {
	return Object.fromEntries(
		Object.entries(fieldsOf(headers)).map(([name, value]) => [name.toLowerCase(), plainText(value)]),
	);
}

function unanswered(call: GraphCall): never {
	throw failure({ kind: 'graphUnanswered', task: call.task, of: call.of });
}
