import type { Json } from '../../person.ts';
import { Refusal } from '../../rest/answers.ts';
import { dayIn } from '../../rest/dates.ts';
import { wordIn } from '../../rest/person.ts';
import type { Words } from '../../rest/person.ts';
import type { Records, RestRecord } from '../../rest/records.ts';

const NAMES = ['first_name', 'last_name'] as const;

/** A custom field whose name says that it holds a day, such as X-Start Date. */
const DATE_FIELD = /\bdate\b/i;

/**
 * The fields that a request asks to change, checked. What it leaves out isn't in them; null or empty clears.
 *
 * @param lists the items of the custom fields that take only those
 * @param before the user as they are; undefined for a new one
 * @throws Refusal
 */
export function userFields(users: Records, lists: Record<string, string[]>, body: Json, before?: RestRecord): Json {
	const fields: Json = before ? {} : { active: true, manager: '' };
	if (before && 'user_name' in body && body.user_name !== before.user_name) {
		throw new Refusal(400, 'user_name can not be changed', 'user_name');
	}
	for (const name of ['user_name', 'email', ...NAMES]) if (name in body) fields[name] = wordIn(body[name]) ?? '';
	if ('active' in body) fields.active = flagFor('active', body.active);
	if ('manager_email' in body) fields.manager = managerFor(users, body.manager_email);
	for (const [name, value] of Object.entries(body)) {
		if (name.startsWith('X-')) fields[name] = customFor(name, value, lists[name]);
	}
	const whole = { ...before, ...fields };
	for (const name of ['user_name', 'email']) {
		const value = wordIn(whole[name]);
		if (value === undefined) throw new Refusal(400, `${name} is required`, name);
		if (users.isTaken(name, value, before?.id)) throw new Refusal(409, `${name} ${value} is already in use`, name);
	}
	return fields;
}

/** A user as the API shows them, with the manager's e-mail of now. */
export function shownUser(users: Records, user: RestRecord): Json {
	const { manager, id, ...fields } = user;
	const managerEmail = users.get(wordIn(manager) ?? '')?.email;
	return { id: Number(id), ...fields, manager_email: managerEmail ?? '' };
}

export function userWords(user: RestRecord): Words {
	return {
		userName: wordIn(user.user_name) ?? '',
		active: user.active !== false,
		givenName: wordIn(user.first_name),
		familyName: wordIn(user.last_name),
		email: wordIn(user.email),
		title: wordIn(user['X-Job Title']),
		department: wordIn(user['X-Department']),
		employeeNumber: wordIn(user['X-Employee Number']),
		externalId: wordIn(user['X-Entra ID']),
		managerId: wordIn(user.manager),
	};
}

/** The manager is kept by id, so that a manager with a new e-mail stays one. */
function managerFor(users: Records, value: unknown): string {
	const email = wordIn(value);
	if (email === undefined) return '';
	const manager = users.lookUp('email', email)?.[0];
	if (!manager) throw new Refusal(400, `manager_email ${email} is nobody's e-mail`, 'manager_email');
	return manager.id;
}

function customFor(name: string, value: unknown, items: string[] | undefined): string {
	if (value !== null && typeof value !== 'string' && typeof value !== 'number') {
		throw new Refusal(400, `${name} must be text`, name);
	}
	const text = wordIn(value) ?? '';
	if (text === '') return text;
	if (items) return itemsFor(name, text, items);
	if (!DATE_FIELD.test(name)) return text;
	const day = dayIn(text);
	if (day === undefined) throw new Refusal(400, `${name} must be a date such as 2024-03-01, not ${text}`, name);
	return day;
}

function itemsFor(name: string, text: string, items: string[]): string {
	const chosen = text.split(';').map((item) => item.trim());
	const unknown = chosen.find((item) => !items.includes(item));
	if (unknown !== undefined) throw new Refusal(400, `${name} has no item "${unknown}"`, name);
	return chosen.join(';');
}

function flagFor(name: string, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	throw new Refusal(400, `${name} must be true or false`, name);
}
