import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runWorkflow, testCredential, testNode, workflowOf } from '../engine';
import { startServer } from '../server';
import type { SandboxServer } from '../server';

interface CaughtMail {
	from: string;
	to: string[];
	subject: string;
	text: string;
	attachments: Array<{ name: string; content: string }>;
}

let catcher: SandboxServer;
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'mail-'));
	const state = join(folder, 'mails.jsonl');
	catcher = await startServer('sandbox/mail/main.ts', ['--port', '0', '--smtp-port', '0', '--state', state]);
});

afterAll(async () => {
	await catcher.stop();
	await rm(folder, { recursive: true, force: true });
});

const smtp = () => ({
	host: catcher.ready.smtpHost,
	port: Number(catcher.ready.smtpPort),
	secure: false,
	disableStartTls: true,
});

test('the Send Email node sends over SMTP, with an attachment that a node before it made', async () => {
	const report = testNode({}, async function () {
		const csv = await this.helpers.prepareBinaryData(Buffer.from('name\nAda\n'), 'report.csv');
		return [[{ json: { subject: '1 person created' }, binary: { report: csv } }]];
	});
	const run = await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'test.report', name: 'Report' },
				{
					type: 'n8n-nodes-base.emailSend',
					name: 'Send',
					typeVersion: 2.1,
					parameters: {
						fromEmail: 'sync@example.com',
						toEmail: 'ops@example.com',
						subject: '={{ $json.subject }}',
						emailFormat: 'text',
						text: 'See the list.',
						options: { attachments: 'report', appendAttribution: false },
					},
				},
			],
			'Start -> Report -> Send',
		),
		{ extraNodes: { 'test.report': report }, credentials: { smtp: smtp() } },
	);
	expect(run.error).toBeUndefined();

	const mails = (await (await fetch(`${catcher.ready.url}/mails.json`)).json()) as CaughtMail[];
	expect(mails).toHaveLength(1);
	expect(mails[0]).toMatchObject({
		from: 'sync@example.com',
		to: ['ops@example.com'],
		subject: '1 person created',
		text: expect.stringContaining('See the list.') as string,
	});
	const [attachment] = mails[0]?.attachments ?? [];
	expect(attachment?.name).toBe('report.csv');
	expect(Buffer.from(attachment?.content ?? '', 'base64').toString()).toBe('name\nAda\n');
});

test("the Send Email node's own test of the SMTP credential connects", async () => {
	const testedBy = { node: 'n8n-nodes-base.emailSend', method: 'smtpConnectionTest' };
	expect(await testCredential('smtp', smtp(), testedBy)).toMatchObject({ status: 'OK' });
	expect(await testCredential('smtp', { ...smtp(), port: 1 }, testedBy)).toMatchObject({ status: 'Error' });
});
