import { readGroups } from '../../../../lib/graph/people/manyGroups';
import { GraphSimulator } from '../../../support/graph';

let entra: GraphSimulator;
beforeAll(async () => void (entra = await GraphSimulator.open(30)));
beforeEach(async () => await entra.reset());
afterAll(async () => await entra.dispose());

it('stops asking for groups when Graph has stopped answering, and says of each why it was not read', async () => {
	const groups = (await entra.control('GET', 'groups')).body as unknown as { id: string; displayName: string }[];
	const first = groups.find(({ displayName }) => displayName === 'Sales')!;
	const others = groups.filter(({ id }) => id !== first.id);
	expect(others.length).toBeGreaterThan(9);
	await entra.fault({ path: '/transitiveMembers', skip: 1, times: 'always', fault: { kind: 'reset' } });
	const graph = entra.open();
	// Alone, so that it is the one that is answered.
	expect((await readGroups(graph, [first], true))[0]?.members?.size).toBeGreaterThan(0);

	await expect(readGroups(graph, others, true)).rejects.toThrow('could not be reached');
	const hits = (await entra.control('GET', 'faults?all')).body as unknown as { hits: number }[];
	// Five are under way when the fifth fails, each of which is tried six times.
	expect(hits[0]?.hits).toBeLessThanOrEqual((5 + 4) * 6);
});
