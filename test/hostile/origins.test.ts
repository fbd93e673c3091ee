import { readdirSync, readFileSync } from 'node:fs';

import fc from 'fast-check';

import { AzureClientCredentialsApi } from '../../credentials/AzureClientCredentialsApi.credentials';
import { HrRestApi } from '../../credentials/HrRestApi.credentials';
import { ScimApi } from '../../credentials/ScimApi.credentials';
import { SyncError } from '../../lib/base/errors';
import { readWholly } from '../../lib/graph/collection';
import { listRecords } from '../../lib/hr/rest/list';
import { createScimDirectory } from '../../lib/hr/scim/scimDirectory';
import { createHttpClient, HttpError } from '../../lib/http/client';
import { createClientSignIn } from '../../lib/http/clientCredentials';
import { whyNotAuthorized } from '../../lib/http/origin';
import { json, serve } from '../lib/http/localServer';
import type { LocalServer, Received } from '../lib/http/localServer';
import { makeIdentity } from '../support/certificate';
import { runWorkflow, workflowOf } from '../support/engine';
import { startTlsFront } from '../support/proxy';

const TOKEN = 'a-token-nobody-may-see';
const PERSON = { id: 'p1', userName: 'ann@example.com', userPrincipalName: 'ann@example.com' };

/** The credential's server answers what it is told to; the other one records all that reaches it. */
let own: LocalServer;
let other: LocalServer;
let answer: (request: Received) => { body?: unknown; headers?: Record<string, string>; status?: number };
beforeAll(async () => {
	own = await serve((response, request) => {
		const { status = 200, body = {}, headers } = answer(request);
		json(status, body, headers)(response, request);
	});
	other = await serve(json(200, { access_token: 'stolen', value: [], Resources: [], totalResults: 0 }));
});
afterAll(async () => await Promise.all([own.stop(), other.stop()]));

const http = () =>
	createHttpClient({
		asked: 'hr',
		baseUrl: `${own.url}/v1.0`,
		authorize: async () => ({ Authorization: `Bearer ${TOKEN}`, 'X-API-Key': TOKEN }),
		maxTries: 1,
	});

/** Ways to write an address that leads to `host`, while it looks like one of `known`. */
const SPELLINGS: ((host: string, known: string) => string)[] = [
	(host) => `http://${host}/Users`,
	(host) => `HTTP://${host.toUpperCase()}/Users`,
	(host) => `https://${host}/Users`,
	(host) => `//${host}/Users`,
	(host) => `\\\\${host}\\Users`,
	(host) => `/\\${host}/Users`,
	(host) => `http:${host}/Users`,
	(host) => `http:/${host}/Users`,
	(host) => `http:\\\\${host}/Users`,
	(host) => `http:////${host}/Users`,
	(host, known) => `http://${known}@${host}/Users`,
	(host, known) => `http://${known}:80@${host}/Users`,
	(host, known) => `http://${known}\\@${host}/Users`,
	(host, known) => `http://${known}%40@${host}/Users`,
	(host, known) => `http://${known}#@${host}/Users`,
	(host, known) => `http://${host}/?${known}/v1.0`,
	(host, known) => `http://${host}#${known}/v1.0`,
	(host) => `ht\ntp://${host}/Users`,
	(host) => `\thttp://${host}/Users`,
	(host) => ` http://${host}/Users `,
	(host) => `http://${host.replace('127.0.0.1', '127.1')}/Users`,
	(host) => `http://${host.replace('127.0.0.1', '2130706433')}/Users`,
	(host) => `http://${host.replace('127.0.0.1', '0x7f.1')}/Users`,
	(host) => `http://${host.replace('127.0.0.1', '①②⑦.0.0.1')}/Users`,
	(host) => `http://${host.replace('127.0.0.1', '127。0。0。1')}/Users`,
	(host) => `http://${host.replace('127.0.0.1', 'localhost')}/Users`,
	(host) => `http://${host.replace('127.0.0.1', 'localhost.')}/Users`,
	(host) => `http://${host.replace('127.0.0.1', '127.0.0.1.')}/Users`,
	(host) => `http://${host.replace('127.0.0.1', 'xn--n3h.localhost')}/Users`,
	(host) => `?next=http://${host}/Users`,
	(host) => `../../..//${host}/Users`,
	(host) => `data:text/html,http://${host}`,
	(host) => `javascript:fetch('http://${host}')`,
	(host) => `file://${host}/etc/passwd`,
	(host) => `ftp://${host}/Users`,
];

/** One of them, sometimes with something put into it somewhere. */
const elsewhere = fc
	.record({
		spelling: fc.constantFrom(...SPELLINGS),
		put: fc.constantFrom(
			'',
			'',
			'',
			'\t',
			'\n',
			'\r',
			' ',
			'@',
			'\\',
			'/',
			'//',
			':',
			'#',
			'?',
			'%00',
			'%2f',
			'\u3002',
			'\u200d',
			'\u00ad',
			'..',
		),
		at: fc.nat(40),
	})
	.map(({ spelling, put, at }) => (host: string, known: string) => {
		const address = spelling(host, known);
		const place = Math.min(at, address.length);
		return `${address.slice(0, place)}${put}${address.slice(place)}`;
	});

const hostOf = ({ url }: LocalServer): string => new URL(url).host;

/** Whatever comes of it: an error of ours, and nothing has reached the other server. */
async function staysAtHome(work: () => Promise<unknown>): Promise<void> {
	other.received.length = 0;
	await work().catch((error: unknown) => {
		if (!(error instanceof SyncError)) throw error;
		expect(JSON.stringify([error.message, error.description, error.details])).not.toContain(TOKEN);
	});
	expect(other.received).toEqual([]);
}

const property = (check: (address: string) => Promise<void>) =>
	fc.assert(
		fc.asyncProperty(elsewhere, async (spell) => await check(spell(hostOf(other), hostOf(own)))),
		{ numRuns: 150, examples: SPELLINGS.map((spelling): [typeof spelling] => [spelling]) },
	);

describe('no token reaches another server that is named', () => {
	it('by a nextLink of Graph', async () => {
		await property(async (address) => {
			let asked = 0;
			answer = () => ({
				body: { '@odata.count': 2, value: [PERSON], ...(asked++ === 0 && { '@odata.nextLink': address }) },
			});
			const client = http();
			const graph = {
				signal: undefined,
				log: () => undefined,
				progress: () => undefined,
				rereadAfterMs: 0,
				get: async (url: string) => (await client.request({ method: 'GET', url })).body as Record<string, unknown>,
			};
			await staysAtHome(
				async () =>
					await readWholly(graph as never, {
						url: 'users',
						list: 'users',
						call: { task: 'groups', permission: '' },
						counted: 'always',
						advanced: true,
						parse: (row) => row as { id: string },
					}),
			);
		});
	});

	it.each<[string, (address: string) => { body?: unknown; headers?: Record<string, string> }]>([
		['nextLink', (next) => ({ body: { items: [{ id: '1' }], next } })],
		[
			'linkHeader',
			(next) => ({
				body: { items: [{ id: '1' }] },
				headers: { Link: `<${next.replace(/[^\x20-\x7e]/g, '')}>; rel="next"` },
			}),
		],
		['cursor', (next) => ({ body: { items: [{ id: '1' }], next } })],
	])('by the paging %s of a REST API', async (style, first) => {
		await property(async (address) => {
			let asked = 0;
			answer = () => (asked++ === 0 ? first(address) : { body: { items: [] } });
			await staysAtHome(
				async () =>
					await listRecords({
						http: http(),
						profile: {
							id: 'id',
							list: {
								method: 'GET',
								path: style === 'cursor' ? 'users/{cursor}' : 'users',
								items: 'items',
								paging: { style, next: 'next' } as never,
							},
						},
					}),
			);
		});
	});

	it('by the location of somebody in a SCIM server', async () => {
		await property(async (address) => {
			const location = `${address}/Users/p1`;
			answer = ({ method }) => ({
				status: method === 'POST' ? 201 : 200,
				body: method === 'POST' ? { meta: { location } } : { ...PERSON, meta: { location } },
				headers: { Location: location.replace(/[^\x20-\x7e]/g, '') },
			});
			const directory = createScimDirectory({ http: http(), pageSize: 10 });
			await staysAtHome(async () => {
				const employee = await directory.create({ userName: PERSON.userName });
				await directory.update(employee, [{ attribute: 'title', from: null, to: 'Lead' }]);
			});
		});
	});

	it('by a redirect, of an answer or of a sign-in', async () => {
		await property(async (address) => {
			answer = () => ({ status: 307, headers: { Location: address.replace(/[^\x20-\x7e]/g, '') } });
			await staysAtHome(async () => await http().request({ method: 'POST', url: 'Users', body: {} }));
			const [clientId, clientSecret] = ['n8n', TOKEN];
			const signIn = { tokenUrl: `${own.url}/token`, clientId, clientSecret, scope: '', sendIn: 'body' as const };
			await staysAtHome(async () => await createClientSignIn(signIn).token());
		});
	});

	it("by the address in n8n's own nodes", () => {
		fc.assert(
			fc.property(elsewhere, fc.boolean(), (spell, based) => {
				const url = spell('evil.example', 'graph.example');
				const request = { url, ...(based && { baseURL: 'https://graph.example/v1.0' }) };
				if (whyNotAuthorized('https://graph.example/v1.0', request) !== undefined) return;
				expect(new URL(url, request.baseURL).origin).toBe('https://graph.example');
			}),
			{ numRuns: 500 },
		);
	});
});

it("n8n's HTTP Request node does not take the header of a key along to where it is redirected", async () => {
	other.received.length = 0;
	answer = () => ({ status: 302, headers: { Location: `${other.url}/x` } });
	const parameters = {
		url: `${own.url}/users`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'hrRestApi',
	};
	const credential = { baseUrl: own.url, authentication: 'customHeader', headerName: 'X-API-Key', headerSecret: TOKEN };
	await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'n8n-nodes-base.httpRequest', name: 'Ask', typeVersion: 4.2, parameters },
			],
			'Start -> Ask',
		),
		{ credentials: { hrRestApi: credential } },
	);
	expect(own.received.at(-1)?.headers['x-api-key']).toBe(TOKEN);
	expect(JSON.stringify(other.received)).not.toContain(TOKEN);
});

describe('a server whose certificate is not trusted', () => {
	const expired = { from: new Date('2020-01-01'), until: new Date('2021-01-01') };
	it.each([
		['signed by itself', makeIdentity('localhost', { hosts: ['localhost'] })],
		['expired', makeIdentity('localhost', { hosts: ['localhost'], ...expired })],
		['for another host', makeIdentity('other', { hosts: ['other.example'] })],
	])('(%s) gets no token', async (_, identity) => {
		const asked = own.received.length;
		const front = await startTlsFront(own.url, identity);
		const client = createHttpClient({
			asked: 'hr',
			baseUrl: `https://localhost:${front.port}`,
			authorize: async () => ({ Authorization: `Bearer ${TOKEN}` }),
		});
		const error = (await client.request({ method: 'GET', url: 'Users' }).catch((e: unknown) => e)) as HttpError;
		await front.stop();
		expect(error).toMatchObject({ kind: 'network' });
		expect(error.description).toMatch(/certificate/);
		expect(own.received).toHaveLength(asked);
	});

	it('can be trusted by no setting and no line of code', () => {
		const off =
			/rejectUnauthorized|NODE_TLS|allowUnauthorized|skipSsl|checkServerIdentity|ignoreSsl|\binsecure:\s*true/i;
		const sources = ['lib', 'nodes', 'credentials'].flatMap((folder) =>
			(readdirSync(folder, { recursive: true }) as string[])
				.map((file) => `${folder}/${file}`)
				.filter((file) => file.endsWith('.ts')),
		);
		expect(sources.length).toBeGreaterThan(100);
		// One file says it to n8n, to turn it on.
		const on = /skipSslCertificateValidation: false|rejectUnauthorized: true/g;
		expect(sources.filter((file) => off.test(readFileSync(file, 'utf8').replace(on, '')))).toEqual([]);
		const fields = [new AzureClientCredentialsApi(), new HrRestApi(), new ScimApi()].flatMap(
			({ properties }) => properties,
		);
		expect(
			fields.filter(({ name, displayName }) => /ssl|tls|verif|unauthori|insecure/i.test(`${name} ${displayName}`)),
		).toEqual([]);
		expect(process.env.NODE_TLS_REJECT_UNAUTHORIZED).toBeUndefined();
	});
});

it('an address that is refused says where it led to, without what stood in its user and query', async () => {
	answer = () => ({ body: {} });
	const url = `http://user:${TOKEN}@127.0.0.1:1/x?key=${TOKEN}`;
	const error = (await http()
		.request({ method: 'GET', url })
		.catch((e: unknown) => e)) as HttpError;
	expect(error).toMatchObject({ kind: 'foreignOrigin', url: 'http://127.0.0.1:1/x' });
	expect(JSON.stringify(error.details) + error.message + error.description).not.toContain(TOKEN);
});
