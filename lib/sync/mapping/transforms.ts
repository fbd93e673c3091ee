import { getCountries, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { CountryCode } from 'libphonenumber-js';
import { deburr } from 'lodash';
import { DateTime } from 'luxon';

import { SyncError } from '../../base/errors';
import { isEmpty, isRecord, numberIn, plainText } from '../../base/json';
import { isIsoDate, show, textOf, ValueProblem } from './values';

/** Changes a value that is not empty; may give an empty one. Throws ValueProblem when the value can't be changed so. */
export type Transform = (value: unknown) => unknown;

/** A transform as the form of a node holds it: `type`, and the settings of that type. */
export type TransformSettings = Record<string, unknown>;

/**
 * Makes one function out of transforms that are applied one after the other.
 * @param attribute what they are for, as messages call it
 * @throws SyncError when a transform is unknown or its settings make no sense
 */
export function compileTransforms(all: readonly TransformSettings[], attribute: string): Transform {
	const steps = all.map((settings) => {
		const make = TRANSFORMS.get(plainText(settings.type));
		if (!make) throw new SyncError(`There is no transform ${show(settings.type)}`, 'Pick one from the list.');
		try {
			return make(settings);
		} catch (error) {
			if (!(error instanceof SyncError)) throw error;
			throw new SyncError(`The rule for ${attribute} can't be used: ${error.message}`, error.description);
		}
	});
	return (value) => steps.reduce((current, step) => (isEmpty(current) ? current : step(current)), value);
}

const TRANSFORMS = new Map<string, (settings: TransformSettings) => Transform>([
	['trim', ({ blanks }) => onText(blanks === 'remove' ? removeBlanks : blanks === 'collapse' ? collapseBlanks : trim)],
	['case', makeCase],
	['diacritics', ({ german }) => onText((text) => withoutDiacritics(text, german === true))],
	['date', makeDate],
	['phone', makePhone],
	['lookup', makeLookup],
	['split', makeSplit],
	['join', makeJoin],
	['truncate', makeTruncate],
]);

const trim = (text: string): string => text.trim();
const removeBlanks = (text: string): string => text.replace(/\s+/gu, '');
const collapseBlanks = (text: string): string => text.trim().replace(/\s+/gu, ' ');

/** Lists are changed value by value. */
function onText(change: (text: string) => unknown): Transform {
	return (value) => (Array.isArray(value) ? value.map((one: unknown) => change(textOf(one))) : change(textOf(value)));
}

const CASES = new Map<unknown, (text: string) => string>([
	['lower', (text) => text.toLowerCase()],
	['upper', (text) => text.toUpperCase()],
	[
		'title',
		(text) =>
			text
				.toLowerCase()
				.replace(
					/(^|[^\p{L}\p{M}\p{N}'’])(\p{L})/gu,
					(_, before: string, first: string) => `${before}${first.toUpperCase()}`,
				),
	],
	['sentence', (text) => text.toLowerCase().replace(/\p{L}/u, (first) => first.toUpperCase())],
]);

function makeCase({ to }: TransformSettings): Transform {
	const change = CASES.get(to);
	if (!change) throw new SyncError(`There is no case ${show(to)}`, 'Pick one from the list of the transform "Case".');
	return onText(change);
}

const GERMAN: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss', ẞ: 'SS' };

/**
 * Latin and Greek letters lose their marks as Unicode decomposes them; lodash knows those that are letters of their own
 * (ø, ł, đ). In other scripts a mark is part of the word.
 */
function withoutDiacritics(text: string, german: boolean): string {
	const spelled = german ? text.normalize('NFC').replace(/[äöüÄÖÜßẞ]/g, (letter) => GERMAN[letter] ?? letter) : text;
	const bare = spelled.normalize('NFD').replace(/([\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu, '$1');
	return deburr(bare.normalize('NFC'));
}

/** A pattern is made of each, and those of any length can't be. */
const LONGEST_FORMAT = 100;

function makeDate({ from, to, zone }: TransformSettings): Transform {
	const read = formatOf(from);
	const write = formatOf(to) ?? 'yyyy-MM-dd';
	const timeZone = formatOf(zone);
	if ((read ?? '').length > LONGEST_FORMAT || write.length > LONGEST_FORMAT) {
		throw new SyncError(`A format of dates is longer than ${LONGEST_FORMAT} characters`, 'Write it like dd/MM/yyyy.');
	}
	if (timeZone !== undefined && !DateTime.local().setZone(timeZone).isValid) {
		throw new SyncError(`There is no time zone ${show(zone)}`, 'Write it like Europe/London, or leave it empty.');
	}
	return onText((text) => {
		// A day without a time of day is the same day everywhere.
		const options = { setZone: true, zone: 'utc', locale: 'en' };
		const date = read === undefined ? DateTime.fromISO(text, options) : DateTime.fromFormat(text, read, options);
		if (!date.isValid || (read === undefined && !isIsoDate(text))) {
			throw new ValueProblem({ kind: 'notADate', value: show(text), form: read });
		}
		const moment = read === undefined ? text.includes('T') : /[HhSTtXxZzFf]/.test(read.replace(/'[^']*'/g, ''));
		return (timeZone !== undefined && moment ? date.setZone(timeZone) : date).toFormat(write);
	});
}

function formatOf(value: unknown): string | undefined {
	return isEmpty(value) ? undefined : plainText(value).trim();
}

/** Numbers that could exist are taken: which ranges do exist changes faster than any library. */
function makePhone({ country, invalid }: TransformSettings): Transform {
	const region = formatOf(country)?.toUpperCase() as CountryCode | undefined;
	if (region !== undefined && !getCountries().includes(region)) {
		throw new SyncError(`There is no country ${show(country)}`, 'Write it with two letters, such as GB or DE.');
	}
	return onText((text) => {
		const number = parsePhoneNumberFromString(text, region);
		if (number?.isPossible()) return number.number;
		if (invalid === 'leave') return text;
		if (invalid === 'empty') return null;
		throw new ValueProblem({ kind: 'notAPhone', value: show(text), countryless: !number && !region });
	});
}

/** One pair a line, `from = to`; or a tab between them, which is how cells come out of a spreadsheet; or JSON. */
function makeLookup({ table, missing }: TransformSettings): Transform {
	const pairs = tableOf(table);
	if (pairs.size === 0) {
		throw new SyncError('The lookup table is empty', 'Write one pair a line, such as "Sales = S100".');
	}
	return onText((text) => {
		const found = pairs.get(keyOf(text));
		if (found !== undefined) return found;
		if (missing === 'leave') return text;
		if (missing === 'empty') return null;
		throw new ValueProblem({ kind: 'notInTable', value: show(text) });
	});
}

function tableOf(table: unknown): Map<string, string> {
	if (isRecord(table)) {
		return new Map(Object.entries(table).map(([from, to]) => [keyOf(from), isEmpty(to) ? '' : textOf(to)]));
	}
	const text = typeof table === 'string' ? table : '';
	if (/^\s*\{/.test(text)) return tableOf(parseJson(text));
	return new Map(
		text.split(/\r?\n/).flatMap((line): [string, string][] => {
			if (line.trim() === '') return [];
			const at = line.includes('\t') ? line.indexOf('\t') : line.indexOf('=');
			if (at < 0) {
				throw new SyncError(
					`The lookup table has a line without "=": ${show(line.trim())}`,
					'Write one pair a line, such as "Sales = S100".',
				);
			}
			return [[keyOf(line.slice(0, at)), line.slice(at + 1).trim()]];
		}),
	);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new SyncError('The lookup table is not valid JSON', 'Correct it, or write one pair a line: "Sales = S100".');
	}
}

/** Case and blanks at the ends don't tell entries apart. */
function keyOf(text: string): string {
	return text.trim().normalize('NFC').toLowerCase();
}

function makeSplit({ separator, part }: TransformSettings): Transform {
	const by = typeof separator === 'string' && separator !== '' ? separator : ',';
	const index = isEmpty(part) ? 1 : numberIn(part);
	if (!Number.isInteger(index) || index === 0) {
		throw new SyncError(
			`Part ${show(part)} of a split text makes no sense`,
			'1 is the first part, 2 the second, -1 the last.',
		);
	}
	return (value) => {
		const parts = Array.isArray(value) ? value.map(textOf) : textOf(value).split(by);
		return (parts.at(index > 0 ? index - 1 : index) ?? '').trim();
	};
}

/** A single value is a list of one. */
function makeJoin({ separator }: TransformSettings): Transform {
	const by = typeof separator === 'string' ? separator : ', ';
	return (value) =>
		(Array.isArray(value) ? value : [value])
			.filter((one) => !isEmpty(one))
			.map(textOf)
			.join(by);
}

/** Characters are counted as people do, so that none is cut in two. */
function makeTruncate({ length }: TransformSettings): Transform {
	const most = numberIn(length);
	if (!Number.isInteger(most) || most < 1) {
		throw new SyncError(`A text can't be cut to ${show(length)} characters`, 'Give a whole number from 1 up.');
	}
	return onText((text) => Array.from(text).slice(0, most).join('').trimEnd());
}
