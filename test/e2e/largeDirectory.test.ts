import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { mutate } from '../../sandbox/start/control.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { mails, writes } from './approval.ts';
import { ask, assertInStep, groupMembers } from './inStep.ts';
import type { Employee } from './inStep.ts';
import { addTemplate, edit, executions, forgetMails, publish } from './production.ts';

const MEMBERS = 60;
const PORTION = 25;

describe('the template for a large directory, in a running n8n', () => {
	let sandbox: Sandbox;
	let stateDir: string;
	let portionId: string;
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		const template = 'workflows/large-directory.json';
		sandbox = await openSandbox({
			stateDir,
			members: MEMBERS,
			template,
			settings: { dryRun: false, portion: PORTION },
		});
		portionId = await addTemplate(sandbox, stateDir, 'large-directory-portion.json', {});
		await publish(sandbox.n8n, portionId);
	});
	after(async () => {
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});

	async function inStep(): Promise<void> {
		assertInStep(await groupMembers(sandbox), await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`));
	}

	test('everybody is worked off, portion by portion, and the data of the portions is not kept', async () => {
		const { ok, summary, nodes } = await sandbox.run();
		assert.ok(ok, summary.error);
		assert.equal(summary.members, MEMBERS);
		const portions = nodes.find(({ name }) => name === 'Managers and mapping');
		assert.equal(portions?.outputs[0]?.length, MEMBERS);
		assert.deepEqual(await executions(sandbox.n8n, portionId), []);
		await inStep();
	});

	test('a second run writes nothing, and the next changes are made as ever', async () => {
		assert.equal((await sandbox.run()).summary.hrWrites, 0);
		await mutate(sandbox, 3);
		const { ok, summary } = await sandbox.run();
		assert.ok(ok, summary.error);
		assert.deepEqual([summary.created, summary.deactivated], [3, 3]);
		await inStep();
	});

	test('a portion that fails stops the run: nothing is written, and the mail says why and what to do', async () => {
		await mutate(sandbox, 3);
		await forgetMails(sandbox);
		const fault = {
			kind: 'status',
			status: 403,
			body: { error: { code: 'Authorization_RequestDenied', message: 'No' } },
		};
		await ask(`${sandbox.entra.url}/_sim/faults`, 'POST', { path: 'manager', in: 'batch', skip: 3, fault });
		const { ok } = await sandbox.run();
		await ask(`${sandbox.entra.url}/_sim/faults`, 'DELETE');
		assert.equal(ok, false);
		assert.equal(await writes(sandbox), 0);
		const [mail, ...others] = await mails(sandbox);
		assert.ok(mail && others.length === 0);
		assert.match(mail.text, /Graph refused to read the managers/);
		assert.match(mail.text, /Get Manager/);
		assert.match(mail.text, /admin consent/);
	});

	test('a portion that comes back without somebody stops the run: nobody is deactivated', async () => {
		await edit(sandbox.n8n, portionId, ({ nodes }) => {
			const get = nodes.find(({ name }) => name === 'Get Manager');
			assert.ok(get);
			// As a setting of the node's own in n8n: it is run for the first person alone.
			get.executeOnce = true;
		});
		await publish(sandbox.n8n, portionId);
		await forgetMails(sandbox);
		const before = await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`);
		const { ok } = await sandbox.run();
		assert.equal(ok, false);
		const now = new Map((await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`)).map((one) => [one.id, one.active]));
		for (const { id, active } of before) if (active) assert.equal(now.get(id), true, id);
		assert.match((await mails(sandbox))[0]?.text ?? '', /only 3 of the 60 people that were read arrived here/);
	});
});
