import { setTimeout as delay } from 'node:timers/promises';

import { SyncError } from './errors';

/** Waits. @throws SyncError as soon as the signal aborts; no timer outlives the wait. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	try {
		await delay(ms, undefined, { signal });
	} catch (error) {
		if (signal?.aborted) throw cancelledError();
		throw error;
	}
}

/** What everything that is stopped by the signal ends with. n8n knows a canceled run by this word, spelled like this. */
export function cancelledError(): SyncError {
	return new SyncError('The execution was canceled');
}

/** The result of `work`, or an error as soon as the signal aborts. `work` itself goes on: others may wait for it too. */
export async function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (signal === undefined) return await work;
	const done = new AbortController();
	try {
		return await Promise.race([
			work,
			new Promise<never>((_, fail) => {
				const stop = () => fail(cancelledError());
				if (signal.aborted) stop();
				signal.addEventListener('abort', stop, { once: true, signal: done.signal });
			}),
		]);
	} finally {
		done.abort();
	}
}

export type Deadlined<T> = { inTime: true; value: T } | { inTime: false };

/**
 * Runs `work` with a signal that aborts with `outer` or after `ms`, whichever is first. A time limit of the whole
 * request, since a socket's own time-out starts anew with every byte that trickles in.
 */
export async function withDeadline<T>(
	ms: number,
	outer: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<Deadlined<T>> {
	const inner = new AbortController();
	const timer = new AbortController();
	const deadline = { passed: false };
	const follow = () => inner.abort(outer?.reason);
	if (outer?.aborted) follow();
	outer?.addEventListener('abort', follow, { once: true });
	delay(ms, undefined, { signal: timer.signal }).then(
		() => {
			deadline.passed = true;
			inner.abort();
		},
		() => undefined,
	);
	try {
		return { inTime: true, value: await work(inner.signal) };
	} catch (error) {
		if (deadline.passed) return { inTime: false };
		throw error;
	} finally {
		timer.abort();
		outer?.removeEventListener('abort', follow);
	}
}

/** Runs something later without keeping the process alive for it. */
export function runLater(ms: number, run: () => void): void {
	void delay(ms, undefined, { ref: false }).then(run);
}

/**
 * Runs `fn` over `items` with at most `limit` under way at once and gives the results in the items' order. When one
 * rejects or the signal aborts, no new one is started, those under way settle, and the first error is thrown.
 *
 * @throws RangeError for a limit that is no whole number from 1 up: it would run nothing and look like success
 */
export async function mapLimit<T, R>(
	items: readonly T[],
	limit: number,
	fn: (item: T, index: number) => Promise<R>,
	signal?: AbortSignal,
): Promise<R[]> {
	if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`${limit} is no number of tasks to run at once`);
	const results = new Array<R>(items.length);
	const failures: unknown[] = [];
	let next = 0;
	const worker = async () => {
		while (next < items.length && failures.length === 0) {
			const index = next++;
			try {
				if (signal?.aborted) throw cancelledError();
				results[index] = await fn(items[index] as T, index);
			} catch (error) {
				failures.push(error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
	if (failures.length > 0) throw failures[0];
	return results;
}

/** Runs what it is given, so many at once; the others wait their turn. */
export function atMost(limit: number): <T>(run: () => Promise<T>) => Promise<T> {
	const waiting: (() => void)[] = [];
	let running = 0;
	return async (run) => {
		if (running >= limit) await new Promise<void>((go) => waiting.push(go));
		else running++;
		try {
			return await run();
		} finally {
			const next = waiting.shift();
			// Whoever waited takes the place over, so that nobody slips in between.
			if (next) next();
			else running--;
		}
	};
}

/** How often something that lasts says how far it has come. */
const EVERY_MS = 5000;

/**
 * Lets a line through only when the last one is long enough ago.
 *
 * @param atOnce whether the first line need not wait; else what is over soon says nothing
 */
export function sparingly(
	say: (message: string) => void,
	{ atOnce = false, everyMs = EVERY_MS } = {},
): (message: string) => void {
	let last = atOnce ? -Infinity : performance.now();
	return (message) => {
		const now = performance.now();
		if (now - last < everyMs) return;
		last = now;
		say(message);
	};
}
