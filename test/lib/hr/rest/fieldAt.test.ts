import { removeIn, setIn, stepsOf } from '../../../../lib/hr/rest/fieldAt';

const ann = {
	name: 'Ann',
	phones: [
		{ type: 'work', number: '1' },
		{ type: 'home', number: '2' },
	],
};
const [work, home] = ann.phones;
const set = (field: string, value: unknown, record: unknown = ann) => setIn(record, stepsOf(field), value);

it.each([
	['phones.1.number', '3', { ...ann, phones: [work, { type: 'home', number: '3' }] }],
	['phones.0', 'x', { ...ann, phones: ['x', home] }],
	['phones.2.number', '3', { ...ann, phones: [work, home, { number: '3' }] }],
	['name', 'Bob', { ...ann, name: 'Bob' }],
	['a.b', 1, { ...ann, a: { b: 1 } }],
])('puts %s there and keeps all else', (field, value, expected) => {
	const before = structuredClone(ann);
	expect(set(field, value)).toEqual(expected);
	expect(ann).toEqual(before);
});

it('goes through several arrays', () => {
	expect(set('a.0.b.1.c', 2, { a: [{ b: [1, { c: 1, d: 1 }] }, 'e'] })).toEqual({
		a: [{ b: [1, { c: 2, d: 1 }] }, 'e'],
	});
});

it.each(['phones.number', 'phones.3.number', 'phones.-1', 'phones.length', 'phones.01.number'])(
	'refuses %s, which has no place in the array',
	(field) => {
		expect(() => set(field, 'x')).toThrow(`a list in ${field}, without a place for the value`);
	},
);

it('takes away inside of arrays, and no element of one', () => {
	const remove = (field: string) => removeIn(ann, stepsOf(field));
	expect(remove('phones.1.number')).toEqual({ ...ann, phones: [work, { type: 'home' }] });
	expect(remove('name')).toEqual({ phones: ann.phones });
	for (const field of ['phones.0', 'phones.number', 'phones.7.number', 'name.first', ''])
		expect(remove(field)).toEqual(ann);
});
