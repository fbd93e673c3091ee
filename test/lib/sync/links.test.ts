import fc from 'fast-check';

import { isLinked, linkFormOf, parseLinkForm } from '../../../lib/sync/links';
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
	const numbers = travelled(['E-1042', 'E-2044', 'E-3999'].map((externalId, i) => row(`e${i}`, { externalId })));

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

	it('is contradicted by an attribute that always holds the same', () => {
		const twice = travelled(
			['1042', '2044'].map((number, i) => row(`e${i}`, { externalId: number, employeeNumber: number, title: 'x' })),
		);
		expect(linked(twice, { externalId: '1043', employeeNumber: '1043' })).toBe(true);
		expect(linked(twice, { externalId: '1043' })).toBe(true);
		expect(linked(twice, { externalId: '1043', employeeNumber: '77' })).toBe(false);
	});

	it('has linked every one of its own', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), (values) => {
				fc.pre(values.every((value) => value.trim() !== ''));
				const form = travelled(values.map((externalId, i) => row(`e${i}`, { externalId })));
				for (const externalId of values) expect([externalId, linked(form, { externalId })]).toEqual([externalId, true]);
			}),
		);
	});
});

it('a form that nobody can read is the narrowest one', () => {
	expect(parseLinkForm('oops')).toBe('objectId');
	expect(linked(parseLinkForm({ letters: true }), { externalId: 'a' })).toBe(false);
});
