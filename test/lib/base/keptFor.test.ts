import { KeptFor } from '../../../lib/base/keptFor';

it('forgets what was not used for so long, and nothing sooner, however much is added', () => {
	const kept = new KeptFor<string, number>(100);
	kept.set('used', 1, 0);
	kept.set('left', 2, 0);
	for (let i = 0; i < 1000; i++) kept.set(`other ${i}`, i, 50);
	expect(kept.get('used', 99)).toBe(1);
	expect(kept.get('left', 100)).toBeUndefined();
	expect(kept.get('used', 198)).toBe(1);
	expect(kept.get('other 7', 198)).toBeUndefined();
});

it('has the newest value of a key', () => {
	const kept = new KeptFor<string, number>(100);
	kept.set('a', 1, 0);
	expect(kept.set('a', 2, 90)).toBe(2);
	expect(kept.get('a', 150)).toBe(2);
});
