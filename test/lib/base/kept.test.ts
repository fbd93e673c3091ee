import fc from 'fast-check';

import { Kept } from '../../../lib/base/kept';

it('lets the one unused for longest go', () => {
	const kept = new Kept<string, number>(2);
	kept.set('a', 1);
	kept.set('b', 2);
	expect(kept.get('a')).toBe(1);
	kept.set('c', 3);
	expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual([1, undefined, 3]);
});

it('makes a value once, and again when it is gone', () => {
	const kept = new Kept<string, object>(1);
	const make = jest.fn(() => ({}));
	const made = kept.getOrMake('a', make);
	expect(kept.getOrMake('a', make)).toBe(made);
	expect(make).toHaveBeenCalledTimes(1);
	kept.delete('a');
	expect(kept.getOrMake('a', make)).not.toBe(made);
	expect(make).toHaveBeenCalledTimes(2);
});

it('keeps nothing of what could not be made', () => {
	const kept = new Kept<string, number>(1);
	const fails = (): number => {
		throw new Error('not made');
	};
	expect(() => kept.getOrMake('a', fails)).toThrow('not made');
	expect(kept.get('a')).toBeUndefined();
});

it('holds what was used last, whatever was done to it', () => {
	const key = fc.integer({ min: 0, max: 6 });
	const step = fc.record({ do: fc.constantFrom('get', 'set', 'getOrMake', 'delete'), key, value: fc.nat() });
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step), (most, steps) => {
			const kept = new Kept<number, number>(most);
			// As a list, used last comes last.
			let expected: [key: number, value: number][] = [];
			const valueOf = (wanted: number) => expected.find(([known]) => known === wanted)?.[1];
			for (const { do: what, key, value } of steps) {
				const before = valueOf(key);
				const after = what === 'delete' ? undefined : what === 'set' ? value : (before ?? made(what, value));
				const others = expected.filter(([known]) => known !== key);
				expected = after === undefined ? others : [...others, [key, after] as [number, number]].slice(-most);
				if (what === 'delete') kept.delete(key);
				else if (what === 'get') expect(kept.get(key)).toBe(after);
				else if (what === 'set') expect(kept.set(key, value)).toBe(after);
				else expect(kept.getOrMake(key, () => value)).toBe(after);
			}
			const left = [0, 1, 2, 3, 4, 5, 6].filter((one) => kept.get(one) !== undefined);
			expect(left).toEqual(expected.map(([known]) => known).sort());
			for (const [known, value] of expected) expect(kept.get(known)).toBe(value);
		}),
	);
});

const made = (what: string, value: number): number | undefined => (what === 'getOrMake' ? value : undefined);
