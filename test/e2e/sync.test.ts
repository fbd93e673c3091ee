import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { mutate } from '../../sandbox/start/control.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';

const MEMBERS = 250;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

interface Member {
	id: string;
	mail: string | null;
	displayName: string;
	accountEnabled: boolean;
	jobTitle: string | null;
	managerId: string | null;
	inGroup: boolean;
}

interface Employee {
	id: string;
	externalId: string;
	userName: string;
	active: boolean;
	title?: string;
	[ENTERPRISE]?: { manager?: { value?: string } };
}

async function ask<T>(url: string, method = 'GET', body?: unknown): Promise<T> {
	const response = await fetch(url, {
		method,
		...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
	const text = await response.text();
	assert.ok(response.ok, `${method} ${url}: ${response.status} ${text}`);
	return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** The HR system must hold what an undisturbed sync would have written, no more and no less. */
async function assertInStep(sandbox: Sandbox): Promise<void> {
	const members = (await ask<Member[]>(`${sandbox.entra.url}/_sim/people`)).filter(({ inGroup }) => inGroup);
	const employees = await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`);
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

describe('the nightly sync in a running n8n', () => {
	let sandbox: Sandbox;
	let stateDir: string;
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		sandbox = await openSandbox({ stateDir, members: MEMBERS });
	});
	after(async () => {
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});

	test('n8n killed in the middle of a run: the next run finishes the work', async () => {
		await ask(`${sandbox.hr.url}/_sim/settings`, 'POST', { latencyMs: 40 });
		const broken = sandbox.run().then(
			() => 'it ended',
			(error: unknown) => String(error),
		);
		for (;;) {
			const { hrWrites } = await ask<{ hrWrites: number }>(`${sandbox.hr.url}/_sim/stats`);
			// One request writes up to a hundred people.
			if (hrWrites >= 1) break;
			await sleep(20);
		}
		await sandbox.killN8n();
		assert.match(await broken, /n8n ended before the run did/);
		const half = await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`);
		assert.ok(half.length > 0 && half.length < MEMBERS - 20, `${half.length} people were there when n8n was killed`);
		assert.ok(
			half.every(({ active }) => active),
			'nobody was deactivated',
		);

		await ask(`${sandbox.hr.url}/_sim/settings`, 'POST', { latencyMs: 0 });
		await sandbox.startN8n();
		const { ok, summary } = await sandbox.run();
		assert.ok(ok, summary.error);
		assert.equal(summary.members, MEMBERS);
		await assertInStep(sandbox);
	});

	test('a second run writes nothing', async () => {
		const { summary, people } = await sandbox.run();
		assert.deepEqual(
			[summary.created, summary.updated, summary.reactivated, summary.deactivated, summary.hrWrites],
			[0, 0, 0, 0, 0],
		);
		assert.equal(summary.unchanged + summary.skipped + summary.failed, MEMBERS);
		for (const { reason, displayName } of people) assert.ok(reason, `no reason for ${displayName}`);
	});

	test('five changed, five gone, five new', async () => {
		await mutate(sandbox, 5);
		const { summary } = await sandbox.run();
		assert.deepEqual([summary.created, summary.updated, summary.deactivated], [5, 5, 5]);
		await assertInStep(sandbox);
	});

	test('what it costs: one page of members, one batch of managers, the list once, the writes in bulk', async () => {
		await mutate(sandbox, 2);
		const { summary } = await sandbox.run();
		assert.ok(summary.graphRequests <= 4, `${summary.graphRequests} Graph requests`);
		assert.equal(summary.hrReads, 5, 'three pages of employees, and what the server can do for each node that writes');
		assert.ok(summary.hrWrites <= 3, `${summary.hrWrites} HR writes for six people`);
	});
});
