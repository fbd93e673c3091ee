import fc from 'fast-check';

import { isLinked, linkFormOf, parseLinkForm, togetherAs } from '../../../lib/sync/links';
import type { AttributeValues, MappedRow } from '../../../lib/sync/model';

const row = (id: string, employee: AttributeValues): MappedRow => ({
	employee,
	entra: { id },
	problems: [],
	causes: [],
});
const linked = (form: ReturnType<typeof linkFormOf>, raw: Record<string, unknown>): boolean =>
	isLinked(
		{ hrId: '1', active: true, raw },
		form,
		({ raw: record }, name) => (record as Record<string, unknown>)[name],
	);
/** As rows bring it to the next node. */
const travelled = (rows: MappedRow[]): ReturnType<typeof linkFormOf> =>
	parseLinkForm(JSON.parse(JSON.stringify(linkFormOf(rows))));

const guid = fc.uuid();

it('a sync that writes object IDs has linked those with an object ID, and nobody else', () => {
	fc.assert(
		fc.property(fc.uniqueArray(guid, { minLength: 1 }), guid, fc.string(), (ids, other, text) => {
			const form = travelled(ids.map((id) => row(id, { externalId: id.toUpperCase() })));
			expect(linked(form, { externalId: other })).toBe(true);
			fc.pre(!/^\s*[0-9a-f]{8}-/i.test(text));
			expect(linked(form, { externalId: text })).toBe(false);
		}),
	);
});

it('a sync that writes no external ID answers for those that Entra has written', () => {
	const form = travelled([row('e1', { userName: 'ann' })]);
	expect(linked(form, { externalId: '11111111-2222-4333-8444-555555555555' })).toBe(true);
	expect(linked(form, { externalId: 'PAYROLL-1' })).toBe(false);
});

describe('a sync that writes something else', () => {
	const formOf = (...ids: string[]) => travelled(ids.map((externalId, i) => row(`e${i}`, { externalId })));
	const numbers = formOf('E-1042', 'E-2044', 'E-3999');

	it.each(['E-1043', 'e-9999', 'E-10000', 'E-999'])('has linked %s', (externalId) => {
		expect(linked(numbers, { externalId })).toBe(true);
	});

	it.each([
		'PAYROLL-0042',
		'okta|00u1abcd',
		'C-1001',
		'11111111-2222-4333-8444-555555555555',
		'E-12',
		'E-1234567',
		'robot',
		'',
		undefined,
	])('has not linked %s', (externalId) => {
		expect(linked(numbers, { externalId })).toBe(false);
	});

	it('a slip in the data of one person does not open the form to others', () => {
		const odd = formOf(...Array.from({ length: 200 }, (_, i) => `${10_000 + i}`), 'EXT-7');
		expect(['EXT-8', 'PAY-55', 'DATEV1'].map((externalId) => linked(odd, { externalId }))).toEqual([
			false,
			false,
			false,
		]);
		const guids = [1, 2, 3].map((i) => `11111111-2222-4333-8444-55555555555${i}`);
		const mixed = travelled([...guids.map((id) => row(id, { externalId: id })), row('e4', { externalId: '1004' })]);
		expect(linked(mixed, { externalId: '99999999-2222-4333-8444-555555555555' })).toBe(true);
		expect(linked(mixed, { externalId: 'PAY-55' })).toBe(false);
	});

	it('addresses are of the domains that the sync writes, however long', () => {
		const addresses = formOf('max@example.com', 'mia@example.com');
		const there = ['alexandra@example.com', 'jo-ann@example.com', 'tim2@example.com', 'con@agency.example', 'max'];
		expect(there.map((externalId) => linked(addresses, { externalId }))).toEqual([true, true, true, false, false]);
	});

	it('user names are words, and no codes', () => {
		const names = formOf('max', 'mia.li');
		const there = ['alexandra', "o'neil", 'jo-ann', 'okta|abc', 'PAY-0042'];
		expect(there.map((externalId) => linked(names, { externalId }))).toEqual([true, true, true, false, false]);
	});

	describe('and an attribute that always holds the same', () => {
		const twice = travelled(
			['1042', '2044'].map((number, i) => row(`e${i}`, { externalId: number, employeeNumber: number, title: 'x' })),
		);

		it('proves the link where both are the same, whatever they look like', () => {
			expect(linked(twice, { externalId: '1043', employeeNumber: '1043' })).toBe(true);
			expect(linked(twice, { externalId: 'X77', employeeNumber: 'x77' })).toBe(true);
		});

		it('contradicts a number that is another one', () => {
			expect(linked(twice, { externalId: '1043', employeeNumber: '77' })).toBe(false);
			expect(linked(twice, { externalId: '00109', employeeNumber: '109' })).toBe(true);
			expect(linked(twice, { externalId: '1043' })).toBe(true);
		});

		it('does not contradict an address, which the HR system may have changed', () => {
			const form = travelled(
				['a@example.com', 'b@example.com'].map((mail, i) => row(`e${i}`, { externalId: mail, email: mail })),
			);
			expect(linked(form, { externalId: 'c@example.com', email: 'c@home.example' })).toBe(true);
		});
	});

	it('has linked every one of its own, where they are of one kind', () => {
		const number = fc.integer({ min: 1000, max: 9999 }).map((one) => `E-${one}`);
		fc.assert(
			fc.property(fc.uniqueArray(number, { minLength: 1 }), (values) => {
				const form = formOf(...values);
				for (const externalId of values) expect([externalId, linked(form, { externalId })]).toEqual([externalId, true]);
			}),
		);
	});

	it('in several parts is what each part says', () => {
		const form = togetherAs([formOf('a@example.com', 'b@example.com'), formOf('c@partner.example')]);
		expect(['x@example.com', 'x@partner.example'].map((externalId) => linked(form, { externalId }))).toEqual([
			true,
			true,
		]);
	});
});

it('a form that nobody can read is the narrowest one', () => {
	expect(parseLinkForm('oops')).toEqual(linkFormOf([]));
	expect(linked(parseLinkForm({ classes: [{}] }), { externalId: 'a' })).toBe(false);
});
