import type { IDataObject } from 'n8n-workflow';

import { runWorkflow, testNode, workflowOf } from '../support/engine';
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

async function run(rows: IDataObject[], more: Partial<WorkflowNode> = {}): Promise<EngineRun> {
	return await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'test.rows', name: 'Rows' },
				{ type: 'n8n-nodes-entra-hr-sync.getManager', name: 'Managers', ...more },
			],
			'Start -> Rows -> Managers',
		),
		{
			credentials: { azureClientCredentialsApi: entra.credential() },
			extraNodes: { 'test.rows': testNode({}, async () => [rows.map((json) => ({ json }))]) },
		},
	);
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
		{ id: gone, managerUnknown: 'The person is no longer in Entra' },
		{ name: 'no id', managerUnknown: 'The item has no person ID' },
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

it('stops when a permission is missing: nobody reaches the success branch', async () => {
	await entra.settings({ permissions: ['GroupMember.Read.All'] });
	const result = await run([{ id: people[0]!.id }], { onError: 'continueErrorOutput' });
	expect(result.items('Managers', 0)).toEqual([]);
	expect(result.items('Managers', 1)).toEqual([
		expect.objectContaining({ error: 'Graph refused to read the managers (403)' }),
	]);
});
