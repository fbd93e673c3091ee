/** What n8n's own HTTP Request node does with a credential of ours, whatever its version and options. */
import { json, serve, text } from '../lib/http/localServer';
import type { LocalServer } from '../lib/http/localServer';
import { makeIdentity } from '../support/certificate';
import { runWorkflow, workflowOf } from '../support/engine';
import { startProxy, startTlsFront } from '../support/proxy';

const SECRET = 'nobody-else-may-see-this';

const CREDENTIALS: Record<string, (url: string) => Record<string, string>> = {
	azureClientCredentialsApi: (url) => ({
		tenantId: 'contoso.example',
		clientId: '14d82eec-204b-4c2f-b7e8-296a70dab67e',
		clientSecret: 'x',
		cloud: 'custom',
		loginEndpoint: url,
		graphEndpoint: url,
		accessToken: SECRET,
	}),
	hrRestApi: (url) => ({ baseUrl: url, authentication: 'bearer', token: SECRET }),
	'hrRestApi with a header': (url) => ({
		...{ baseUrl: url, authentication: 'customHeader' },
		...{ headerName: 'X-API-Key', headerSecret: SECRET },
	}),
	'hrRestApi with a client': (url) => ({
		...{ baseUrl: url, authentication: 'clientCredentials', tokenUrl: `${url}/token` },
		...{ clientId: 'n8n', clientSecret: 'x', accessToken: SECRET },
	}),
	scimApi: (url) => ({ baseUrl: url, token: SECRET }),
};

const follow = { redirect: { redirect: { followRedirects: true, maxRedirects: 5 } } };
const NODES: [string, number, object][] = [
	['1', 1, { options: { followRedirect: true, followAllRedirects: true } }],
	['2', 2, { options: { followRedirect: true, followAllRedirects: true } }],
	['3', 3, { options: follow }],
	['4', 4, {}],
	['4.2', 4.2, {}],
	['4.2, posting', 4.2, { method: 'POST', options: follow }],
	['4.4, told to send them along', 4.4, { options: { sendCredentialsOnCrossOriginRedirect: true } }],
];

let elsewhere: LocalServer;
let own: LocalServer;
beforeEach(async () => {
	elsewhere = await serve(json(200, {}));
	own = await serve(text(307, '', { Location: `${elsewhere.url}/there` }));
});
afterEach(async () => await Promise.all([elsewhere.stop(), own.stop()]));

async function ask(kind: string, url: string, typeVersion: number, more: object) {
	const [type = ''] = kind.split(' ');
	const parameters = {
		...{ url, authentication: 'predefinedCredentialType', nodeCredentialType: type, requestMethod: 'GET' },
		...more,
	};
	return await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'n8n-nodes-base.httpRequest', name: 'Ask', typeVersion, parameters },
			],
			'Start -> Ask',
		),
		{ credentials: { [type]: CREDENTIALS[kind]?.(new URL(url).origin) ?? {} } },
	);
}

describe.each(NODES)('of version %s', (version, typeVersion, more) => {
	it.each(Object.keys(CREDENTIALS))('takes %s along no redirect', async (kind) => {
		// The oldest version knows no predefined credentials.
		const run = await ask(kind, `${own.url}/users`, typeVersion, more);
		expect(JSON.stringify(elsewhere.received)).not.toContain(SECRET);
		if (version === '1') return;
		expect(JSON.stringify(own.received)).toContain(SECRET);
		expect(run.error?.message).toBeDefined();
		expect(elsewhere.received).toEqual([]);
	});
});

it.each([
	[2, { allowUnauthorizedCerts: true }],
	[4.2, { options: { allowUnauthorizedCerts: true } }],
])('shows no token to a server that can not prove itself, although told to (%s)', async (typeVersion, more) => {
	const front = await startTlsFront(own.url, makeIdentity('localhost', { hosts: ['localhost'] }));
	const run = await ask('scimApi', `https://localhost:${front.port}/users`, typeVersion, more);
	await front.stop();
	expect(run.error).toBeDefined();
	expect(own.received).toEqual([]);
});

it.each(Object.keys(CREDENTIALS))(
	'takes no way with %s that the node names, nor a name for who is there',
	async (kind) => {
		const identity = makeIdentity('evil.example', { hosts: ['evil.example'] });
		const front = await startTlsFront(elsewhere.url, identity);
		const proxy = await startProxy(front.port);
		await ask(kind, 'https://hr.invalid/users', 4.2, {
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Host', value: 'evil.example' }] },
			options: { proxy: `http://127.0.0.1:${proxy.port}` },
		});
		await Promise.all([front.stop(), proxy.stop()]);
		expect(proxy.seen).toEqual([]);
		expect(elsewhere.received).toEqual([]);
	},
);
