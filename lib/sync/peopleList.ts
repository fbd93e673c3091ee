import { trim, trimEnd } from 'lodash';

import { SyncError } from '../base/errors';

/** An entry of a list of people. */
export interface ListedPerson {
	/** As it stands in the list. */
	text: string;
	/** What it may mean. Each is one or more names, who are then all there: `Ann Miller` is a name, or two user names. */
	readings: readonly (readonly string[])[];
}

/** Between people, beside the ends of lines. Outlook puts semicolons, since its names hold commas. */
const BETWEEN = /[;；]/;
const COMMA = /[,，、|]/;
const LINE = /[\n\r\t\v\f\u2028\u2029]+/;
/** What stands within quotation marks, where it ends nothing. */
const KEPT: Record<string, string> = { ',': '\u0001', ';': '\u0002' };
const BRACKETS = /[<>()[\]{}]/g;
const BULLET = /^\s*(?:[-–—•·*]|\d+[.)])\s+/;
const SOMETHING = /[\p{L}\p{N}]/u;

/**
 * Reads a list of people as people write it: pasted out of a mail program, a table, a page. Between them stand commas,
 * semicolons, ends of lines, tabs, and between addresses blanks; around them quotation marks and brackets of any kind. An entry
 * is a user name, an address, an id, a name, `Name <address>` or `"Last, First" <address>`; `*` stands for any characters.
 * Where there are two readings, both are given.
 * @param list what it is, for messages: "the list of protected employees"
 * @throws SyncError for what can't be read, rather than leave somebody out; and when nobody is named in what isn't blank
 */
export function peopleIn(text: string, list = 'the list of people'): ListedPerson[] {
	const found = cleaned(text)
		.split(LINE)
		.flatMap((line) => segmentsOf(line, list).flatMap(piecesOf))
		.flatMap((piece) => readPiece(piece, list));
	if (found.length === 0 && text.trim() !== '') throw unreadable(list, text, 'names nobody');
	return found;
}

/** With straight quotation marks, and without what nobody sees. */
function cleaned(text: string): string {
	return text
		.replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0001\u0002]/g, '')
		.replace(/[“”„‟«»″＂]/g, '"')
		.replace(/[‘’‚‛‹›′`´]/g, "'");
}

/** A line, taken apart at semicolons. What stands within quotation marks is one name, unless there are addresses in it. */
function segmentsOf(line: string, list: string): string[] {
	const parts = line.replace(BULLET, '').split('"');
	if (parts.length % 2 === 0) throw unreadable(list, line, 'has a quotation mark without its counterpart');
	if (parts.some((part, at) => at > 0 && at % 2 === 0 && part.startsWith('@'))) {
		throw unreadable(list, line, 'has an address with a quotation mark in it');
	}
	return parts
		.map((part, at) =>
			at % 2 === 0 || part.includes('@') ? part : part.replace(/[,;]/g, (sign) => KEPT[sign] ?? sign),
		)
		.join(' ')
		.split(BETWEEN);
}

/** A segment, taken apart at commas, but for those between a last and a first name. */
function piecesOf(segment: string): string[] {
	const pieces = segment.split(COMMA).filter((piece) => piece.trim() !== '');
	const [first = '', second = ''] = pieces;
	if (pieces.length === 2 && isName(first) && isName(second)) return [pieces.join(KEPT[','])];
	const joined: string[] = [];
	for (const piece of pieces) {
		const before = joined.at(-1);
		if (before !== undefined && isName(before) && /^\s*[^\s<@][^<@]*</.test(piece)) {
			joined[joined.length - 1] = `${before}${KEPT[',']}${piece}`;
		} else joined.push(piece);
	}
	return joined;
}

/** May be a part of a name, and is no user name in lower case. */
function isName(text: string): boolean {
	const isLower = text === text.toLowerCase() && text !== text.toUpperCase();
	return SOMETHING.test(text) && !/[\d@*._<>\u0001]/.test(text) && !isLower;
}

function readPiece(piece: string, list: string): ListedPerson[] {
	const hasBrackets = piece.search(BRACKETS) >= 0;
	const all = piece.replace(BRACKETS, ' ').split(/\s+/).map(bare).filter(Boolean);
	const words = all.filter((word) => SOMETHING.test(word) || (word === '*' && all.length === 1));
	if (words.length === 0) {
		if (/^[\s<>()[\]{}']*$/.test(piece)) return [];
		throw unreadable(list, piece, 'names nobody');
	}
	const found: ListedPerson[] = [];
	let name: string[] = [];
	for (const word of words) {
		if (!word.includes('@')) {
			name.push(word);
			continue;
		}
		const address = addressOf(word, list);
		if (hasBrackets)
			found.push({ text: shown([...name, word]), readings: [[address], ...displayNames(name, address)] });
		else found.push(...nameOnly(name), { text: word, readings: [[address]] });
		name = [];
	}
	// `ann@example.com (Ann Miller)`
	const last = found.at(-1);
	if (!last || !hasBrackets) return [...found, ...nameOnly(name, piece)];
	return [...found.slice(0, -1), { ...last, readings: [...last.readings, ...displayNames(name)] }];
}

/** Without what stands around it. */
function bare(word: string): string {
	const inside = trim(word, "'").replace(/^(?:mailto|smtp|sip|to|cc|bcc):/i, '');
	if (!inside.includes('@')) return inside;
	// `mailto:ann@example.com?subject=…`
	const [address = ''] = inside.split('?');
	return trimEnd(address, '.:!');
}

/** `@example.com` is everybody there. */
function addressOf(word: string, list: string): string {
	if (word.indexOf('@') !== word.lastIndexOf('@')) throw unreadable(list, word, 'is not one address');
	return word.startsWith('@') ? `*${word}` : word;
}

/** Words without an address: a name, or user names. `piece`: as it stands there, brackets being part of some ids. */
function nameOnly(words: readonly string[], piece?: string): ListedPerson[] {
	if (words.length === 0) return [];
	const single = words.flatMap((word) => word.split(/[\u0001\u0002]/)).filter((word) => SOMETHING.test(word));
	const exact = piece === undefined || piece.search(BRACKETS) < 0 ? [] : [[piece.trim()]];
	return [{ text: shown(words), readings: [...exact, ...displayNames(words), single.length > 0 ? single : words] }];
}

/** The name that words are, in both orders where there is a comma in it. What stands before that may be a user name. */
function displayNames(words: readonly string[], address?: string): string[][] {
	if (words.length === 0) return [];
	const [last = '', ...first] = words
		.join(' ')
		.split(/[\u0001\u0002]/)
		.map((part) => part.trim());
	if (first.length === 0) return [[last]];
	const before = address === undefined ? [] : [[last, address]];
	return [[shown(words)], [`${first.join(' ')} ${last}`], ...before];
}

function shown(words: readonly string[]): string {
	const between = (text: string, sign: string, shownAs: string): string =>
		text
			.split(sign)
			.map((part) => part.trim())
			.join(shownAs);
	return between(between(words.join(' '), '\u0001', ', '), '\u0002', '; ');
}

function unreadable(list: string, text: string, why: string): SyncError {
	const [entry] = [shown([text.trim()]).slice(0, MOST_SHOWN)];
	return new SyncError(
		`${list.charAt(0).toUpperCase()}${list.slice(1)} can't be read: "${entry}" ${why}`,
		'Write user names, e-mail addresses, IDs or names with commas, semicolons or line ends between them. Nothing was written by this step.',
	);
}

const MOST_SHOWN = 100;
