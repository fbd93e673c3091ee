import { createInTurn } from '../../../../lib/jobs/memory/creations';
import type { Before } from '../../../../lib/jobs/memory/creations';

const turn = { since: 0, idOf: (created: string) => created };

/** An answer that is held back until it is given. */
function held(): { answer: Promise<string>; give: () => void } {
	let give = (): void => {};
	const answer = new Promise<string>((resolve) => (give = () => resolve('hr-1')));
	return { answer, give };
}

const tell = async (before?: Before): Promise<string> => await Promise.resolve(JSON.stringify(before ?? null));

describe('two runs create the same person at one time', () => {
	test('the second waits for the first, and knows whom it has created', async () => {
		const { answer, give } = held();
		const first = createInTurn('system\nann', turn, async () => await answer);
		let began = false;
		const second = createInTurn('system\nann', turn, async (before) => {
			began = true;
			return await tell(before);
		});
		await Promise.resolve();
		expect(began).toBe(false);
		give();
		expect(await Promise.all([first, second])).toEqual(['hr-1', '{"hrId":"hr-1"}']);
	});

	test('the first fails: the second tries, and asks first', async () => {
		const first = createInTurn('system\nbob', turn, async () => await Promise.reject(new Error('refused')));
		const second = createInTurn('system\nbob', turn, tell);
		await expect(first).rejects.toThrow('refused');
		expect(await second).toBe('{}');
	});

	test('others, and the same person in another HR system, wait for nobody', async () => {
		const { answer, give } = held();
		const first = createInTurn('system\ncem', turn, async () => await answer);
		for (const key of ['system\ndora', 'other system\ncem']) expect(await createInTurn(key, turn, tell)).toBe('null');
		give();
		await first;
	});

	test('what had come to its end before a run read the employees is of no interest to it', async () => {
		await createInTurn('system\neve', turn, async () => await Promise.resolve('hr-2'));
		await new Promise((resolve) => setImmediate(resolve));
		expect(await createInTurn('system\neve', { ...turn, since: Date.now() + 1 }, tell)).toBe('null');
	});

	test('a run that is stopped waits no longer, and lets no third one pass the first', async () => {
		const { answer, give } = held();
		const first = createInTurn('system\nfay', turn, async () => await answer);
		const stop = new AbortController();
		const second = createInTurn('system\nfay', { ...turn, signal: stop.signal }, tell);
		stop.abort();
		await expect(second).rejects.toThrow('canceled');
		let began = false;
		const third = createInTurn('system\nfay', turn, async (before) => {
			began = true;
			return await tell(before);
		});
		await new Promise((resolve) => setImmediate(resolve));
		expect(began).toBe(false);
		give();
		await Promise.all([first, third]);
		expect(began).toBe(true);
	});
});
