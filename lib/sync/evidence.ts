import type { Cause } from '../base/cause';
import { isEmpty, isGuid, plainText } from '../base/json';
import { matchKey } from './compare';
import { EXTERNAL_ID } from './model';
import type { Employee, MappedRow, ReadAttribute } from './model';
import { nameOf } from './names';

/** The last part of the path of an attribute that is another one for each person, and goes with the person. */
const NUMBER = /(?:employee|personnel|personal|staff|payroll|worker)[ _-]?(?:number|no|nr|nummer|id|code)$/i;
const GIVEN = /(?:given|first)[ _-]?name$/i;
const FAMILY = /(?:family|last|sur)[ _-]?name$/i;

/** What an attribute says of whether a row and an employee are one person. */
interface Evidence {
	attribute: string;
	agrees: boolean;
	theirs: string;
	wanted: string;
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
	if (own.includes(matchKey(present) ?? '')) return 'same';
	return isEmpty(wanted[EXTERNAL_ID]) && !isGuid(present) ? 'none' : 'other';
}

type Link = 'same' | 'other' | 'none';

/** A number goes before names, which people change. */
function evidenceOf(row: MappedRow, employee: Employee, read: ReadAttribute): Evidence[] {
	const both = Object.entries(row.employee).flatMap(([attribute, wanted]): Evidence[] => {
		const theirs = read(employee, attribute);
		if (isEmpty(wanted) || isEmpty(theirs)) return [];
		return [
			{
				attribute,
				agrees: NUMBER.test(attribute) ? numberOf(wanted) === numberOf(theirs) : matchKey(wanted) === matchKey(theirs),
				theirs: plainText(theirs),
				wanted: plainText(wanted),
			},
		];
	});
	const numbers = both.filter(({ attribute }) => NUMBER.test(attribute));
	if (numbers.length > 0) return numbers;
	const given = both.find(({ attribute }) => GIVEN.test(attribute));
	const family = both.find(({ attribute }) => FAMILY.test(attribute));
	if (!given || !family || given.agrees !== family.agrees) return [];
	return [given, family];
}

/** Some systems drop the zeros that a number begins with. */
function numberOf(value: unknown): string | undefined {
	return matchKey(value)?.replace(/^0+(?=.)/, '');
}

function haveOneName({ employee: wanted, entra }: MappedRow, employee: Employee, read: ReadAttribute): boolean {
	const theirs = matchKey(read(employee, 'displayName'));
	return theirs !== undefined && [wanted.displayName, entra.displayName].some((name) => matchKey(name) === theirs);
}
