import { cancelledError } from './wait';

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
