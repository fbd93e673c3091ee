/**
 * The rows that travel between the nodes, one a person. They arrive as plain JSON out of n8n, so they are parsed here
 * and nowhere else.
 */

import { parseCause } from '../base/cause';
import type { Cause } from '../base/cause';
import { SyncError } from '../base/errors';
import { errorText, isRecord, oneOf, plainText } from '../base/json';
import { ACTIONS } from './model';
import type { AttributeValue, AttributeValues, Change, EntraPerson, MappedRow, ResultRow, Roster } from './model';

/** @throws SyncError when the item is not what Map Attributes puts out. `position` counts from 0. */
export function parseMappedRow(json: unknown, position: number): MappedRow {
	if (!isRecord(json) || !isRecord(json.employee) || !isRecord(json.entra)) {
		throw new SyncError(
			`Item ${position + 1} is not a mapped person: ${describeForeignItem(json)}`,
			'Put Map Attributes directly before this node and send it nothing else. If the step before failed, its "On Error" setting should be "Continue (using error output)".',
		);
	}
	const problems = textsIn(json.problems);
	const createProblems = textsIn(json.createProblems);
	return {
		employee: parseValues(json.employee),
		entra: parsePerson(json.entra),
		roster: parseRoster(json.roster),
		problems,
		causes: parseCauses(json.causes, problems),
		...(Array.isArray(json.onlyOnCreate) && { onlyOnCreate: json.onlyOnCreate.map(plainText) }),
		...((Array.isArray(json.createProblems) || Array.isArray(json.createCauses)) && {
			createProblems,
			createCauses: parseCauses(json.createCauses, createProblems),
		}),
	};
}

function textsIn(json: unknown): string[] {
	return Array.isArray(json) ? json.map(plainText) : [];
}

/**
 * What is wrong with a row. A problem without a cause of its own, such as one that another node has added, is one in its own
 * words; and a cause that can't be read still keeps the row from being written.
 */
function parseCauses(json: unknown, problems: readonly string[]): Cause[] {
	const given: unknown[] = Array.isArray(json) ? json : [];
	return Array.from({ length: Math.max(given.length, problems.length) }, (_, i): Cause => {
		return parseCause(given[i]) ?? { kind: 'said', text: problems[i] ?? plainText(given[i]) };
	});
}

/** @throws SyncError when the item is not what Upsert Employee puts out. `position` counts from 0. */
export function parseResultRow(json: unknown, position: number): ResultRow {
	const action = isRecord(json) ? oneOf(ACTIONS, json.action) : undefined;
	if (!isRecord(json) || !action || !isRecord(json.entra)) {
		throw new SyncError(
			`Item ${position + 1} is not a result of Upsert Employee: ${describeForeignItem(json)}`,
			'Connect the Results output of Upsert Employee directly to this node and send it nothing else.',
		);
	}
	return {
		action,
		reason: optionalString(json.reason) || undefined,
		cause: parseCause(json.cause),
		changes: Array.isArray(json.changes) ? json.changes.filter(isRecord).map(parseChange) : [],
		hrId: optionalId(json.hrId),
		candidates: Array.isArray(json.candidates) ? json.candidates.map(plainText) : undefined,
		lookalikes: Array.isArray(json.lookalikes) ? json.lookalikes.map(plainText) : undefined,
		entra: parsePerson(json.entra),
		roster: parseRoster(json.roster),
		seal: optionalString(json.seal),
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
	managerCause: (value) => parseCause(value) !== undefined,
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
