import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';

import type { Page } from 'playwright-core';

import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { NODE_PANEL, picture } from './chromium.ts';
import { copyOfWorkflow, importedTemplate } from './copies.ts';
import { byTestId } from './editor.ts';
import type { Editor } from './editor.ts';
import { browserTests, openSession, ROOT } from './session.ts';
import type { Session } from './session.ts';

const MEMBERS = 30;

/** What the group List of the API settings asks for, in its order. */
const LIST_FIELDS = [
	'Method',
	'Path',
	'Query',
	'People in the Answer',
	'Number of All',
	'More to Come',
	'Pages',
	'Page Size',
	'First Page',
	'Number of Pages',
	'Next Page',
];

describe("the HR systems in n8n's editor", () => {
	let session: Session;
	let sandbox: Sandbox;
	let page: Page;
	let editor: Editor;

	before(async () => {
		session = await openSession(MEMBERS, 'peoplegoal');
		({ sandbox, page, editor } = session);
	});
	after(async () => await session.close());

	const browserTest = browserTests(() => [page]);

	/** Opens a node of the template for any SCIM system, as it is after its import. */
	const openImported = async (node: string): Promise<void> => {
		await editor.open(await importedTemplate(sandbox, join(ROOT, 'workflows', 'nightly-sync.json')));
		await editor.openNode(node);
	};

	browserTest('asks for the credential and the settings of a REST API when such a system is picked', async () => {
		await openImported('Upsert Employee');
		const credential = page.locator(byTestId('node-credentials-slot'));
		await editor.parameter('matchBy').waitFor();
		assert.equal(await editor.parameter('system').locator('input').inputValue(), 'Other SCIM 2.0 System');
		await credential.getByText('SCIM').first().waitFor();
		assert.equal(await editor.parameter('usersPath').count(), 0);

		await editor.choose(editor.parameter('system'), 'PeopleGoal');
		await editor.parameter('usersPath').waitFor();
		const settings = page.locator(byTestId('fixed-collection-restSettings'));
		await settings.waitFor();
		const panel = page.locator(byTestId('node-parameters'));
		await panel.getByText('Path of the People', { exact: true }).waitFor();
		await panel.getByText('API Settings', { exact: true }).waitFor();
		assert.equal(await panel.getByText('SCIM').count(), 0);
		await editor.pickCredential('Sandbox: HR system');
		await editor.openCredential();
		await editor.credential.getByText('HR REST API', { exact: true }).waitFor();
	});

	browserTest('shows what the group List of the API settings asks for', async () => {
		await editor.open(await copyOfWorkflow(sandbox, 'API settings'));
		await editor.run();
		await editor.openNode('Upsert Employee');
		const settings = page.locator(byTestId('fixed-collection-restSettings'));
		await editor.choose(settings, 'List');
		await editor.parameter('next').waitFor();
		const labels = await settings.locator(byTestId('input-label')).allInnerTexts();
		assert.deepEqual(
			labels.map((label) => label.split('\n', 1)[0]?.trim()),
			['List', ...LIST_FIELDS],
		);
		await editor.showAtTop(page.locator(byTestId('node-parameters')).getByText('API Settings', { exact: true }));
		await page.mouse.move(5, 5);
		await picture(page, 'api-settings', NODE_PANEL);
	});

	browserTest('says where deactivating deletes people, and deactivates nobody there until told', async () => {
		await openImported('Upsert Employee');
		assert.equal(await editor.parameter('allowDestruction').count(), 0);
		await editor.choose(editor.parameter('system'), 'Pingboard');
		await page
			.locator(byTestId('node-parameters'))
			.getByText(/Pingboard deletes the profile of whoever is deactivated/)
			.waitFor();
		await page.locator(byTestId('node-parameters')).getByText('Deactivate All the Same', { exact: true }).waitFor();
		const allowed = editor.parameter('allowDestruction').getByRole('switch');
		assert.equal(await allowed.getAttribute('aria-checked'), 'false');
	});

	browserTest('has Deactivate Missing take the settings of the HR system from Upsert Employee', async () => {
		await editor.open(await copyOfWorkflow(sandbox, 'Settings of another node'));
		await editor.openNode('Deactivate Missing');
		const from = editor.parameter('settingsFrom');
		await from.waitFor();
		assert.equal(await from.locator('input').inputValue(), 'As in Another Node');
		assert.equal(await editor.parameter('settingsNode').locator('input').inputValue(), 'Upsert Employee');
		assert.equal(await editor.parameter('usersPath').count(), 0);
		await editor.choose(from, 'As Below');
		await editor.parameter('usersPath').waitFor();
		await page.locator(byTestId('fixed-collection-restSettings')).waitFor();
		await editor.parameter('settingsNode').waitFor({ state: 'detached' });
	});

	browserTest("asks for a client in the REST credential's dialog, and says what is wrong with its secret", async () => {
		await editor.open(await copyOfWorkflow(sandbox, 'A wrong secret'));
		await editor.openNode('Upsert Employee');
		await editor.openCredential();
		const dialog = editor.credential;
		// A required field's label has a mark behind it.
		const ofClient = [/^Token URL\b/, /^Client ID\b/, /^Client Secret\b/];
		await editor.choose(editor.parameter('authentication'), 'Bearer Token');
		await editor.parameter('token').waitFor();
		for (const label of ofClient) assert.equal(await dialog.getByText(label).count(), 0, String(label));
		await editor.choose(editor.parameter('authentication'), 'OAuth2 Client Credentials');
		for (const label of ofClient) await dialog.getByText(label).first().waitFor();
		assert.equal(await editor.parameter('token').count(), 0);

		const { clientSecret = '' } = sandbox.hr.client ?? {};
		assert.notEqual(clientSecret, '');
		await editor.saveSecret('clientSecret', 'not-the-secret');
		await dialog.getByText('More details').click();
		await dialog.getByText(/of the HR system answered/).waitFor();
		const said = await dialog.innerText();
		assert.match(said, /client secret/i);
		assert.ok(!said.includes('not-the-secret'));

		await editor.saveSecret('clientSecret', clientSecret);
		await dialog.getByText('Connection tested successfully').waitFor();
	});
});
