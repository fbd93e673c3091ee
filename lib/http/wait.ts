import { setTimeout as delay } from 'node:timers/promises';

import { SyncError } from '../errors';

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
