import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';

import type { Page } from 'playwright-core';

import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { ask } from '../inStep.ts';
import { NODE_PANEL, picture } from './chromium.ts';
import { removeCredentials } from './copies.ts';
import { byTestId, EXECUTIONS } from './editor.ts';
import type { Editor } from './editor.ts';
import { browserTests, openSession, ROOT } from './session.ts';
import type { Session } from './session.ts';

const MEMBERS = 40;
const GROUP = 'Engineering';

/** What the workflow asks of Graph. */
const PERMISSIONS = ['User.Read.All', 'GroupMember.Read.All'];

/** Each test goes on where the one before stopped, as somebody does who sets the sync up. */
describe('from the file of the template to the cause of a failure', () => {
	let session: Session;
	let sandbox: Sandbox;
	let page: Page;
	let editor: Editor;

	before(async () => {
		session = await openSession(MEMBERS);
		({ sandbox, page, editor } = session);
		await removeCredentials(sandbox, ['azureClientCredentialsApi', 'scimApi']);
	});
	after(async () => await session.close());

	const browserTest = browserTests(() => [page]);

	browserTest('the file is imported, and the nodes without a credential are marked', async () => {
		await editor.importFile(join(ROOT, 'workflows', 'nightly-sync.json'));
		await editor.node('Mark the run as failed').waitFor();
		await page.locator(byTestId('node-issues')).first().waitFor();
		const marked = ['Deactivate Missing', 'Get Group Members', 'Get Manager', 'Upsert Employee'];
		assert.deepEqual(await editor.marked(), marked);
	});

	browserTest('a credential is made in the first node that needs it, and the other one has it then', async () => {
		const { tenantId, clientId, clientSecret, url } = sandbox.entra;
		await editor.openNode('Get Group Members');
		const app = { tenantId, clientId, clientSecret, loginEndpoint: url, graphEndpoint: url };
		await editor.connect(app, { cloud: 'Custom' });
		await editor.closeNode();
		assert.deepEqual(await editor.marked(), ['Deactivate Missing', 'Upsert Employee']);

		const { baseUrl, token } = sandbox.hr;
		await editor.openNode('Upsert Employee');
		await editor.connect({ baseUrl, token });
		await editor.closeNode();
		assert.deepEqual(await editor.marked(), []);
	});

	browserTest('with the group set, a run shows what would be done, and writes nothing', async () => {
		await editor.openNode('Sync settings');
		assert.equal(await editor.setting(0).inputValue(), 'All Employees');
		await editor.setting(0).fill(GROUP);
		await editor.closeNode();
		await editor.run();

		const groups = await ask<Array<{ displayName: string; nested: string[] }>>(`${sandbox.entra.url}/_sim/groups`);
		const people = groups.find(({ displayName }) => displayName === GROUP)?.nested.length ?? 0;
		assert.ok(people > 1);
		assert.equal(await editor.onWire('Deactivate Missing', 'Sync report'), `${people} items`);
		await editor.openNode('Upsert Employee');
		await editor.output.getByText(new RegExp(`^(Dry run: )?${people} people: `)).waitFor();
		await editor.output.getByText('created', { exact: true }).first().waitFor();
		await editor.closeNode();
		assert.deepEqual(await ask(`${sandbox.hr.url}/_sim/people`), []);
	});

	browserTest('a run that could not go on is in the list of executions, and shows where and why', async () => {
		await ask(`${sandbox.entra.url}/_sim/settings`, 'POST', { permissions: PERMISSIONS.slice(0, 1) });
		await editor.run();
		await page.getByRole('radio', { name: 'Executions' }).click();
		const entries = page.locator(EXECUTIONS);
		await entries.nth(1).waitFor();
		await entries.getByText(/^Succeeded/).waitFor();
		await entries.getByText(/^(Error|Failed)/).click();

		const end = editor.node('Mark the run as failed');
		await end.locator(byTestId('canvas-node-status-mark-error')).waitFor();
		assert.equal(await editor.onWire('Get Group Members', 'Describe the failure'), '1 item');
		await end.dblclick();
		await editor.output
			.getByText(/Graph refused to look the group up \(403\)/)
			.first()
			.waitFor();
		await editor.closeNode();

		await editor.node('Get Group Members').dblclick();
		await editor.output
			.getByText(/GroupMember\.Read\.All/)
			.first()
			.waitFor();
		await picture(page, 'execution-error', NODE_PANEL);
	});
});
