import { createHttpClient } from '../../../lib/http/client';
import type { HttpRequest, Pace } from '../../../lib/http/client';
import { json, serve } from './localServer';
import type { Answer, LocalServer } from './localServer';

const ok = json(200, { fine: true });
const later = json(429, {}, { 'Retry-After': '7' });
const laterOn = json(503, {}, { 'Retry-After': '0.5' });

let server: LocalServer;
afterEach(async () => await server.stop());

/** Sends a request with a pace that waits for nothing and notes what it is told. */
async function send(answers: Answer[], request: Partial<HttpRequest> = {}) {
	server = await serve(...answers);
	const turns: number[] = [];
	const held: (number | undefined)[] = [];
	const pace: Pace = { turn: async (units) => void turns.push(units), held: (ms) => void held.push(ms) };
	const client = createHttpClient({
		asked: 'hr',
		baseUrl: server.url,
		authorize: async () => ({}),
		maxTries: 2,
		pace,
	});
	const outcome = await client.request({ method: 'GET', url: 'users', ...request }).catch((error: unknown) => error);
	return { outcome, turns, held };
}

it('is asked before each try, with what the request takes', async () => {
	const { outcome, turns } = await send([json(500, {}), ok], { units: 20 });
	expect(outcome).toMatchObject({ status: 200 });
	expect(turns).toEqual([20, 20]);
});

it('says when to go on after each request to wait, which is no failed try', async () => {
	const { outcome, held } = await send([later, later, laterOn, json(429, {}), ok]);
	expect(outcome).toMatchObject({ status: 200 });
	expect(held).toEqual([7_000, 7_000, 500, undefined]);
});

it('does not make a failure of its own a wait', async () => {
	const { outcome, held } = await send([json(503, {})]);
	expect(outcome).toMatchObject({ status: 503 });
	expect(held).toEqual([]);
});

it('lets a write that may have been carried out not be sent again', async () => {
	const { outcome } = await send([laterOn, ok], { method: 'POST', body: {} });
	expect(outcome).toMatchObject({ status: 503, outcomeUnknown: true });
	expect(server.received).toHaveLength(1);
});
