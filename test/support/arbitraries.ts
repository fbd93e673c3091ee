import fc from 'fast-check';

import type { Employee, MappedRow, Roster } from '../../lib/sync/model';

/** A small world on purpose: collisions of names, ids and e-mails are what the properties are about. */
export const person = fc.record({
	id: fc.integer({ min: 0, max: 14 }).map((n) => `entra-${n}`),
	login: fc.constantFrom('ann', 'bob', 'cem', 'dör', 'eve', 'fay', 'gus', 'ΗΛΙΑΣ', "o'neil"),
	upper: fc.boolean(),
	title: fc.constantFrom(undefined, null, '', ' Lead', 'Lead', 'Engineer'),
	enabled: fc.boolean(),
	managerId: fc.option(
		fc.integer({ min: 0, max: 14 }).map((n) => `entra-${n}`),
		{ nil: null },
	),
	managerRead: fc.boolean(),
	problems: fc.constantFrom<string[]>([], [], [], ['Work e-mail is empty and is required']),
});

export type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

/** Rows with distinct Entra ids, as one read of a group gives them. */
export const people = fc.uniqueArray(person, { selector: ({ id }) => id, maxLength: 12 });

export function toRow(source: Person, roster?: Roster): MappedRow {
	const mail = `${source.login}@example.com`;
	const row: MappedRow = {
		employee: {
			externalId: source.id,
			userName: source.upper ? mail.toUpperCase() : mail,
			active: source.enabled,
			displayName: source.login,
		},
		entra: { id: source.id, userPrincipalName: mail, displayName: source.login, accountEnabled: source.enabled },
		problems: source.problems,
		causes: source.problems.map((text) => ({ kind: 'said', text })),
		...(roster && { roster }),
	};
	if (source.title !== undefined) row.employee.title = source.title;
	if (source.managerRead) row.entra.managerId = source.managerId;
	return row;
}

/** An employee as the HR system may hold one before a run: linked or not, in any spelling. */
export function toEmployee(source: Person, hrId: string, linked: boolean): Employee {
	const mail = `${source.login}@example.com`;
	return {
		hrId,
		active: source.enabled,
		raw: {
			id: hrId,
			userName: source.upper ? mail.toUpperCase() : mail,
			active: source.enabled,
			...(linked && { externalId: source.id }),
			...(source.title !== undefined && { title: source.title }),
		},
	};
}
