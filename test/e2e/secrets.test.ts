import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { historyRows } from './historyTable.ts';
import { ask } from './inStep.ts';

/** What a server says that shows its client's secret to everybody. */
const echoes = (token: string) => [
	{ kind: 'status', status: 401, body: { detail: `Bearer ${token} is not valid`, token, [token]: 1 } },
	{ kind: 'status', status: 400, body: `<p>Authorization: Bearer ${token}</p>` },
	{ kind: 'status', status: 500, body: { errors: [{ message: encodeURIComponent(token) }] } },
	{
		kind: 'status',
		status: 404,
		body: { detail: Buffer.from(token).toString('base64') },
		headers: { 'X-Echo': token },
	},
	{ kind: 'redirect', url: `https://elsewhere.example/${token}?token=${token}` },
	{ kind: 'html' },
];

/** The secret in the forms in which it could get somewhere. */
function spellings(secret: string): Buffer[] {
	const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
	return [...new Set([secret, encodeURIComponent(secret), base64])].map((text) => Buffer.from(text));
}

describe('secrets, after runs in which servers show them', () => {
	let sandbox: Sandbox;
	let stateDir: string;
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		sandbox = await openSandbox({ stateDir, members: 20, settings: { dryRun: false, mailWhen: 'always' } });
	});
	after(async () => {
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});

	/** All that n8n keeps, its database with the log of changes included, and all that it has mailed and printed. */
	async function findings(secrets: Record<string, string>): Promise<string[]> {
		const rows = JSON.stringify(await historyRows(sandbox.n8n.client));
		const mails = JSON.stringify(await ask(`${sandbox.mail.url}/mails.json`));
		const kept: [string, Buffer][] = [
			['the history', Buffer.from(rows)],
			['the mails', Buffer.from(mails)],
		];
		for (const entry of await readdir(stateDir, { recursive: true, withFileTypes: true })) {
			const file = join(entry.parentPath, entry.name);
			// What the servers keep for themselves is theirs.
			const isN8ns = /\.n8n\/|n8n\.log$/.test(file) && !file.includes('node_modules');
			if (entry.isFile() && isN8ns) kept.push([file.slice(stateDir.length), await readFile(file)]);
		}
		assert.ok(
			kept.some(([name]) => name.endsWith('database.sqlite')) && kept.some(([name]) => name.endsWith('n8n.log')),
			'the database and the log were looked at',
		);
		return Object.entries(secrets).flatMap(([what, secret]) =>
			kept
				.filter(([, bytes]) => spellings(secret).some((one) => bytes.includes(one)))
				.map(([name]) => `${what} in ${name}`),
		);
	}

	test('stand in no database, log, mail or file of n8n', async () => {
		const { hr, entra } = sandbox;
		assert.ok((await sandbox.run()).ok);
		for (const fault of echoes(hr.token)) {
			await ask(`${hr.url}/_sim/faults`, 'POST', { path: 'Users', times: 'always', fault });
			const { ok, summary } = await sandbox.run();
			assert.equal(ok, false, JSON.stringify(fault));
			assert.notEqual(summary.error, undefined);
			await ask(`${hr.url}/_sim/faults`, 'DELETE');
		}
		await ask(`${entra.url}/_sim/tokens/revoke`, 'POST', {});
		assert.ok((await sandbox.run()).ok, 'the sync goes on once the servers are well');
		const secrets = { clientSecret: entra.clientSecret, scimToken: hr.token };
		assert.deepEqual(await findings(secrets), []);
	});
});
