import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { saveCredentials } from '../../sandbox/n8n/credentials.ts';
import { listIn, objectIn, textIn } from '../../sandbox/shared/json.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { Gate, giveAnswer } from './gate.ts';
import type { Passing } from './gate.ts';
import { historyRows } from './historyTable.ts';
import { ask, groupMembers } from './inStep.ts';

/** Ways in which a server shows its client's secret to everybody. */
const ECHOES: Record<string, (secret: string) => { status: number; headers?: Record<string, string>; body: unknown }> =
	{
		'a refusal that repeats it': (secret) => ({
			status: 401,
			body: { detail: `Bearer ${secret} is not valid`, [secret]: 1 },
		}),
		'a web page with the request': (secret) => ({ status: 400, body: `<p>Authorization: Bearer ${secret}</p>` }),
		'another spelling of it': (secret) => ({
			status: 500,
			body: { errors: [{ message: encodeURIComponent(secret) }] },
		}),
		'base64, and a header': (secret) => ({
			status: 404,
			headers: { 'X-Echo': secret },
			body: { detail: Buffer.from(secret).toString('base64') },
		}),
		'a redirect': (secret) => ({
			status: 307,
			headers: {
				Location: `https://elsewhere.example/${encodeURIComponent(secret)}?token=${encodeURIComponent(secret)}`,
			},
			body: '',
		}),
		'a web page for JSON': (secret) => ({ status: 200, body: `<title>${secret}</title>` }),
		'an answer that is an error': (secret) => ({
			status: 200,
			body: { error: { code: secret, message: `${secret}!` } },
		}),
		'a type that is none': (secret) => ({
			status: 200,
			headers: { 'Content-Type': `text/${encodeURIComponent(secret)}` },
			body: '?',
		}),
	};

const SMTP_PASSWORD = 'canary-of-the-mail-server-31d9';
const WRONG_SECRET = 'canary-of-a-wrong-secret-7a20';

/** The secret in the forms in which it could get somewhere. */
function spellings(secret: string): Buffer[] {
	const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
	return [...new Set([secret, encodeURIComponent(secret), base64])].map((text) => Buffer.from(text));
}

for (const system of ['scim', 'peoplegoal'] as const) {
	describe(`secrets, after runs in which servers show them (${system})`, () => {
		let sandbox: Sandbox;
		let stateDir: string;
		let gates: { entra: Gate; hr: Gate };
		const opened: Gate[] = [];
		/** Every token and secret that n8n has sent, by what it is. */
		const sent = new Map<string, string>();

		before(async () => {
			stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
			sandbox = await openSandbox({
				stateDir,
				system,
				members: 20,
				settings: { dryRun: false, mailWhen: 'always' },
				env: { N8N_LOG_LEVEL: 'debug' },
			});
			await leadThroughGates();
		});
		after(async () => {
			await Promise.all(opened.map(async (gate) => await gate.close()));
			await sandbox.close();
			await rm(stateDir, { recursive: true, force: true });
		});

		/** Each time on new addresses, so that n8n has no token yet. */
		async function leadThroughGates(clientSecret = sandbox.entra.clientSecret): Promise<void> {
			const { entra, hr, mail, n8n } = sandbox;
			gates = { entra: new Gate('entra', entra.url), hr: new Gate('hr', hr.url) };
			opened.push(...Object.values(gates));
			const url = await gates.hr.open();
			await saveCredentials(n8n.client, {
				entra: { ...entra, clientSecret, url: await gates.entra.open() },
				hr: { ...hr, url, baseUrl: url + new URL(hr.baseUrl).pathname },
				mail,
			});
			const smtp = listIn(await n8n.client.get('/credentials'))
				.map((credential) => objectIn(credential))
				.find(({ type }) => type === 'smtp');
			await n8n.client.patch(`/credentials/${textIn(smtp?.id)}`, {
				name: smtp?.name,
				type: 'smtp',
				data: {
					host: mail.smtpHost,
					port: Number(mail.smtpPort),
					secure: false,
					disableStartTls: true,
					user: 'canary',
					password: SMTP_PASSWORD,
				},
			});
			sent.set('the password of the mail server', SMTP_PASSWORD);
			for (const gate of Object.values(gates)) {
				gate.watcher = { arrived: (request) => (keep(request), request.body), answered: () => true };
			}
		}

		/** @returns what the request proves itself with */
		function keep({ server, headers, body }: Passing): string | undefined {
			const token = headers.authorization?.replace(/^\S+ /, '');
			const secret = new URLSearchParams(body.toString()).get('client_secret') ?? undefined;
			if (token !== undefined) sent.set(`a token of ${server} (${token.slice(-6)})`, token);
			if (secret !== undefined) sent.set(`a client secret of ${server}`, secret);
			return token ?? secret;
		}

		/** What passes the gate is answered with what it proves itself with. */
		function echo(server: 'entra' | 'hr', which: (request: Passing) => boolean, name: string): () => number {
			let echoed = 0;
			gates[server].watcher = {
				arrived: (request) => {
					const secret = keep(request);
					if (secret === undefined || !which(request)) return request.body;
					echoed++;
					return (response: ServerResponse) => {
						const { status, headers = {}, body } = ECHOES[name]!(secret);
						const text = typeof body === 'string' ? body : JSON.stringify(body);
						giveAnswer(response, { status, headers, body: Buffer.from(text) });
					};
				},
				answered: () => true,
			};
			return () => echoed;
		}

		/** All that n8n keeps, its database with the log of changes included, and all that it has mailed and printed. */
		async function findings(secrets: Iterable<[string, string]>): Promise<string[]> {
			const kept: [string, Buffer][] = [
				['the history', Buffer.from(JSON.stringify(await historyRows(sandbox.n8n.client)))],
				['the mails', Buffer.from(JSON.stringify(await ask(`${sandbox.mail.url}/mails.json`)))],
			];
			for (const entry of await readdir(stateDir, { recursive: true, withFileTypes: true })) {
				const file = join(entry.parentPath, entry.name);
				// What the servers keep for themselves is theirs.
				const isN8ns = /\.n8n\/|n8n\.log$/.test(file) && !file.includes('node_modules');
				if (entry.isFile() && isN8ns) kept.push([file.slice(stateDir.length), await readFile(file)]);
			}
			return [...secrets].flatMap(([what, secret]) =>
				kept
					.filter(([, bytes]) => spellings(secret).some((one) => bytes.includes(one)))
					.map(([name]) => `${what} in ${name}`),
			);
		}

		test('stand in no database, log, mail or file of n8n', async () => {
			assert.ok((await sandbox.run()).ok);
			const targets: ['entra' | 'hr', (request: Passing) => boolean][] = [
				['hr', ({ path }) => !path.includes('/oauth')],
				['entra', ({ path }) => path.includes('/v1.0/')],
				['entra', ({ path }) => path.includes('/oauth2/')],
			];
			// Entra is the same for all HR systems.
			for (const [server, which] of system === 'scim' ? targets : targets.slice(0, 1)) {
				for (const name of Object.keys(ECHOES)) {
					await leadThroughGates();
					const echoed = echo(server, which, name);
					const { ok, summary } = await sandbox.run();
					assert.equal(ok, false, `${server}: ${name}`);
					assert.notEqual(summary.error, undefined);
					assert.ok(echoed() > 0, `${server}: ${name} was not met`);
				}
			}
			await leadThroughGates(WRONG_SECRET);
			assert.equal((await sandbox.run()).ok, false, 'a wrong secret');
			await leadThroughGates();
			await ask(`${sandbox.entra.url}/_sim/tokens/revoke`, 'POST', {});
			assert.ok((await sandbox.run()).ok, 'the sync goes on once the servers are well');

			assert.ok(
				['the password', 'a token of entra', 'a token of hr', 'a client secret of entra'].every((what) =>
					[...sent.keys()].some((name) => name.startsWith(what)),
				),
				[...sent.keys()].join(', '),
			);
			sent.set('the wrong secret', WRONG_SECRET);
			sent.set('the client secret', sandbox.entra.clientSecret);
			assert.deepEqual(await findings(sent), []);
		});

		test('would be found: what is no secret is', async () => {
			const [member] = await groupMembers(sandbox);
			const found = await findings([['somebody', member?.id ?? '']]);
			assert.ok(
				found.some((where) => /database\.sqlite/.test(where)),
				found.join(', '),
			);
			const level = await findings([['a line of the debug log', 'Running node "Get Group Members" started']]);
			assert.ok(
				level.some((where) => where.endsWith('n8n.log')),
				level.join(', '),
			);
		});
	});
}
