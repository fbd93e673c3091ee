import type { Graph } from '../../../lib/graph/client';
import { readManagerChains, readManagers } from '../../../lib/graph/managers/managers';
import { resolveGroup } from '../../../lib/graph/people/groups';
import type { Group } from '../../../lib/graph/people/groups';
import { readMembers } from '../../../lib/graph/people/members';
import { GraphSimulator } from '../../support/graph';

/** ceil(10,000 / 999) pages of members, ceil(10,000 / 300) batches of managers. */
const PAGES = 11;
const BATCHES = 34;
/** For finding the group, and for whoever a batch leaves open. */
const SPARE = 5;

let entra: GraphSimulator;
let graph: Graph;
let group: Group;
beforeAll(async () => {
	entra = await GraphSimulator.open(10_000);
	graph = entra.open();
}, 60_000);
afterAll(async () => await entra.dispose());
beforeEach(async () => {
	await entra.reset();
	group = await resolveGroup(graph, entra.groupName);
});

async function readIds(): Promise<string[]> {
	const { users } = await readMembers(graph, { group, nested: true, properties: ['mail', 'employeeId', 'department'] });
	expect(users).toHaveLength(10_000);
	return users.map(({ id }) => id);
}

it('10,000 people with their managers take 11 + 34 requests and a few, out of one budget of 8,000 units', async () => {
	await readManagers(graph, await readIds());
	const { graphRequests, resourceUnits, throttled } = await entra.stats();
	expect(graphRequests).toBeGreaterThanOrEqual(PAGES + BATCHES);
	expect(graphRequests).toBeLessThanOrEqual(PAGES + BATCHES + SPARE);
	expect(resourceUnits).toBeLessThan(800);
	expect(throttled).toBe(0);
});

it('with everybody up to the top it is a few more, whatever the number of levels', async () => {
	const ids = await readIds();
	const chains = await readManagerChains(graph, ids, 100);
	const depth = Math.max(...[...chains.values()].map((chain) => (chain.known ? chain.managers.length : 0)));
	expect(depth).toBeGreaterThan(3);
	expect((await entra.stats()).graphRequests).toBeLessThanOrEqual(PAGES + BATCHES + SPARE);
});
