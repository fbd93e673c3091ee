import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';

import { resetTraffic } from '../../sandbox/start/control.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { mails, writes } from './approval.ts';
import type { Mail } from './approval.ts';
import { Forms } from './forms.ts';
import { ask, assertInStep, groupMembers } from './inStep.ts';
import type { Employee } from './inStep.ts';
import { addTemplate, executions, forgetMails, newest, publish } from './production.ts';

const ALERT = 'decisions@example.com';

describe('the template that lets a plan through after a breach, in a running n8n', () => {
	let sandbox: Sandbox;
	let stateDir: string;
	let workflowId: string;
	let forms: Forms;
	/** Out of the mail about the brake. */
	let code: string;
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		sandbox = await openSandbox({ stateDir, members: 40 });
		workflowId = await addTemplate(sandbox, stateDir, 'restart-after-breach.json', { alertTo: ALERT });
		await publish(sandbox.n8n, sandbox.workflowId);
		await publish(sandbox.n8n, workflowId);
		forms = await Forms.open();
		assert.ok((await sandbox.run()).ok);
		const managers = new Set((await groupMembers(sandbox)).map(({ managerId }) => managerId));
		const leavers = (await groupMembers(sandbox)).filter(({ id, mail }) => mail && !managers.has(id)).slice(0, 12);
		for (const { id } of leavers) await ask(`${sandbox.entra.url}/_sim/people/${id}`, 'DELETE');
		assert.equal((await sandbox.run()).ok, false);
		code = /\b\d{8}-[0-9a-f]{4,}\b/.exec((await mails(sandbox)).at(-1)?.text ?? '')?.[0] ?? '';
		assert.notEqual(code, '', 'the mail about the brake holds a code');
	});
	after(async () => {
		await forms.close();
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});
	beforeEach(async () => {
		await forgetMails(sandbox);
		await resetTraffic(sandbox);
	});

	async function enter(given: string): Promise<void> {
		const why = 'Leeds has closed, <b>all</b> of it';
		await forms.fill(sandbox.n8n, workflowId, { Code: given, 'Who lets it through': 'Anna Berg', Why: why });
	}

	async function mailOf(to: string): Promise<Mail> {
		const [mail, ...others] = (await mails(sandbox)).filter((one) => one.to.includes(to));
		assert.ok(mail && others.length === 0, `one mail to ${to}`);
		return mail;
	}

	test('what is no code starts nothing', async () => {
		const before = await executions(sandbox.n8n, sandbox.workflowId);
		await enter('let it through');
		await forms.reads(/^That is not a code$/);
		assert.equal((await executions(sandbox.n8n, sandbox.workflowId)).length, before.length);
		assert.deepEqual(await mails(sandbox), []);
	});

	test('another code: the sync stops again and writes nothing', async () => {
		await enter('20260101-0123456789');
		assert.match(await forms.reads(/^The sync stopped$/), /would be deactivated, and the limit is/);
		assert.equal(await writes(sandbox), 0);
		const mail = await mailOf(ALERT);
		assert.equal(mail.subject, 'Anna Berg has entered the code 20260101-0123456789: the sync stopped');
		assert.match(mail.text, /would be deactivated/);
		// The sync's own mail, with the names.
		assert.match((await mailOf('hr-operations@example.com')).text, new RegExp(code));
		assert.equal((await newest(sandbox.n8n, workflowId)).status, 'error');
	});

	test('the code: the sync goes through, and a mail tells who let what through, and why', async () => {
		await enter(` ${code} `);
		await forms.reads(/^The sync went through$/);
		const mail = await mailOf(ALERT);
		assert.equal(mail.subject, `Anna Berg has entered the code ${code}: the sync went through`);
		assert.match(mail.text, /Why: Leeds has closed, <b>all<\/b> of it/);
		assert.doesNotMatch(mail.html, /<b>/);
		assertInStep(await groupMembers(sandbox), await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`));
		assert.equal((await newest(sandbox.n8n, workflowId)).status, 'success');
	});
});
