import fc from 'fast-check';

import { compileTransforms } from '../../../../lib/sync/mapping/transforms';
import type { TransformSettings } from '../../../../lib/sync/mapping/transforms';
import { ValueProblem } from '../../../../lib/sync/mapping/values';
import { faultOf, problemIn } from './problem';

const run = (settings: TransformSettings | TransformSettings[], value: unknown): unknown =>
	compileTransforms(Array.isArray(settings) ? settings : [settings], 'Job title')(value);

describe('a transform changes a value', () => {
	it.each<[TransformSettings, unknown, unknown]>([
		[{ type: 'trim' }, '  a  b ', 'a  b'],
		[{ type: 'trim', blanks: 'collapse' }, ' a \u00a0\n b ', 'a b'],
		[{ type: 'trim', blanks: 'remove' }, ' a  b ', 'ab'],
		[{ type: 'trim' }, [' a', 'b '], ['a', 'b']],
		[{ type: 'case', to: 'lower' }, 'ÄB', 'äb'],
		[{ type: 'case', to: 'upper' }, 'straße', 'STRASSE'],
		[{ type: 'case', to: 'title' }, "jean-luc o'neil ÖRSTED", "Jean-Luc O'neil Örsted"],
		[{ type: 'case', to: 'sentence' }, 'HEAD OF IT', 'Head of it'],
		[{ type: 'diacritics' }, 'Łukasz Ñandú Nguyễn Søren Straße', 'Lukasz Nandu Nguyen Soren Strasse'],
		[{ type: 'diacritics' }, 'Ηλίας हिन्दी Андрей', 'Ηλιας हिन्दी Андрей'],
		[{ type: 'diacritics', german: true }, 'Müller Übel Straße Zoë', 'Mueller Uebel Strasse Zoe'],
		[{ type: 'diacritics', german: true }, 'Mu\u0308ller', 'Mueller'],
		[{ type: 'date', to: 'dd/MM/yyyy' }, '2024-03-01T00:00:00Z', '01/03/2024'],
		[{ type: 'date', from: 'dd/MM/yyyy' }, '01/03/2024', '2024-03-01'],
		[{ type: 'date', from: 'd MMM yyyy' }, '1 Mar 2024', '2024-03-01'],
		[{ type: 'date', zone: 'Asia/Tokyo' }, '2024-03-01T23:30:00Z', '2024-03-02'],
		[{ type: 'date', zone: 'America/New_York' }, '2024-03-01', '2024-03-01'],
		[{ type: 'date' }, '2024-03-01T23:30:00-08:00', '2024-03-01'],
		[{ type: 'date', from: 'yyyy-MM-ddZZ', zone: 'UTC' }, '2021-06-30+08:00', '2021-06-29'],
		[{ type: 'date', from: "yyyy-MM-dd 'Haus'", zone: 'America/New_York' }, '2021-06-30 Haus', '2021-06-30'],
		[{ type: 'phone', country: 'gb' }, '01632 960961', '+441632960961'],
		[{ type: 'phone' }, '+49 (0)30 901820', '+4930901820'],
		[{ type: 'phone', invalid: 'leave' }, 'ext. 12', 'ext. 12'],
		[{ type: 'phone', invalid: 'empty' }, 'ext. 12', null],
		[{ type: 'lookup', table: 'Sales = S100\n\nR&D=R200' }, ' sales', 'S100'],
		[{ type: 'lookup', table: 'a=b\tc=d' }, 'a=b', 'c=d'],
		[{ type: 'lookup', table: '{"Sales": 100, "__proto__": "x"}' }, '__proto__', 'x'],
		[{ type: 'lookup', table: { Sales: 'S100' }, missing: 'leave' }, 'constructor', 'constructor'],
		[{ type: 'lookup', table: 'Sales=', missing: 'empty' }, 'Sales', ''],
		[{ type: 'lookup', table: 'Sales=1', missing: 'empty' }, 'IT', null],
		[{ type: 'split', separator: '@' }, 'ann@example.com', 'ann'],
		[{ type: 'split', separator: ';', part: -1 }, 'a; b; c', 'c'],
		[{ type: 'split', separator: ';', part: 9 }, 'a; b', ''],
		[{ type: 'split', part: 2 }, ['+44 1', '+44 2'], '+44 2'],
		[{ type: 'join', separator: ';' }, ['a', null, '', 'b'], 'a;b'],
		[{ type: 'join', separator: ';' }, 'a', 'a'],
		[{ type: 'truncate', length: 3 }, 'a😀bc', 'a😀b'],
		[{ type: 'truncate', length: 4 }, 'one two', 'one'],
	])('%j: %j becomes %j', (settings, value, changed) => {
		expect(run(settings, value)).toEqual(changed);
	});

	it('one after the other, until nothing is left', () => {
		const both = [
			{ type: 'split', separator: ',', part: 1 },
			{ type: 'case', to: 'upper' },
		];
		expect(run(both, 'a, b')).toBe('A');
		expect(run(both, ', b')).toBe('');
	});
});

describe('a value that can not be changed so is a problem in words', () => {
	it.each<[TransformSettings, unknown, string]>([
		[{ type: 'case', to: 'upper' }, { a: 1 }, 'is {"a":1} and should be a single text'],
		[{ type: 'date' }, '01/03/2024', 'is "01/03/2024", which is not a date such as 2024-03-01'],
		[{ type: 'date', from: 'dd/MM/yyyy' }, '31/02/2024', 'is "31/02/2024", which is not a date in the form dd/MM/yyyy'],
		[
			{ type: 'phone' },
			'01632 960961',
			'is "01632 960961", which is not a phone number (it names no country, and none is set in the transform)',
		],
		[{ type: 'phone', country: 'GB' }, '12', 'is "12", which is not a phone number'],
		[{ type: 'lookup', table: 'a=b' }, 'x', 'is "x", which is not in the lookup table'],
		...['12:30', '07', '2024', '202403', '2024-W10'].map((text): [TransformSettings, unknown, string] => [
			{ type: 'date' },
			text,
			`is "${text}", which is not a date such as 2024-03-01`,
		]),
	])('%j: %j', (settings, value, text) => {
		const fault = faultOf(() => run(settings, value));
		expect(problemIn(fault)).toContain(text);
	});
});

it.each<[TransformSettings, string]>([
	[{ type: 'rot13' }, 'There is no transform "rot13"'],
	[{ type: 'case', to: 'camel' }, 'There is no case "camel"'],
	[{ type: 'date', zone: 'Mars/Base' }, 'There is no time zone "Mars/Base"'],
	[{ type: 'date', from: "{'a'}".repeat(30) }, 'A format of dates is longer than 100 characters'],
	[{ type: 'phone', country: 'Britain' }, 'There is no country "Britain"'],
	[{ type: 'lookup', table: '' }, 'The lookup table is empty'],
	[{ type: 'lookup', table: 'a\nb=c' }, 'The lookup table has a line without "=": "a"'],
	[{ type: 'lookup', table: '{"a":' }, 'The lookup table is not valid JSON'],
	[{ type: 'split', part: 0 }, 'Part 0 of a split text makes no sense'],
	[{ type: 'truncate', length: 'x' }, `A text can't be cut to "x" characters`],
])('settings that make no sense are refused, and the rule is named: %j', (settings, words) => {
	expect(() => compileTransforms([settings], 'Job title')).toThrow(words);
	expect(() => compileTransforms([settings], 'Job title')).toThrow(
		settings.type === 'rot13' ? words : 'The rule for Job title',
	);
});

it('gives a value or a problem for any JSON, never another error', () => {
	const all = fc.constantFrom<TransformSettings>(
		{ type: 'trim', blanks: 'collapse' },
		{ type: 'case', to: 'title' },
		{ type: 'diacritics', german: true },
		{ type: 'date', from: 'yyyy' },
		{ type: 'phone', country: 'DE' },
		{ type: 'lookup', table: 'a=b' },
		{ type: 'split', separator: ';', part: -2 },
		{ type: 'join' },
		{ type: 'truncate', length: 2 },
	);
	fc.assert(
		fc.property(fc.array(all, { maxLength: 3 }), fc.jsonValue(), (settings, value) => {
			try {
				run(settings, value);
			} catch (error) {
				expect(error).toBeInstanceOf(ValueProblem);
			}
		}),
	);
});
