import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import { createTransport } from 'nodemailer';

import { startServer } from '../support/server';
import type { SandboxServer } from '../support/server';
import { temporaryFolder } from './temporaryFolder';

interface Mail {
	id: string;
	from: string;
	to: string[];
	recipients: string[];
	subject: string;
	text: string;
	html: string;
	receivedAt: string;
	attachments: Array<{ name: string; type: string; size: number; content: string }>;
}

const folder = temporaryFolder();
let mail: SandboxServer;
let url: string;

beforeAll(async () => {
	mail = await start('mails.jsonl');
	url = mail.ready.url ?? '';
});
beforeEach(async () => {
	await fetch(`${url}/mails`, { method: 'DELETE' });
});
afterAll(async () => {
	await mail.stop();
	folder.remove();
});

function start(file: string): Promise<SandboxServer> {
	return startServer('sandbox/mail/main.ts', ['--port', '0', '--smtp-port', '0', '--state', join(folder.path, file)]);
}

async function send(server: SandboxServer, content: object, auth?: { user: string; pass: string }): Promise<void> {
	const { smtpHost, smtpPort } = server.ready;
	const transport = createTransport({ host: smtpHost, port: Number(smtpPort), secure: false, auth });
	const standard = { from: '"HR sync" <sync@example.com>', to: 'ops@example.com', subject: 'Hello', text: 'A text' };
	await transport.sendMail({ ...standard, ...content });
}

async function caught(server: SandboxServer): Promise<Mail[]> {
	return (await (await fetch(`${server.ready.url ?? ''}/mails.json`)).json()) as Mail[];
}

async function page(path: string): Promise<string> {
	return await (await fetch(url + path)).text();
}

describe('a caught mail', () => {
	it('is kept with all its parts', async () => {
		await send(mail, {
			to: ['Ann Lee <ann@example.com>', 'bob@example.com'],
			bcc: 'hidden@example.com',
			subject: 'Nightly sync: 3 failed – Zürich',
			text: 'Three people failed.',
			html: '<p>Three people <b>failed</b>.</p>',
			attachments: [{ filename: 'report.csv', content: 'name,reason\nAnn,no\n', contentType: 'text/csv' }],
		});
		expect(await caught(mail)).toEqual([
			{
				id: expect.any(String),
				receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
				date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
				from: 'sync@example.com',
				to: ['ann@example.com', 'bob@example.com'],
				cc: [],
				recipients: ['ann@example.com', 'bob@example.com', 'hidden@example.com'],
				subject: 'Nightly sync: 3 failed – Zürich',
				text: expect.stringMatching(/^Three people failed\.\s*$/),
				html: expect.stringContaining('<b>failed</b>'),
				attachments: [
					{
						name: 'report.csv',
						type: 'text/csv',
						size: 19,
						content: Buffer.from('name,reason\nAnn,no\n').toString('base64'),
					},
				],
			},
		]);
	});

	it('may come with any credentials', async () => {
		await send(mail, { subject: 'Signed in' }, { user: 'anybody', pass: 'anything' });
		expect(await caught(mail)).toMatchObject([{ subject: 'Signed in' }]);
	});

	it('outlives a kill, and a torn line after it', async () => {
		const doomed = await start('killed.jsonl');
		await send(doomed, { subject: 'First' });
		await send(doomed, { subject: 'Second' });
		doomed.kill();
		await doomed.stop();
		appendFileSync(join(folder.path, 'killed.jsonl'), '{"id":"torn"');
		const again = await start('killed.jsonl');
		await send(again, { subject: 'Third' });
		const subjects = (await caught(again)).map(({ subject }) => subject);
		await again.stop();
		expect(subjects).toEqual(['First', 'Second', 'Third']);
	});

	it('is gone after DELETE', async () => {
		await send(mail, {});
		expect((await fetch(`${url}/mails`, { method: 'DELETE' })).status).toBe(204);
		expect(await caught(mail)).toEqual([]);
		expect(await page('/')).toContain('No mail has come yet.');
	});
});

describe('trouble', () => {
	const settings = (refuse: boolean) =>
		fetch(`${url}/_sim/settings`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ refuse }),
		});

	it('refuses mails with 451 while it was asked for', async () => {
		await settings(true);
		await expect(send(mail, {})).rejects.toMatchObject({ responseCode: 451 });
		await settings(false);
		await send(mail, {});
		expect(await caught(mail)).toHaveLength(1);
	});

	it('leaves nobody listening once it is stopped', async () => {
		const stopped = await start('stopped.jsonl');
		await stopped.stop();
		await expect(send(stopped, {})).rejects.toMatchObject({ code: 'ESOCKET' });
	});

	it('says that a port is taken', async () => {
		const port = mail.ready.smtpPort ?? '';
		const args = ['--port', '0', '--smtp-port', port, '--state', join(folder.path, 'second.jsonl')];
		const second = startServer('sandbox/mail/main.ts', args);
		await expect(second).rejects.toThrow(new RegExp(`code 1 .*SMTP.*: port ${port} is already in use\\.$`));
	});
});

describe('the pages', () => {
	it('list mails newest first, with everything escaped', async () => {
		await send(mail, { subject: 'Older' });
		await send(mail, { subject: '<script>alert(1)</script>' });
		const html = await page('/');
		expect(html).not.toContain('<script>');
		expect(html.indexOf('&lt;script&gt;')).toBeGreaterThan(0);
		expect(html.indexOf('&lt;script&gt;')).toBeLessThan(html.indexOf('Older'));
	});

	it('show one mail, its HTML shut in a sandbox', async () => {
		await send(mail, {
			text: 'if a < b',
			html: '<script>alert(1)</script><p>Hello</p>',
			attachments: [{ filename: 'a "quoted".csv', content: 'x;y' }],
		});
		const [{ id }] = (await caught(mail)) as [Mail];
		const html = await page(`/mails/${id}`);
		expect(html).toContain(`<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mails/${id}/body"`);
		expect(html).toContain('if a &lt; b');
		expect(html).toContain('a &quot;quoted&quot;.csv');
		expect(html).not.toContain('<script>');

		const body = await fetch(`${url}/mails/${id}/body`);
		expect(body.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups [a-z-]+; default-src 'none'/);
		expect(await body.text()).toContain('<base target="_blank"><script>alert(1)</script><p>Hello</p>');
		const attachment = await fetch(`${url}/mails/${id}/attachments/0`);
		expect(attachment.headers.get('content-disposition')).toMatch(/^attachment/);
		expect(await attachment.text()).toBe('x;y');
	});

	it("open a mail's links in a page of their own, and leave the mail's kind of document as it is", async () => {
		await send(mail, {
			html: '<!DOCTYPE html><html><head><title>t</title></head><body><a href="/x">x</a></body></html>',
		});
		const [{ id }] = (await caught(mail)) as [Mail];
		const body = await (await fetch(`${url}/mails/${id}/body`)).text();
		expect(body).toMatch(/^<!DOCTYPE html><html><head><base target="_blank"><title>/);
	});

	it('say when there is no such mail', async () => {
		for (const path of ['/mails/none', '/mails/none/body', '/mails/none/attachments/0']) {
			expect((await fetch(url + path)).status).toBe(404);
		}
	});
});
