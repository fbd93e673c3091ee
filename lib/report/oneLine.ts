import { plainText } from '../base/json';

/** Longer values are cut in a mail; the file holds them whole. */
const LONGEST = 300;

/** Marks that change the direction of what follows them would make one person's name reorder a whole line. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text from the rows on one line, as a mail shows it: no value may make lines of its own, or hold what neither HTML nor
 * a mail can carry.
 */
export function oneLine(text: string, longest = Number.POSITIVE_INFINITY): string {
	const line = Buffer.from(text.replace(DIRECTION, ''), 'utf8')
		.toString('utf8')
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	const characters = line.length > longest ? Array.from(line) : [];
	return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : line;
}

/** A value of an attribute as text; empty for none. */
export function valueText(value: unknown): string {
	if (value === null || value === undefined) return '';
	return plainText(value);
}

/** A value of an attribute in a mail. */
export function shownValue(value: unknown, empty: string): string {
	return oneLine(valueText(value), LONGEST) || empty;
}

/** The last part of a SCIM attribute's full name, which says enough to whoever reads a mail. */
export function shownAttribute(attribute: string): string {
	return oneLine(attribute.replace(/^urn:[^"]*:(?=[^:]+$)/i, ''), LONGEST);
}
