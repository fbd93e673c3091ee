import { CORE, ENTERPRISE } from '../person.ts';
import type { Person } from '../person.ts';
import type { RestRecord } from './records.ts';

/** What a record says about somebody, in plain words; undefined where it says nothing. */
export interface Words {
	userName: string;
	externalId?: string;
	active: boolean;
	givenName?: string;
	familyName?: string;
	email?: string;
	title?: string;
	department?: string;
	employeeNumber?: string;
	managerId?: string;
}

/** The person in the one shape that the control API and the page have for all systems. */
export function personFrom(record: RestRecord, words: Words): Person {
	const { userName, externalId, active, givenName, familyName, email, title, department, employeeNumber, managerId } =
		words;
	return defined({
		schemas: [CORE, ENTERPRISE],
		id: record.id,
		userName,
		externalId,
		active,
		name: defined({ givenName, familyName }),
		displayName: [givenName, familyName].filter((part) => part !== undefined).join(' ') || undefined,
		emails: email === undefined ? undefined : [{ value: email, type: 'work', primary: true }],
		title,
		[ENTERPRISE]: defined({
			department,
			employeeNumber,
			manager: managerId === undefined ? undefined : { value: managerId },
		}),
		meta: {
			resourceType: 'User' as const,
			created: record.created_at,
			lastModified: record.updated_at,
			version: `W/"${record.updated_at}"`,
		},
	});
}

/** Text that isn't empty. */
export function wordIn(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function defined<Fields extends object>(fields: Fields): Fields {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
