import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import type { Page } from 'playwright-core';

import type { HrSystemName } from '../../../sandbox/shared/systems.ts';
import { openSandbox } from '../../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { openBrowser, watched } from './chromium.ts';
import { Editor } from './editor.ts';

/** The package's folder. */
export const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A sandbox of its own, and a browser that is signed in to its n8n. */
export interface Session {
	sandbox: Sandbox;
	/** Where the sandbox keeps what lasts. */
	stateDir: string;
	page: Page;
	editor: Editor;
	/** Stops both, and removes what the sandbox has kept. */
	close(): Promise<void>;
}

/**
 * @param members people in the group
 * @param system the HR system that the sandbox has; plain SCIM unless told
 */
export async function openSession(members: number, system?: HrSystemName): Promise<Session> {
	const stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-browser-'));
	const opened: Array<{ close(): Promise<void> }> = [];
	const close = async (): Promise<void> => {
		for (const each of opened.reverse()) await each.close();
		await rm(stateDir, { recursive: true, force: true });
	};
	try {
		const sandbox = await openSandbox({ root: ROOT, stateDir, members, system });
		opened.push(sandbox);
		const { browser, page } = await openBrowser();
		opened.push(browser);
		const editor = new Editor(page, sandbox);
		await watched(page, async () => await editor.signIn());
		return { sandbox, stateDir, page, editor, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** For a browser that renders by hand on a busy machine. */
const TEST_WITHIN_MS = 600_000;

/**
 * Makes tests with pages: where one fails, its error says where screenshots of that moment are.
 * @param pages asked when the test runs
 */
export function browserTests(pages: () => Page[]): (name: string, part: () => Promise<void>) => void {
	return (name, part) => {
		test(name, { timeout: TEST_WITHIN_MS }, async () => {
			let inner = part;
			for (const page of pages()) {
				const outer = inner;
				inner = async () => await watched(page, outer);
			}
			await inner();
		});
	};
}
