import assert from 'node:assert/strict';

import type { Servers } from '../../sandbox/start/servers.ts';

export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** A user of the Entra simulator, as its control API shows it. */
export interface Member {
	id: string;
	mail: string | null;
	displayName: string;
	accountEnabled: boolean;
	jobTitle: string | null;
	managerId: string | null;
	inGroup: boolean;
}

/** An employee of the sandbox's SCIM system, as its control API shows it. */
export interface Employee {
	id: string;
	/** Absent where somebody was entered by hand. */
	externalId?: string;
	userName: string;
	active: boolean;
	title?: string;
	[ENTERPRISE]?: { manager?: { value?: string } };
}

/** Asks one of the sandbox's servers. Fails with what it said unless it could do it. */
export async function ask<T>(url: string, method = 'GET', body?: unknown): Promise<T> {
	const response = await fetch(url, {
		method,
		// A connection that is kept may be one that the server is just closing.
		headers: { connection: 'close', ...(body !== undefined && { 'content-type': 'application/json' }) },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	assert.ok(response.ok, `${method} ${url}: ${response.status} ${text}`);
	return (text === '' ? undefined : JSON.parse(text)) as T;
}

export async function groupMembers({ entra }: Pick<Servers, 'entra'>): Promise<Member[]> {
	return (await ask<Member[]>(`${entra.url}/_sim/people`)).filter(({ inGroup }) => inGroup);
}

/** Fails unless the HR system holds what an undisturbed sync would have written, no more and no less. */
export function assertInStep(members: Member[], employees: Employee[]): void {
	const active = employees.filter((employee) => employee.active);
	const expected = members.filter(({ mail, accountEnabled }) => mail !== null && accountEnabled);
	assert.deepEqual(active.map(({ externalId }) => externalId).sort(), expected.map(({ id }) => id).sort());
	assert.equal(
		new Set(employees.map(({ userName }) => userName.toLowerCase())).size,
		employees.length,
		'somebody is there twice',
	);
	const byExternalId = new Map(employees.map((employee) => [employee.externalId, employee]));
	for (const member of expected) {
		const employee = byExternalId.get(member.id);
		assert.ok(employee, member.displayName);
		assert.equal(employee.userName, member.mail);
		assert.equal(employee.title ?? null, member.jobTitle);
		const manager = member.managerId === null ? undefined : byExternalId.get(member.managerId)?.id;
		assert.equal(employee[ENTERPRISE]?.manager?.value, manager, `the manager of ${member.displayName}`);
	}
}
