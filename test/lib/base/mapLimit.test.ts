import { setTimeout as delay } from 'node:timers/promises';

import { mapLimit } from '../../../lib/base/async';

it('keeps the order and never has more under way than allowed', async () => {
	let running = 0;
	let most = 0;
	const results = await mapLimit([5, 1, 3, 2, 4], 2, async (ms) => {
		most = Math.max(most, ++running);
		await delay(ms);
		running--;
		return ms * 10;
	});
	expect(results).toEqual([50, 10, 30, 20, 40]);
	expect(most).toBe(2);
});

it('starts nothing new after a failure, and waits for what is under way', async () => {
	const started: number[] = [];
	const finished: number[] = [];
	const work = mapLimit([0, 1, 2, 3], 2, async (item) => {
		started.push(item);
		if (item === 0) throw new Error('first');
		await delay(20);
		finished.push(item);
	});
	await expect(work).rejects.toThrow('first');
	expect(started).toEqual([0, 1]);
	expect(finished).toEqual([1]);
});

it('stops when the signal aborts', async () => {
	const abort = new AbortController();
	const started: number[] = [];
	const work = mapLimit(
		[0, 1, 2],
		1,
		async (item) => {
			started.push(item);
			abort.abort();
		},
		abort.signal,
	);
	await expect(work).rejects.toThrow('canceled');
	expect(started).toEqual([0]);
});

it('does nothing for an empty list', async () => {
	expect(await mapLimit([], 4, async () => await Promise.reject(new Error('never')))).toEqual([]);
});
