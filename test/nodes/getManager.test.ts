import type { IDataObject } from 'n8n-workflow';

import { clock } from '../support/clock';
import { runOver } from '../support/engine';
import type { EngineRun, WorkflowNode } from '../support/engine';
import type { Person } from '../support/entra';
import { GraphSimulator } from '../support/graph';

let entra: GraphSimulator;
let people: Person[];
beforeAll(async () => {
	entra = await GraphSimulator.open(60);
	people = (await entra.people()).filter(({ inGroup }) => inGroup);
});
afterAll(async () => await entra.dispose());
beforeEach(async () => await entra.reset());

async function run(rows: IDataObject[], more: Partial<WorkflowNode> = {}, signal?: AbortSignal): Promise<EngineRun> {
	const node = { type: 'n8n-nodes-entra-hr-sync.getManager', name: 'Managers', ...more };
	const credentials = { azureClientCredentialsApi: entra.credential() };
	return await runOver(rows, [node], { credentials, ...(signal && { signal }) });
}

it('adds the manager to every row, in place', async () => {
	const result = await run(people.map(({ id }, position) => ({ id, position, roster: { id: 'r', size: 60 } })));
	const rows = result.items('Managers');
	expect(rows.map(({ id, position, manager }) => [id, position, (manager as IDataObject | null)?.id ?? null])).toEqual(
		people.map(({ id, managerId }, position) => [id, position, managerId]),
	);
	expect(rows.every(({ roster }) => (roster as IDataObject).size === 60)).toBe(true);
	expect(result.data('Managers').map(({ pairedItem }) => pairedItem)).toEqual(people.map((_, item) => ({ item })));
	expect(result.hints('Managers')[0]).toMatch(/^\d+ managers read, \d+ people have none$/);
});

it('drops nobody: what is not known is said, never taken for "no manager"', async () => {
	const gone = '00000000-0000-4000-8000-000000000000';
	const [person] = people;
	const rows = (await run([{ id: gone }, { name: 'no id' }, { id: person!.id }, { id: person!.id }])).items('Managers');
	expect(rows).toEqual([
		{ id: gone, managerUnknown: 'The person is no longer in Entra', managerCause: { kind: 'personGone' } },
		{ name: 'no id', managerUnknown: 'The item has no person ID', managerCause: { kind: 'noPersonId' } },
		expect.objectContaining({ id: person!.id }),
		expect.objectContaining({ id: person!.id }),
	]);
	expect(rows[0]).not.toHaveProperty('manager');
});

it('replaces what an earlier step said about the manager', async () => {
	const chief = people.find(({ managerId }) => managerId === null)!;
	const [row] = (await run([{ id: chief.id, manager: { id: 'old' }, managerUnknown: 'old' }])).items('Managers');
	expect(row).toEqual({ id: chief.id, manager: null });
});

it('reads the person from another field', async () => {
	const person = people.find(({ managerId }) => managerId !== null)!;
	const [row] = (
		await run([{ upn: person.userPrincipalName }], { parameters: { personId: '={{ $json.upn }}' } })
	).items('Managers');
	expect(row).toMatchObject({ manager: { id: person.managerId } });
});

describe('up the chain', () => {
	const idsOf = (managers: unknown) => (managers as IDataObject[]).map(({ id }) => id);
	const above = (id: string | null): string[] => {
		const person = people.find((one) => one.id === id);
		return person?.managerId ? [person.managerId, ...above(person.managerId)] : [];
	};
	const lowest = () => people.reduce((low, person) => (above(person.id).length > above(low.id).length ? person : low));

	it('to the top adds the managers, the nearest first, and where they end', async () => {
		const rows = people.map(({ id }) => ({ id }));
		const result = await run(rows, { parameters: { personId: '={{ $json.id }}', levels: 'top' } });
		const read = result.items('Managers');
		expect(read.map(({ managers }) => idsOf(managers))).toEqual(people.map(({ id }) => above(id)));
		for (const { manager, managers, managerChainEnds } of read) {
			expect(manager).toEqual((managers as IDataObject[])[0] ?? null);
			expect(['top', 'contact']).toContain(managerChainEnds);
		}
		expect(result.hints('Managers')[0]).toMatch(/^\d+ managers read, \d+ people have none$/);
	});

	it('stops after as many levels as are asked for', async () => {
		const parameters = { personId: '={{ $json.id }}', levels: 'chain', maxLevels: 2 };
		const [row] = (await run([{ id: lowest().id }], { parameters })).items('Managers');
		expect(idsOf(row!.managers)).toEqual(above(lowest().id).slice(0, 2));
		expect(row!.managerChainEnds).toBe('levels');
	});

	it('replaces what an earlier step said about it', async () => {
		const old = { managers: ['old'], managerChainEnds: 'old', managerChainUnknown: 'old', manager: 'old' };
		const chief = people.find(({ managerId }) => managerId === null)!;
		const [direct] = (await run([{ id: chief.id, ...old }])).items('Managers');
		expect(direct).toEqual({ id: chief.id, manager: null });
		const parameters = { personId: '={{ $json.id }}', levels: 'top' };
		const [top] = (await run([{ id: chief.id, ...old }], { parameters })).items('Managers');
		expect(top).toEqual({ id: chief.id, manager: null, managers: [], managerChainEnds: 'top' });
	});

	it.each([0, 1.5, 'three'])('does not guess what %p levels are', async (maxLevels) => {
		const parameters = { personId: '={{ $json.id }}', levels: 'chain', maxLevels };
		const { error } = await run([{ id: lowest().id }], { parameters });
		expect(error?.message).toBe(
			`"Number of Levels" is ${JSON.stringify(maxLevels)}, which is not a whole number from 1 up`,
		);
	});
});

it('reads the properties that are chosen, and always who the manager is', async () => {
	const person = people.find(({ managerId }) => people.some(({ id }) => id === managerId))!;
	const parameters = { personId: '={{ $json.id }}', properties: ['department', 'onPremisesExtensionAttributes'] };
	const [row] = (await run([{ id: person.id }], { parameters })).items('Managers');
	expect(Object.keys(row!.manager as IDataObject)).toEqual([
		...['id', 'userPrincipalName', 'department', 'onPremisesExtensionAttributes'],
	]);
});

it('works after other nodes: any field may hold the person, and a row without one says so', async () => {
	const person = people.find(({ managerId }) => managerId !== null)!;
	const parameters = { personId: '={{ ($json.user || {}).login?.toUpperCase() }}' };
	const rows = (await run([{ user: { login: person.userPrincipalName } }, { user: {} }], { parameters })).items(
		'Managers',
	);
	expect(rows).toEqual([
		{ user: { login: person.userPrincipalName }, manager: expect.objectContaining({ id: person.managerId }) },
		{ user: {}, managerUnknown: 'The item has no person ID', managerCause: { kind: 'noPersonId' } },
	]);
});

it('is stopped within two seconds, also while Graph asks to wait', async () => {
	clock.letWaitsLast();
	await entra.fault({ path: 'batch', times: 'always', fault: { kind: 'throttle', retryAfter: '0.5' } });
	const abort = new AbortController();
	const cancelled = new Promise<number>((done) => {
		setTimeout(() => {
			abort.abort();
			done(performance.now());
		}, 1_500);
	});
	const result = await run([{ id: people[0]!.id }], {}, abort.signal);
	expect(performance.now() - (await cancelled)).toBeLessThan(2_000);
	expect(result.status).toBe('canceled');
	expect(result.items('Managers')).toEqual([]);
});

it('stops when Graph fails for more than a few, and passes nobody on', async () => {
	const failure = { kind: 'status', status: 501, body: {} };
	await entra.fault({ path: '/users', in: 'batch', times: 'always', fault: failure });
	const rows = people.map(({ id }) => ({ id }));
	const result = await run(rows, { onError: 'continueErrorOutput' });
	expect(result.items('Managers', 0)).toEqual([]);
	expect(result.items('Managers', 1)).toEqual([
		expect.objectContaining({ error: 'Graph could not read the managers of more than 5 people (501)' }),
	]);
});

it('stops when a permission is missing: nobody reaches the success branch', async () => {
	await entra.settings({ permissions: ['GroupMember.Read.All'] });
	const result = await run([{ id: people[0]!.id }], { onError: 'continueErrorOutput' });
	expect(result.items('Managers', 0)).toEqual([]);
	expect(result.items('Managers', 1)).toEqual([
		expect.objectContaining({ error: 'Graph refused to read the managers (403)' }),
	]);
});
