/**
 * The rows that travel between the nodes, one a person. They arrive as plain JSON out of n8n, so they are parsed here
 * and nowhere else.
 */
import { SyncError } from '../base/errors';
import { errorText, isRecord, plainText } from '../base/json';
import type { ScopeMark } from './mark';

/** One read of a group. Every row of the read shares this object; `size` is how many people it is for. */
export interface Roster {
	id: string;
	size: number;
	/** digestOf the people's object ids. */
	digest: string;
	/** When the read began (ISO 8601): who came into the HR system later may have come into the group later too. */
	readAt: string;
	/** How many people the source holds: those in scope, which `size` counts, and those out of scope. */
	read?: number;
	/** Members that are no people, and were left out. */
	otherMembers?: number;
	/** Reading stopped early, at a limit: the rows are a part of the people, and say nothing about the others. */
	partial?: boolean;
	/** The rows that Upsert Employee put out together: how many, a digest of what became of whom, and the mark of its people. */
	batch?: { size: number; digest: string; mark?: ScopeMark };
}

/** Who a row is about, as Entra knows the person. `managerId`: null = has none, absent = was not read. */
export interface EntraPerson {
	id: string;
	userPrincipalName?: string;
	displayName?: string;
	accountEnabled?: boolean;
	managerId?: string | null;
	/** Why the manager was not read, where that is known. */
	managerUnknown?: string;
}

/** A target attribute's value. null = the source was read as empty and the mapping says that empty clears. */
export type AttributeValue = string | number | boolean | null;

/** Target attribute (a SCIM path such as `emails[type eq "work"].value`) to value. Absent = leave as it is. */
export type AttributeValues = Record<string, AttributeValue>;

/** What Map Attributes hands to Upsert Employee. A row with problems is not written. */
export interface MappedRow {
	employee: AttributeValues;
	entra: EntraPerson;
	roster?: Roster;
	problems: string[];
	/** What is wrong with attributes that are only written when the employee is created; employees that exist go on. */
	createProblems?: string[];
	/** Attributes that are written when the employee is created, and left alone from then on; one list for all rows. */
	onlyOnCreate?: string[];
}

export const ACTIONS = [
	'created',
	'updated',
	'unchanged',
	'reactivated',
	'deactivated',
	'deleted',
	'unassigned',
	'skipped',
	'failed',
] as const;
export type Action = (typeof ACTIONS)[number];

export interface Change {
	attribute: string;
	from: unknown;
	to: unknown;
}

/** What became of one person: the rows that Upsert Employee and Deactivate Missing put out. */
export interface ResultRow {
	action: Action;
	/** Always there for skipped and failed rows, and wherever an action needs explaining. */
	reason?: string;
	changes: Change[];
	hrId?: string;
	/** HR ids this row may stand for when it failed because the match was ambiguous. */
	candidates?: string[];
	/** HR ids of employees who look like this row, which failed without being matched to anybody. */
	lookalikes?: string[];
	entra: EntraPerson;
	roster?: Roster;
	/** The row is an employee found missing from the roster, not a member of it. */
	missing?: true;
	dryRun?: true;
}

/** A person's name as messages show it: the name, and what tells two of the same name apart. */
export function nameOf(person: EntraPerson): string {
	const name = shortened(person.displayName);
	const login = shortened(person.userPrincipalName);
	if (name && login) return `${name} (${login})`;
	return name || login || person.id || 'a person without name and id';
}

const LONGEST_NAME = 120;

/** A field may hold anything, and names stand in every message. */
function shortened(text: string | undefined): string | undefined {
	const name = text?.trim();
	return name !== undefined && name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

const MOST_NAMES = 5;

/** Names in a message, which stays short however many they are. */
export function namesInWords(names: readonly string[], count = names.length): string {
	const shown = names.slice(0, MOST_NAMES).join(' and ');
	return count > MOST_NAMES ? `${shown} and ${count - MOST_NAMES} others` : shown;
}

/** The names of the others in a group, for a message to one of it; takes the same time however many they are. */
export function othersInWords<T>(group: readonly T[], one: T, name: (other: T) => string): string {
	const others = group.slice(0, MOST_NAMES + 1).filter((other) => other !== one);
	return namesInWords(others.slice(0, MOST_NAMES).map(name), group.length - 1);
}

/** @throws SyncError when the item is not what Map Attributes puts out. `position` counts from 0. */
export function parseMappedRow(json: unknown, position: number): MappedRow {
	if (!isRecord(json) || !isRecord(json.employee) || !isRecord(json.entra)) {
		throw new SyncError(
			`Item ${position + 1} is not a mapped person: ${describeForeignItem(json)}`,
			'Put Map Attributes directly before this node and send it nothing else. If the step before failed, its "On Error" setting should be "Continue (using error output)".',
		);
	}
	return {
		employee: parseValues(json.employee),
		entra: parsePerson(json.entra),
		roster: parseRoster(json.roster),
		problems: Array.isArray(json.problems) ? json.problems.map(plainText) : [],
		...(Array.isArray(json.onlyOnCreate) && { onlyOnCreate: json.onlyOnCreate.map(plainText) }),
		...(Array.isArray(json.createProblems) && { createProblems: json.createProblems.map(plainText) }),
	};
}

/** @throws SyncError when the item is not what Upsert Employee puts out. `position` counts from 0. */
export function parseResultRow(json: unknown, position: number): ResultRow {
	const action = isRecord(json) ? ACTIONS.find((known) => known === json.action) : undefined;
	if (!isRecord(json) || !action || !isRecord(json.entra)) {
		throw new SyncError(
			`Item ${position + 1} is not a result of Upsert Employee: ${describeForeignItem(json)}`,
			'Connect the Results output of Upsert Employee directly to this node and send it nothing else.',
		);
	}
	return {
		action,
		reason: optionalString(json.reason),
		changes: Array.isArray(json.changes) ? json.changes.filter(isRecord).map(parseChange) : [],
		hrId: optionalId(json.hrId),
		candidates: Array.isArray(json.candidates) ? json.candidates.map(plainText) : undefined,
		lookalikes: Array.isArray(json.lookalikes) ? json.lookalikes.map(plainText) : undefined,
		entra: parsePerson(json.entra),
		roster: parseRoster(json.roster),
		missing: json.missing === true ? true : undefined,
		dryRun: json.dryRun === true ? true : undefined,
	};
}

function describeForeignItem(json: unknown): string {
	if (!isRecord(json)) return 'it is not an object';
	if (json.error !== undefined) return `it is the error "${errorText(json.error)}"`;
	const keys = Object.keys(json);
	return keys.length === 0 ? 'it is empty' : `it has the fields ${keys.slice(0, 8).join(', ')}`;
}

/** What is right as it is is passed on as it is: n8n keeps an object once, however many items hold it. */
function parseValues(values: Record<string, unknown>): AttributeValues {
	if (Object.values(values).every(isValue)) return values as AttributeValues;
	const parsed: AttributeValues = {};
	for (const [attribute, value] of Object.entries(values)) {
		if (isValue(value)) parsed[attribute] = value;
	}
	return parsed;
}

function isValue(value: unknown): value is AttributeValue {
	return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** What each field of an EntraPerson may hold. */
const PERSON_FIELDS: Record<keyof EntraPerson, (value: unknown) => boolean> = {
	id: (value) => typeof value === 'string',
	userPrincipalName: (value) => typeof value === 'string',
	displayName: (value) => typeof value === 'string',
	accountEnabled: (value) => typeof value === 'boolean',
	managerId: (value) => value === null || typeof value === 'string',
	managerUnknown: (value) => typeof value === 'string',
};

function isPersonField(name: string, value: unknown): boolean {
	return Object.hasOwn(PERSON_FIELDS, name) && PERSON_FIELDS[name as keyof EntraPerson](value);
}

function parsePerson(json: Record<string, unknown>): EntraPerson {
	const fields = Object.entries(json);
	const good = fields.filter(([name, value]) => isPersonField(name, value));
	if (good.length === fields.length && json.id !== undefined) return json as unknown as EntraPerson;
	return { id: '', ...(Object.fromEntries(good) as Partial<EntraPerson>) };
}

function parseRoster(json: unknown): Roster | undefined {
	return isRecord(json) &&
		typeof json.id === 'string' &&
		typeof json.size === 'number' &&
		typeof json.digest === 'string' &&
		typeof json.readAt === 'string'
		? (json as unknown as Roster)
		: undefined;
}

function parseChange(json: Record<string, unknown>): Change {
	return { attribute: plainText(json.attribute), from: json.from, to: json.to };
}

/** Some steps in between (CSV, tables) turn an id of digits into a number. */
function optionalId(value: unknown): string | undefined {
	return typeof value === 'number' ? String(value) : optionalString(value);
}

function optionalString(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}
