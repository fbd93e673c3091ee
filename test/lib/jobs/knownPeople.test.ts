import { knownAmong, knownPeopleIn } from '../../../lib/jobs/knownPeople';
import type { MappedRow } from '../../../lib/sync/model';

const ID = '11111111-2222-4333-8444-555555555555';

const ann: MappedRow = {
	employee: {
		userName: 'annm',
		'name.givenName': 'Ann',
		'name.familyName': 'Miller',
		title: 'Lead',
		'emails[type eq "work"].value': 'ann.work@example.com',
	},
	entra: { id: ID, displayName: "Ann O'Miller", userPrincipalName: 'ann@example.com' },
	problems: [],
	causes: [],
};
const isKnown = (list: string, row = ann): boolean => knownAmong(knownPeopleIn(list))(row);

it.each([
	['the object ID', ID.toUpperCase()],
	['the user principal name', 'Ann@Example.com'],
	['the user name in the HR system', 'ANNM'],
	['an address that is written', 'ann.work@example.com'],
	['an address behind a name', 'Somebody <ann@example.com>'],
	['the whole name', 'ann  o’miller'],
	['the whole name in the other order', "O'Miller, Ann"],
	['one of several entries', 'bob@example.com; annm\ncem'],
	['a point of a list', '* ann@example.com\n* bob@example.com'],
])('knows somebody by %s', (_, list) => {
	expect(isKnown(list)).toBe(true);
});

it.each([
	['a name of which one word is the same', 'Ann Hall'],
	['a family name', 'Miller'],
	['a name whose words stand in two attributes', 'Ann Miller'],
	['two names in one entry', "Ann O'Miller, Bob Hall"],
	['another attribute', 'Lead'],
	['another address with the same words', 'example@ann.com'],
	['a word beside the address of another', 'bob@example.com (annm)'],
	['nothing', ''],
])('does not know somebody by %s', (_, list) => {
	expect(isKnown(list)).toBe(false);
});

it('knows nobody of whom nothing is known', () => {
	const nobody: MappedRow = { employee: { userName: null }, entra: { id: '' }, problems: [], causes: [] };
	expect(isKnown('annm, Ann Hall', nobody)).toBe(false);
});

it.each(['*', '*@example.com', '@example.com', 'annm, b*', 'Ann *', '* '])('refuses %j, which is anybody', (list) => {
	expect(() => knownPeopleIn(list)).toThrow(/^The list of known people can't be read: ".*" may mean several people$/);
});
