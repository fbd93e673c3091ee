import type { Locator, Page } from 'playwright-core';

import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { closeNotices } from './chromium.ts';

export const byTestId = (id: string): string => `[data-test-id="${id}"]`;

/** The middle of the canvas in a window of 1600 by 900. */
const MIDDLE = { x: 815, y: 470 };

/** The entries of a workflow's list of executions. */
export const EXECUTIONS = '[data-test-execution-status]';

/** n8n's editor as its user sees it. */
export class Editor {
	readonly page: Page;

	private readonly sandbox: Sandbox;

	constructor(page: Page, sandbox: Sandbox) {
		this.page = page;
		this.sandbox = sandbox;
	}

	/** Signs in through the login page. */
	async signIn(): Promise<void> {
		const { url, owner } = this.sandbox.n8n;
		await this.page.goto(`${url}/signin`);
		await this.page.locator('input[type=email], input[name=emailOrLdapLoginId]').first().fill(owner.email);
		await this.page.locator('input[type=password]').first().fill(owner.password);
		await this.page.locator(byTestId('form-submit-button')).click();
		await this.page.waitForURL((address) => !address.pathname.includes('signin'));
	}

	async open(workflowId: string): Promise<void> {
		await this.page.goto(`${this.sandbox.n8n.url}/workflow/${workflowId}`);
		await this.page.locator(byTestId('canvas-node')).first().waitFor();
	}

	/** Imports a workflow's file with the menu of a new workflow. */
	async importFile(file: string): Promise<void> {
		await this.page.goto(`${this.sandbox.n8n.url}/workflow/new`);
		await this.page.locator(byTestId('workflow-menu')).click();
		await this.page.getByRole('menuitem', { name: 'Import', exact: true }).hover();
		const chooser = this.page.waitForEvent('filechooser');
		await this.page.getByRole('menuitem', { name: 'From file' }).click();
		await (await chooser).setFiles(file);
		await this.page.locator(byTestId('canvas-node')).first().waitFor();
	}

	async openExecutions(workflowId: string): Promise<void> {
		await this.page.goto(`${this.sandbox.n8n.url}/workflow/${workflowId}/executions`);
		await this.page.locator(EXECUTIONS).first().waitFor();
	}

	node(name: string): Locator {
		return this.page.locator(`${byTestId('canvas-node')}[data-node-name="${name}"]`);
	}

	/** The green mark of a node that has run well. */
	success(name: string): Locator {
		return this.node(name).locator(byTestId('canvas-node-status-success'));
	}

	/** The names of the nodes with a red mark, sorted. */
	async marked(): Promise<string[]> {
		const nodes = this.page.locator(byTestId('canvas-node'), { has: this.page.locator(byTestId('node-issues')) });
		const names = await nodes.evaluateAll((elements) =>
			elements.map((element) => String((element as unknown as { dataset: { nodeName?: string } }).dataset.nodeName)),
		);
		return names.sort();
	}

	/** Runs the workflow with the button of its trigger "Run now", and waits until the editor's button is back. */
	async run(): Promise<void> {
		await this.node('Run now').hover();
		await this.page.locator(byTestId('execute-workflow-button-Run now')).click();
		await this.page.locator(byTestId('canvas-node-status-mark-success')).first().waitFor();
		await this.page.locator(`${byTestId('execute-workflow-button')}:not([disabled])`, { hasText: 'from' }).waitFor();
		await this.page.mouse.move(5, 5);
	}

	/** Fits the workflow into the window, with less of a margin than n8n leaves. */
	async fillWindow(): Promise<void> {
		const trigger = this.node('Run now');
		await this.page.locator(byTestId('zoom-to-fit')).click();
		await this.untilStill(trigger);
		await this.page.mouse.move(MIDDLE.x, MIDDLE.y);
		await this.page.keyboard.down('Control');
		await this.page.mouse.wheel(0, -16);
		await this.page.keyboard.up('Control');
		await this.untilStill(trigger);
		await this.page.mouse.move(5, 5);
		await this.page.locator(byTestId('canvas-minimap')).waitFor({ state: 'hidden' });
	}

	/** Moves the middle of an open node: to the left (negative) there is less of the input and more of the output. */
	async movePanel(pixels: number): Promise<void> {
		const { x, y } = await this.centre(this.page.locator(byTestId('panel-drag-button')));
		await this.page.mouse.move(x, y);
		await this.page.mouse.down();
		await this.page.mouse.move(x + pixels, y, { steps: 10 });
		await this.page.mouse.up();
	}

	/** What stands on the wire between two nodes, e.g. `60 items`. */
	async onWire(from: string, to: string): Promise<string> {
		const wire = `[data-source-node-name="${from}"][data-target-node-name="${to}"]`;
		return await this.page.locator(byTestId('edge-label') + wire).innerText();
	}

	/** Opens a node's panel. */
	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.page.locator(byTestId('node-parameters')).waitFor();
		await this.page.locator(byTestId('node-title-container'), { hasText: name }).waitFor();
	}

	/** Runs the open node alone, on what the nodes before it gave. */
	async executeStep(): Promise<void> {
		await closeNotices(this.page);
		await this.page.locator(byTestId('node-execute-button')).click();
		await this.page.locator('.el-notification', { hasText: 'executed successfully' }).first().waitFor();
		await closeNotices(this.page);
	}

	async closeNode(): Promise<void> {
		await this.page.locator(byTestId('ndv-close-button')).click();
		await this.page.locator(byTestId('node-parameters')).waitFor({ state: 'hidden' });
	}

	/** Saves the workflow, as far as n8n hasn't done so by itself. */
	async save(): Promise<void> {
		await this.closeNode();
		await this.page.keyboard.press('Control+s');
	}

	/** Adds a node of this package to an open workflow that has only a trigger, which opens the node. */
	async addFirstNode(name: string): Promise<void> {
		await this.page.locator(byTestId('node-creator-plus-button')).click();
		await this.page.locator(byTestId('node-creator-search-bar')).fill(name);
		await this.page.locator(byTestId('item-iterator-item')).filter({ hasText: name }).first().click();
		await this.page.getByRole('button', { name: 'Add to workflow' }).click();
		await this.page.locator(byTestId('node-parameters')).waitFor();
	}

	/** Picks a credential in the open node, where n8n hasn't done so by itself. */
	async pickCredential(name: string): Promise<void> {
		const select = this.page.locator(byTestId('node-credentials-select'));
		await select.waitFor();
		if ((await select.locator('input').inputValue()) === name) return;
		await this.choose(select, name);
	}

	/** Makes the credential that the open node lacks, by its fields; n8n closes the dialog once its test succeeds. */
	async connect(values: Record<string, string>, choices: Record<string, string> = {}): Promise<void> {
		await this.page.getByRole('button', { name: /^Connect to / }).click();
		for (const [name, option] of Object.entries(choices)) await this.choose(this.parameter(name), option);
		for (const [name, value] of Object.entries(values)) await this.parameter(name).locator('input').fill(value);
		await this.saveCredential();
		await this.credential.waitFor({ state: 'hidden' });
	}

	/** The value of an entry of the open node "Sync settings". */
	setting(index: number): Locator {
		const entry = this.page.locator(byTestId('assignment')).nth(index);
		return entry.locator(byTestId('assignment-value')).locator('input, textarea').first();
	}

	/** Scrolls a part of the open node to the top of its panel. */
	async showAtTop(part: Locator): Promise<void> {
		await part.evaluate((element) => (element as unknown as { scrollIntoView(): void }).scrollIntoView());
	}

	/** The dialog of a credential. */
	get credential(): Locator {
		return this.page.locator(byTestId('editCredential-modal'));
	}

	/** Opens the credential that is picked in the open node, and waits for its test to succeed. */
	async openCredential(): Promise<void> {
		await this.page.locator(byTestId('credential-edit-button')).click();
		await this.credential.getByText('Connection tested successfully').waitFor();
	}

	/** Changes a field of the open credential and saves it, which tests it. */
	async saveSecret(field: string, value: string): Promise<void> {
		await this.credential.locator(`${byTestId(`parameter-input-${field}`)} input`).fill(value);
		await this.saveCredential();
	}

	parameter(name: string): Locator {
		return this.page.locator(byTestId(`parameter-input-${name}`));
	}

	/** Picks an option of a parameter that is a list. */
	async choose(parameter: Locator, option: string): Promise<void> {
		await parameter.locator('input').first().click();
		const names = this.page.getByRole('option').filter({ visible: true });
		await names
			.filter({ has: this.page.getByText(option, { exact: true }) })
			.first()
			.click();
		await names.first().waitFor({ state: 'hidden' });
	}

	/** A field of the first item that the open node gets, as it can be dragged. */
	inputField(name: string): Locator {
		return this.page
			.locator(`${byTestId('ndv-input-panel')} ${byTestId('run-data-schema-item')}`)
			.filter({ hasText: new RegExp(`^\\s*${name}`) })
			.locator('[data-target=mappable]')
			.first();
	}

	get output(): Locator {
		return this.page.locator(byTestId('output-panel'));
	}

	/** Drags with the mouse, in steps as a hand does. */
	async drag(from: Locator, to: Locator): Promise<void> {
		await to.scrollIntoViewIfNeeded();
		await from.scrollIntoViewIfNeeded();
		const start = await this.centre(from);
		await this.page.mouse.move(start.x, start.y);
		await this.page.mouse.down();
		await this.page.mouse.move(start.x + 12, start.y + 12, { steps: 3 });
		const end = await this.centre(to);
		await this.page.mouse.move(end.x, end.y, { steps: 12 });
		await this.page.mouse.up();
	}

	/** Where an element is in the window. */
	async boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
		const box = await element.boundingBox();
		if (!box) throw new Error('An element that is needed is not on the screen');
		return box;
	}

	private async saveCredential(): Promise<void> {
		await this.credential
			.locator(`${byTestId('credential-save-button')} button, button${byTestId('credential-save-button')}`)
			.click();
	}

	private async centre(element: Locator): Promise<{ x: number; y: number }> {
		const { x, y, width, height } = await this.boxOf(element);
		return { x: x + width / 2, y: y + height / 2 };
	}

	private async untilStill(element: Locator): Promise<void> {
		let before = NaN;
		for (let { x } = await this.boxOf(element); x !== before; { x } = await this.boxOf(element)) {
			before = x;
			await this.page.waitForTimeout(200);
		}
	}
}
