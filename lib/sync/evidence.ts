import type { Cause } from '../base/cause';
import { isEmpty, isGuid, plainText } from '../base/json';
import { matchKey, withoutZeros } from './compare';
import { lettersIn, wordsIn } from './fold';
import { EXTERNAL_ID } from './model';
import type { Employee, MappedRow, ReadAttribute } from './model';
import { nameOf } from './names';

/** The last part of the path of an attribute that is another one for each person, and goes with the person. */
const NUMBER = /(?:employee|personnel|personal|staff|payroll|worker)[ _-]?(?:number|no|nr|nummer|id|code)$/i;
const GIVEN = /(?:given|first)[ _-]?name$/i;
const FAMILY = /(?:family|last|sur)[ _-]?name$/i;
/** What is entered where there is nothing to enter. */
const NOTHING = /^(?:[^\p{L}\p{N}]*|0+|n\s*[./]\s*a\.?|na|nil|none|null|unknown|tbd|tba|xx+)$/iu;

/** An attribute of which a row and an employee have a value each. */
interface Compared {
	attribute: string;
	theirs: string;
	wanted: string;
}

/** What it says of whether they are one person. */
interface Evidence extends Compared {
	agrees: boolean;
}

/**
 * Why an employee whom a row was matched to may be somebody else all the same. A user name or an address moves on to
 * whoever joins next; an employee number, and first and last name both, tell people apart. Whoever is linked to another
 * account has to be shown to be the same person; of whoever is linked to none it is enough that nothing contradicts.
 * @param describe how the employee is called in messages
 */
export function whySomebodyElse(
	row: MappedRow,
	employee: Employee,
	read: ReadAttribute,
	describe: (employee: Employee) => string,
): Cause | undefined {
	const link = linkBetween(row, employee, read);
	if (link === 'same') return undefined;
	const evidence = evidenceOf(row, employee, read);
	const against = evidence.find(({ agrees }) => !agrees);
	if (!against && (link === 'none' || evidence.length > 0 || haveOneName(row, employee, read))) return undefined;
	const { userPrincipalName } = row.entra;
	return {
		kind: 'recordOfOther',
		employee: describe(employee),
		person: nameOf(row.entra),
		...(against && { attribute: against.attribute, theirs: against.theirs, wanted: against.wanted }),
		...(userPrincipalName !== undefined && { login: userPrincipalName }),
	};
}

/** Without a link of its own to write, a sync has no word in what others keep there, unless it is an object ID. */
function linkBetween({ employee: wanted, entra }: MappedRow, employee: Employee, read: ReadAttribute): Link {
	const present = read(employee, EXTERNAL_ID);
	if (isEmpty(present)) return 'none';
	const own = [wanted[EXTERNAL_ID], entra.id].map(matchKey).filter((key) => key !== undefined);
	const key = linkKey(matchKey(present));
	if (own.some((one) => linkKey(one) === key)) return 'same';
	return isEmpty(wanted[EXTERNAL_ID]) && !isGuid(present) ? 'none' : 'other';
}

/** Some systems keep a number that begins with zeros as one without. */
function linkKey(key = ''): string {
	return /^\d+$/.test(key) ? withoutZeros(key) : key;
}

type Link = 'same' | 'other' | 'none';

/** A number goes before names, which people change. */
function evidenceOf(row: MappedRow, employee: Employee, read: ReadAttribute): Evidence[] {
	const bothHave = (kind: RegExp): Compared[] =>
		Object.entries(row.employee).flatMap(([attribute, wanted]): Compared[] => {
			if (!kind.test(attribute) || saysNothing(wanted)) return [];
			const theirs = read(employee, attribute);
			return saysNothing(theirs) ? [] : [{ attribute, theirs: plainText(theirs), wanted: plainText(wanted) }];
		});
	const numbers = bothHave(NUMBER);
	if (numbers.length > 0) return numbers.map((one) => ({ ...one, agrees: haveSameNumber(one.theirs, one.wanted) }));
	const [given] = bothHave(GIVEN);
	const [family] = bothHave(FAMILY);
	return given && family ? nameEvidence(given, family) : [];
}

function saysNothing(value: unknown): boolean {
	return isEmpty(value) || NOTHING.test(plainText(value).trim());
}

/** First and last name agree in either order, and wherever one ends and the other begins. */
function nameEvidence(given: Compared, family: Compared): Evidence[] {
	const [first, last] = [lettersIn(given.wanted), lettersIn(family.wanted)];
	const [theirFirst, theirLast] = [lettersIn(given.theirs), lettersIn(family.theirs)];
	// Letters of a script that says nothing here.
	if ([first, last, theirFirst, theirLast].includes('')) return [];
	const agrees = [theirFirst + theirLast, theirLast + theirFirst].includes(first + last);
	if (!agrees && (first === theirFirst || last === theirLast)) return [];
	return [given, family].map((one) => ({ ...one, agrees }));
}

/** Some systems drop the zeros that a number begins with, some the letters before it, some the signs between. */
function haveSameNumber(one: string, other: string): boolean {
	const [left, right] = [one, other].map((text) => withoutZeros(text.trim().normalize('NFKC').toLowerCase()));
	if (left === undefined || right === undefined || left === right) return left === right;
	const signless = [left, right].map((text) => withoutZeros(text.replace(/[^\p{L}\p{N}]+/gu, '')));
	const [plainLeft, plainRight] = signless;
	if (plainLeft === plainRight && (plainLeft === left || plainRight === right)) return true;
	// `E-4711` is 4711, and `77f0` is another number than 770.
	const [bareLeft, bareRight] = [left, right].map((text) =>
		withoutZeros(text.replace(/^\p{L}+[^\p{L}\p{N}]*(?=\d+$)/u, '')),
	);
	return bareLeft === bareRight && (bareLeft === left || bareRight === right);
}

function haveOneName({ employee: wanted, entra }: MappedRow, employee: Employee, read: ReadAttribute): boolean {
	const theirs = nameForm(read(employee, 'displayName'));
	return theirs !== undefined && [wanted.displayName, entra.displayName].some((name) => nameForm(name) === theirs);
}

/** Whichever name stands first, with a comma or without. */
function nameForm(name: unknown): string | undefined {
	if (saysNothing(name)) return undefined;
	const words = wordsIn(plainText(name));
	return words.length === 0 ? undefined : words.sort().join(' ');
}
