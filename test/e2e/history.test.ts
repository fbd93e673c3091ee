import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { saveCredentials } from '../../sandbox/n8n/credentials.ts';
import { importTemplate } from '../../sandbox/n8n/template.ts';
import { listIn, objectIn, textIn } from '../../sandbox/shared/json.ts';
import type { JsonObject } from '../../sandbox/shared/json.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { mails } from './approval.ts';
import { addressOf, historyRows, historyTable } from './historyTable.ts';
import { ask, groupMembers } from './inStep.ts';
import type { Employee } from './inStep.ts';
import { publish } from './production.ts';

const MEMBERS = 40;
const VISITOR = { user: 'operations', password: 'only for the page' };
const HOSTILE = `<img src=x onerror="alert(1)"> $& {{ 1 + 1 }}`;

describe('the history of the runs, in a running n8n', () => {
	let sandbox: Sandbox;
	let stateDir: string;
	let call: () => Promise<Response>;
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		sandbox = await openSandbox({ stateDir, members: MEMBERS });
		await publish(sandbox.n8n, sandbox.workflowId);
		await publish(sandbox.n8n, await importHistoryPage());
		const caller = await sandbox.n8n.client.post('/workflows', callerOf(sandbox.workflowId));
		await publish(sandbox.n8n, textIn(objectIn(caller).id));
		call = async () => await untilRegistered('run-the-sync');
	});
	after(async () => {
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});

	/** Imports the page's template as it is, and picks a credential for it. */
	async function importHistoryPage(): Promise<string> {
		const { client } = sandbox.n8n;
		const name = 'The history page';
		const { id } = objectIn(await client.post('/credentials', { name, type: 'httpBasicAuth', data: VISITOR }));
		const credentials = await saveCredentials(client, sandbox);
		return await importTemplate(client, {
			file: 'workflows/sync-history.json',
			stamp: join(stateDir, 'history.json'),
			credentials: credentials.set('httpBasicAuth', { id: textIn(id), name }),
		});
	}

	/** n8n takes a moment until it answers the addresses of a workflow that was just published. */
	async function untilRegistered(path: string, headers: Record<string, string> = {}): Promise<Response> {
		for (let tries = 0; ; tries++) {
			const response = await fetch(`${sandbox.n8n.url}/webhook/${path}`, { headers });
			if (response.status !== 404 || tries === 50) return response;
			await sleep(200);
		}
	}

	async function historyPage(): Promise<string> {
		const authorization = `Basic ${btoa(`${VISITOR.user}:${VISITOR.password}`)}`;
		const response = await untilRegistered('entra-hr-sync-history', { authorization });
		assert.equal(response.status, 200);
		assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
		return await response.text();
	}

	const table = async (): Promise<JsonObject> => await historyTable(sandbox.n8n.client);
	const lines = async (): Promise<JsonObject[]> => await historyRows(sandbox.n8n.client);

	/** The execution that a row's link leads to, as n8n lists it. */
	async function linkedExecution({ execution }: JsonObject): Promise<JsonObject> {
		const { url, client } = sandbox.n8n;
		const [, id] = textIn(execution).split(`${url}/workflow/${sandbox.workflowId}/executions/`);
		assert.ok(id, `${textIn(execution)} leads to no execution`);
		return objectIn(await client.get(`/executions/${id}`));
	}

	/** The cells of the page's table, without their markup. */
	const cells = (page: string): string[][] =>
		[...page.split('<tbody>')[1]!.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) =>
			[...row!.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => cell!.replace(/<[^>]+>/g, ' ').trim()),
		);

	test('before the first run the page says that there was none, to those who may see it', async () => {
		assert.match(await historyPage(), /No run yet/);
		assert.equal((await untilRegistered('entra-hr-sync-history')).status, 401);
	});

	test('a good run is a line, with what it did and a link to its execution', async () => {
		const response = await call();
		assert.equal(response.status, 200, await response.text());
		const [line, ...others] = await lines();
		assert.ok(line && others.length === 0, 'one line a run');
		const people = await groupMembers(sandbox);
		const created = (await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`)).length;
		const skipped = people.filter(({ accountEnabled }) => !accountEnabled).length;
		const failed = MEMBERS - created - skipped;
		assert.ok(created > 0 && failed > 0);
		assert.partialDeepStrictEqual(line, {
			...{ workflow: 'Nightly sync: Entra ID to HR', group: 'All Employees', system: 'SCIM 2.0', dryRun: false },
			...{ members: MEMBERS, created, updated: 0, reactivated: 0, deactivated: 0, deleted: 0, unassigned: 0 },
			...{ skipped, failed, unchanged: 0, error: null },
		});
		const { status, mode, startedAt, stoppedAt } = await linkedExecution(line);
		assert.deepEqual([status, mode], ['success', 'integrated']);
		const moments = [startedAt, line.start, line.end, stoppedAt].map((moment) => Date.parse(textIn(moment)));
		assert.deepEqual(
			moments,
			moments.toSorted((a, b) => a - b),
		);

		const [row] = cells(await historyPage());
		assert.match(row?.[1] ?? '', new RegExp(`^${failed} failed$`));
		assert.deepEqual(row?.slice(3, 6), [MEMBERS, failed, created].map(String));
	});

	test('a run that was stopped is a line too, and the mail leads to the execution', async () => {
		await ask(`${sandbox.mail.url}/mails`, 'DELETE');
		await ask(`${sandbox.entra.url}/_sim/settings`, 'POST', { permissions: ['User.Read.All'] });
		assert.equal((await call()).status, 500);
		const line = (await lines()).at(-1) ?? {};
		assert.match(textIn(line.error), /403/);
		assert.partialDeepStrictEqual(line, { group: 'All Employees', members: 0, created: 0, failed: 0 });
		assert.equal((await linkedExecution(line)).status, 'error');

		const [mail, ...others] = await mails(sandbox);
		assert.equal(others.length, 0);
		assert.ok(mail?.text.includes(textIn(line.execution)), mail?.text);
		assert.doesNotMatch(mail?.text ?? '', /missing in the history/);

		const page = await historyPage();
		assert.ok(page.includes(`href="${textIn(line.execution)}"`));
		assert.deepEqual(
			cells(page).map(([, state]) => state?.split(' ').at(-1)),
			['Stopped', 'failed'],
		);
	});

	test('what stands in the table is text on the page, and a run that never ended is told from one that did', async () => {
		const row = { start: new Date().toISOString(), workflow: HOSTILE, execution: 'javascript:alert(1)' };
		await sandbox.n8n.client.post(`${addressOf(await table())}/insert`, { data: [row], returnType: 'id' });
		const page = await historyPage();
		assert.ok(!page.includes('<img') && !page.includes('javascript:'));
		const [newest] = cells(page);
		assert.equal(newest?.[1], 'Not finished');
		const shown = newest[2]?.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
		assert.equal(shown?.trim(), HOSTILE);
	});

	test('a history that can not be kept changes nothing about the sync, and a mail says so', async () => {
		const permissions = ['User.Read.All', 'GroupMember.Read.All'];
		await ask(`${sandbox.entra.url}/_sim/settings`, 'POST', { permissions });
		for (const { id, mail } of await groupMembers(sandbox)) {
			if (mail === null) await ask(`${sandbox.entra.url}/_sim/people/${id}`, 'DELETE');
		}
		await ask(`${sandbox.mail.url}/mails`, 'DELETE');
		const good = await call();
		assert.equal(good.status, 200, await good.text());
		assert.deepEqual(await mails(sandbox), [], 'there is nothing to look at');

		const history = await table();
		const column = listIn(history.columns)
			.map((entry) => objectIn(entry))
			.find(({ name }) => name === 'unchanged');
		await sandbox.n8n.client.patch(`${addressOf(history)}/columns/${textIn(column?.id)}/rename`, { name: 'others' });
		const response = await call();
		assert.equal(response.status, 200, await response.text());
		const [mail, ...others] = await mails(sandbox);
		assert.equal(others.length, 0);
		for (const part of [mail?.text, mail?.html]) assert.match(part ?? '', /This run is missing in the history/);
	});
});

/** A workflow that runs another one when its address is called, as it would run in production. */
function callerOf(workflowId: string): JsonObject {
	const parameters = {
		webhook: { path: 'run-the-sync', responseMode: 'lastNode', options: {} },
		executeWorkflow: {
			workflowId: { __rl: true, mode: 'id', value: workflowId },
			workflowInputs: { mappingMode: 'defineBelow', value: { allowOnce: '' }, matchingColumns: [], schema: [] },
			options: { waitForSubWorkflow: true },
		},
	};
	const node = (name: string, type: keyof typeof parameters, typeVersion: number): JsonObject => ({
		id: `caller-${type}`,
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion,
		position: [0, 0],
		parameters: parameters[type],
		...(type === 'webhook' && { webhookId: 'run-the-sync' }),
		// A run that mails nothing gives its caller no item.
		alwaysOutputData: true,
	});
	return {
		name: 'Caller',
		nodes: [node('Called', 'webhook', 2.1), node('Sync', 'executeWorkflow', 1.4)],
		connections: { Called: { main: [[{ node: 'Sync', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
