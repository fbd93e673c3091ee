import { isEmpty, isGuid, isRecord, plainText } from '../base/json';
import { matchKey } from './compare';
import { EXTERNAL_ID } from './model';
import type { CommonForm, Employee, LinkForm, MappedRow, ReadAttribute } from './model';

/** A sync that is longer there has shorter and longer numbers than those of today. */
const SLACK = 1;

/** What the external IDs look like that these rows write. A sync that writes none answers for those that Entra wrote. */
export function linkFormOf(rows: readonly MappedRow[]): LinkForm {
	const linking = rows.filter(({ employee }) => !isEmpty(employee[EXTERNAL_ID]));
	const own = linking.filter(({ employee, entra }) => matchKey(employee[EXTERNAL_ID]) !== matchKey(entra.id));
	if (own.length === 0) return 'objectId';
	const keys = linking.map(({ employee }) => matchKey(employee[EXTERNAL_ID]) ?? '');
	const prefix = withoutNumber(keys.reduce(commonStart));
	const ends = keys.map((key) => reversed(key.slice(prefix.length)));
	const suffix = reversed(withoutNumber(ends.reduce(commonStart)));
	const lengths = keys.map(({ length }) => length);
	const middles = keys.map((key) => key.slice(prefix.length, key.length - suffix.length));
	return {
		prefix,
		suffix,
		shortest: lengths.reduce((least, length) => Math.min(least, length)) - SLACK,
		longest: lengths.reduce((most, length) => Math.max(most, length)) + SLACK,
		letters: middles.some((middle) => LETTER.test(middle)),
		digits: middles.some((middle) => DIGIT.test(middle)),
		signs: [...new Set(middles.flatMap(signsIn))].sort().join(''),
		twins: twinsIn(linking),
	};
}

const LETTER = /\p{L}/u;
const DIGIT = /\p{N}/u;

function signsIn(text: string): string[] {
	return Array.from(text).filter((sign) => !LETTER.test(sign) && !DIGIT.test(sign));
}

/** Numbers count on, so that what their beginnings have in common is chance. */
function withoutNumber(text: string): string {
	const number = text.search(DIGIT);
	return number < 0 ? text : text.slice(0, number);
}

function commonStart(left: string, right: string): string {
	let length = 0;
	while (length < left.length && left[length] === right[length]) length++;
	return left.slice(0, length);
}

function reversed(text: string): string {
	return Array.from(text).reverse().join('');
}

function twinsIn(rows: readonly MappedRow[]): string[] {
	const [first] = rows;
	return Object.keys(first?.employee ?? {}).filter(
		(attribute) =>
			attribute !== EXTERNAL_ID &&
			rows.every(({ employee }) => matchKey(employee[attribute]) === matchKey(employee[EXTERNAL_ID])),
	);
}

/** Whether an employee carries a link that a sync of this form has written; what merely stands there proves nothing. */
export function isLinked(employee: Employee, form: LinkForm, read: ReadAttribute): boolean {
	const value = read(employee, EXTERNAL_ID);
	if (isEmpty(value)) return false;
	if (form === 'objectId') return isGuid(value);
	const key = matchKey(value) ?? '';
	return hasForm(key, form) && form.twins.every((twin) => contradictsNot(read(employee, twin), key));
}

function contradictsNot(value: unknown, key: string): boolean {
	return isEmpty(value) || matchKey(value) === key;
}

function hasForm(key: string, form: CommonForm): boolean {
	const { prefix, suffix, shortest, longest, letters, digits, signs } = form;
	if (key.length < shortest || key.length > longest) return false;
	if (!key.startsWith(prefix) || !key.slice(prefix.length).endsWith(suffix)) return false;
	const middle = Array.from(key.slice(prefix.length, key.length - suffix.length));
	return middle.every((sign) => (LETTER.test(sign) ? letters : DIGIT.test(sign) ? digits : signs.includes(sign)));
}

/** A form out of JSON; object IDs where it can't be read, which is the narrower one. */
export function parseLinkForm(json: unknown): LinkForm {
	if (!isRecord(json)) return 'objectId';
	const text = (name: string): string => plainText(json[name] ?? '');
	const length = (name: string): number => (typeof json[name] === 'number' ? json[name] : 0);
	return {
		prefix: text('prefix'),
		suffix: text('suffix'),
		shortest: length('shortest'),
		longest: length('longest'),
		letters: json.letters === true,
		digits: json.digits === true,
		signs: text('signs'),
		twins: Array.isArray(json.twins) ? json.twins.map(plainText) : [],
	};
}
