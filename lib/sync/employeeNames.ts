import { isEmpty, isRecord, plainText } from '../base/json';
import { matchKey } from './compare';
import { withoutUnseen } from './fold';
import type { Employee, ReadAttribute } from './model';

/** What employees are called, in the names that every directory knows. */
const NAMED_BY = ['userName', 'externalId', 'emails[type eq "work"].value', 'email', 'displayName'];

/** What a field of an HR system's record says by its name, of which there are many. */
type Kind = 'given' | 'family' | 'whole' | 'others';

/** In lower case, letters only. */
const KINDS = new Map<string, Kind>([
	...['givenname', 'firstname', 'forename', 'preferredname', 'preferredfirstname', 'nickname'].map(
		(name) => [name, 'given'] as const,
	),
	...['familyname', 'lastname', 'surname'].map((name) => [name, 'family'] as const),
	...['displayname', 'fullname', 'name', 'formatted', 'displayas'].map((name) => [name, 'whole'] as const),
]);
/** Of somebody else: the manager's address stands in the records of many. */
const OTHERS =
	/manager|supervisor|superior|report|created|updated|modified|approver|buddy|mentor|assistant|partner|emergency/;

/** Records have the same fields over and over; whatever else comes along must not fill the memory. */
const MOST_KEPT = 1000;
const kinds = new Map<string, Kind | undefined>();

function kindOf(field: string): Kind | undefined {
	if (kinds.has(field)) return kinds.get(field);
	const name = field.toLowerCase().replace(/[^a-z]/g, '');
	const kind = OTHERS.test(name) ? 'others' : KINDS.get(name);
	if (kinds.size < MOST_KEPT) kinds.set(field, kind);
	return kind;
}

const DEEPEST = 8;
const LONGEST = 1000;
/** Of given names and of family names in one record. People have a few; each with each is many. */
const MOST_PARTS = 8;

/**
 * The form in which names of people are compared: case, Unicode form, blanks and hyphens don't matter, nor do apostrophes and
 * signs that nobody sees.
 */
export function nameKey(value: unknown): string | undefined {
	const key = matchKey(value);
	// Most are addresses and ids.
	if (key === undefined || /^[\w@.*+-]+$/.test(key)) return key;
	const name = withoutUnseen(withoutUnseen(key).normalize('NFKC'))
		.toLowerCase()
		.replace(/\s+/g, ' ')
		.replace(/[\u2010-\u2013\u2212]/g, '-')
		.trim();
	return name === '' ? undefined : name;
}

/**
 * All that an employee may be named by: ids, user name, names, and every e-mail address in the record, as keys. More may
 * stand there twice.
 */
export function namesOfEmployee(employee: Employee, read: ReadAttribute): string[] {
	const id = nameKey(employee.hrId);
	return [...(id === undefined ? [] : [id]), ...calledIn(employee, read)];
}

/** The same without the HR id, which may be anybody's number elsewhere. */
export function calledIn(employee: Employee, read: ReadAttribute): string[] {
	const given = read(employee, 'name.givenName');
	const family = read(employee, 'name.familyName');
	const values: unknown[] = [
		...NAMED_BY.map((attribute) => read(employee, attribute)),
		...(isEmpty(given) || isEmpty(family) ? [] : bothOrders(plainText(given), plainText(family))),
	];
	collect(employee.raw, values, 0);
	return values.flatMap((value) => nameKey(value) ?? []);
}

/** Every address and name in a record, whatever its fields are called. */
function collect(value: unknown, found: unknown[], depth: number): void {
	if (depth > DEEPEST) return;
	if (typeof value === 'string') {
		if (value.includes('@') && value.length <= LONGEST) found.push(...addressesIn(value));
	} else if (Array.isArray(value)) {
		for (const one of value as unknown[]) collect(one, found, depth + 1);
	} else if (isRecord(value)) collectOf(value, found, depth);
}

function collectOf(record: Record<string, unknown>, found: unknown[], depth: number): void {
	const names: Record<Exclude<Kind, 'others'>, string[]> = { given: [], family: [], whole: [] };
	for (const [field, value] of Object.entries(record)) {
		const kind = kindOf(field);
		if (kind === 'others') continue;
		const text = kind && textOf(value);
		if (kind && text !== undefined) names[kind].push(text);
		collect(value, found, depth + 1);
	}
	const { given, family, whole } = names;
	for (const first of given.slice(0, MOST_PARTS)) {
		for (const last of family.slice(0, MOST_PARTS)) found.push(...bothOrders(first, last));
	}
	// A department has a name, too.
	if (whole.length === 0) return;
	if (given.length + family.length > 0 || Object.keys(record).some((field) => /mail/i.test(field)))
		found.push(...whole);
}

/** Chinese names are written in one word, the family name first. */
function bothOrders(given: string, family: string): string[] {
	return [`${given} ${family}`, `${family} ${given}`];
}

/** Some APIs put each value into an object, `{ "label": "First name", "value": "Ann" }`. */
function textOf(value: unknown): string | undefined {
	const text = isRecord(value) ? value.value : value;
	return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

function addressesIn(text: string): string[] {
	return text
		.split(/[\s<>,;"'()[\]]+/)
		.map((part) => part.replace(/^(?:mailto|smtp|sip):/i, ''))
		.filter((part) => part.includes('@'));
}
