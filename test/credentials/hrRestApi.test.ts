import { createRestHttp, parseRestCredential } from '../../lib/hr/rest/credential';
import { hrRestApiTest } from '../../nodes/shared/credentialTests';
import { json, serve, text } from '../lib/http/localServer';
import type { Answer, LocalServer } from '../lib/http/localServer';
import { runWorkflow, workflowOf } from '../support/engine';
import type { CredentialData, EngineRun } from '../support/engine';

const TYPE = 'hrRestApi';
const SECRET = 'very-secret-1';
const BASIC = `Basic ${Buffer.from(`Ann:${SECRET}`).toString('base64')}`;

/** The fields of each kind of authentication, and the header that they make. */
const kinds: Record<string, { fields: Record<string, string>; header: [string, string] }> = {
	bearer: { fields: { token: ` ${SECRET}\n` }, header: ['authorization', `Bearer ${SECRET}`] },
	authorizationHeader: { fields: { apiKey: SECRET }, header: ['authorization', SECRET] },
	customHeader: { fields: { headerName: 'X-API-Key', headerSecret: SECRET }, header: ['x-api-key', SECRET] },
	basic: { fields: { user: 'Ann', password: SECRET }, header: ['authorization', BASIC] },
};

let hr: LocalServer;
let login: LocalServer;
let stop: (() => Promise<void>)[] = [];
afterEach(async () => {
	await Promise.all(stop.map(async (run) => await run()));
	stop = [];
});

async function start(...answers: Answer[]): Promise<LocalServer> {
	const server = await serve(...answers);
	stop.push(async () => await server.stop());
	return server;
}

/** An HR system that knows only one header, and a sign-in service on another port that gives the tokens t1, t2, ... */
async function startBoth(known: (headers: LocalServer['received'][0]['headers']) => boolean): Promise<void> {
	hr = await start((response, request) =>
		(known(request.headers)
			? json(200, [{ id: 1 }])
			: json(401, { message: `who is ${request.headers.authorization}?` }))(response, request),
	);
	let given = 0;
	login = await start((response, request) =>
		(request.body.includes(SECRET)
			? json(200, { access_token: `t${++given}`, expires_in: 3600 })
			: json(401, { error: 'invalid_client' }))(response, request),
	);
}

const data = (fields: Record<string, string>): Record<string, string> => ({ baseUrl: `${hr.url}/api`, ...fields });
const client = (more: Record<string, string> = {}): Record<string, string> =>
	data({
		authentication: 'clientCredentials',
		tokenUrl: `${login.url}/oauth/token`,
		clientId: 'n8n',
		clientSecret: SECRET,
		scope: '',
		sendClientIn: 'body',
		...more,
	});

const test = async (fields: Record<string, string>) =>
	await hrRestApiTest.call({ helpers: {} } as never, { id: '1', name: 'HR', type: TYPE, data: fields });

async function ask(url: string, credentials: CredentialData): Promise<EngineRun> {
	const parameters = { url, authentication: 'predefinedCredentialType', nodeCredentialType: TYPE };
	return await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'n8n-nodes-base.httpRequest', name: 'Ask', typeVersion: 4.2, parameters },
			],
			'Start -> Ask',
		),
		{ credentials },
	);
}

describe.each(Object.entries(kinds))('the authentication %s', (authentication, { fields, header: [name, value] }) => {
	beforeEach(async () => await startBoth((headers) => headers[name] === value));
	const credential = () => data({ authentication, ...fields });

	it('passes the test, which asks for the test path', async () => {
		expect(await test({ ...credential(), testPath: '/users?page=1' })).toMatchObject({ status: 'OK' });
		expect(hr.received.map(({ url }) => url)).toEqual(['/api/users?page=1']);
	});

	it('says that it was refused, without what is secret', async () => {
		const wrong = Object.fromEntries(Object.entries(fields).map(([key, text_]) => [key, `${text_.trim()}-9`]));
		const { status, message } = await test({ ...credential(), ...wrong });
		expect([status, message]).toEqual(['Error', expect.stringContaining('401')]);
		expect(message).not.toContain(SECRET);
		expect(message).not.toContain(BASIC.slice(6));
	});

	it("is added by n8n's HTTP Request node, to this server only", async () => {
		const run = await ask(`${hr.url}/api/users`, { [TYPE]: credential() });
		expect(run.items('Ask')).toEqual([{ id: 1 }]);
		const other = await start(json(200, {}));
		const refused = await ask(`${other.url}/users`, { [TYPE]: credential() });
		expect(refused.error?.message).toContain('Its token is not sent to');
		expect(other.received).toHaveLength(0);
	});
});

describe('OAuth2 client credentials', () => {
	it('pass the test with a token of another server, asked for anew each time', async () => {
		await startBoth(({ authorization }) => authorization === `Bearer t${login.received.length}`);
		expect(await test(client())).toMatchObject({ status: 'OK' });
		expect(await test(client())).toMatchObject({ status: 'OK' });
		expect(login.received).toHaveLength(2);
		expect(hr.received.map(({ body, headers }) => [body, headers.authorization])).toEqual([
			['', 'Bearer t1'],
			['', 'Bearer t2'],
		]);
		expect(login.received[0]!.headers.authorization).toBeUndefined();
	});

	it('say that the client was refused', async () => {
		await startBoth(() => true);
		const { status, message } = await test(client({ clientSecret: 'another-secret' }));
		expect([status, message]).toEqual(['Error', expect.stringContaining('invalid_client')]);
		expect(message).not.toContain('another-secret');
		expect(hr.received).toHaveLength(0);
	});

	it('share one token among many requests, and renew it once when it is refused', async () => {
		let valid = 't1';
		await startBoth(({ authorization }) => authorization === `Bearer ${valid}`);
		const http = createRestHttp(parseRestCredential(client()));
		const askMany = async () =>
			await Promise.all(Array.from({ length: 8 }, async () => await http.request({ method: 'GET', url: 'users' })));
		await askMany();
		expect(login.received).toHaveLength(1);
		valid = 't2';
		await askMany();
		expect(login.received).toHaveLength(2);
		valid = 'none';
		await expect(http.request({ method: 'GET', url: 'users' })).rejects.toMatchObject({ status: 401 });
		expect(login.received).toHaveLength(3);
	});

	it('are kept by n8n for its HTTP Request node, and renewed when they are refused', async () => {
		await startBoth(({ authorization }) => authorization === `Bearer t${login.received.length}`);
		const credentials: CredentialData = { [TYPE]: client() };
		expect((await ask(`${hr.url}/api/users`, credentials)).items('Ask')).toEqual([{ id: 1 }]);
		expect(credentials[TYPE]?.accessToken).toBe('t1');
		const stale: CredentialData = { [TYPE]: client({ accessToken: 'worn-out', scope: 'other' }) };
		expect((await ask(`${hr.url}/api/users`, stale)).items('Ask')).toEqual([{ id: 1 }]);
		const wrong = await ask(`${hr.url}/api/users`, { [TYPE]: client({ clientSecret: 'wrong' }) });
		expect(wrong.error?.message).toContain('invalid_client');
	});
});

describe('the test says what is wrong', () => {
	beforeEach(async () => await startBoth(() => true));
	const bearer = { authentication: 'bearer', token: SECRET };

	it.each<[string, Record<string, string>]>([
		['no base URL', { ...bearer, baseUrl: ' ' }],
		['no token', { ...bearer, token: ' ' }],
		['no kind of authentication', { authentication: 'none' }],
		['no client secret', { authentication: 'clientCredentials', tokenUrl: 'https://x.example', clientId: 'a' }],
		['line break', { ...bearer, token: `a\r\nX-Admin: ${SECRET}` }],
		['line break', { ...bearer, token: `a\0${SECRET}` }],
		['line break', { authentication: 'authorizationHeader', apiKey: `a\n${SECRET}` }],
		['line break', { authentication: 'customHeader', headerName: 'X-Key', headerSecret: `ключ${SECRET}` }],
		['name that can', { authentication: 'customHeader', headerName: 'X-Key: a\r\nX-Two', headerSecret: SECRET }],
		['name that can', { authentication: 'customHeader', headerName: 'Host', headerSecret: SECRET }],
		['has a colon', { authentication: 'basic', user: 'a:b', password: SECRET }],
		['not valid', { ...bearer, baseUrl: 'api.example.com' }],
		['insecure', { ...bearer, baseUrl: 'http://api.example.com' }],
		['another server', { ...bearer, testPath: 'https://other.example/users' }],
		['could not be reached', { ...bearer, baseUrl: 'http://127.0.0.1:1' }],
	])('%s', async (words, fields) => {
		const { status, message } = await test(data(fields));
		expect([status, message]).toEqual(['Error', expect.stringContaining(words)]);
		expect(message).not.toContain(SECRET);
		expect(hr.received).toHaveLength(0);
	});

	it.each<[string, Answer]>([
		['Enter a Test Path', json(404, {})],
		['something that is not JSON', text(200, '<html>Sign in</html>', { 'Content-Type': 'text/html' })],
	])(
		'%s',
		async (words, answer) => {
			const odd = await start(answer);
			const { status, message } = await test({ ...bearer, baseUrl: odd.url });
			expect([status, message]).toEqual(['Error', expect.stringContaining(words)]);
		},
		40_000,
	);
});
