import { isEmpty, plainText, toBoolean } from '../../base/json';
import { NotSentError } from '../directory';
import { readDate, writeDate } from './dates';
import { getIn, stepsOf } from './fieldAt';
import type { RestProfile, RestStatus, Scalar } from './profile/profile';

export type PersonRecord = Record<string, unknown>;

/** The API's field that a target attribute means; undefined when the API has none for it. */
export function fieldOf(profile: RestProfile, attribute: string): string | undefined {
	if (attribute === 'externalId') return profile.externalId;
	if (attribute === 'active') return profile.status?.field;
	const { aliases = {} } = profile;
	return Object.hasOwn(aliases, attribute) ? (aliases[attribute] ?? attribute) : attribute;
}

/** A field's value in the neutral form, in which equal values are equal: dates as yyyy-mm-dd, arrays as one text. */
export function readField(profile: RestProfile, record: PersonRecord, field: string): unknown {
	const value = getIn(record, stepsOf(field));
	const { dates, lists } = profile;
	if (dates?.fields.includes(field) && typeof value === 'string') return readDate(value, dates.format) ?? value;
	if (lists?.fields.includes(field) && Array.isArray(value)) return value.map(plainText).join(lists.separator);
	return value;
}

/** What to send for a value; undefined to leave the field out, since nothing clears it. */
export function writeField(profile: RestProfile, field: string, value: unknown): unknown {
	const { dates, lists, clearing } = profile;
	const isArray = lists?.as === 'array' && lists.fields.includes(field);
	if (isEmpty(value)) return { null: null, empty: isArray ? [] : '', leave: undefined }[clearing ?? 'null'];
	if (dates?.fields.includes(field)) {
		const date = readDate(plainText(value), 'yyyy-MM-dd');
		if (date === undefined) throw new NotSentError({ kind: 'fieldNoDate', field, value: JSON.stringify(value) });
		return writeDate(date, dates.format);
	}
	return isArray ? itemsOf(value, lists.separator) : value;
}

function itemsOf(value: unknown, separator: string): string[] {
	return plainText(value)
		.split(separator)
		.map((item) => item.trim())
		.filter((item) => item !== '');
}

/** Do two values of a field with several hold the same ones, in whichever order? Undefined for any other field. */
export function sameItems(
	profile: RestProfile,
	attribute: string,
	current: unknown,
	wanted: unknown,
): boolean | undefined {
	const { lists } = profile;
	const field = fieldOf(profile, attribute);
	if (!lists || field === undefined || !lists.fields.includes(field)) return undefined;
	const [left, right] = [current, wanted].map((value) =>
		isEmpty(value) ? '' : itemsOf(value, lists.separator).sort().join('\n'),
	);
	return left === right;
}

/** Active is whoever is not said to be inactive. */
export function isActive({ status }: RestProfile, record: PersonRecord): boolean {
	if (!status) return true;
	const value = getIn(record, stepsOf(status.field));
	return value === undefined || !inactiveValues(status).some((inactive) => sameScalar(inactive, value));
}

export function statusValue(status: RestStatus, active: boolean): Scalar {
	return active ? status.active : (inactiveValues(status)[0] ?? null);
}

function inactiveValues({ inactive }: RestStatus): Scalar[] {
	return Array.isArray(inactive) ? inactive : [inactive];
}

/** Some systems give their own booleans and numbers as texts, booleans as 0 and 1, and texts in another case. */
function sameScalar(left: Scalar, right: unknown): boolean {
	if (left === null || right === null) return left === right;
	if (typeof left === 'boolean' && typeof right === 'number') return left === toBoolean(right);
	const [one, other] = [left, right].map((value) => plainText(value).trim().toLowerCase());
	return one === other;
}
