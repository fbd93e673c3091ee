import { readManagers } from '../../../lib/graph/managers/managers';
import { createPace } from '../../../lib/graph/pace';
import { clock } from '../../support/clock';
import { GraphSimulator } from '../../support/graph';

const CHUNK = '/users\\?';

let entra: GraphSimulator;
let managers: Map<string, string | null>;
let ids: string[];
beforeAll(async () => {
	entra = await GraphSimulator.open(700);
	const people = (await entra.people()).filter(({ inGroup }) => inGroup);
	managers = new Map(people.map(({ id, managerId }) => [id, managerId]));
	ids = [...managers.keys()];
});
afterAll(async () => await entra.dispose());
beforeEach(async () => await entra.reset());

/** Reads everybody's manager, compares with the directory, and tells how long it took, in milliseconds. */
async function readTruly(of = ids, graph = entra.open()): Promise<number> {
	const started = performance.now();
	const results = await readManagers(graph, of);
	const took = performance.now() - started;
	const read = of.map((id) => {
		const result = results.get(id);
		return result?.known ? (result.manager?.id ?? null) : 'unknown';
	});
	expect(read).toEqual(of.map((id) => managers.get(id)));
	return took;
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();

it('has batches under way at the same time', async () => {
	await entra.settings({ latencyMs: 100 });
	await readTruly();
	// 47 requests: a first batch, then two more at once.
	expect(await entra.stats()).toMatchObject({ graphRequests: 3, atOnce: 2 });
});

describe('waits as long as Graph asks, and repeats only what failed, when', () => {
	it.each([
		['an item', { path: CHUNK, in: 'batch', skip: 3 }],
		['a whole batch', { path: 'batch' }],
	])('%s is throttled for a fraction of a second', async (_, where) => {
		await entra.fault({ ...where, fault: { kind: 'throttle', retryAfter: '0.4' } });
		expect(await readTruly(ids.slice(0, 200))).toBeGreaterThanOrEqual(398);
		expect((await entra.stats()).graphRequests).toBe(2);
	});

	it.each([
		['an item', { path: CHUNK, in: 'batch', skip: 3 }],
		['a whole batch', { path: 'batch' }],
	])('%s is throttled until a date', async (_, where) => {
		await entra.fault({ ...where, fault: { kind: 'throttle', retryAfter: inSeconds(60) } });
		// A date has whole seconds, and some may have passed before it is read.
		expect(await readTruly(ids.slice(0, 200))).toBeGreaterThan(30_000);
		expect((await entra.stats()).graphRequests).toBe(2);
	});

	it('many items are throttled, more often than a failure would be repeated', async () => {
		await entra.fault({ path: CHUNK, in: 'batch', times: 200, fault: { kind: 'throttle', retryAfter: '0.01' } });
		await readTruly(ids.slice(0, 300));
		expect((await entra.stats()).graphRequests).toBe(11);
	});

	it('a whole batch is throttled more often than a failure would be repeated', async () => {
		await entra.fault({ path: 'batch', times: 12, fault: { kind: 'throttle', retryAfter: '0.01' } });
		await readTruly();
	});
});

it('lives within a budget that is far too small', async () => {
	// The simulator's window is one of real time.
	clock.letWaitsLast();
	await entra.settings({ budgetPerWindow: 10, windowMs: 250 });
	await readTruly();
	expect((await entra.stats()).resourceUnits).toBe(47);
});

it('slows everything of the application down when the budget comes to its end', async () => {
	const pace = createPace();
	await entra.fault({ path: CHUNK, in: 'batch', fault: { kind: 'nearLimit', share: 1 } });
	await readTruly(ids.slice(0, 300), entra.open({ pace }));
	// 47 units at 1.25 ms each, but for the last batch's.
	expect(await readTruly(ids, entra.open({ pace }))).toBeGreaterThan(50);
});

it('holds back every read of the application when one is asked to wait', async () => {
	clock.letWaitsLast();
	const pace = createPace();
	await entra.fault({ path: 'batch', fault: { kind: 'throttle', retryAfter: '1' } });
	const told: string[] = [];
	const read = async (name: string, onTold = () => {}) => {
		const log = (line: string) => {
			if (!line.includes('slow down')) return;
			told.push(name);
			onTold();
		};
		return await readTruly(ids.slice(0, 30), entra.open({ pace, log }));
	};
	let first: Promise<number> | undefined;
	await new Promise<void>((done) => {
		first = read('first', done);
	});
	expect(await read('second')).toBeGreaterThan(200);
	await first;
	expect(told).toEqual(['first', 'second']);
});

it('stops, with words, when Graph says nothing but "later" for too long', async () => {
	await entra.fault({ path: CHUNK, in: 'batch', times: 'always', fault: { kind: 'throttle', retryAfter: '0.05' } });
	const graph = entra.open({ pace: createPace({ patienceMs: 300 }) });
	await expect(readManagers(graph, ids)).rejects.toThrow('has only asked to slow down');
});

it('says that it waits, once', async () => {
	const lines: string[] = [];
	await entra.fault({ path: 'batch', times: 3, fault: { kind: 'throttle', retryAfter: '0.05' } });
	await readTruly(ids, entra.open({ log: (line) => lines.push(line) }));
	expect(lines.filter((line) => line.includes('slow down'))).toEqual([
		expect.stringMatching(/^Microsoft Graph asks to slow down: going on in 0\.\d s$/),
	]);
});

describe('a cancelled execution stops within two seconds', () => {
	beforeEach(() => clock.letWaitsLast());

	it.each([
		['while everything is held back', { path: 'batch', fault: { kind: 'throttle', retryAfter: '60' } }],
		['while items wait', { path: CHUNK, in: 'batch', fault: { kind: 'throttle', retryAfter: '60' } }],
		['while failed items wait', { path: CHUNK, in: 'batch', fault: { kind: 'status', status: 503, body: {} } }],
		['while an answer does not come', { path: 'batch', fault: { kind: 'timeout' } }],
	])('%s', async (_, fault) => {
		await entra.fault({ times: 'always', ...fault });
		const abort = new AbortController();
		const read = readManagers(entra.open({ signal: abort.signal }), ids);
		const failed = expect(read).rejects.toThrow('canceled');
		await new Promise((done) => setTimeout(done, 300));
		const cancelled = performance.now();
		abort.abort();
		await failed;
		expect(performance.now() - cancelled).toBeLessThan(2_000);
	});
});
