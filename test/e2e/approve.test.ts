import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { saveCredentials } from '../../sandbox/n8n/credentials.ts';
import type { Execution } from '../../sandbox/n8n/execution.ts';
import { importTemplate } from '../../sandbox/n8n/template.ts';
import { listIn, objectIn, textIn } from '../../sandbox/shared/json.ts';
import { mutate } from '../../sandbox/start/control.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { answer, askForApproval, formPage, mails, outcome, preview, writes } from './approval.ts';
import { historyRows } from './historyTable.ts';
import { ask, assertInStep, groupMembers } from './inStep.ts';
import type { Employee } from './inStep.ts';

const MEMBERS = 40;
const TEMPLATE = 'workflows/preview-and-approve.json';
const APPROVER = 'hr-manager@example.com';
const OPERATIONS = 'hr-operations@example.com';
const APPLY = { Decision: 'Apply this plan' };

/** What was done to whom, of the preview's rows or of those of the run that wrote. */
function effects({ nodes }: Execution, dryRun: boolean): string[] {
	const rows = nodes.find(({ name }) => name === 'Deactivate Missing')?.outputs[0] ?? [];
	return rows
		.filter((row) => (row.dryRun === true) === dryRun)
		.map(({ action, entra, changes }) => JSON.stringify([textIn(objectIn(entra).id), action, listIn(changes)]))
		.sort();
}

describe('the template that asks before it writes, in a running n8n', () => {
	let sandbox: Sandbox;
	let stateDir: string;
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		sandbox = await openSandbox({ stateDir, members: MEMBERS, template: TEMPLATE, settings: {} });
	});
	after(async () => {
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});

	async function assertSynced(): Promise<void> {
		assertInStep(await groupMembers(sandbox), await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`));
	}

	/** Waiting for its answer, or ended without one. */
	async function statusOf(id: string): Promise<string> {
		return textIn(objectIn(await sandbox.n8n.client.get(`/executions/${id}`)).status);
	}

	test('nothing is written before the approval, and then what the plan says, also when n8n was killed meanwhile', async () => {
		const asked = await askForApproval(sandbox);
		assert.deepEqual([asked.plan.to, asked.question.to], [[APPROVER], [APPROVER]]);
		assert.match(asked.plan.subject, /: the plan: \d+ to create; \d+ of 40 people would fail$/);
		assert.match(asked.question.subject, /^Apply this plan\? \d+ to create; \d+ of 40 people would fail$/);
		const [waiting] = await historyRows(sandbox.n8n.client);
		assert.partialDeepStrictEqual(waiting, { group: 'All Employees', dryRun: true, members: MEMBERS, error: null });
		assert.ok(asked.plan.text.includes(textIn(waiting?.execution)), asked.plan.text);
		const [csv] = asked.plan.attachments;
		assert.match(csv?.name ?? '', /\.csv$/);
		const lines = Buffer.from(csv?.content ?? '', 'base64').toString('utf8');
		const members = (await groupMembers(sandbox)).filter(({ mail, accountEnabled }) => mail !== null && accountEnabled);
		for (const { displayName } of members) assert.ok(lines.includes(displayName), `${displayName} is not in the CSV`);

		await sandbox.killN8n();
		await sandbox.startN8n();
		const run = await answer(sandbox, asked, APPLY);
		assert.equal(run.status, 'success', run.error?.message);
		assert.deepEqual(effects(run, false), effects(run, true));
		await assertSynced();
		const result = (await mails(sandbox)).at(-1);
		assert.deepEqual(result?.to, [OPERATIONS, APPROVER]);
		assert.match(result.text, new RegExp(`Created: ${members.length}`));
		assert.doesNotMatch(result.text, /missing in the history/);
		const [line, ...others] = await historyRows(sandbox.n8n.client);
		assert.equal(others.length, 0, 'the plan and what was done are one line');
		assert.partialDeepStrictEqual(line, { dryRun: false, created: members.length, execution: waiting?.execution });
	});

	test('when there is nothing to do, nobody is asked', async () => {
		const run = await preview(sandbox);
		assert.equal(run.status, 'success', run.error?.message);
		assert.ok((await mails(sandbox)).every(({ html }) => !html.includes('webhook-waiting')));
	});

	test('opening the link answers nothing: the form shows the plan and has nothing chosen', async () => {
		await mutate(sandbox, 2);
		const asked = await askForApproval(sandbox);
		assert.match(asked.plan.subject, /: 2 to create, 2 to change, 2 to deactivate; 1 of 40 people would fail$/);
		const page = await formPage(asked);
		for (const { displayName } of (await groupMembers(sandbox)).slice(-2)) assert.ok(page.includes(displayName));
		assert.match(page, /<option value='' disabled selected>/);
		assert.doesNotMatch(page, /<option value='Apply[^>]*selected/);
		await fetch(asked.link, { method: 'HEAD' });
		assert.equal(await statusOf(asked.executionId), 'waiting');

		// An answer in which nothing is chosen is none to apply.
		const run = await answer(sandbox, asked, {});
		assert.equal(run.status, 'success', run.error?.message);
		assert.equal(await writes(sandbox), 0);
	});

	test('not approved: nothing is written, and the mail tells why', async () => {
		const asked = await askForApproval(sandbox);
		const run = await answer(sandbox, asked, { Decision: "Don't apply", Comment: 'Sara starts in March only' });
		assert.equal(run.status, 'success', run.error?.message);
		assert.equal(await writes(sandbox), 0);
		const mail = (await mails(sandbox)).at(-1);
		assert.deepEqual(mail?.to, [OPERATIONS, APPROVER]);
		assert.match(mail.subject, /not approved, nothing was written$/);
		assert.match(mail.text, /Sara starts in March only/);
	});

	/** Approves a plan after something else has changed, and gives the mail that says so. */
	async function approveTooLate(change: () => Promise<unknown>): Promise<string> {
		const asked = await askForApproval(sandbox);
		await change();
		const run = await answer(sandbox, asked, APPLY);
		assert.equal(run.status, 'error');
		assert.equal(await writes(sandbox), 0);
		const mail = (await mails(sandbox)).at(-1);
		assert.match(mail?.subject ?? '', /no longer the one that was approved/);
		assert.deepEqual(mail?.to, [OPERATIONS, APPROVER]);
		const line = (await historyRows(sandbox.n8n.client)).at(-1);
		assert.match(textIn(line?.error), /no longer the one that was approved/);
		return mail.text;
	}

	test('somebody has left meanwhile: nothing is written, and the mail names the person', async () => {
		const members = await groupMembers(sandbox);
		const employees = await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`);
		const leaver = members.find(
			({ id }) =>
				members.every(({ managerId }) => managerId !== id) &&
				employees.some(({ externalId, active }) => externalId === id && active),
		);
		assert.ok(leaver);
		const text = await approveTooLate(async () => await ask(`${sandbox.entra.url}/_sim/people/${leaver.id}`, 'DELETE'));
		assert.ok(text.includes(leaver.displayName), text);
	});

	test('somebody has joined meanwhile: nothing is written, and the mail names the person', async () => {
		const displayName = 'Joana Ramalho';
		const text = await approveTooLate(
			async () => await ask(`${sandbox.entra.url}/_sim/people`, 'POST', { displayName }),
		);
		assert.ok(text.includes(displayName), text);
	});

	test('a new plan of the same changes can be approved', async () => {
		const asked = await askForApproval(sandbox);
		const run = await answer(sandbox, asked, APPLY);
		assert.equal(run.status, 'success', run.error?.message);
		assert.deepEqual(effects(run, false), effects(run, true));
		await assertSynced();
	});

	test('nobody answers in time: nothing is written, and the mail says so', async () => {
		await importTemplate(sandbox.n8n.client, {
			file: TEMPLATE,
			stamp: join(stateDir, 'template.json'),
			credentials: await saveCredentials(sandbox.n8n.client, sandbox),
			settings: { answerWithinHours: 1 / 3600 },
		});
		await mutate(sandbox, 1);
		const asked = await askForApproval(sandbox);
		// It looks for those whose time is over once a minute, and when it starts.
		await sandbox.killN8n();
		await sandbox.startN8n();
		const run = await outcome(sandbox, asked);
		assert.equal(run.status, 'success', run.error?.message);
		assert.equal(await writes(sandbox), 0);
		assert.match((await mails(sandbox)).at(-1)?.subject ?? '', /nobody answered, nothing was written$/);
		assert.match(await formPage(asked), /No action required/);
	});
});
