import { sparingly } from '../../../lib/base/async';
import { createPace, paceFor, untouched } from '../../../lib/graph/pace';
import type { GraphPace } from '../../../lib/graph/pace';
import { parseGraphCredential } from '../../../lib/graph/signIn/credential';
import { clock } from '../../support/clock';

beforeEach(() => clock.stop());

const share = (used: string) => ({ 'x-ms-throttle-limit-percentage': used });
/** Changes of speed come at most once a second. */
const step = async () => await clock.pass(1_010);

/** How long so many units take, in milliseconds. */
async function timeFor(pace: GraphPace, units: number): Promise<number> {
	const started = performance.now();
	for (let taken = 0; taken < units; taken += 20) await pace.turn(20);
	// What was taken is waited for by the next turn.
	await pace.turn(0);
	return performance.now() - started;
}

it('holds nobody up while there is plenty', async () => {
	const pace = createPace();
	pace.answered({});
	expect(await timeFor(pace, 100_000)).toBeLessThan(500);
});

it('slows down from 80 % on, the more the nearer the end, and recovers', async () => {
	const pace = createPace();
	pace.answered(share('0.80'));
	expect(await timeFor(pace, 100)).toBeGreaterThanOrEqual(120);
	await step();
	pace.answered(share('1.00'));
	expect(await timeFor(pace, 100)).toBeGreaterThanOrEqual(245);
	for (let calm = 0; calm < 4; calm++) {
		await step();
		pace.answered({});
	}
	// At the first of these speeds that would take longer than a second.
	expect(await timeFor(pace, 1_000)).toBeLessThan(1_000);
});

it('changes its speed once for many answers that tell of the same shortage', async () => {
	const pace = createPace();
	for (let answer = 0; answer < 50; answer++) pace.answered(share('1.20'));
	// 1.25 ms a unit; had each answer slowed it down, it would be 20.
	expect(await timeFor(pace, 400)).toBeLessThan(4_000);
});

it('stands still for everybody for as long as was asked', async () => {
	const pace = createPace();
	const waits: number[] = [];
	const started = performance.now();
	pace.held(200);
	pace.held(50);
	await Promise.all([1, 2, 3].map(async () => await pace.turn(1, undefined, (ms) => waits.push(ms))));
	expect(performance.now() - started).toBeGreaterThanOrEqual(198);
	expect(waits).toHaveLength(3);
});

it('waits on its own account, longer each time, when no time is named', async () => {
	const pace = createPace();
	const waits: number[] = [];
	for (let round = 0; round < 3; round++) {
		pace.held(undefined);
		pace.held(undefined);
		await pace.turn(1, undefined, (ms) => waits.push(ms));
	}
	expect(waits).toHaveLength(3);
	expect(waits[0]).toBeLessThanOrEqual(250);
	expect(waits[2]).toBeGreaterThan(450);
});

it('gives up when nothing but "later" was answered for too long, with words', async () => {
	const pace = createPace({ patienceMs: 100 });
	const keepAsking = async () => {
		for (;;) {
			pace.held(30);
			await pace.turn(1);
		}
	};
	await expect(keepAsking()).rejects.toMatchObject({
		message: expect.stringContaining('has only asked to slow down for'),
		description: expect.stringContaining('app registration of its own'),
	});
});

it('lets whoever begins after another has given up ask again', async () => {
	const budget = untouched();
	const keepAsking = async (pace: GraphPace) => {
		for (let asked = 1; ; asked++) {
			pace.held(30);
			await pace.turn(1);
			if (asked > 50) throw new Error('it never gives up');
		}
	};
	await expect(keepAsking(createPace({ patienceMs: 100, budget }))).rejects.toThrow('only asked to slow down');
	await expect(createPace({ patienceMs: 100, budget }).turn(1)).resolves.toBeUndefined();
	await expect(keepAsking(createPace({ patienceMs: 100, budget }))).rejects.toThrow('only asked to slow down');
});

it('does not lose patience as long as something is answered in between', async () => {
	const pace = createPace({ patienceMs: 1_000 });
	for (let round = 0; round < 6; round++) {
		pace.held(250);
		await pace.turn(1);
		pace.answered({});
	}
});

it('stops to wait when the execution is cancelled', async () => {
	const pace = createPace();
	pace.held(60_000);
	const abort = new AbortController();
	const turn = pace.turn(1, abort.signal);
	abort.abort();
	await expect(turn).rejects.toThrow('canceled');
});

it('holds back all who ask as one application in a tenant, whichever credential names it', async () => {
	const fields = {
		tenantId: '11111111-1111-4111-8111-111111111111',
		clientId: 'aaaaaaaa-1111-4111-8111-111111111111',
		clientSecret: 'one',
	};
	const of = (change: Record<string, string>) => paceFor(parseGraphCredential({ ...fields, ...change }));
	of({}).held(500);
	const waits = async (change: Record<string, string>): Promise<boolean> => {
		const told: number[] = [];
		await of(change).turn(1, undefined, (ms) => void told.push(ms));
		return told.length > 0;
	};
	await expect(waits({ clientId: '22222222-1111-4111-8111-111111111111' })).resolves.toBe(false);
	await expect(waits({ tenantId: '22222222-1111-4111-8111-111111111111' })).resolves.toBe(false);
	await expect(waits({ cloud: 'china' })).resolves.toBe(false);
	await expect(waits({ clientSecret: 'another', clientId: fields.clientId.toUpperCase() })).resolves.toBe(true);
});

describe('lines in the log', () => {
	const EVERY_MS = 50;

	async function linesOf(quietFirst: boolean): Promise<{ lines: string[]; took: number }> {
		const lines: string[] = [];
		const started = performance.now();
		const log = sparingly((line) => lines.push(line), { atOnce: !quietFirst, everyMs: EVERY_MS });
		for (let line = 0; line < 20; line++) {
			log(String(line));
			await clock.pass(10);
		}
		return { lines, took: performance.now() - started };
	}

	it('come every so often and no oftener', async () => {
		const { lines, took } = await linesOf(false);
		expect(lines[0]).toBe('0');
		expect(lines.length).toBeGreaterThan(1);
		expect(lines.length).toBeLessThanOrEqual(1 + took / EVERY_MS);
	});

	it('of progress come only when a read lasts', async () => {
		const { lines } = await linesOf(true);
		expect(Number(lines[0])).toBeGreaterThan(0);
	});
});
