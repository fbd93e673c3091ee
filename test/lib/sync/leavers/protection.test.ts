import { fittingNobody, protection } from '../../../../lib/sync/leavers/protection';
import type { Employee } from '../../../../lib/sync/model';
import { peopleIn } from '../../../../lib/sync/peopleList';

const read = ({ raw }: Employee, attribute: string): unknown => (raw as Record<string, unknown>)[attribute];
const of = (raw: Record<string, unknown>, hrId = '7'): Employee => ({ hrId, active: true, raw });
const isProtected = (list: string, employee: Employee): boolean => protection(peopleIn(list), read)(employee);

const scim = of({
	userName: 'b0042',
	externalId: 'E-17',
	displayName: 'Bob Hall',
	name: { givenName: 'Robert', familyName: 'O’Neill-Hall' },
	emails: [
		{ type: 'other', value: 'Bob@Partner.example' },
		{ type: 'home', value: 'bob@home.example' },
	],
	'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
		manager: { value: '1', displayName: 'Ceo Example', email: 'ceo@example.com' },
		department: 'Sales',
	},
	addresses: [{ type: 'work', formatted: 'Am Ring 1' }],
});

/** As the directory of a REST API has it: the record, and what reads it. */
const rest = of(
	{
		record: {
			contact: { private_email: 'Ann.Private@example.com' },
			first_name: { label: 'First name', value: 'Ann' },
			last_name: { label: 'Last name', value: 'Miller' },
			work_email: 'ann@example.com',
			manager_email: 'ceo@example.com',
			department: { id: 3, name: 'Sales' },
		},
		people: { idOf: () => undefined },
	},
	'55',
);

it.each([
	['an address that is not for work', '*@partner.example', scim],
	['an address of any type', 'BOB@home.example', scim],
	['the user name', 'B0042', scim],
	['the external id', 'e-17', scim],
	['the HR id', ' 7 ', scim],
	['the display name', 'bob  hall', scim],
	['the first and last name', "robert o'neill-hall", scim],
	['the name as Outlook has it', '"O\'Neill-Hall, Robert" <old@example.com>', scim],
	['an address in any field', 'ann.private@example.com', rest],
	['the names of a REST API', 'Miller, Ann', rest],
	['one of two readings: a user name', 'b0042 ann', scim],
	['one of two readings: a name', 'Bob Hall', scim],
])('protects by %s', (_, list, employee) => {
	expect(isProtected(list, employee)).toBe(true);
});

it.each([
	["the manager's address", 'ceo@example.com', scim],
	["the manager's name", 'Ceo Example', scim],
	["the manager's address in a field", 'ceo@example.com', rest],
	['the name of the department', 'Sales', rest],
	['a part of a name', 'Hall', scim],
	['another address', 'rob@home.example', scim],
])('does not protect by %s', (_, list, employee) => {
	expect(isProtected(list, employee)).toBe(false);
});

it.each([
	['*', '', true],
	['*', 'abc', true],
	['a*', 'abc', true],
	['*c', 'abc', true],
	['a*c', 'abc', true],
	['a*b*c', 'abc', true],
	['ab*bc', 'abc', false],
	['a**c', 'abc', true],
	['*b*', 'abc', true],
	['*d*', 'abc', false],
	['*bc*c', 'abc', false],
	['*bc*c', 'abcc', true],
	['a.c*', 'abcd', false],
	['*@example.com', 'ann@example.com.evil', false],
])('the pattern %s and %s', (pattern, name, fits) => {
	// Whoever has nothing but this name; an HR id that no pattern here fits.
	const employee = { hrId: name, active: true, raw: {} };
	expect(protection([pattern], () => undefined)(employee)).toBe(name !== '' && fits);
});

it('compares a pattern of many stars in time that grows with the name', () => {
	const protects = protection([`${'*a'.repeat(2000)}*b`, `*${'ab*'.repeat(2000)}c`], () => 'a'.repeat(100_000));
	const start = process.hrtime.bigint();
	expect(protects({ hrId: '1', active: true, raw: {} })).toBe(false);
	expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(1000);
});

describe('entries that fit nobody', () => {
	const missed = (list: string): string[] => fittingNobody(peopleIn(list), [scim, rest], read);

	it('are named as they stand there', () => {
		expect(missed('ann@example.com, b0042, 55, *@partner.example, Bob Hall')).toEqual([]);
		expect(missed('anne@example.com, b0042; "Hall, Bobby" <b@x.example>; *@gone.example')).toEqual([
			'anne@example.com',
			'Hall, Bobby b@x.example',
			'*@gone.example',
		]);
	});

	it('are those of two user names of which one is not there', () => {
		expect(missed('b0042 55')).toEqual([]);
		expect(missed('b0042 b0043')).toEqual(['b0042 b0043']);
	});

	it('are none where the address is another one, and the name fits', () => {
		expect(missed('Miller, Ann <ann.old@example.com>')).toEqual([]);
	});
});
