import fc from 'fast-check';

import { mapRow } from '../../../lib/sync/mapping';
import type { MappedAttribute } from '../../../lib/sync/mapping';

const title: MappedAttribute = { path: 'title', label: 'Job title', type: 'string', value: 'Lead' };
const ann = { id: 'e1', displayName: 'Ann', userPrincipalName: 'ann@example.com', accountEnabled: true };

describe('a value', () => {
	it.each([
		['text', { ...title }, { title: 'Lead' }],
		['text with blanks around it', { ...title, value: ' Lead ' }, { title: 'Lead' }],
		['a number', { ...title, value: 42 }, { title: '42' }],
		['a boolean in words', { ...title, type: 'boolean' as const, value: 'False' }, { title: false }],
		['what was not read', { ...title, value: undefined }, {}],
	])('that is %s is mapped', (_, attribute, employee) => {
		for (const whenEmpty of ['leave', 'clear'] as const) {
			expect(mapRow(ann, [attribute], whenEmpty)).toMatchObject({ employee, problems: [] });
			expect(Object.keys(mapRow(ann, [attribute], whenEmpty).employee)).toEqual(Object.keys(employee));
		}
	});

	it.each([null, '', '  '])('that was read as empty (%j) clears only when told to', (value) => {
		const field = { ...title, value, source: 'jobTitle' };
		expect(mapRow(ann, [field], 'leave').employee).toEqual({});
		expect(mapRow(ann, [field], 'clear').employee).toEqual({ title: null });
	});

	it.each(['', ' '])('that was put together from fields and came to nothing (%j) clears nothing', (value) => {
		expect(mapRow(ann, [{ ...title, value }], 'clear').employee).toEqual({});
	});

	it('of a switch that is empty changes nothing', () => {
		const active = { path: 'active', label: 'Active', type: 'boolean' as const, value: null, source: 'jobTitle' };
		expect(mapRow(ann, [active], 'clear').employee).toEqual({});
	});

	it.each([
		[{ ...title, required: true, value: null }, 'Job title is empty and is required'],
		[{ ...title, required: true, value: undefined }, 'Job title is empty and is required'],
		[
			{ ...title, required: true, value: '', source: 'jobTitle' },
			'Job title is empty and is required (it comes from jobTitle)',
		],
		[{ ...title, type: 'boolean' as const, value: 'maybe' }, 'Job title is "maybe" and should be true or false'],
		[{ ...title, value: ['a', 'b'] }, 'Job title is ["a","b"] and should be a single text'],
		[
			{ ...title, type: 'email' as const, value: 'ann at home' },
			'Job title is "ann at home", which is not an e-mail address',
		],
		[{ ...title, type: 'url' as const, value: 'nowhere' }, 'Job title is "nowhere", which is not a URL'],
		[{ ...title, value: undefined, error: 'no such function' }, 'Job title could not be worked out: no such function'],
	])('that is wrong becomes a problem on the row, and is not written', (attribute, problem) => {
		expect(mapRow(ann, [attribute], 'clear')).toMatchObject({ problems: [problem], employee: {} });
	});
});

it('keeps apart a manager who is none, one who is known, and one who was not read', () => {
	expect(mapRow({ ...ann, manager: null }, [], 'leave').entra.managerId).toBeNull();
	expect(mapRow({ ...ann, manager: { id: 'boss' } }, [], 'leave').entra.managerId).toBe('boss');
	expect(mapRow({ ...ann, managerUnknown: 'gone' }, [], 'leave').entra).not.toHaveProperty('managerId');
});

it('passes the roster on by reference', () => {
	const roster = { id: 'r', size: 1 };
	expect(mapRow({ ...ann, roster }, [], 'leave').roster).toBe(roster);
});

it('gives one row for any JSON, without throwing', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (json, value) => {
			const row = mapRow(json, [{ ...title, value }], 'clear');
			expect(Array.isArray(row.problems)).toBe(true);
			expect(row.problems.length > 0 || typeof json.id === 'string').toBe(true);
		}),
	);
});
