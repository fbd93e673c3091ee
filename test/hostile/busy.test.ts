/** A server whose word would keep a run busy: it must neither be asked without a pause, nor for ever, nor hold up a stop. */
import { readInBatches } from '../../lib/graph/batch';
import { createGraph } from '../../lib/graph/client';
import { readWholly } from '../../lib/graph/collection';
import { createPace } from '../../lib/graph/pace';
import { parseGraphCredential } from '../../lib/graph/signIn/credential';
import { createRestHttp, parseRestCredential } from '../../lib/hr/rest/credential';
import { createScimDirectory } from '../../lib/hr/scim/scimDirectory';
import { createHttpClient, HttpError } from '../../lib/http/client';
import type { Pace } from '../../lib/http/client';
import { steadyPace } from '../../lib/http/steady';
import { waitFor } from '../../lib/jobs/write/afterAFailure';
import { json, serve, silent } from '../lib/http/localServer';
import type { LocalServer } from '../lib/http/localServer';
import { clock } from '../support/clock';

let server: LocalServer;
afterEach(async () => await server.stop());

const signal = () => new AbortController();
let keys = 0;
const PACES: [string, () => Pace | undefined][] = [
	['an HR system with many requests an hour', () => steadyPace(`k${keys++}`, [{ requests: 25_000, seconds: 3600 }])],
	['an HR system without limits', () => steadyPace(`k${keys++}`, [])],
	['Graph', () => createPace()],
	['a system without a pace', () => undefined],
];
const AT_ONCE = ['0', '0.0001', '-1', 'Thu, 01 Jan 1970 00:00:00 GMT'];

const graphOf = (url: string, stop = signal()) =>
	createGraph(
		parseGraphCredential({
			...{ tenantId: `t${keys++}.example`, clientId: '14d82eec-204b-4c2f-b7e8-296a70dab67e', clientSecret: 'x' },
			...{ cloud: 'custom', loginEndpoint: url, graphEndpoint: url },
		}),
		{ signal: stop.signal, pace: createPace(), rereadAfterMs: 0 },
	);
const call = { task: 'users', permission: 'User.Read.All' } as const;
const token = json(200, { access_token: 'a-token', token_type: 'Bearer', expires_in: 3600 });

describe.each(PACES)('%s', (_, pace) => {
	it.each(AT_ONCE)('that says "later, and at once" (%s) for ever is asked less and less often', async (retryAfter) => {
		server = await serve(json(429, {}, { 'Retry-After': retryAfter }));
		const started = performance.now();
		const client = createHttpClient({
			asked: 'hr',
			baseUrl: server.url,
			authorize: async () => ({}),
			pace: pace(),
		});
		await expect(client.request({ method: 'GET', url: 'x' })).rejects.toThrow();
		const { length } = server.received;
		expect(length).toBeLessThan(60);
		// A back-off that doubles from half of 250 ms on takes so long at the least.
		expect(performance.now() - started).toBeGreaterThanOrEqual(125 * (2 ** Math.min(length - 1, 4) - 1));
	});
});

it('an item of a batch that says so is too', async () => {
	server = await serve((response, request) => {
		if (request.url.includes('token')) {
			token(response, request);
			return;
		}
		const responses = [{ id: '0', status: 429, headers: { 'Retry-After': '0' }, body: {} }];
		json(200, { responses })(response, request);
	});
	await expect(readInBatches(graphOf(server.url), ['/users/0'], call, () => undefined)).rejects.toThrow('slow down');
	expect(server.received.length).toBeLessThan(60);
});

it('a creation that failed so is looked for after a while that grows', () => {
	const error = new HttpError(
		{ kind: 'answered', asked: 'hr', request: 'POST Users', status: 429, said: undefined },
		{ kind: 'status', method: 'POST', url: 'x', status: 429, retryAfterMs: 0 },
	);
	const waits = [1, 2, 3, 4].map((attempt) => waitFor(error, attempt));
	expect(waits[0]).toBeGreaterThan(0);
	expect(waits).toEqual([...waits].sort((one, other) => one - other));
});

it('a token that is refused in all batches is renewed once', async () => {
	server = await serve((response, request) => {
		if (request.url.includes('token')) {
			token(response, request);
			return;
		}
		const { requests } = JSON.parse(request.body) as { requests: { id: string }[] };
		json(200, { responses: requests.map(({ id }) => ({ id, status: 401, body: {} })) })(response, request);
	});
	const urls = Array.from({ length: 400 }, (_, index) => `/users/${index}`);
	const answers: number[] = [];
	await readInBatches(graphOf(server.url), urls, call, ({ status }) => void answers.push(status));
	expect(answers).toEqual(urls.map(() => 401));
	expect(server.received.filter(({ url }) => url.includes('token'))).toHaveLength(2);
});

it('a list of Graph whose pages hold the same people for ever comes to an end', async () => {
	server = await serve((response, request) => {
		if (request.url.includes('token')) {
			token(response, request);
			return;
		}
		const next = `${server.url}/v1.0/users?page=${server.received.length}`;
		json(200, { value: [{ id: 'ann' }], '@odata.nextLink': next })(response, request);
	});
	const list = { url: 'users', list: 'users', call, counted: 'maybe', advanced: false } as const;
	await expect(readWholly(graphOf(server.url), { ...list, parse: (row) => row as { id: string } })).rejects.toThrow(
		'go round in a circle',
	);
	expect(server.received.length).toBeLessThan(4_000);
}, 60_000);

it('a SCIM list whose pages hold the same people for ever comes to an end', async () => {
	server = await serve(json(200, { totalResults: 1_000_000_000, Resources: [{ id: 'ann', userName: 'ann' }] }));
	const http = createHttpClient({ asked: 'hr', baseUrl: server.url, authorize: async () => ({}) });
	await expect(createScimDirectory({ http, pageSize: 1 }).list()).rejects.toThrow('is not complete');
	expect(server.received.length).toBeLessThan(60);
});

describe('a sign-in that is never answered', () => {
	beforeEach(() => clock.letWaitsLast());

	const rest = (stop: AbortController) =>
		createRestHttp(
			parseRestCredential({
				...{ baseUrl: server.url, authentication: 'clientCredentials', tokenUrl: `${server.url}/token` },
				...{ clientId: 'n8n', clientSecret: `secret of ${server.url}` },
			}),
			{ signal: stop.signal },
		).request({ method: 'GET', url: 'users' });
	const graph = (stop: AbortController) => graphOf(server.url, stop).get('users', call);

	it.each([
		['a REST system', rest],
		['Graph', graph],
	])('of %s does not hold up whoever is stopped', async (_, ask) => {
		server = await serve(silent);
		const stop = signal();
		const asked = ask(stop);
		while (server.received.length === 0) await new Promise(setImmediate);
		stop.abort();
		await expect(asked).rejects.toThrow('canceled');
	});

	it('goes on for the others who wait for it', async () => {
		let answer = () => undefined as unknown;
		server = await serve((response, request) => {
			if (!request.url.includes('token')) json(200, { fine: true })(response, request);
			else answer = () => token(response, request);
		});
		const [stopped, other] = [signal(), signal()];
		const [first, second] = [rest(stopped), rest(other)];
		while (server.received.length === 0) await new Promise(setImmediate);
		stopped.abort();
		await expect(first).rejects.toThrow('canceled');
		answer();
		await expect(second).resolves.toMatchObject({ body: { fine: true } });
		expect(server.received.filter(({ url }) => url.includes('token'))).toHaveLength(1);
	});
});
