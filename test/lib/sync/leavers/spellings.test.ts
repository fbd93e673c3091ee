import fc from 'fast-check';

import { fittingNobody, protection } from '../../../../lib/sync/leavers/protection';
import { namesOfEmployee } from '../../../../lib/sync/employeeNames';
import type { Employee } from '../../../../lib/sync/model';
import { peopleIn } from '../../../../lib/sync/peopleList';

const read = ({ raw }: Employee, attribute: string): unknown =>
	attribute.split('.').reduce((value: unknown, field) => (value as Record<string, unknown> | undefined)?.[field], raw);
const of = (raw: Record<string, unknown>): Employee => ({ hrId: '7', active: true, raw });
const named = (givenName: string, familyName: string): Employee => of({ name: { givenName, familyName } });
const shownAs = (displayName: string): Employee => of({ displayName });
const isProtected = (list: string, employee: Employee): boolean => protection(peopleIn(list), read)(employee);

it.each<[string, Employee]>([
	['Miller, Ann (Sales)', named('Ann', 'Miller')],
	['Miller, Ann (Sales)', shownAs('Miller, Ann (Sales)')],
	['Doe, Jane [EXT]', shownAs('Doe, Jane [EXT]')],
	['Jane Doe', shownAs('Doe, Jane [EXT]')],
	['Smith, John Q.', named('John', 'Smith')],
	['Smith, John Q.', shownAs('John Q. Smith')],
	['John Smith', shownAs('John Q. Smith')],
	['King, Martin Luther, Jr.', named('Martin Luther', 'King')],
	['King, Martin Luther, Jr.', shownAs('Martin Luther King Jr.')],
	["Gerard 't Hooft", named('Gerard', '’t Hooft')],
	['William "Bill" Gates', shownAs('William "Bill" Gates')],
	['William "Bill" Gates', named('Bill', 'Gates')],
	['علی\u200cرضا محمدی', named('علی\u200cرضا', 'محمدی')],
	['miller, ann', named('Ann', 'Miller')],
	['van der berg, Ana', named('Ana', 'van der Berg')],
	['Miller Ann', named('Ann', 'Miller')],
	['Miller\tAnn', shownAs('Ann Miller')],
	['auth0|123', of({ externalId: 'auth0|123' })],
	['1. FC Koeln', shownAs('1. FC Koeln')],
	['Jörg Groß', shownAs('Joerg GROSS')],
	['Ann Mc Donald', named('Ann', 'McDonald')],
	['李明', named('明', '李')],
	['Ann Miller, Bob Hall', named('Bob', 'Hall')],
	['CN=Ann Miller,OU=Sales,DC=example,DC=com', named('Ann', 'Miller')],
	['CN=Miller\\, Ann,OU=Sales,OU=Emea,OU=People,OU=All,DC=example,DC=com', named('Ann', 'Miller')],
	['CN=b7,OU=Sales,DC=example,DC=com', of({ externalId: 'cn=b7,ou=Sales,dc=example,dc=com' })],
	['Miller, A*', named('Ann', 'Miller')],
	['Ann *', shownAs('Ann Miller')],
	['* ', named('Ann', 'Miller')],
	['* \nbob@example.com', named('Ann', 'Miller')],
	['bob@example.com\n * \t', named('Ann', 'Miller')],
])('%j protects who is meant (%#)', (list, employee) => {
	expect(isProtected(list, employee)).toBe(true);
	const [entry] = fittingNobody(peopleIn(list), [employee], read).filter((text) => !/bob|Ann Miller, Bob/i.test(text));
	expect(entry).toBeUndefined();
});

it.each<[string, Employee]>([
	['Ann Miller', named('Ann', 'Hall')],
	['* ann@example.com\n* bob@example.com', shownAs('Cem Berg')],
	['ann.hall@example.com', of({ emails: [{ value: 'hall@example.com' }] })],
	['E-17', of({ externalId: 'E-1' })],
	['Jo Smith', shownAs('Joe Smith')],
])('%j protects no others (%#)', (list, employee) => {
	expect(isProtected(list, employee)).toBe(false);
});

it('protects a person by any spelling of the name or address', () => {
	const given = fc.constantFrom('Ann', 'Jörg', 'José María', 'Jean-Luc', 'Zoë', 'Gerard', 'Łukasz', 'Ｋｅｎ');
	const family = fc.constantFrom(
		'Miller',
		'Groß',
		"O'Neill",
		'’t Hooft',
		'van der Berg',
		'Müller-Lüdenscheidt',
		'Núñez',
	);
	const order = fc.constantFrom(
		'G F',
		'F G',
		'F, G',
		'"F, G"',
		'F,G',
		'F, G (Sales)',
		'G F [EXT]',
		'F, G Q.',
		'Dr. G F',
	);
	const form = fc.constantFrom('NAME', '"NAME" <MAIL>', 'NAME <old@x.example>', '- NAME', '3. NAME', '<MAIL>', 'MAIL');
	const respelled = fc.constantFrom<((text: string) => string)[]>(
		(text) => text,
		(text) => text.toLowerCase(),
		(text) => text.toUpperCase(),
		(text) => text.normalize('NFD'),
		(text) => text.replace(/['’]/g, '`'),
		(text) => text.replace(/ /g, '\u00a0 '),
		(text) => text.replace(/(?<=\p{L})/gu, '\u200b'),
	);
	const others = fc.constantFrom('', 'bob@example.com\n', 'Hall, Bob;', '* \u2022 bob\n');
	fc.assert(
		fc.property(given, family, order, form, respelled, others, (first, last, shape, entry, respell, before) => {
			// Within quotation marks, others have no place.
			const quoted = entry.includes('"') ? shape.replace(/"/g, '') : shape;
			const name = quoted.replace(/[GF]/g, (part) => (part === 'G' ? first : last));
			const text = entry.replace('NAME', () => respell(name)).replace('MAIL', 'x7@example.com');
			const employee = of({ name: { givenName: first, familyName: last }, emails: [{ value: 'X7@Example.com' }] });
			expect({ text, isProtected: isProtected(before + text, employee) }).toEqual({ text, isProtected: true });
		}),
		{ numRuns: 1000 },
	);
});

it('makes few names of a record with many', () => {
	const many = (name: string): [string, string][] =>
		Array.from({ length: 2000 }, (_, at) => [`${name}${'_'.repeat(at)}name`, `${name} ${at}`]);
	const names = namesOfEmployee(of(Object.fromEntries([...many('first'), ...many('last')])), read);
	expect(names.length).toBeGreaterThan(0);
	expect(names.length).toBeLessThan(1000);
});

it('looks names up in time that grows with the list', () => {
	const list = peopleIn(Array.from({ length: 5000 }, (_, at) => `Hall, Ann Q., B${at}`).join('\n'));
	const start = process.hrtime.bigint();
	const protects = protection(list, read);
	for (let at = 0; at < 5000; at++) protects(named('Ann', `Miller${at}`));
	expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(4000);
});
