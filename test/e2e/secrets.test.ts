import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { saveCredentials } from '../../sandbox/n8n/credentials.ts';
import { listIn, objectIn, textIn } from '../../sandbox/shared/json.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { Gate, giveAnswer } from './gate.ts';
import type { Passing } from './gate.ts';
import { ask, groupMembers } from './inStep.ts';
import { findSecrets, SentSecrets } from './sentSecrets.ts';

/** By its address: it is compiled with the unit tests, as a module of another kind. */
const { makeIdentity } = (await import(new URL('../support/certificate.ts', import.meta.url).href)) as {
	makeIdentity: (name: string) => { key: KeyObject; certificate: string };
};

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
const PASSPHRASE = 'canary-of-a-passphrase-58ce';
const WRONG_PASSPHRASE = 'canary-of-a-wrong-passphrase-e19b';

for (const system of ['scim', 'peoplegoal'] as const) {
	describe(`secrets, after runs in which servers show them (${system})`, () => {
		let sandbox: Sandbox;
		let stateDir: string;
		let gates: { entra: Gate; hr: Gate };
		const opened: Gate[] = [];
		/** Every token and secret that n8n has sent. */
		const sent = new SentSecrets();

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

		/** Each time on new addresses, so that n8n has no token yet. @returns that of Entra */
		async function leadThroughGates(clientSecret = sandbox.entra.clientSecret): Promise<string> {
			const { entra, hr, mail, n8n } = sandbox;
			gates = { entra: new Gate('entra', entra.url), hr: new Gate('hr', hr.url) };
			opened.push(...Object.values(gates));
			const [address, hrAddress] = [await gates.entra.open(), await gates.hr.open()];
			await saveCredentials(n8n.client, {
				entra: { ...entra, clientSecret, url: address },
				hr: { ...hr, url: hrAddress, baseUrl: hrAddress + new URL(hr.baseUrl).pathname },
				mail,
			});
			await fillIn('smtp', {
				host: mail.smtpHost,
				port: Number(mail.smtpPort),
				secure: false,
				disableStartTls: true,
				user: 'canary',
				password: SMTP_PASSWORD,
			});
			sent.add('the password of the mail server', SMTP_PASSWORD);
			for (const gate of Object.values(gates)) {
				gate.watcher = { arrived: (request) => (sent.keep(request), request.body), answered: () => true };
			}
			return address;
		}

		async function fillIn(type: string, data: object): Promise<void> {
			const { client } = sandbox.n8n;
			const all = listIn(await client.get('/credentials')).map((credential) => objectIn(credential));
			const { id, name } = all.find((credential) => credential.type === type) ?? {};
			await client.patch(`/credentials/${textIn(id)}`, { name, type, data });
		}

		/** From now on the app proves itself with a certificate, whose key is encrypted. */
		async function useCertificate(passphrase = PASSPHRASE): Promise<void> {
			const { tenantId, clientId, url } = sandbox.entra;
			const { key, certificate } = makeIdentity('sync');
			await ask(`${url}/_sim/settings`, 'POST', { certificates: [certificate] });
			const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE } as const;
			const privateKey = key.export(options).toString();
			const address = await leadThroughGates();
			await fillIn('azureClientCredentialsApi', {
				...{ tenantId, clientId, authentication: 'clientCertificate', privateKey, passphrase, cloud: 'custom' },
				publicCertificate: certificate,
				loginEndpoint: address,
				graphEndpoint: address,
			});
			sent.add('the passphrase', PASSPHRASE);
			sent.add('a wrong passphrase', passphrase);
			const plain = key.export({ type: 'pkcs8', format: 'pem' }).toString();
			for (const pem of [privateKey, plain]) {
				const lines = pem.split('\n').filter((line) => /^[\w+/=]{30,}$/.test(line));
				lines.forEach((line, at) => sent.add(`line ${at + 1} of the private key (${line.slice(-6)})`, line));
			}
		}

		/** What passes the gate is answered with what it proves itself with. */
		function echo(server: 'entra' | 'hr', which: (request: Passing) => boolean, name: string): () => number {
			let echoed = 0;
			gates[server].watcher = {
				arrived: (request) => {
					const secret = sent.keep(request);
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
			if (system === 'scim') {
				await useCertificate(WRONG_PASSPHRASE);
				assert.equal((await sandbox.run()).ok, false, 'a wrong passphrase');
				for (const name of Object.keys(ECHOES)) {
					await useCertificate();
					const echoed = echo('entra', ({ path }) => path.includes('/oauth2/'), name);
					assert.equal((await sandbox.run()).ok, false, `a certificate: ${name}`);
					assert.ok(echoed() > 0, `a certificate: ${name} was not met`);
				}
				await useCertificate();
				assert.ok((await sandbox.run()).ok, 'the sync goes on with a certificate');
			}
			await leadThroughGates();
			await ask(`${sandbox.entra.url}/_sim/tokens/revoke`, 'POST', {});
			assert.ok((await sandbox.run()).ok, 'the sync goes on once the servers are well');

			assert.ok(
				[
					...['the password', 'a token of entra', 'a token of hr', 'a client secret of entra'],
					...(system === 'scim' ? ['a client assertion of entra', 'line 1 of the private key'] : []),
				].every((what) => sent.names.some((name) => name.startsWith(what))),
				sent.names.join(', '),
			);
			sent.add('the wrong secret', WRONG_SECRET);
			sent.add('the client secret', sandbox.entra.clientSecret);
			assert.deepEqual(await sent.foundIn(sandbox, stateDir), []);
		});

		test('would be found: what is no secret is', async () => {
			const [member] = await groupMembers(sandbox);
			const found = await findSecrets([['somebody', member?.id ?? '']], sandbox, stateDir);
			assert.ok(
				found.some((where) => /database\.sqlite/.test(where)),
				found.join(', '),
			);
			const level = await findSecrets(
				[['a line of the debug log', 'Running node "Get Group Members" started']],
				sandbox,
				stateDir,
			);
			assert.ok(
				level.some((where) => where.endsWith('n8n.log')),
				level.join(', '),
			);
		});
	});
}
