import { createHttpClient } from '../../../lib/http/client';
import { steadyPace } from '../../../lib/http/steady';
import { clock } from '../../support/clock';
import { json, serve } from './localServer';
import type { LocalServer } from './localServer';

let keys = 0;
const newKey = () => `https://hr${++keys}.example`;

const ok = json(200, {});
let server: LocalServer | undefined;
beforeEach(() => clock.stop());
afterEach(async () => {
	await server?.stop();
	server = undefined;
});

/** When each turn came, in milliseconds from the first one. */
async function turns(count: number, pace = steadyPace(newKey(), [{ requests: 4, seconds: 0.2 }])): Promise<number[]> {
	const times: number[] = [];
	const turn = async () => {
		await pace.turn(1);
		times.push(performance.now());
	};
	await Promise.all(Array.from({ length: count }, turn));
	const [first = 0] = times;
	return times.map((time) => time - first);
}

/** The most turns within any window of so many milliseconds. */
const mostIn = (times: number[], window: number): number =>
	Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + window).length));

it('lets as many go at once as the limit allows, and no more in any of its windows', async () => {
	const times = await turns(10);
	expect(times[3]).toBeLessThan(200);
	expect(mostIn(times, 200)).toBe(4);
});

it('keeps to all of several limits', async () => {
	const times = await turns(
		5,
		steadyPace(newKey(), [
			{ requests: 2, seconds: 0.05 },
			{ requests: 3, seconds: 0.6 },
		]),
	);
	expect(mostIn(times, 50)).toBe(2);
	expect(mostIn(times, 600)).toBe(3);
});

it('is shared by all who have the same key, and by nobody else', async () => {
	const key = newKey();
	const limits = [{ requests: 2, seconds: 0.8 }];
	const [one, two] = [steadyPace(key, limits), steadyPace(key, limits)];
	const started = performance.now();
	await one.turn(1);
	await two.turn(1);
	await steadyPace(newKey(), limits).turn(1);
	expect(performance.now() - started).toBeLessThan(800);
	await two.turn(1);
	expect(performance.now() - started).toBeGreaterThanOrEqual(800);
});

it('ends a wait when the execution is canceled, and takes no turn for it', async () => {
	const pace = steadyPace(newKey(), [{ requests: 1, seconds: 1.5 }]);
	await pace.turn(1);
	const started = performance.now();
	const abort = new AbortController();
	const turn = pace.turn(1, abort.signal);
	abort.abort();
	await expect(turn).rejects.toThrow('The execution was canceled');
	expect(performance.now() - started).toBeLessThan(1400);
	await pace.turn(1);
});

it('lets all wait when the system asks for it all the same, as long as it says', async () => {
	server = await serve(json(429, {}, { 'Retry-After': '0.3' }), ok);
	const key = newKey();
	const client = createHttpClient({
		asked: 'hr',
		baseUrl: server.url,
		authorize: async () => ({}),
		pace: steadyPace(key, [{ requests: 100, seconds: 1 }]),
	});
	const started = performance.now();
	await client.request({ method: 'POST', url: 'users', body: {} });
	expect(performance.now() - started).toBeGreaterThanOrEqual(300);
	expect(server.received).toHaveLength(2);
});

it('waits until the limit is reset when the system does not say how long', async () => {
	const pace = steadyPace(newKey(), [{ requests: 100, seconds: 0.3 }]);
	const told: number[] = [];
	const started = performance.now();
	pace.held(undefined);
	await pace.turn(1, undefined, (ms) => void told.push(ms));
	expect(performance.now() - started).toBeGreaterThanOrEqual(300);
	expect(told[0]).toBeGreaterThan(100);
});

it('gives up when the system answers nothing else for long, and not when answers come in between', async () => {
	const limits = [{ requests: 100, seconds: 0.01 }];
	const patient = steadyPace(newKey(), limits, { patienceMs: 600 });
	for (let i = 0; i < 40; i++) {
		await patient.turn(1);
		patient.held(20);
		patient.granted?.();
	}
	const key = newKey();
	const impatient = steadyPace(key, limits, { patienceMs: 60 });
	const refusedForEver = async () => {
		for (;;) {
			await impatient.turn(1);
			impatient.held(20);
		}
	};
	await expect(refusedForEver()).rejects.toThrow('only asked to slow down');
	// Whoever begins after that asks for itself.
	await expect(steadyPace(key, limits, { patienceMs: 60 }).turn(1)).resolves.toBeUndefined();
});
