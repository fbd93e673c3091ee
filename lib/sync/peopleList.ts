import { SyncError } from '../base/errors';
import { BRACKETS, KEPT, SOMETHING, bare, cleaned, shown, withoutBrackets, wholesOf } from './listedText';

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
const LINE = /[\n\r\v\f\u2028\u2029]+/;
/** A star with nothing behind it is everybody. */
const BULLET = /^\s*(?:[-–—•·]\s+|\*\s+(?=\S)|\d+[.)]\s+(?=\S))/;

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
		.flatMap((line) => readLine(line, list));
	if (found.length === 0 && text.trim() !== '') throw unreadable(list, text, 'names nobody');
	return found;
}

/** A line of one or more cells, as a sheet has last and first names. */
function readLine(line: string, list: string): ListedPerson[] {
	const [bullet = ''] = BULLET.exec(line) ?? [];
	const cells = line.slice(bullet.length).split('\t');
	const found = cells.flatMap((cell) => segmentsOf(cell, list)).flatMap((segment) => readSegment(segment, list));
	// `1. FC Köln` begins with a number, too.
	const numbered = /\d/.test(bullet) && !line.includes('@') ? [`${bullet}${cells.join(' ')}`] : [];
	const row = cells.length > 1 ? [cells.join(' ')] : [];
	return withWholes(found, [...numbered, ...row].flatMap(wholesOf));
}

/** A cell, taken apart at semicolons. What stands within quotation marks is one name, unless there are addresses in it. */
function segmentsOf(cell: string, list: string): string[] {
	const parts = cell.split('"');
	if (parts.length % 2 === 0) throw unreadable(list, cell, 'has a quotation mark without its counterpart');
	if (parts.some((part, at) => at > 0 && at % 2 === 0 && part.startsWith('@'))) {
		throw unreadable(list, cell, 'has an address with a quotation mark in it');
	}
	return parts
		.map((part, at) =>
			at % 2 === 0 || part.includes('@') ? part : part.replace(/[,;]/g, (sign) => KEPT[sign] ?? sign),
		)
		.join(' ')
		.split(BETWEEN);
}

function readSegment(segment: string, list: string): ListedPerson[] {
	return withWholes(
		piecesOf(segment).flatMap((piece) => readPiece(piece, list)),
		wholesOf(segment),
	);
}

/** Each may be all that stands there, for there is no sign that is in nobody's name; but an address is itself. */
function withWholes(found: readonly ListedPerson[], wholes: readonly string[]): ListedPerson[] {
	return found.map(({ text, readings }) => {
		if (text.split(/\s+/).every((word) => word.includes('@'))) return { text, readings };
		const present = new Set(readings.map((names) => (names.length === 1 ? withoutBrackets(names[0]) : '')));
		const others = wholes.filter((whole) => !present.has(withoutBrackets(whole)));
		return { text, readings: [...readings, ...others.map((whole) => [whole])] };
	});
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
	// `John Q.`, but not `john.smith`
	return SOMETHING.test(text) && !/[\d@_<>\u0001]|\.\S/.test(text) && !isLower;
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

/** `@example.com` is everybody there. */
function addressOf(word: string, list: string): string {
	if (word.indexOf('@') !== word.lastIndexOf('@')) throw unreadable(list, word, 'is not one address');
	return word.startsWith('@') ? `*${word}` : word;
}

/** Words without an address: a name, or user names. `piece`: as it stands there, brackets being part of some ids. */
function nameOnly(words: readonly string[], piece?: string): ListedPerson[] {
	if (words.length === 0) return [];
	const single = words.flatMap((word) => word.split(/[\u0001\u0002]/)).filter((word) => SOMETHING.test(word));
	const exact = piece === undefined || piece.search(BRACKETS) < 0 ? [] : [[shown([piece.trim()])]];
	const parts = words
		.join(' ')
		.split(/[\u0001\u0002]/)
		.map((part) => part.trim());
	return [
		{
			text: shown(words),
			readings: [
				...exact,
				...displayNames(words),
				single.length > 0 ? single : words,
				// `Ann Miller, Bob Hall`
				...(parts.length > 1 && parts.length < single.length ? [parts.filter((part) => SOMETHING.test(part))] : []),
			],
		},
	];
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

function unreadable(list: string, text: string, why: string): SyncError {
	const [entry] = [shown([text.trim()]).slice(0, MOST_SHOWN)];
	return new SyncError(
		`${list.charAt(0).toUpperCase()}${list.slice(1)} can't be read: "${entry}" ${why}`,
		'Write user names, e-mail addresses, IDs or names with commas, semicolons or line ends between them. Nothing was written by this step.',
	);
}

const MOST_SHOWN = 100;
