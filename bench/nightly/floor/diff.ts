import { isDeepStrictEqual } from 'node:util';

import type { People, Person } from './graph.ts';
import { CORE, ENTERPRISE } from './hr.ts';
import type { Employee, Known, Typed, Write } from './hr.ts';

/** What is written, in two rounds: the second one names managers whom the first one creates. */
export interface Diff {
	writes: Write[];
	/** Whoever is created and is somebody's manager: the position of the write, by the id in Entra. */
	createdManagers: Map<string, number>;
	/** Whoever waits for such a manager: the path of an employee, or the position of the write that creates one. */
	waiting: { employee: string | number; managerId: string }[];
}

/** The attributes that are synced, by the path that a PATCH names them with. */
const ATTRIBUTES: [string, (employee: Employee) => unknown][] = [
	['externalId', ({ externalId }) => externalId],
	['active', ({ active }) => active],
	['name.givenName', ({ name }) => name?.givenName],
	['name.familyName', ({ name }) => name?.familyName],
	['displayName', ({ displayName }) => displayName],
	['title', ({ title }) => title],
	['preferredLanguage', ({ preferredLanguage }) => preferredLanguage],
	['emails[type eq "work"].value', ({ emails }) => valueOf(emails, 'work')],
	['phoneNumbers[type eq "work"].value', ({ phoneNumbers }) => valueOf(phoneNumbers, 'work')],
	['phoneNumbers[type eq "mobile"].value', ({ phoneNumbers }) => valueOf(phoneNumbers, 'mobile')],
	[`${ENTERPRISE}:department`, (employee) => employee[ENTERPRISE]?.department],
	[`${ENTERPRISE}:employeeNumber`, (employee) => employee[ENTERPRISE]?.employeeNumber],
	[`${ENTERPRISE}:organization`, (employee) => employee[ENTERPRISE]?.organization],
	[`${ENTERPRISE}:manager`, (employee) => managerOf(employee)],
];

/** Who is created, changed and deactivated. People without an e-mail address, and disabled ones whom nobody knows, are left out. */
export function diff({ members, managers }: People, known: readonly Known[]): Diff {
	const byUserName = new Map(known.map((employee) => [(employee.userName ?? '').toLowerCase(), employee]));
	const hrIds = new Map<string, string>();
	for (const { id, mail } of members) {
		const employee = mail === null ? undefined : byUserName.get(mail.toLowerCase());
		if (employee) hrIds.set(id, employee.id);
	}
	const result: Diff = { writes: [], createdManagers: new Map(), waiting: [] };
	const created = new Map<string, number>();
	const staying = new Set<string>();
	const open: Diff['waiting'] = [];
	for (const person of members) {
		const { id, mail, accountEnabled } = person;
		if (mail === null) continue;
		const managerId = managers.get(id);
		const wanted = employeeFrom(person, mail, managerId === undefined ? undefined : hrIds.get(managerId));
		const employee = byUserName.get(mail.toLowerCase());
		if (employee) {
			staying.add(employee.id);
			const path = `/Users/${employee.id}`;
			const operations = changes(employee, wanted);
			if (operations.length > 0) result.writes.push(patch(path, operations));
			if (managerId !== undefined && !hrIds.has(managerId)) open.push({ employee: path, managerId });
		} else if (accountEnabled) {
			created.set(id, result.writes.length);
			if (managerId !== undefined && !hrIds.has(managerId)) open.push({ employee: result.writes.length, managerId });
			result.writes.push({ method: 'POST', path: '/Users', data: { schemas: [CORE, ENTERPRISE], ...wanted } });
		}
	}
	for (const entry of open) {
		const position = created.get(entry.managerId);
		if (position === undefined) continue;
		result.createdManagers.set(entry.managerId, position);
		result.waiting.push(entry);
	}
	for (const { id, active } of known) {
		if (active && !staying.has(id)) result.writes.push(patch(`/Users/${id}`, [replace('active', false)]));
	}
	return result;
}

/** The second round, with the ids that the first one has given. */
export function managersOfLate({ createdManagers, waiting }: Diff, ids: readonly string[]): Write[] {
	return waiting.map(({ employee, managerId }) => {
		const path = typeof employee === 'string' ? employee : `/Users/${ids[employee] ?? ''}`;
		const value = ids[createdManagers.get(managerId) ?? -1] ?? '';
		return patch(path, [replace(`${ENTERPRISE}:manager`, { value })]);
	});
}

function employeeFrom(person: Person, mail: string, manager: string | undefined): Employee {
	const [workPhone] = person.businessPhones;
	const phones: Typed[] = [];
	if (text(workPhone)) phones.push({ type: 'work', value: text(workPhone) });
	if (text(person.mobilePhone)) phones.push({ type: 'mobile', value: text(person.mobilePhone) });
	const { department, employeeId, companyName } = person;
	return {
		userName: mail,
		externalId: person.id,
		active: person.accountEnabled,
		name: filled({ givenName: text(person.givenName), familyName: text(person.surname) }),
		...filled({
			displayName: text(person.displayName),
			title: text(person.jobTitle),
			preferredLanguage: text(person.preferredLanguage),
		}),
		emails: [{ type: 'work', value: mail, primary: true }],
		...(phones.length > 0 && { phoneNumbers: phones }),
		[ENTERPRISE]: {
			...filled({
				department: text(department),
				employeeNumber: text(employeeId),
				organization: text(companyName),
			}),
			...(manager !== undefined && { manager: { value: manager } }),
		},
	};
}

function changes(before: Employee, after: Employee): unknown[] {
	return ATTRIBUTES.filter(([, read]) => !isDeepStrictEqual(read(before), read(after))).map(([path, read]) => {
		const value = read(after);
		return value === undefined ? { op: 'remove', path } : replace(path, value);
	});
}

function patch(path: string, operations: unknown[]): Write {
	return {
		method: 'PATCH',
		path,
		data: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations },
	};
}

function replace(path: string, value: unknown): unknown {
	return { op: 'replace', path, value };
}

function managerOf(employee: Employee): { value: string } | undefined {
	const value = employee[ENTERPRISE]?.manager?.value;
	return value === undefined ? undefined : { value };
}

function valueOf(values: readonly Typed[] | undefined, wanted: string): string | undefined {
	return values?.find(({ type }) => type === wanted)?.value;
}

function text(value: string | null | undefined): string {
	return value?.trim() ?? '';
}

/** Without what is empty. */
function filled<Fields extends Record<string, string>>(fields: Fields): Partial<Fields> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) as Partial<Fields>;
}
