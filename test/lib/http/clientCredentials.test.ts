import { inspect } from 'node:util';

import { createClientSignIn, clientSignInFor } from '../../../lib/http/clientCredentials';
import type { ClientCredentials } from '../../../lib/http/clientCredentials';
import { json, serve, text } from './localServer';
import type { Answer, LocalServer } from './localServer';

const SECRET = 'se/cret & ünusual:1';

let server: LocalServer;
afterEach(async () => await server.stop());

/** Tokens t1, t2, ... */
const tokens = (more: object = { expires_in: 3600 }): Answer => {
	let given = 0;
	return (response, request) =>
		json(200, { access_token: `t${++given}`, token_type: 'Bearer', ...more })(response, request);
};

async function open(answers: Answer[], more: Partial<ClientCredentials> = {}): Promise<ClientCredentials> {
	server = await serve(...answers);
	return {
		tokenUrl: `${server.url}/oauth/token?tenant=1`,
		clientId: 'client id',
		clientSecret: SECRET,
		scope: 'users.read users.write',
		sendIn: 'body',
		...more,
	};
}

it('sends the client in the form', async () => {
	const signIn = createClientSignIn(await open([tokens()]));
	expect(await signIn.token()).toBe('t1');
	const [request] = server.received;
	expect(request).toMatchObject({ method: 'POST', url: '/oauth/token?tenant=1' });
	expect(Object.fromEntries(new URLSearchParams(request!.body))).toEqual({
		grant_type: 'client_credentials',
		scope: 'users.read users.write',
		client_id: 'client id',
		client_secret: SECRET,
	});
	expect(request!.headers.authorization).toBeUndefined();
});

it('sends the client in the header, form-encoded, and no scope when there is none', async () => {
	const signIn = createClientSignIn(await open([tokens()], { sendIn: 'header', scope: '' }));
	await signIn.token();
	const [request] = server.received;
	expect(request!.body).toBe('grant_type=client_credentials');
	const basic = Buffer.from(request!.headers.authorization!.replace('Basic ', ''), 'base64').toString();
	const [id, secret] = basic.split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
	expect([id, secret]).toEqual(['client id', SECRET]);
});

it('asks once for all who want a token at the same time, and keeps it', async () => {
	const credentials = await open([tokens()]);
	const asking = Array.from({ length: 10 }, async () => await clientSignInFor(credentials).token());
	expect(new Set(await Promise.all(asking))).toEqual(new Set(['t1']));
	expect(await clientSignInFor({ ...credentials }).token()).toBe('t1');
	expect(server.received).toHaveLength(1);
	expect(await clientSignInFor({ ...credentials, scope: 'other' }).token()).toBe('t2');
});

it('asks once for all whose token was refused', async () => {
	const signIn = createClientSignIn(await open([tokens()]));
	await signIn.token();
	const again = await Promise.all(Array.from({ length: 10 }, async () => await signIn.token('t1')));
	expect(new Set(again)).toEqual(new Set(['t2']));
	expect(await signIn.token('t1')).toBe('t2');
	expect(server.received).toHaveLength(2);
});

it.each([
	['3600', 3_539_000, 3_541_000],
	[3600, 3_539_000, 3_541_000],
	[10, 8_900, 9_100],
	[undefined, 269_000, 271_000],
	['soon', 269_000, 271_000],
])('renews a token for %j seconds shortly before its end', async (expiresIn, stillAt, goneAt) => {
	const signIn = createClientSignIn(await open([tokens({ expires_in: expiresIn })]));
	const now = Date.now();
	const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
	try {
		await signIn.token();
		clock.mockReturnValue(now + stillAt);
		expect(await signIn.token()).toBe('t1');
		clock.mockReturnValue(now + goneAt);
		expect(await signIn.token()).toBe('t2');
	} finally {
		clock.mockRestore();
	}
});

it('tries again after a failure, and is not held up by one', async () => {
	const signIn = createClientSignIn(await open([json(400, { error: 'invalid_client' }), json(503, {}), tokens()]));
	await expect(signIn.token()).rejects.toThrow('invalid_client');
	expect(await signIn.token()).toBe('t1');
});

describe('errors', () => {
	it.each<[string, Answer, string]>([
		['a refusal', json(401, { error: 'invalid_client', error_description: `not ${SECRET}` }), 'answered 401'],
		['a refusal of the encoded secret', text(400, new URLSearchParams({ secret: SECRET }).toString()), 'answered 400'],
		['a form instead of JSON', text(200, 'access_token=token-1234&token_type=bearer'), 'answered without a token'],
		['no token', json(200, { id_token: 'token-1234' }), 'answered without a token'],
		['a token with a line break', json(200, { access_token: 'token-1234\r\nX: 1' }), 'answered without a token'],
		['another kind of token', json(200, { access_token: 'token-1234', token_type: 'mac' }), 'of a kind'],
		['an empty answer', text(200, ''), 'answered without a token'],
		['a redirect', text(302, '', { Location: 'https://login.example/' }), 'redirected'],
	])('say what is wrong with %s, without secrets', async (_, answer, words) => {
		for (const sendIn of ['body', 'header'] as const) {
			const signIn = createClientSignIn(await open([answer], { sendIn }));
			const error: unknown = await signIn.token().catch((thrown: unknown) => thrown);
			expect(error).toMatchObject({ name: 'SyncError', message: expect.stringContaining(words) });
			const shown = inspect(error, { depth: 9 }) + JSON.stringify(error);
			for (const secret of [SECRET, 'token-1234', new URLSearchParams({ '': SECRET }).toString().slice(1)]) {
				expect(shown).not.toContain(secret);
			}
			if (sendIn === 'body') await server.stop();
		}
	});

	it.each(['http://login.example.com/token', 'not an address'])(
		'refuse %s before anything is sent',
		async (tokenUrl) => {
			const signIn = createClientSignIn(await open([tokens()], { tokenUrl }));
			await expect(signIn.token()).rejects.toThrow(/insecure|not valid/);
		},
	);
});
