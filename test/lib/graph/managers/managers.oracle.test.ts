import fc from 'fast-check';

import { SyncError } from '../../../../lib/base/errors';
import { readManagerChains } from '../../../../lib/graph/managers/managers';
import type { Person } from '../../../support/entra';
import { GraphSimulator } from '../../../support/graph';

let entra: GraphSimulator;
let people: Person[];
let chains: Map<string, string[]>;
beforeAll(async () => {
	entra = await GraphSimulator.open(2_000);
	const everybody = await entra.people();
	people = everybody.filter(({ inGroup }) => inGroup);
	const byId = new Map(everybody.map((person) => [person.id, person]));
	chains = new Map(people.map(({ id }) => [id, chainAbove(id, byId)]));
});
afterAll(async () => await entra.dispose());

function chainAbove(id: string, byId: Map<string, Person>): string[] {
	const { managerId = null } = byId.get(id) ?? {};
	return managerId === null ? [] : [managerId, ...chainAbove(managerId, byId)];
}

const wait = fc.constantFrom('0', '0.01', '0.02', undefined);
const status = fc.constantFrom(408, 500, 502, 503, 504);
const ofItems = fc.oneof(
	fc.record({ kind: fc.constant('throttle'), retryAfter: wait }),
	fc.record({ kind: fc.constant('status'), status, body: fc.constant({}) }),
	fc.record({ kind: fc.constant('status'), status: fc.constant(400), body: fc.constant({}) }),
	fc.record({ kind: fc.constantFrom('shortPage', 'emptyPage', 'nearLimit') }),
);
const ofBatches = fc.oneof(
	fc.record({ kind: fc.constant('throttle'), retryAfter: wait }),
	fc.record({ kind: fc.constant('status'), status, body: fc.constant({}) }),
	fc.record({ kind: fc.constantFrom('reset', 'truncate', 'html', 'invalidJson', 'nearLimit') }),
	fc.record({ kind: fc.constant('status'), status: fc.constant(401), body: fc.constant({}) }),
);
/** As the simulator takes them: here and there, a few times each. */
const faults = fc.array(
	fc.oneof(
		fc.record({
			in: fc.constant('batch'),
			path: fc.constantFrom('/users\\?', '/manager', '.'),
			skip: fc.nat(150),
			times: fc.integer({ min: 1, max: 12 }),
			fault: ofItems,
		}),
		fc.record({
			path: fc.constant('batch'),
			skip: fc.nat(8),
			times: fc.integer({ min: 1, max: 2 }),
			fault: ofBatches,
		}),
	),
	{ minLength: 1, maxLength: 6 },
);

/** What came of a read: as many right chains as people, or the words it stopped with. */
async function outcome(): Promise<{ right: number; unknown: number } | { stopped: string }> {
	try {
		const read = await readManagerChains(
			entra.open(),
			people.map(({ id }) => id),
			100,
		);
		const counts = { right: 0, unknown: 0 };
		for (const { id } of people) {
			const chain = read.get(id);
			if (!chain?.known || chain.ends === 'unknown') counts.unknown++;
			else if (chain.managers.map((manager) => manager.id).join() === chains.get(id)?.join()) counts.right++;
		}
		return counts;
	} catch (error) {
		if (error instanceof SyncError) return { stopped: error.message };
		throw error;
	}
}

it('passing faults, wherever they strike, cost time and nothing else', async () => {
	await fc.assert(
		fc.asyncProperty(faults, async (laid) => {
			await entra.reset();
			for (const fault of laid) await entra.fault(JSON.parse(JSON.stringify(fault)) as Record<string, unknown>);
			expect(await outcome()).toEqual({ right: people.length, unknown: 0 });
		}),
		{ numRuns: 8 },
	);
}, 120_000);

it('a lasting refusal stops the read, with words', async () => {
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(401, 403), fc.nat(120), async (refusal, skip) => {
			await entra.reset();
			await entra.fault({
				...{ in: 'batch', path: '/users', skip, times: 'always' },
				fault: { kind: 'status', status: refusal, body: {} },
			});
			expect(await outcome()).toEqual({ stopped: expect.stringContaining(`(${refusal})`) });
		}),
		{ numRuns: 6 },
	);
}, 60_000);
