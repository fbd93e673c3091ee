import fc from 'fast-check';

import { saidBoolean, toBoolean } from '../../../lib/base/json';
import { matchKey, sameValue } from '../../../lib/sync/compare';

describe('sameValue', () => {
	it.each([
		['title', undefined, null],
		['title', '', null],
		['title', '  ', undefined],
		['title', 'Lead ', 'Lead'],
		['userName', 'Ann@Example.com', 'ann@example.com'],
		['emails[type eq "work"].value', 'ANN@example.com', 'ann@example.com'],
		['active', 'False', false],
		['active', 'true', true],
		['startDate', '2024-03-01', '2024-03-01T00:00:00Z'],
		['startDate', '2024-03-01T00:00:00.000Z', '2024-03-01T01:00:00+01:00'],
		// Wherever n8n runs: a time of day without a zone is taken for UTC.
		['startDate', '2024-03-01T00:00:00', '2024-03-01'],
		['displayName', 'Zoë', 'Zoë'],
		['employeeNumber', 42, '42'],
	])('%s: %j and %j mean the same', (attribute, current, wanted) => {
		expect(sameValue(attribute, current, wanted)).toBe(true);
		expect(sameValue(attribute, wanted, current)).toBe(true);
	});

	it.each([
		['displayName', 'mcdonald', 'McDonald'],
		['title', 'Lead', null],
		['active', true, false],
		['active', undefined, false],
		['active', 'yes', true],
		['startDate', '2024-03-01', '2024-03-02'],
		['employeeNumber', '042', '42'],
		['title', '2024', '2024-01-01'],
	])('%s: %j and %j differ', (attribute, current, wanted) => {
		expect(sameValue(attribute, current, wanted)).toBe(false);
	});

	it('is symmetric and reflexive for any JSON', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('title', 'userName', 'active'),
				fc.jsonValue(),
				fc.jsonValue(),
				(attribute, left, right) => {
					expect(sameValue(attribute, left, left)).toBe(true);
					expect(sameValue(attribute, left, right)).toBe(sameValue(attribute, right, left));
				},
			),
		);
	});
});

it('reads booleans in every spelling HR systems use, and nothing else', () => {
	expect(['False', 'false', false, 'TRUE ', true, 0, 1].map(toBoolean)).toEqual([
		...[false, false, false, true, true],
		...[false, true],
	]);
	expect([2, -1, NaN, '0', 'yes', '', null, undefined].map(toBoolean)).toEqual(Array(8).fill(undefined));
	// What somebody has set or mapped: a number is more likely a mistake there.
	expect([true, 'False', 0, 1].map(saidBoolean)).toEqual([true, false, undefined, undefined]);
});

it('looks people up regardless of case, blanks and composed accents, and never by nothing', () => {
	expect(matchKey(' Zoë@Example.com ')).toBe(matchKey('zoë@example.COM'));
	expect([undefined, null, '', ' '].map(matchKey)).toEqual([undefined, undefined, undefined, undefined]);
});
