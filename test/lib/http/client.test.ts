import { inspect } from 'node:util';

import { createHttpClient, HttpError } from '../../../lib/http/client';
import type { HttpClientOptions, HttpRequest } from '../../../lib/http/client';
import { cut, json, serve, silent, text, truncated } from './localServer';
import type { Answer, LocalServer } from './localServer';

const TOKEN = 'a-token-nobody-may-see';
const ok = json(200, { fine: true });

let server: LocalServer;
afterEach(async () => await server.stop());

async function send(
	answers: Answer[],
	request: Partial<HttpRequest> = {},
	options: Partial<HttpClientOptions> = {},
): Promise<{ body?: unknown; error: HttpError }> {
	server = await serve(...answers);
	const client = createHttpClient({
		asked: 'hr',
		baseUrl: `${server.url}/scim/v2`,
		authorize: async () => ({ Authorization: `Bearer ${TOKEN}` }),
		...options,
	});
	try {
		const { body } = await client.request({ method: 'GET', url: 'Users', ...request });
		return { body, error: undefined as unknown as HttpError };
	} catch (error) {
		if (error instanceof HttpError) return { error };
		throw error;
	}
}

describe('an answer', () => {
	it('is parsed, and empty is undefined', async () => {
		expect((await send([ok])).body).toEqual({ fine: true });
		await server.stop();
		const { body, error } = await send([(response) => response.writeHead(204).end()], { method: 'DELETE' });
		expect([body, error]).toEqual([undefined, undefined]);
	});

	it('with a byte order mark is still JSON', async () => {
		expect((await send([text(200, '\uFEFF{"a":1}')])).body).toEqual({ a: 1 });
	});

	it('with an error status carries what the system says', async () => {
		const { error } = await send([json(400, { detail: 'userName is required' })], { method: 'POST', body: {} });
		expect(error).toMatchObject({ kind: 'status', status: 400, outcomeUnknown: false });
		expect(error.message).toBe('The HR system answered 400 to POST /scim/v2/Users: userName is required');
	});

	it('that is a web page is an error that says so', async () => {
		const { error } = await send(
			[text(200, '<html>Sign in</html>', { 'Content-Type': 'text/html' })],
			{},
			{ maxTries: 1 },
		);
		expect(error.kind).toBe('notJson');
		expect(error.message).toContain('not JSON (text/html)');
	});
});

describe('a request', () => {
	it('stands behind the path of the base address and keeps its query', async () => {
		await send([ok], { url: '/Users?count=1' }, {});
		expect(server.received[0]?.url).toBe('/scim/v2/Users?count=1');
		await createHttpClient({
			asked: 'hr',
			baseUrl: `${server.url}/scim/?tenant=7`,
			authorize: async () => ({}),
		}).request({ method: 'GET', url: 'Users?count=1' });
		expect(server.received[1]?.url).toBe('/scim/Users?tenant=7&count=1');
	});

	it('sends JSON under the media type asked for, or a form', async () => {
		await send([ok], { method: 'PATCH', body: { a: 'ä' }, contentType: 'application/scim+json' });
		expect(server.received[0]).toMatchObject({ body: '{"a":"ä"}', method: 'PATCH' });
		expect(server.received[0]?.headers['content-type']).toBe('application/scim+json');
		await server.stop();
		await send([ok], { method: 'POST', form: { grant_type: 'x y' } });
		expect(server.received[0]?.body).toBe('grant_type=x+y');
	});
});

describe('after a failure', () => {
	it.each([
		['503', json(503, {})],
		['a cut connection', cut],
		['a truncated answer', truncated],
		['a web page', text(200, '<html>')],
	])('%s: a GET is sent again, a POST is not', async (_, failure) => {
		expect((await send([failure, ok])).body).toEqual({ fine: true });
		await server.stop();
		const { error } = await send([failure, ok], { method: 'POST', body: {} });
		expect(error.outcomeUnknown).toBe(true);
		expect(server.received).toHaveLength(1);
	});

	it('a time-out ends the request as a whole, also when bytes trickle in', async () => {
		const { error } = await send(
			[
				(response) => {
					const timer = setInterval(() => response.write(' '), 20);
					response.on('close', () => clearInterval(timer));
				},
			],
			{ method: 'POST', timeoutMs: 200 },
		);
		expect(error).toMatchObject({ kind: 'timeout', outcomeUnknown: true });
	});

	it('a POST is sent again after 429, once the wait that was asked for is over', async () => {
		const started = performance.now();
		const answer = await send([json(429, {}, { 'Retry-After': '0.3' }), ok], { method: 'POST', body: {} });
		expect(answer.body).toEqual({ fine: true });
		expect(performance.now() - started).toBeGreaterThanOrEqual(295);
	});

	it('it gives up after so many tries', async () => {
		const { error } = await send([json(503, {}, { 'Retry-After': '0' })], {}, { maxTries: 3 });
		expect(error.status).toBe(503);
		expect(server.received).toHaveLength(3);
	});

	it('a lost write stays in doubt whatever a later try says', async () => {
		const { error } = await send([cut, json(404, {})], { method: 'DELETE' });
		expect(error).toMatchObject({ status: 404, outcomeUnknown: true });
	});

	it('400 is not tried again', async () => {
		await send([json(400, {})]);
		expect(server.received).toHaveLength(1);
	});

	it('a server that is down is reported within seconds', async () => {
		server = await serve(ok);
		const { url } = server;
		await server.stop();
		const client = createHttpClient({ asked: 'hr', baseUrl: url, authorize: async () => ({}) });
		const error = (await client.request({ method: 'GET', url: 'Users' }).catch((e: unknown) => e)) as HttpError;
		expect(error.message).toBe(`The HR system could not be reached (${url.replace('http://', '')})`);
		expect(error).toMatchObject({ kind: 'network', code: 'ECONNREFUSED', outcomeUnknown: false });
		server = await serve(ok);
	});
});

describe('a 401', () => {
	const authorize = async (refresh: boolean) => ({ Authorization: refresh ? 'Bearer new' : 'Bearer old' });

	it('brings one new token', async () => {
		expect((await send([json(401, {}), ok], {}, { authorize, canRefresh: true })).body).toEqual({ fine: true });
		expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
	});

	it('that stays is final', async () => {
		const { error } = await send([json(401, {})], {}, { authorize, canRefresh: true });
		expect(error.status).toBe(401);
		expect(server.received).toHaveLength(2);
	});
});

describe('a token goes nowhere else', () => {
	it('not to another origin', async () => {
		const other = await serve(ok);
		const { error } = await send([ok], { url: `${other.url}/Users` });
		expect(error.kind).toBe('foreignOrigin');
		expect(other.received).toHaveLength(0);
		await other.stop();
	});

	it('not along a redirect', async () => {
		const other = await serve(ok);
		const { error } = await send([text(302, '', { Location: `${other.url}/x?token=1` })]);
		expect(error.kind).toBe('redirect');
		expect(error.message).not.toContain('token=1');
		expect(other.received).toHaveLength(0);
		await other.stop();
	});

	it.each(['http://hr.example.com/', 'http://127.0.0.1.example.com/', 'ftp://hr.example.com/'])(
		'not over %s',
		async (baseUrl) => {
			expect((await send([ok], {}, { baseUrl })).error.kind).toBe('insecure');
		},
	);

	it.each([
		['a refusal', json(400, { echoed: `Bearer ${TOKEN}`, secret: 'form-secret-1' })],
		['a web page', text(200, `<html>${TOKEN} form-secret-1`)],
		['a cut connection', cut],
		['a redirect', text(302, '', { Location: '/elsewhere' })],
	])('not into the error after %s', async (_, answer) => {
		const { error } = await send([answer], { method: 'POST', form: { client_secret: 'form-secret-1' } });
		const shown = inspect(error, { showHidden: true, depth: 20 }) + JSON.stringify(error) + String(error.stack);
		expect(shown).not.toContain(TOKEN);
		expect(shown).not.toContain('form-secret-1');
		expect(error.cause).toBeUndefined();
	});

	it('not where one secret holds another', async () => {
		const form = {
			client_id: '11111111-aaaa',
			client_assertion: `head.${Buffer.from('xyz11111111-aaaa').toString('base64url')}.signature`,
		};
		const { error } = await send([json(401, { echoed: form.client_assertion })], { method: 'POST', form });
		expect(JSON.stringify(error.body)).toContain('***');
		expect(JSON.stringify(error.body)).not.toContain('signature');
	});
});

describe('a cancelled execution', () => {
	it('ends a request under way', async () => {
		const abort = new AbortController();
		setTimeout(() => abort.abort(), 50);
		const { error } = await send([silent], { method: 'POST' }, { signal: abort.signal });
		expect(error).toMatchObject({ kind: 'cancelled', outcomeUnknown: true });
	});

	it('ends a wait', async () => {
		const abort = new AbortController();
		const answers = [json(429, {}, { 'Retry-After': '60' })];
		const { error } = await send(answers, {}, { signal: abort.signal, log: () => abort.abort() });
		expect(error.kind).toBe('cancelled');
	});

	it('starts nothing', async () => {
		const { error } = await send([ok], {}, { signal: AbortSignal.abort() });
		expect(error.kind).toBe('cancelled');
		expect(server.received).toHaveLength(0);
	});
});
