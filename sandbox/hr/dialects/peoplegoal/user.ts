import { isObject } from '../../person.ts';
import type { Json } from '../../person.ts';
import { Refusal } from '../../rest/answers.ts';
import { dayIn } from '../../rest/dates.ts';
import { wordIn } from '../../rest/person.ts';
import type { Words } from '../../rest/person.ts';
import type { Records, RestRecord } from '../../rest/records.ts';

const TEXTS = [
	...['email', 'first_name', 'last_name', 'preferred_name', 'job_title', 'department', 'location', 'phone'],
	...['employee_number', 'external_id'],
] as const;

const REQUIRED = ['email', 'first_name', 'last_name'] as const;
const UNIQUE = ['email', 'external_id'] as const;
const STATUSES = ['active', 'deactivated'];

/** What a new user is unless the request says it. */
const AT_FIRST: Json = {
	...Object.fromEntries(TEXTS.map((name) => [name, null])),
	start_date: null,
	manager_id: null,
	custom_fields: {},
	status: 'active',
	invited: false,
};

/**
 * The fields that a request asks to change, checked. Fields that there aren't are passed over; null or empty clears.
 *
 * @param before the user as they are; undefined for a new one
 * @throws Refusal
 */
export function userFields(users: Records, body: Json, before?: RestRecord): Json {
	const fields: Json = before ? {} : { ...AT_FIRST };
	for (const name of TEXTS) if (name in body) fields[name] = textFor(name, body[name]);
	if ('start_date' in body) fields.start_date = dateFor('start_date', body.start_date);
	if ('manager_id' in body) fields.manager_id = managerFor(users, body.manager_id, before);
	if ('status' in body) fields.status = statusFor(body.status);
	if ('invited' in body) fields.invited = body.invited === true;
	if (isObject(body.custom_fields)) {
		fields.custom_fields = { ...(isObject(before?.custom_fields) ? before.custom_fields : {}), ...body.custom_fields };
	}
	const whole = { ...before, ...fields };
	for (const name of REQUIRED) {
		if (!wordIn(whole[name])) throw new Refusal(422, `${name} can't be blank`, name);
	}
	for (const name of UNIQUE) {
		const value = wordIn(whole[name]);
		if (value !== undefined && users.isTaken(name, value, before?.id)) {
			throw new Refusal(409, `${name} ${value} has already been taken`, name);
		}
	}
	return fields;
}

export function userWords(user: RestRecord): Words {
	return {
		userName: wordIn(user.email) ?? '',
		externalId: wordIn(user.external_id),
		active: user.status !== 'deactivated',
		givenName: wordIn(user.first_name),
		familyName: wordIn(user.last_name),
		email: wordIn(user.email),
		title: wordIn(user.job_title),
		department: wordIn(user.department),
		employeeNumber: wordIn(user.employee_number),
		managerId: wordIn(user.manager_id),
	};
}

function textFor(name: string, value: unknown): string | null {
	if (value === null || value === '') return null;
	if (typeof value === 'string') return value;
	throw new Refusal(422, `${name} must be text`, name);
}

function dateFor(name: string, value: unknown): string | null {
	if (value === null || value === '') return null;
	const day = typeof value === 'string' && /^\d{4}-/.test(value) ? dayIn(value) : undefined;
	if (day !== undefined) return day;
	throw new Refusal(422, `${name} must be a date, such as 2024-03-01`, name);
}

function managerFor(users: Records, value: unknown, before: RestRecord | undefined): number | null {
	if (value === null || value === '') return null;
	const id = wordIn(value) ?? '';
	if (!users.has(id)) throw new Refusal(422, `manager_id ${id} is not a user`, 'manager_id');
	if (id === before?.id) throw new Refusal(422, 'Nobody can be their own manager', 'manager_id');
	return Number(id);
}

function statusFor(value: unknown): string {
	if (typeof value === 'string' && STATUSES.includes(value)) return value;
	throw new Refusal(422, `status must be one of ${STATUSES.join(', ')}`, 'status');
}
