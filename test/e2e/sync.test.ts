import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { mutate } from '../../sandbox/start/control.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { ask, assertInStep, groupMembers } from './inStep.ts';
import type { Employee } from './inStep.ts';

const MEMBERS = 250;

/** The HR system must hold what an undisturbed sync would have written, no more and no less. */
async function expectInStep(sandbox: Sandbox): Promise<void> {
	assertInStep(await groupMembers(sandbox), await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`));
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
		await expectInStep(sandbox);
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
		await expectInStep(sandbox);
	});

	test('what it costs: one page of members, one batch of managers, the list once, the writes in bulk', async () => {
		await mutate(sandbox, 2);
		const { summary } = await sandbox.run();
		assert.ok(summary.graphRequests <= 4, `${summary.graphRequests} Graph requests`);
		const reads =
			'two pages of employees, what the server can do for each node that writes, and one look at each of two leavers';
		assert.equal(summary.hrReads, 6, reads);
		assert.ok(summary.hrWrites <= 3, `${summary.hrWrites} HR writes for six people`);
	});
});
