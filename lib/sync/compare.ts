/** Equality by meaning, so that a second run over the same state finds nothing to write. */
import { isGuid, isEmpty, plainText, toBoolean } from '../base/json';

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** RFC 7643: userName and e-mail addresses are compared without regard to case; everything else exactly. */
const CASE_INSENSITIVE = /^(userName|emails(\[.*\])?(\.value)?|.*e-?mail)$/i;

export function isCaseInsensitive(attribute: string): boolean {
	return CASE_INSENSITIVE.test(attribute);
}

/** `attribute` decides whether case matters. Neither side is changed; both may be of any JSON type. */
export function sameValue(attribute: string, current: unknown, wanted: unknown): boolean {
	if (isEmpty(current) || isEmpty(wanted)) return isEmpty(current) && isEmpty(wanted);
	if (typeof current === 'boolean' || typeof wanted === 'boolean') {
		return toBoolean(current) !== undefined && toBoolean(current) === toBoolean(wanted);
	}
	const left = normalise(current);
	const right = normalise(wanted);
	if (left === right) return true;
	if (isCaseInsensitive(attribute) || (isGuid(left) && isGuid(right)))
		return left.toLowerCase() === right.toLowerCase();
	return sameInstant(left, right);
}

/** The form in which values of matching attributes are looked up: case and blanks at the ends don't tell people apart. */
export function matchKey(value: unknown): string | undefined {
	return isEmpty(value) ? undefined : normalise(value).toLowerCase();
}

/** Some systems drop the zeros that a number begins with, also behind letters: `0042` is `42`, and `E0042` is `E42`. */
export function withoutZeros(number: string): string {
	return number.replace(/(?<!\d)0+(?=\d)/g, '');
}

function normalise(value: unknown): string {
	return plainText(value).trim().normalize('NFC');
}

/** 2024-03-01, 2024-03-01T00:00:00Z and 2024-03-01T00:00:00.000+00:00 are the same date. */
function sameInstant(left: string, right: string): boolean {
	if (!ISO_DATE.test(left) || !ISO_DATE.test(right)) return false;
	const leftTime = Date.parse(inUtc(left));
	return !Number.isNaN(leftTime) && leftTime === Date.parse(inUtc(right));
}

/** A time of day without a zone is as good as any; the zone of this machine has nothing to do with it. */
function inUtc(date: string): string {
	return /T[\d:.]+$/.test(date) ? `${date}Z` : date;
}
