import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';

import type { Execution } from '../../sandbox/n8n/execution.ts';
import { runWorkflow } from '../../sandbox/n8n/run.ts';
import type { JsonObject } from '../../sandbox/shared/json.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { mails } from './approval.ts';
import type { Mail } from './approval.ts';
import { ask } from './inStep.ts';
import { addTemplate, forgetMails, runBySchedule } from './production.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const ALERT = 'identity@example.com';

/** A moment in so many days, and an hour. */
function inDays(days: number): string {
	return new Date(Date.now() + days * DAY_MS + DAY_MS / 24).toISOString();
}

describe('the template that warns before a secret ends, in a running n8n', () => {
	let sandbox: Sandbox;
	let stateDir: string;
	let workflowId: string;
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		sandbox = await openSandbox({ stateDir, members: 10 });
		await configure({});
	});
	after(async () => {
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});
	beforeEach(async () => await forgetMails(sandbox));

	async function configure(settings: JsonObject): Promise<void> {
		const { clientId, url } = sandbox.entra;
		const usual = { clientId, graphUrl: url, alertTo: ALERT };
		workflowId = await addTemplate(sandbox, stateDir, 'secret-expiry.json', { ...usual, ...settings });
	}

	async function tenant(settings: object): Promise<void> {
		await ask(`${sandbox.entra.url}/_sim/settings`, 'POST', settings);
	}

	/** Runs the check; it gives its mail, if it sent one. No token is in the execution. */
	async function check(): Promise<{ run: Execution; mail: Mail | undefined }> {
		const run = await runWorkflow(sandbox.n8n, workflowId, 'Run now');
		const [mail, ...others] = await mails(sandbox);
		assert.equal(others.length, 0);
		assert.doesNotMatch(JSON.stringify(run.nodes), /Bearer/);
		return { run, mail };
	}

	test('without the permission: the mail names it, and the run has failed', async () => {
		const { run, mail } = await check();
		assert.equal(run.status, 'error');
		assert.match(run.error?.message ?? '', /Application\.Read\.All/);
		assert.match(mail?.text ?? '', /Grant the application permission Application\.Read\.All and admin consent/);
		await tenant({ permissions: ['GroupMember.Read.All', 'User.Read.All', 'Application.Read.All'] });
	});

	test('all is well: no mail', async () => {
		const { run, mail } = await check();
		assert.equal(run.status, 'success', run.error?.message);
		assert.equal(mail, undefined);
	});

	test('the secret ends in 12 days: one mail, by the schedule', async () => {
		await tenant({ secretEndDateTime: inDays(12) });
		const run = await runBySchedule(sandbox.n8n, workflowId);
		assert.equal(run.status, 'success', run.error?.message);
		const [mail, ...others] = await mails(sandbox);
		assert.equal(others.length, 0);
		assert.deepEqual(mail?.to, [ALERT]);
		assert.equal(mail.subject, 'The client secret of HR sync ends in 12 days');
		const [day] = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(Date.parse(inDays(12))).split(' ');
		assert.match(mail.text, new RegExp(`Client secret "n8n" \\(begins with ...\\) ends in 12 days, on ${day} `));
		assert.match(mail.text, /New client secret/);
		assert.ok(!mail.text.includes(sandbox.entra.clientSecret));
	});

	test('several: those that end soon, the newer ones by name, and nothing of what has ended', async () => {
		await tenant({
			secretEndDateTime: inDays(12),
			otherSecrets: [
				{ displayName: '<img src=x> & Söhne', hint: 'abc', endDateTime: inDays(0) },
				{ displayName: 'two years', hint: 'def', endDateTime: inDays(700) },
				{ displayName: 'long gone', hint: 'ghi', endDateTime: inDays(-40) },
			],
		});
		const { mail } = await check();
		assert.equal(mail?.subject, '2 secrets or certificates of HR sync end soon, the first within a day');
		assert.match(mail.text, /There is also: Client secret "two years" \(begins with def\), until/);
		assert.doesNotMatch(mail.text, /long gone/);
		assert.doesNotMatch(mail.html, /<img/);
	});

	test('there is no such app registration', async () => {
		await configure({ clientId: '14d82eec-204b-4c2f-b7e8-296a70dab67e' });
		const { run, mail } = await check();
		assert.equal(run.status, 'error');
		assert.match(mail?.text ?? '', /There is no app registration with the client ID 14d82eec/);
	});

	test('the client ID is not set', async () => {
		await configure({ clientId: '' });
		assert.match((await check()).mail?.text ?? '', /clientId in Sync settings is not an application \(client\) ID/);
	});

	test('the token is for no other address', async () => {
		await configure({ graphUrl: sandbox.hr.url });
		const { run, mail } = await check();
		assert.equal(run.status, 'error');
		assert.match(mail?.text ?? '', /This credential is for .* only\. Its token is not sent to /);
	});

	test('a token that is good no more is renewed', async () => {
		await configure({});
		await ask(`${sandbox.entra.url}/_sim/tokens/revoke`, 'POST', {});
		const { run } = await check();
		assert.equal(run.status, 'success', run.error?.message);
	});

	test('the secret has expired: the mail says so', async () => {
		await ask(`${sandbox.entra.url}/_sim/tokens/revoke`, 'POST', {});
		await tenant({ secretState: 'expired' });
		const { run, mail } = await check();
		assert.equal(run.status, 'error');
		assert.match(mail?.text ?? '', /AADSTS7000222/);
	});
});
