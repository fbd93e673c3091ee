import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const ARGS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** The size of the window, and of the pictures in the documentation. */
const WINDOW = { width: 1600, height: 900 };

/** How long anything on a page may take to appear. */
const PATIENCE_MS = 180_000;

/** Debian's Chromium, or the one that `CHROMIUM` names, with one window. */
export async function openBrowser(): Promise<{ browser: Browser; page: Page }> {
	const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
	const browser = await chromium.launch({ executablePath, args: ARGS });
	const page = await browser.newPage({ viewport: WINDOW, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' });
	page.setDefaultTimeout(PATIENCE_MS);
	return { browser, page };
}

/** A part of the window, in pixels. */
export interface Part {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Where n8n shows an open node. */
export const NODE_PANEL: Part = { x: 24, y: 24, width: 1552, height: 852 };

/**
 * Takes a picture for the documentation, into the folder that `SCREENSHOTS` names; without it, none is taken.
 *
 * @param clip what the picture shows; else all of the window
 * @param fullPage whether `clip` counts from the top of the page, which may be longer than the window
 */
export async function picture(page: Page, name: string, clip?: Part, fullPage = false): Promise<void> {
	const folder = process.env.SCREENSHOTS;
	if (folder === undefined || folder === '') return;
	await closeNotices(page);
	mkdirSync(resolve(folder), { recursive: true });
	await page.screenshot({ path: join(resolve(folder), `${name}.png`), animations: 'disabled', clip, fullPage });
}

/** Gives the window another width, or its usual one. */
export async function widen(page: Page, width: number = WINDOW.width): Promise<void> {
	await page.setViewportSize({ ...WINDOW, width });
}

/** How large a page is, in pixels; it is wider than its window when something on it does not fit in. */
export async function pageSize(page: Page): Promise<{ width: number; height: number }> {
	return await page.locator('html').evaluate((html) => {
		const { scrollWidth, scrollHeight } = html as unknown as { scrollWidth: number; scrollHeight: number };
		return { width: scrollWidth, height: scrollHeight };
	});
}

/** Takes a picture of a page as far down as it goes. */
export async function pagePicture(page: Page, name: string): Promise<void> {
	const window = page.viewportSize() ?? WINDOW;
	// A page is never less high than its window.
	await page.setViewportSize({ ...window, height: 200 });
	const { width, height } = await pageSize(page);
	await picture(page, name, { x: 0, y: 0, width, height }, true);
	await page.setViewportSize(window);
}

/** Closes what n8n says in the corner of the window. */
export async function closeNotices(page: Page): Promise<void> {
	const close = page.locator('.el-notification__closeBtn');
	for (let open = await close.count(); open > 0; open = await close.count()) {
		// Notices go by themselves too, then there is nothing to click.
		await close
			.last()
			.click({ timeout: 2_000 })
			.catch(() => {});
		await close.nth(open - 1).waitFor({ state: 'detached' });
	}
}

/** Runs a part of a test; when it fails, the error also says where a screenshot of that moment is. */
export async function watched(page: Page, part: () => Promise<void>): Promise<void> {
	try {
		await part();
	} catch (error) {
		const path = join(mkdtempSync(join(tmpdir(), 'entra-hr-sync-browser-')), 'failure.png');
		const taken = await page.screenshot({ path }).then(
			() => `See ${path}`,
			() => 'No screenshot could be taken',
		);
		throw new Error(`${error instanceof Error ? error.message : String(error)}\n${taken}`, { cause: error });
	}
}
