import { inEnglish } from '../../../lib/base/words/english';
import { whySomebodyElse } from '../../../lib/sync/evidence';
import type { AttributeValues } from '../../../lib/sync/model';

const ID = '11111111-2222-4333-8444-555555555555';
const OTHER = '99999999-2222-4333-8444-555555555555';
const NUMBER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber';

/** What is said of Joan Smith, who joins, and the employee whom her user name finds. */
function verdict(wanted: AttributeValues, there: Record<string, unknown>): string | undefined {
	const row = {
		employee: { userName: 'j.smith@example.com', ...wanted },
		entra: { id: ID, displayName: 'Joan Smith', userPrincipalName: 'j.smith@example.com' },
		problems: [],
		causes: [],
	};
	const cause = whySomebodyElse(
		row,
		{ hrId: '7', active: false, raw: { userName: 'j.smith@example.com', ...there } },
		({ raw }, attribute) => (raw as Record<string, unknown>)[attribute],
		({ hrId }) => `the employee ${hrId}`,
	);
	return cause && inEnglish.sentence(cause);
}

const joan = { externalId: ID, 'name.givenName': 'Joan', 'name.familyName': 'Smith', [NUMBER]: '2044' };
const john = { externalId: OTHER, 'name.givenName': 'John', 'name.familyName': 'Smith', [NUMBER]: '1001' };

describe('an employee who is linked to another account', () => {
	it.each<[string, AttributeValues, Record<string, unknown>]>([
		['another employee number', joan, john],
		['another number, whatever the names', joan, { ...joan, externalId: OTHER, [NUMBER]: '1001' }],
		['nothing to compare', { externalId: ID }, { externalId: OTHER }],
		['another first name, and no number', { ...joan, [NUMBER]: null }, john],
		['a display name of another', { externalId: ID }, { externalId: OTHER, displayName: 'John Smith' }],
		['the link of another system', { externalId: ID }, { externalId: 'PAYROLL-7' }],
	])('is somebody else: %s', (_, wanted, there) => {
		expect(verdict(wanted, there)).toContain('seems to be somebody else');
	});

	it.each<[string, AttributeValues, Record<string, unknown>]>([
		['the same number, whatever the names', joan, { ...john, [NUMBER]: '2044' }],
		['the same number but for zeros', joan, { ...john, [NUMBER]: '0002044' }],
		['first and last name', { ...joan, [NUMBER]: null }, { ...joan, externalId: OTHER }],
		['the display name', { externalId: ID }, { externalId: OTHER, displayName: 'JOAN SMITH' }],
		['the same link in another case', joan, { ...john, externalId: ID.toUpperCase() }],
		[
			'the display name with the last name first',
			{ externalId: ID },
			{ externalId: OTHER, displayName: 'Smith,  Joan' },
		],
		['a link of which the zeros were dropped', { externalId: '00100' }, { externalId: 100 }],
	])('is the person by %s', (_, wanted, there) => {
		expect(verdict(wanted, there)).toBeUndefined();
	});
});

const called = (given: string, family: string): AttributeValues => ({
	externalId: ID,
	'name.givenName': given,
	'name.familyName': family,
});
const numbered = (number: unknown): AttributeValues => ({ ...joan, [NUMBER]: number }) as AttributeValues;

describe('an employee who is linked to another account, and', () => {
	const verdictOf = (wanted: AttributeValues, there: AttributeValues): string | undefined =>
		verdict(wanted, { ...there, externalId: OTHER });

	it.each([
		[called('Jörg', 'Groß'), called('Joerg', 'Gross')],
		[called('José', 'García'), called('Jose', 'Garcia')],
		[called('Joan', 'Smith'), called('Smith', 'Joan')],
		[called('Ｊｏａｎ', 'Smith'), called('Joan', 'SMITH')],
		[called('Joan  Mary', 'Smith'), called('Joan Mary', 'Smith')],
		[called('Jean-Luc', 'O’Neil'), called('Jean Luc', "O'Neil")],
		[called('Joan', 'van Smith'), called('Joan van', 'Smith')],
		[numbered('n/a'), numbered('1001')],
		[numbered('2044'), numbered('-')],
		[numbered('0'), numbered(2044)],
		[numbered('E4711'), numbered('4711')],
		[numbered('E-4711'), numbered('E4711')],
		[numbered('4711'), numbered('E-004711')],
		[numbered('0042'), numbered(42)],
	])('is the person in another spelling (%#)', (one, other) => {
		expect([verdictOf(one, other), verdictOf(other, one)]).toEqual([undefined, undefined]);
	});

	it.each([
		[called('Joan', 'Smith'), called('John', 'Smith')],
		[called('Joe', 'Smith'), called('Jo', 'Smith')],
		[called('-', '-'), called('?', '.')],
		[called('राम', 'गुप्ता'), called('रीम', 'गुप्ता')],
		[numbered('E4711'), numbered('F4711')],
		[numbered('E4711'), numbered('4712')],
		[numbered('1-23'), numbered('12-3')],
		[{ ...numbered('n/a'), 'name.givenName': 'John' }, numbered('n/a')],
	])('is somebody else with another number or name (%#)', (one, other) => {
		for (const said of [verdictOf(one, other), verdictOf(other, one)])
			expect(said).toContain('seems to be somebody else');
	});
});

describe('an employee who is linked to none', () => {
	it.each<[string, AttributeValues, Record<string, unknown>]>([
		['another number', joan, { ...john, externalId: undefined }],
		['both names', { ...joan, [NUMBER]: null }, { 'name.givenName': 'Max', 'name.familyName': 'Weber' }],
		['the names of a REST API', { first_name: 'Joan', last_name: 'Smith' }, { first_name: 'Max', last_name: 'Weber' }],
		['the number of a REST API', { employee_id: '2044' }, { employee_id: '17' }],
	])('is somebody else by %s', (_, wanted, there) => {
		expect(verdict(wanted, there)).toContain('seems to be somebody else');
	});

	it.each<[string, AttributeValues, Record<string, unknown>]>([
		['nothing contradicts', joan, {}],
		['one of both names has changed', { ...joan, [NUMBER]: null }, { ...john, externalId: '' }],
		['another job is no evidence', { ...joan, title: 'Lead' }, { title: 'Clerk' }],
		['the link is none that this sync writes', { userName: 'x' }, { externalId: 'PAYROLL-7' }],
	])('is the person when %s', (_, wanted, there) => {
		expect(verdict(wanted, there)).toBeUndefined();
	});
});

it('names both, what contradicts, and how to allow it', () => {
	expect(verdict(joan, john)).toBe(
		`Joan Smith (j.smith@example.com) has the name or address of the employee the employee 7, who seems to be somebody else: that employee has ${NUMBER} 1001, and Joan Smith (j.smith@example.com) has 2044. If they are one person, enter j.smith@example.com under "Known to Be the Same Person" in Upsert Employee, or correct the employee in the HR system. If not, give one of them another user name or address.`,
	);
});
