import fc from 'fast-check';

import { peopleIn } from '../../../lib/sync/peopleList';

/** Every name that an entry may mean. */
const namesIn = (text: string): string[] => peopleIn(text).flatMap(({ readings }) => [...new Set(readings.flat())]);
const textsIn = (text: string): string[] => peopleIn(text).map(({ text: entry }) => entry);

const TWO = ['ann@example.com', 'bob@example.com'];

it.each([
	['commas', 'ann@example.com,bob@example.com'],
	['semicolons', 'ann@example.com; bob@example.com;'],
	['ends of lines', 'ann@example.com\r\n\r\nbob@example.com\n'],
	['tabs', 'ann@example.com\tbob@example.com'],
	['blanks', ' ann@example.com  bob@example.com'],
	['blanks that do not break', 'ann@example.com\u00a0bob@example.com'],
	['signs of other scripts', 'ann@example.com；bob@example.com、'],
	['quotation marks', '"ann@example.com", "bob@example.com"'],
	['quotation marks around all of it', '"ann@example.com, bob@example.com"'],
	['single ones', "'ann@example.com' 'bob@example.com'"],
	['German ones', '„ann@example.com“, ‚bob@example.com‘'],
	['French ones', '« ann@example.com » ; ‹bob@example.com›'],
	['brackets', '<ann@example.com>,[bob@example.com]'],
	['a list of a program', '["ann@example.com","bob@example.com"]'],
	['links', '<mailto:ann@example.com>; mailto:bob@example.com?subject=Hi'],
	['what Exchange calls them', 'SMTP:ann@example.com;smtp:bob@example.com'],
	['a header', 'To: ann@example.com; Cc: bob@example.com'],
	['points', '- ann@example.com\n• bob@example.com'],
	['stars as points', '* ann@example.com\n* bob@example.com'],
	['numbers', '1. ann@example.com\n2) bob@example.com'],
	['signs that nobody sees', '\ufeffann@example.com,\u200bbob@example.com'],
	['a sentence', 'ann@example.com, bob@example.com.'],
])('addresses with %s', (_, text) => {
	expect(namesIn(text)).toEqual(TWO);
});

it.each([
	['Ann Miller <ann@example.com>', ['ann@example.com', 'Ann Miller']],
	['"Ann Miller"<ann@example.com>', ['ann@example.com', 'Ann Miller']],
	['ann@example.com (Ann Miller)', ['ann@example.com', 'Ann Miller']],
	['Ann Miller [mailto:ann@example.com]', ['ann@example.com', 'Ann Miller']],
	["'ann@example.com' <ann@example.com>", ['ann@example.com', 'ann@example.com']],
	['"Miller, Ann" <ann@example.com>', ['ann@example.com', 'Miller, Ann', 'Ann Miller', 'Miller']],
	['“Miller, Ann” <ann@example.com>', ['ann@example.com', 'Miller, Ann', 'Ann Miller', 'Miller']],
	['Miller, Ann <ann@example.com>', ['ann@example.com', 'Miller, Ann', 'Ann Miller', 'Miller']],
	[
		'van der Berg, Ann Marie <ann@example.com>',
		['ann@example.com', 'van der Berg, Ann Marie', 'Ann Marie van der Berg', 'van der Berg'],
	],
	['Miller, Ann', ['Miller, Ann', 'Ann Miller', 'Miller', 'Ann']],
	['"Miller, Ann"', ['Miller, Ann', 'Ann Miller', 'Miller', 'Ann']],
	['Ann Miller', ['Ann Miller', 'Ann', 'Miller']],
	["Ann O'Neill", ["Ann O'Neill", 'Ann', "O'Neill"]],
	['ann', ['ann']],
	['hr-17(b)', ['hr-17(b)', 'hr-17 b', 'hr-17', 'b']],
	['*@partner.example', ['*@partner.example']],
	['@partner.example', ['*@partner.example']],
	['*', ['*']],
	['4711', ['4711']],
])('%s', (text, names) => {
	expect(namesIn(text).sort()).toEqual([...names].sort());
});

it('takes names of Outlook with commas apart at the right ones', () => {
	const text = 'Miller, Ann <ann@example.com>; Hall, Bob <bob@example.com>, Berg, Cem (IT) <cem@example.com>';
	expect(textsIn(text)).toEqual([
		'Miller, Ann ann@example.com',
		'Hall, Bob bob@example.com',
		'Berg, Cem IT cem@example.com',
	]);
});

it('keeps a user name apart from the address behind it', () => {
	expect(textsIn('bob, Ann Miller <ann@example.com>')).toEqual(['bob', 'Ann Miller ann@example.com']);
	expect(textsIn('bob ann@example.com')).toEqual(['bob', 'ann@example.com']);
	expect(textsIn('b0042, E-17, Ann')).toEqual(['b0042', 'E-17', 'Ann']);
});

it.each([
	['a quotation mark that is not closed', '"Miller, Ann <ann@example.com>', 'quotation mark'],
	['a quoted part of an address', '"ann miller"@example.com', 'quotation mark in it'],
	['two addresses in one word', 'ann@example.com/bob@example.com', 'not one address'],
	['signs alone', 'ann@example.com, ---', '"---" names nobody'],
	['nothing but separators', ' ;, ', 'names nobody'],
	['empty quotation marks', '""', 'names nobody'],
])('stops at %s, rather than leave somebody out', (_, text, words) => {
	const pattern = new RegExp(`^The list of protected employees can't be read.*${words}`, 's');
	expect(() => peopleIn(text, 'the list of protected employees')).toThrow(pattern);
});

it('is nobody where there is nothing', () => {
	expect(peopleIn('')).toEqual([]);
	expect(peopleIn(' \n ')).toEqual([]);
});

it('finds each address of a list, in whichever form it stands', () => {
	const address = fc.emailAddress().filter((one) => /^[\w.+-]+@[\w.-]+$/.test(one));
	const name = fc.constantFrom('Ann Miller', 'Miller, Ann', "Zoë O'Neill", 'van der Berg, Cem (IT)', '李 明');
	const form = fc.constantFrom(
		'NAME <MAIL>',
		'"NAME" <MAIL>',
		'<MAIL>',
		'"MAIL"',
		"'MAIL'",
		'<mailto:MAIL>',
		'NAME (MAIL)',
	);
	const entry = fc.tuple(address, name, form).map(([one, called, shape]) => ({
		one,
		text: shape.replace('NAME', () => called).replace('MAIL', () => one),
	}));
	fc.assert(
		fc.property(
			fc.array(entry, { minLength: 1, maxLength: 5 }),
			fc.constantFrom('; ', '\n', ', ', ' ;\t'),
			(list, between) => {
				const names = namesIn(list.map(({ text }) => text).join(between));
				for (const { one } of list) expect(names).toContain(one);
			},
		),
	);
});

it('reads long lists in time that grows with them', () => {
	for (const text of [
		'<'.repeat(50_000),
		"'".repeat(50_000),
		'@ '.repeat(20_000),
		'a, '.repeat(30_000),
		'A, <'.repeat(30_000),
		'* '.repeat(30_000),
	]) {
		const start = process.hrtime.bigint();
		try {
			peopleIn(text);
		} catch {
			// Some of them name nobody.
		}
		expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(2000);
	}
});
