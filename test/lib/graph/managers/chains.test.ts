import { readManagerChains } from '../../../../lib/graph/managers/managers';
import type { ManagerChain } from '../../../../lib/graph/managers/managers';
import type { Person } from '../../../support/entra';
import { GraphSimulator } from '../../../support/graph';

const TOP = 100;

let entra: GraphSimulator;
let everybody: Person[];
let people: Person[];
let byId: Map<string, Person>;
beforeAll(async () => {
	entra = await GraphSimulator.open(250);
	await learn();
});
afterAll(async () => await entra.dispose());
beforeEach(async () => await entra.reset());

async function learn(): Promise<void> {
	everybody = await entra.people();
	people = everybody.filter(({ inGroup }) => inGroup);
	byId = new Map(everybody.map((person) => [person.id, person]));
}

/** The chain that the directory holds above a person, and where it ends. */
function truth(id: string, levels: number): unknown[] {
	const managers: string[] = [];
	for (let next = byId.get(id)?.managerId ?? null; ; next = byId.get(next)?.managerId ?? null) {
		if (next === null) return [managers, 'top'];
		if (next === id || managers.includes(next)) return [managers, 'cycle'];
		managers.push(next);
		if (!byId.has(next)) return [managers, 'contact'];
		if (managers.length === levels) return [managers, 'levels'];
	}
}

const shown = (chain: ManagerChain | undefined): unknown =>
	chain?.known ? [chain.managers.map(({ id }) => id), chain.ends] : chain;

/** Reads the chains of people and compares each with the directory. */
async function readTruly(of: string[], levels: number): Promise<Map<string, ManagerChain>> {
	const chains = await readManagerChains(entra.open(), of, levels);
	expect(of.map((id) => shown(chains.get(id)))).toEqual(of.map((id) => truth(id, levels)));
	return chains;
}

const idsOf = (of: Person[]) => of.map(({ id }) => id);
const manage = async (id: string, managerId: string | null) => {
	const { status } = await entra.control('POST', `people/${id}`, { managerId });
	expect(status).toBe(200);
};

it.each([1, 2, 3, TOP])('reads chains of up to %i managers, where they end otherwise included', async (levels) => {
	const chains = await readTruly(idsOf(people), levels);
	const ends = new Set([...chains.values()].map((chain) => (chain.known ? chain.ends : 'unknown')));
	expect([...ends].sort()).toEqual(levels === TOP ? ['contact', 'top'] : ['contact', 'levels', 'top']);
});

it('asks for each manager once: those of 250 people need no more than one batch more', async () => {
	await readTruly(idsOf(people), TOP);
	// One manager is outside of the group and asked for alone; everybody else was asked for as a person.
	expect(await entra.stats()).toMatchObject({ graphRequests: 2, batchItems: 18 });
});

it('goes up level by level from a single person', async () => {
	const lowest = people.find(({ id }) => (truth(id, TOP)[0] as string[]).length >= 3)!;
	const [managers] = truth(lowest.id, TOP) as [string[]];
	await readTruly([lowest.id], TOP);
	// One request for the person and one for each manager, the last of whom is known to have none only after it.
	expect((await entra.stats()).graphRequests).toBe(managers.length + 1);
});

it('knows people by their sign-in names, too', async () => {
	const names = people.map(({ userPrincipalName }) => userPrincipalName.toUpperCase());
	const chains = await readManagerChains(entra.open(), names, TOP);
	expect(names.map((name) => shown(chains.get(name)))).toEqual(people.map(({ id }) => truth(id, TOP)));
	expect(await entra.stats()).toMatchObject({ graphRequests: 2 });
});

it('keeps one object for a manager and one list for people under the same manager', async () => {
	const chains = await readTruly(idsOf(people), TOP);
	const lists = new Map<string, unknown>();
	const objects = new Map<string, unknown>();
	for (const chain of chains.values()) {
		if (!chain.known || !chain.manager) continue;
		expect(chain.managers).toBe(lists.get(chain.manager.id) ?? chain.managers);
		lists.set(chain.manager.id, chain.managers);
		for (const manager of chain.managers) {
			expect(manager).toBe(objects.get(manager.id) ?? manager);
			objects.set(manager.id, manager);
		}
	}
	expect(lists.size).toBeLessThan(chains.size / 4);
});

it('says why a chain ends before its time', async () => {
	const led = people.find(({ id }) => (truth(id, TOP)[0] as string[]).length >= 2)!;
	const [[first, second]] = truth(led.id, TOP) as [string[]];
	const failure = { kind: 'status', status: 501, body: {} };
	await entra.fault({ path: first!, in: 'batch', times: 'always', fault: failure });
	const chain = (await readManagerChains(entra.open(), [led.id], TOP)).get(led.id);
	expect(second).toBeDefined();
	expect(chain).toMatchObject({
		known: true,
		manager: { id: first },
		managers: [{ id: first }],
		ends: 'unknown',
		because: {
			kind: 'member',
			name: byId.get(first!)!.userPrincipalName,
			because: { kind: 'managerUnreadable', status: 501 },
		},
	});
});

it('does not know the chain of somebody who is gone', async () => {
	const gone = '00000000-0000-4000-8000-000000000000';
	const chains = await readManagerChains(entra.open(), [gone], TOP);
	expect(chains.get(gone)).toEqual({ known: false, because: { kind: 'personGone' } });
});

describe('where managers go round in a circle', () => {
	let ring: Person[];
	let below: Person;
	let before: (string | null)[];
	beforeAll(async () => {
		const leaves = people.filter(({ id }) => !people.some(({ managerId }) => managerId === id));
		[below, ...ring] = leaves.slice(0, 4) as [Person, ...Person[]];
		before = [below, ...ring].map(({ managerId }) => managerId);
		await manage(below.id, ring[0]!.id);
		for (const [position, { id }] of ring.entries()) await manage(id, ring[(position + 1) % ring.length]!.id);
		await learn();
	});
	afterAll(async () => {
		for (const [position, { id }] of [below, ...ring].entries()) await manage(id, before[position]!);
		await learn();
	});

	it('each chain ends, and names nobody twice', async () => {
		const chains = await readTruly(idsOf(people), TOP);
		const [first, second, third] = idsOf(ring);
		expect(shown(chains.get(below.id))).toEqual([[first, second, third], 'cycle']);
		expect(shown(chains.get(first!))).toEqual([[second, third], 'cycle']);
	});

	it('also from a single person of the circle, by the sign-in name', async () => {
		const name = ring[1]!.userPrincipalName;
		const chains = await readManagerChains(entra.open(), [name], TOP);
		expect(shown(chains.get(name))).toEqual([[ring[2]!.id, ring[0]!.id], 'cycle']);
	});

	it('and a number of levels is kept to', async () => {
		await readTruly(idsOf(people), 2);
	});
});
