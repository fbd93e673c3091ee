import fc from 'fast-check';
import { DateTime } from 'luxon';

import { checkValue, PROBLEM_KINDS, VALUE_TYPES, ValueProblem } from '../../../../lib/sync/mapping/values';
import type { ValueRules } from '../../../../lib/sync/mapping/values';
import { faultOf, problemIn } from './problem';

describe('a value of the right kind is written as', () => {
	it.each<[unknown, ValueRules, unknown]>([
		['2024-03-01T00:00:00Z', { type: 'date' }, '2024-03-01'],
		['2024-02-29', { type: 'date' }, '2024-02-29'],
		[DateTime.fromISO('2024-03-01T10:00:00Z', { zone: 'utc' }), { type: 'date' }, '2024-03-01'],
		[new Date('2024-03-01T10:00:00Z'), { type: 'dateTime' }, '2024-03-01T10:00:00.000Z'],
		['2024-03-01', { type: 'dateTime' }, '2024-03-01'],
		['42', { type: 'integer' }, 42],
		[' 1e3', { type: 'number' }, 1000],
		['TRUE', { type: 'boolean' }, true],
		['https://example.com/a b', { type: 'url' }, 'https://example.com/a b'],
		["o'neil+hr@sub.example.com", { type: 'email' }, "o'neil+hr@sub.example.com"],
		['full time', { type: 'string', allowed: ['Full Time', 'Part Time'] }, 'Full Time'],
		['👩‍👩‍👧', { type: 'string', maxLength: 5 }, '👩‍👩‍👧'],
	])('%p: %p', (value, rules, written) => {
		expect(checkValue(value, rules)).toBe(written);
	});
});

describe('a value of the wrong kind is refused in words', () => {
	it.each<[unknown, ValueRules, string, string]>([
		['01/03/2024', { type: 'date' }, 'format', 'is "01/03/2024", which is not a date such as 2024-03-01'],
		['2023-02-29', { type: 'date' }, 'format', 'is "2023-02-29", which is not a date such as 2024-03-01'],
		[
			'2024-W05',
			{ type: 'dateTime' },
			'format',
			'is "2024-W05", which is not a date such as 2024-03-01 or 2024-03-01T08:00:00Z',
		],
		['4.5', { type: 'integer' }, 'type', 'is "4.5" and should be a whole number'],
		['0x10', { type: 'number' }, 'type', 'is "0x10" and should be a number'],
		[true, { type: 'number' }, 'type', 'is true and should be a number'],
		[{ a: 1 }, { type: 'string' }, 'type', 'is {"a":1} and should be a single text'],
		['a@b.c, d@e.f', { type: 'email' }, 'format', 'is "a@b.c, d@e.f", which is not an e-mail address'],
		[`a@${'.'.repeat(400)}.b`, { type: 'email' }, 'format', `is "a@${'.'.repeat(76)}…, which is not an e-mail address`],
		['abcdef', { type: 'string', maxLength: 5 }, 'length', 'is 6 characters long, and 5 is the most ("abcdef")'],
		['x', { type: 'string', allowed: ['A', 'B'] }, 'allowed', 'is "x", and the HR system only takes "A", "B"'],
	])('%p as %p', (value, rules, kind, text) => {
		const check = (): unknown => checkValue(value, rules);
		const fault = faultOf(check);
		expect(PROBLEM_KINDS[fault.kind]).toBe(kind);
		expect(problemIn(fault)).toBe(text);
	});
});

it('takes what it has written before, whatever the type', () => {
	const values = fc.oneof(
		fc.jsonValue(),
		fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
		fc.emailAddress(),
		fc.webUrl(),
	);
	fc.assert(
		fc.property(values, fc.constantFrom(...VALUE_TYPES), (value, type) => {
			let written;
			try {
				written = checkValue(value, { type });
			} catch (error) {
				expect(error).toBeInstanceOf(ValueProblem);
				return;
			}
			expect(checkValue(written, { type })).toBe(written);
		}),
	);
});
