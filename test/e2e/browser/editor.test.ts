import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';

import type { Page } from 'playwright-core';

import { listIn, numberIn, objectIn, textIn } from '../../../sandbox/shared/json.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import { mutate } from '../../../sandbox/start/control.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { readExecution } from '../../../sandbox/n8n/execution.ts';
import { NODE_PANEL, picture } from './chromium.ts';
import { changeSettings, copyOfWorkflow, importedTemplate } from './copies.ts';
import { byTestId, EXECUTIONS } from './editor.ts';
import type { Editor } from './editor.ts';
import { browserTests, openSession, ROOT } from './session.ts';
import type { Session } from './session.ts';

const MEMBERS = 60;

/** From the trigger to the mail, each with the node that its items go to. */
const MAIN_LINE = [
	['Run now', 'Sync settings'],
	['Sync settings', 'Get Group Members'],
	['Get Group Members', 'Get Manager'],
	['Get Manager', 'Map Attributes'],
	['Map Attributes', 'Upsert Employee'],
	['Upsert Employee', 'Deactivate Missing'],
	['Deactivate Missing', 'Sync report'],
	['Sync report', 'Is a mail wanted?'],
	['Is a mail wanted?', 'E-mail: the report'],
] as const;

/** As much of an element in the page as these tests look at. */
interface Box {
	querySelector(selector: string): Box | null;
	scrollHeight: number;
	clientHeight: number;
}

/** The nodes that ask for a credential, sorted. */
const NEEDS_CREDENTIAL = [
	'Deactivate Missing',
	'E-mail: the report',
	'E-mail: the run failed',
	'Get Group Members',
	'Get Manager',
	'Upsert Employee',
];

async function jsonAt(url: string): Promise<unknown> {
	const response = await fetch(url);
	assert.ok(response.ok, `${url} answered with ${response.status}`);
	return await response.json();
}

const objectsAt = async (url: string): Promise<JsonObject[]> =>
	listIn(await jsonAt(url)).map((value) => objectIn(value));

const itemsText = (count: number): string => (count === 1 ? '1 item' : `${count} items`);

describe("the template in n8n's editor", () => {
	let session: Session;
	let sandbox: Sandbox;
	let page: Page;
	let editor: Editor;

	before(async () => {
		session = await openSession(MEMBERS);
		({ sandbox, page, editor } = session);
	});
	after(async () => await session.close());

	const browserTest = browserTests(() => [page]);

	/** The report of the workflow's newest execution, as n8n keeps it. */
	const newestReport = async (workflowId: string, node: string): Promise<JsonObject> => {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = objectIn(await sandbox.n8n.client.get(`/executions?limit=1&filter=${filter}`));
		const { nodes } = await readExecution(sandbox.n8n, textIn(objectIn(listIn(results)[0]).id));
		return nodes.find(({ name }) => name === node)?.outputs[0]?.[0] ?? {};
	};

	browserTest('opens with every node and note of the template, known to n8n and with its icon', async () => {
		await editor.open(sandbox.workflowId);
		const template = objectIn(JSON.parse(await readFile(join(ROOT, 'workflows', 'nightly-sync.json'), 'utf8')));
		const nodes = listIn(template.nodes).map((node) => objectIn(node));
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const steps = nodes.filter((node) => !notes.includes(node));

		for (const { name, type } of steps) {
			const node = editor.node(textIn(name));
			await node.waitFor();
			if (!textIn(type).startsWith('n8n-nodes-entra-hr-sync.')) continue;
			const icon = node.locator('img').first();
			await icon.waitFor();
			const width = await icon.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
			assert.ok(width > 0, `the icon of "${textIn(name)}" can't be loaded`);
		}
		assert.equal(
			await page.locator(`${byTestId('canvas-node')}:not([data-node-type$="stickyNote"])`).count(),
			steps.length,
		);
		assert.equal(await page.locator(byTestId('node-issues')).count(), 0, 'a node has a red mark');
		const unknown = page.locator(`${byTestId('canvas-node')} [class*=nodeIconPlaceholder]`);
		assert.equal(await unknown.count(), 0, 'n8n does not know a node');

		for (const { parameters } of notes) {
			const { content } = objectIn(parameters);
			const heading = textIn(content).split('\n', 1)[0]?.replace(/^#+ /, '').replaceAll("'", '’') ?? '';
			const note = page.locator(byTestId('sticky')).filter({ has: page.getByRole('heading', { name: heading }) });
			await note.first().waitFor();
			const hidden = await note.first().evaluate((element) => {
				const box = element as unknown as Box;
				const text = box.querySelector('.sticky-content, [class*=markdown]') ?? box;
				return text.scrollHeight - text.clientHeight;
			});
			assert.ok(hidden <= 2, `${hidden} pixels of the note "${heading}" are cut off`);
		}
	});

	browserTest('marks the nodes that need a credential when the template is imported', async () => {
		await editor.open(await importedTemplate(sandbox, join(ROOT, 'workflows', 'nightly-sync.json')));
		await page.locator(byTestId('node-issues')).first().waitFor();
		assert.deepEqual(await editor.marked(), NEEDS_CREDENTIAL);
	});

	browserTest(
		'runs with the button: every node of the main line turns green, with the report counts on its wires',
		async () => {
			await editor.open(sandbox.workflowId);
			await editor.run();
			for (const [name] of MAIN_LINE) await editor.success(name).waitFor();
			await editor.success('E-mail: the report').waitFor();
			assert.equal(await editor.success('Describe the failure').count(), 0);

			const { counts } = await newestReport(sandbox.workflowId, 'Sync report');
			const { members, created, skipped, failed } = objectIn(counts);
			assert.equal(members, MEMBERS);
			assert.equal(numberIn(created) + numberIn(skipped) + numberIn(failed), MEMBERS);
			assert.ok(numberIn(created) > 0 && numberIn(failed) > 0, 'the made-up company has people of both kinds');
			for (const [from, to] of MAIN_LINE) {
				const people = ['Get Group Members', 'Get Manager', 'Map Attributes', 'Upsert Employee', 'Deactivate Missing'];
				const expected = people.includes(from) ? MEMBERS : 1;
				assert.equal(await editor.onWire(from, to), itemsText(expected), `from ${from} to ${to}`);
			}
			const people = await objectsAt(`${sandbox.hr.url}/_sim/people`);
			assert.equal(people.length, created);

			await editor.fillWindow();
			await picture(page, 'nightly-sync');
		},
	);

	browserTest('shows who was created, updated or failed, and why, in Upsert Employee', async () => {
		await mutate(sandbox, 3);
		await editor.open(sandbox.workflowId);
		await editor.run();
		const report = await newestReport(sandbox.workflowId, 'Sync report');
		const { failed } = objectIn(report.counts);

		await editor.openNode('Upsert Employee');
		const headings = editor.output.locator('th');
		await headings.first().waitFor();
		const columns = await headings.allInnerTexts();
		assert.deepEqual(columns.slice(0, 4), ['action', 'person', 'what', 'reason']);
		await editor.movePanel(-400);
		await editor.output.locator(byTestId('ndv-search')).fill('updated');
		await editor.output.getByText('unchanged', { exact: true }).first().waitFor({ state: 'hidden' });
		await picture(page, 'results', NODE_PANEL);
		await editor.movePanel(400);
		await editor.output.locator(byTestId('ndv-search')).fill('');

		await editor.output.getByText(`Failed Branch (${itemsText(numberIn(failed))})`).click();
		const person = listIn(report.people)
			.map((entry) => objectIn(entry))
			.find(({ action }) => action === 'failed');
		await editor.output.getByText(textIn(person?.reason)).first().waitFor();
		await editor.output.locator('th', { hasText: 'reason' }).waitFor();
		const actions = await editor.output.locator('tbody tr td:first-child').allInnerTexts();
		assert.deepEqual(
			[...new Set(actions.map((action) => action.trim()).filter((action) => action !== ''))],
			['failed'],
		);
		await editor.closeNode();

		await editor.openNode('Deactivate Missing');
		await editor.movePanel(-400);
		await editor.output.locator(byTestId('ndv-search')).fill('deactivated');
		await editor.output.getByText('unchanged', { exact: true }).first().waitFor({ state: 'hidden' });
		await picture(page, 'deactivate-missing', NODE_PANEL);
		await editor.movePanel(400);
		await editor.closeNode();

		await editor.openNode('Sync settings');
		const shown = page.locator(byTestId('assignment'));
		await shown.first().waitFor();
		const names = await shown
			.locator('input')
			.evaluateAll((inputs) => inputs.map((input) => (input as unknown as { value: string }).value));
		for (const name of ['group', 'dryRun', 'deactivationLimitPercent', 'deactivationsAlwaysAllowed', 'alertTo']) {
			assert.ok(names.includes(name), `${name} is not among ${names.join(', ')}`);
		}
		await editor.closeNode();
	});

	browserTest("says in the Entra credential's dialog whether it works, and what to do if not", async () => {
		await editor.open(sandbox.workflowId);
		await editor.openNode('Get Group Members');
		await editor.openCredential();
		const dialog = editor.credential;
		await picture(page, 'credential', await editor.boxOf(dialog));

		await editor.saveSecret('clientSecret', 'not-the-secret');
		await dialog.getByText('More details').click();
		await dialog.getByText(/AADSTS7000215/).waitFor();
		const said = await dialog.innerText();
		assert.match(said, /client secret/i);
		assert.match(said, /Certificates & secrets/);
		assert.ok(!said.includes('not-the-secret'));

		await editor.saveSecret('clientSecret', sandbox.entra.clientSecret);
		await dialog.getByText('Connection tested successfully').waitFor();
	});

	browserTest("says in the SCIM credential's dialog what is wrong with the token", async () => {
		await editor.open(sandbox.workflowId);
		await editor.openNode('Upsert Employee');
		await editor.openCredential();
		const dialog = editor.credential;

		await editor.saveSecret('token', 'not-the-token');
		await dialog.getByText('More details').click();
		await dialog.getByText(/The HR system/).waitFor();
		assert.match(await dialog.innerText(), /token/i);

		await editor.saveSecret('token', sandbox.hr.token);
		await dialog.getByText('Connection tested successfully').waitFor();
	});

	browserTest('lists the groups of the tenant, and searches them', async () => {
		await editor.open(await copyOfWorkflow(sandbox, 'Choose a group'));
		await editor.openNode('Get Group Members');
		const group = page.locator(byTestId('resource-locator-group'));
		await group.hover();
		await page.locator(byTestId('group-parameter-input-options-container')).getByText('Fixed').click();
		await group.locator(byTestId('rlc-mode-selector')).click();
		await page.getByRole('option', { name: 'From list' }).click();
		await group.locator(byTestId('rlc-input-container')).click();
		const groups = page.locator(byTestId('rlc-item'));
		await groups.first().waitFor();
		const all = await groups.count();
		assert.ok(all > 1, `${all} groups are listed`);

		await page.locator(byTestId('rlc-search')).fill('All Emp');
		await groups.nth(1).waitFor({ state: 'detached' });
		assert.equal((await groups.innerText()).trim(), sandbox.entra.groupName);
		await groups.click();
		await group.getByText(sandbox.entra.groupName).or(group.locator('input')).first().waitFor();
	});

	browserTest('lists the properties of a person by the names that the portal uses', async () => {
		await editor.open(await copyOfWorkflow(sandbox, 'Choose properties'));
		await editor.openNode('Get Group Members');
		const properties = editor.parameter('properties');
		await properties.getByText('Employee ID', { exact: true }).waitFor();
		await properties.locator('.el-input__suffix').first().click();
		const names = page.getByRole('option');
		await names.filter({ hasText: 'Department' }).first().waitFor();
		const listed = (await names.allInnerTexts()).map((text) => text.split('\n', 1)[0]?.trim());
		for (const name of ['Employee ID', 'Office Location', 'Mobile Phone']) {
			assert.ok(listed.includes(name), `"${name}" is not among ${listed.join(', ')}`);
		}
	});

	browserTest('shows a run that stopped as failed, and mails why', async () => {
		const workflowId = await copyOfWorkflow(sandbox, 'Nightly sync: a copy');
		await editor.open(workflowId);
		await editor.run();
		await changeSettings(sandbox, workflowId, { group: 'No such group' });
		const before = (await objectsAt(`${sandbox.mail.url}/mails.json`)).length;
		await editor.open(workflowId);
		await editor.run();
		await editor.node('Mark the run as failed').locator(byTestId('canvas-node-status-mark-error')).waitFor();
		const { subject } = await newestReport(workflowId, 'Describe the failure');
		assert.match(textIn(subject), /No such group/);

		await editor.openExecutions(workflowId);
		const entries = page.locator(EXECUTIONS);
		assert.equal(await entries.count(), 2);
		await entries
			.first()
			.getByText(/^(Error|Failed)/)
			.waitFor();
		await entries
			.last()
			.getByText(/^Succeeded/)
			.waitFor();
		await editor.node('Mark the run as failed').locator(byTestId('canvas-node-status-mark-error')).waitFor();
		await picture(page, 'executions');
		await editor.node('Mark the run as failed').dblclick();
		await editor.output.getByText(textIn(subject)).first().waitFor();

		const mails = (await objectsAt(`${sandbox.mail.url}/mails.json`)).slice(before);
		assert.deepEqual(
			mails.map((mail) => mail.subject),
			[subject],
		);
		await page.goto(sandbox.mail.url);
		await page.getByRole('link', { name: textIn(subject) }).click();
		await page.getByRole('heading', { name: textIn(subject) }).waitFor();
		await page
			.frameLocator('iframe')
			.getByText(/No such group/)
			.first()
			.waitFor();
	});

	browserTest('the HR system shows who is there', async () => {
		await page.goto(sandbox.hr.url);
		await page.getByRole('heading', { name: 'Employees' }).waitFor();
		const people = await objectsAt(`${sandbox.hr.url}/_sim/people`);
		assert.equal(await page.locator('tbody tr').count(), people.length);
		await picture(page, 'hr-system');
	});
});
