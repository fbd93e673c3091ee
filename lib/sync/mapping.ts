import { isEmpty, toBoolean } from './compare';
import { isRecord, nameOf } from './rows';
import type { AttributeValue, AttributeValues, EntraPerson, MappedRow, Roster } from './rows';

/** One attribute of the mapping, with its value already worked out for a person. */
export interface MappedAttribute {
	path: string;
	label: string;
	type: 'string' | 'boolean' | 'email' | 'url';
	required?: boolean;
	/** undefined = was not read, so it can't mean anything. */
	value: unknown;
	/**
	 * The field that the value is, such as `mail`. Without it the value was put together, and an empty one may only mean
	 * that nothing it was put together from was read.
	 */
	source?: string;
	/** The expression failed for this person. */
	error?: string;
}

/** Does an empty source value clear the target, or leave it as it is? */
export type WhenEmpty = 'leave' | 'clear';

/** The row for Upsert Employee: what is wrong with it becomes problems on the row, never an exception. */
export function mapRow(json: Record<string, unknown>, attributes: MappedAttribute[], whenEmpty: WhenEmpty): MappedRow {
	const entra = personOf(json);
	const employee: AttributeValues = {};
	const problems: string[] = [];
	if (entra.id === '') problems.push(`${nameOf(entra)} has no Entra object id (the field "id")`);
	for (const attribute of attributes) {
		const result = check(attribute);
		if (result.problem !== undefined) problems.push(`${attribute.label} ${result.problem}`);
		else if (result.value !== undefined && (result.value !== null || whenEmpty === 'clear')) {
			employee[attribute.path] = result.value;
		}
	}
	const row: MappedRow = { employee, entra, problems };
	if (isRecord(json.roster)) row.roster = json.roster as unknown as Roster;
	return row;
}

/** undefined value = leave alone, null = read as empty. */
function check({ value, error, required, type, source }: MappedAttribute): {
	value?: AttributeValue;
	problem?: string;
} {
	if (error !== undefined) return { problem: `could not be worked out: ${error}` };
	if (isEmpty(value)) {
		if (required)
			return { problem: `is empty and is required${source === undefined ? '' : ` (it comes from ${source})`}` };
		const wasRead = value === null || (source !== undefined && value !== undefined);
		// "Neither yes nor no" is no value of a switch such as `active`, so it changes nothing.
		return { value: wasRead && type !== 'boolean' ? null : undefined };
	}
	if (type === 'boolean') {
		const truth = toBoolean(value);
		return truth === undefined ? { problem: `is ${show(value)} and should be true or false` } : { value: truth };
	}
	if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
		return { problem: `is ${show(value)} and should be a single text` };
	}
	const text = String(value).trim();
	const wrong = FORMATS[type]?.(text);
	return wrong ? { problem: `is ${show(value)}, which is not ${wrong}` } : { value: text };
}

/** What a value of the type is called when the text isn't one. */
const FORMATS: Partial<Record<MappedAttribute['type'], (text: string) => string | undefined>> = {
	email: (text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : 'an e-mail address'),
	url: (text) => (URL.canParse(text) ? undefined : 'a URL'),
};

function show(value: unknown): string {
	const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function personOf(json: Record<string, unknown>): EntraPerson {
	const person: EntraPerson = { id: typeof json.id === 'string' ? json.id : '' };
	if (typeof json.userPrincipalName === 'string') person.userPrincipalName = json.userPrincipalName;
	if (typeof json.displayName === 'string') person.displayName = json.displayName;
	if (typeof json.accountEnabled === 'boolean') person.accountEnabled = json.accountEnabled;
	if (json.manager === null) person.managerId = null;
	else if (isRecord(json.manager) && typeof json.manager.id === 'string') person.managerId = json.manager.id;
	if (typeof json.managerUnknown === 'string') person.managerUnknown = json.managerUnknown;
	return person;
}
