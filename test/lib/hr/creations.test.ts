import { createInTurn } from '../../../lib/hr/creations';

describe('two runs create the same person at one time', () => {
	/** An answer that is held back until it is given. */
	function held(): { answer: Promise<string>; give: () => void } {
		let give = (): void => {};
		const answer = new Promise<string>((resolve) => (give = () => resolve('created')));
		return { answer, give };
	}

	test('the second waits for the first, and knows that the person may be there', async () => {
		const { answer, give } = held();
		const told: boolean[] = [];
		const first = createInTurn('system\nann', async (mayBeThere) => {
			told.push(mayBeThere);
			return await answer;
		});
		const second = createInTurn('system\nann', async (mayBeThere) => {
			told.push(mayBeThere);
			return await Promise.resolve('found');
		});
		await Promise.resolve();
		expect(told).toEqual([false]);
		give();
		expect(await Promise.all([first, second])).toEqual(['created', 'found']);
		expect(told).toEqual([false, true]);
	});

	test('the first fails: the second tries, and asks first', async () => {
		const first = createInTurn('system\nbob', async () => await Promise.reject(new Error('refused')));
		const second = createInTurn('system\nbob', async (mayBeThere) => await Promise.resolve(mayBeThere));
		await expect(first).rejects.toThrow('refused');
		expect(await second).toBe(true);
	});

	test('others, and the same person in another HR system, wait for nobody', async () => {
		const { answer, give } = held();
		const first = createInTurn('system\ncem', async () => await answer);
		for (const key of ['system\ndora', 'other system\ncem']) {
			expect(await createInTurn(key, async (mayBeThere) => await Promise.resolve(mayBeThere))).toBe(false);
		}
		give();
		await first;
	});
});
