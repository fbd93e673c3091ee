import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';

import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { mails } from './approval.ts';
import type { Mail } from './approval.ts';
import { ask } from './inStep.ts';
import {
	addTemplate,
	begunBySchedule,
	edit,
	executions,
	forgetMails,
	newest,
	publish,
	reached,
	runBySchedule,
	until,
} from './production.ts';

const GUARD = 'guard@example.com';

describe('the template that mails what the sync itself cannot, in a running n8n', () => {
	let sandbox: Sandbox;
	let stateDir: string;
	let guard: string;
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		sandbox = await openSandbox({ stateDir, members: 40 });
		guard = await addTemplate(sandbox, stateDir, 'sync-failed.json', { alertTo: GUARD, tryAgainMinutes: 0.02 });
		await publish(sandbox.n8n, guard);
		await edit(sandbox.n8n, sandbox.workflowId, ({ settings }) => (settings.errorWorkflow = guard));
	});
	after(async () => {
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});
	beforeEach(async () => await forgetMails(sandbox));

	/** The guard's one mail. */
	async function guardsMail(): Promise<Mail> {
		const found = await until(async () => {
			const caught = (await mails(sandbox)).filter(({ to }) => to.includes(GUARD));
			return caught.length > 0 ? caught : undefined;
		}, "the guard's mail");
		assert.equal(found.length, 1);
		return found[0] as Mail;
	}

	async function setHr(settings: object): Promise<void> {
		await ask(`${sandbox.hr.url}/_sim/settings`, 'POST', settings);
	}

	test('what the sync has mailed itself is not mailed again', async () => {
		await edit(sandbox.n8n, sandbox.workflowId, ({ nodes }) => {
			const node = nodes.find(({ name }) => name === 'Get Group Members');
			assert.ok(node);
			node.parameters = { group: { __rl: true, mode: 'name', value: 'No such group' } };
		});
		const run = await runBySchedule(sandbox.n8n, sandbox.workflowId);
		assert.equal(run.status, 'error');
		const handled = await newest(sandbox.n8n, guard);
		assert.equal(handled.status, 'success', handled.error?.message);
		assert.equal(handled.nodes.at(-1)?.name, 'Nothing more to do');
		const [mail, ...others] = await mails(sandbox);
		assert.equal(others.length, 0);
		assert.deepEqual(mail?.to, ['hr-operations@example.com']);
	});

	test('the mail server did not take the mail: it is tried again until it does', async () => {
		await ask(`${sandbox.mail.url}/_sim/settings`, 'POST', { refuse: true });
		const known = (await executions(sandbox.n8n, guard)).map(({ id }) => id);
		const run = await runBySchedule(sandbox.n8n, sandbox.workflowId);
		assert.match(run.error?.message ?? '', /could not be sent/);
		await until(async () => {
			const [newest] = await executions(sandbox.n8n, guard);
			if (!newest || known.includes(newest.id)) return undefined;
			return true;
		}, 'the guard');
		await ask(`${sandbox.mail.url}/_sim/settings`, 'POST', { refuse: false });
		const { subject, text, html } = await guardsMail();
		assert.match(subject, /^Nightly sync: Entra ID to HR did not finish: it ended at "Mark the run as failed"$/);
		assert.match(text, /No such group/);
		assert.match(text, new RegExp(`/workflow/${sandbox.workflowId}/executions/${run.id}\\b`));
		assert.match(html, new RegExp(`<a href="[^"]*/executions/${run.id}"`));
	});

	test('a node fails outside of the error branches', async () => {
		await edit(sandbox.n8n, sandbox.workflowId, ({ nodes }) => {
			const node = nodes.find(({ name }) => name === 'Get Group Members');
			assert.ok(node);
			node.parameters = { group: { __rl: true, mode: 'id', value: '={{ $("<b>Gone</b>").first().json.group }}' } };
			delete node.onError;
		});
		await runBySchedule(sandbox.n8n, sandbox.workflowId);
		const { subject, html } = await guardsMail();
		assert.match(subject, /it ended at "Get Group Members"$/);
		assert.doesNotMatch(html, /<b>Gone/);
	});

	describe('in the middle of a run', () => {
		before(async () => {
			await edit(sandbox.n8n, sandbox.workflowId, ({ nodes }) => {
				const node = nodes.find(({ name }) => name === 'Get Group Members');
				assert.ok(node);
				node.parameters = { group: { __rl: true, mode: 'id', value: 'All Employees' } };
				node.onError = 'continueErrorOutput';
			});
			await setHr({ latencyMs: 5_000 });
		});

		/** Starts a run, and resolves when the HR system is being asked. */
		async function underWay(): Promise<string> {
			const begun = await begunBySchedule(sandbox.n8n, sandbox.workflowId);
			const isRunning = ({ id, status }: { id: string; status: string }) => id === begun && status === 'running';
			return (await reached(sandbox.n8n, sandbox.workflowId, isRunning)).id;
		}

		test('somebody stops it', async () => {
			const id = await underWay();
			await sandbox.n8n.client.post(`/executions/${id}/stop`, {});
			assert.match((await guardsMail()).text, /Somebody stopped the run/);
		});

		test('it takes longer than the workflow may', async () => {
			await edit(sandbox.n8n, sandbox.workflowId, ({ settings }) => (settings.executionTimeout = 2));
			await underWay();
			assert.match((await guardsMail()).text, /took longer than the workflow settings allow/);
			await edit(sandbox.n8n, sandbox.workflowId, ({ settings }) => (settings.executionTimeout = -1));
		});

		test('n8n is killed, and mails when it is there again', async () => {
			const id = await underWay();
			await sandbox.killN8n();
			await sandbox.startN8n();
			const { text } = await guardsMail();
			assert.match(text, /n8n itself ended in the middle of the run/);
			assert.match(text, new RegExp(`/executions/${id}\\b`));
		});
	});
});
