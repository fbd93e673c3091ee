import { FORM_USER } from '../../sandbox/n8n/credentials.ts';
import type { N8n } from '../../sandbox/n8n/start.ts';
import { listIn, objectIn, textIn } from '../../sandbox/shared/json.ts';
import { openBrowser } from './browser/chromium.ts';
import type { Browser, Page } from 'playwright-core';

/** A browser that knows the user and the password of the sandbox's forms. */
export class Forms {
	readonly page: Page;

	private readonly browser: Browser;

	private constructor(browser: Browser, page: Page) {
		this.browser = browser;
		this.page = page;
	}

	static async open(): Promise<Forms> {
		const { browser } = await openBrowser();
		const { user, password } = FORM_USER;
		const page = await browser.newPage({ httpCredentials: { username: user, password }, locale: 'en-GB' });
		page.setDefaultTimeout(180_000);
		return new Forms(browser, page);
	}

	/** Opens a published workflow's form, fills in the fields by their labels, and sends it. */
	async fill(n8n: N8n, workflowId: string, values: Record<string, string>): Promise<void> {
		await this.page.goto(await formAddress(n8n, workflowId));
		for (const [label, value] of Object.entries(values)) await this.page.getByLabel(label, { exact: true }).fill(value);
		await this.send();
	}

	/** Sends the page that is open. */
	async send(): Promise<void> {
		await this.page.locator('#submit-btn').click();
	}

	/** The words of the next page, once it has this heading. */
	async reads(heading: RegExp): Promise<string> {
		await this.page.getByRole('heading', { name: heading }).waitFor();
		return await this.page.locator('body').innerText();
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}

/** Where a published workflow has its form. */
export async function formAddress({ client, url }: N8n, workflowId: string): Promise<string> {
	const { nodes } = objectIn(await client.get(`/workflows/${workflowId}`));
	const trigger = listIn(nodes)
		.map((node) => objectIn(node))
		.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
	return `${url}/form/${textIn(trigger?.webhookId)}`;
}
