import { createRestHttp, parseRestCredential } from '../../../lib/hr/rest/credential';
import { createScimHttp } from '../../../lib/hr/scim/credential';
import { createHttpClient } from '../../../lib/http/client';
import { clock } from '../../support/clock';
import { json, serve } from './localServer';

const URL_ = 'https://api.example.com/scim/v2';
const scim = (baseUrl: string, token: string) => createScimHttp({ baseUrl, token }).account;
const rest = (fields: Record<string, string>) =>
	createRestHttp(parseRestCredential({ baseUrl: URL_, authentication: 'clientCredentials', ...fields })).account;

const client = { tokenUrl: 'https://login.example/token', clientId: 'n8n', clientSecret: 'client-secret' };
const basic = { authentication: 'basic', user: 'api-key-1', password: 'x' };

type Log = (line: string) => void;

describe('an account', () => {
	it.each([
		['the same credential', scim(URL_, 'token-1'), scim(URL_, 'token-1')],
		['another spelling of the address', scim(URL_, 'token-1'), scim('HTTPS://API.example.com:443/scim/v2/', 'token-1')],
		['a client whose tokens pass', rest(client), rest({ ...client, accessToken: 'kept' })],
		['a REST credential with the same user and password', rest(basic), rest({ ...basic })],
	])('is the same for %s', (_, one, other) => expect(one).toBe(other));

	it.each([
		['another token', scim(URL_, 'token-1'), scim(URL_, 'token-2')],
		['another address', scim(URL_, 'token-1'), scim('https://api.example.com/scim/v1', 'token-1')],
		['another client', rest(client), rest({ ...client, clientId: 'other' })],
		['another secret of a client', rest(client), rest({ ...client, clientSecret: 'other' })],
		['another key that is entered as the user', rest(basic), rest({ ...basic, user: 'api-key-2' })],
	])('is another one for %s', (_, one, other) => expect(one).not.toBe(other));

	it('holds nothing of what it is made of', () => {
		for (const account of [scim(URL_, 'token-1'), rest(client), rest(basic)]) expect(account).toMatch(/^[0-9a-f]{64}$/);
	});

	it('is made of the secrets where nothing else says who asks', () => {
		const of = (secrets: string[], identity?: string[]) =>
			createHttpClient({ asked: 'hr', baseUrl: URL_, authorize: async () => ({}), secrets, identity }).account;
		expect(of(['a'])).toBe(of(['a']));
		expect(of(['a'])).not.toBe(of(['b']));
		expect(of(['a'], ['me'])).toBe(of(['b'], ['me']));
	});
});

const rateLimit = { requests: 100, seconds: 60 };

it.each([
	['SCIM', (baseUrl: string, token: string, log: Log) => createScimHttp({ baseUrl, token }, { rateLimit, log })],
	[
		'REST',
		(baseUrl: string, token: string, log: Log) =>
			createRestHttp(parseRestCredential({ baseUrl, authentication: 'bearer', token }), { rateLimit, log }),
	],
])('one customer of a %s service who is asked to wait holds nobody up but themselves', async (_, open) => {
	// Nobody's wait is over before all have asked.
	clock.letWaitsLast();
	const server = await serve((response, request) =>
		(server.received.length === 1 ? json(429, {}, { 'Retry-After': '1' }) : json(200, {}))(response, request),
	);
	const waits: string[] = [];
	const ask = async (token: string, name: string) =>
		await open(server.url, token, () => void waits.push(name)).request({ method: 'GET', url: 'Users' });
	const first = ask('token-1', 'first');
	while (waits.length === 0) await new Promise(setImmediate);
	await ask('token-2', 'other');
	await Promise.all([first, ask('token-1', 'second')]);
	await server.stop();
	expect(waits).toEqual(['first', 'second']);
});
