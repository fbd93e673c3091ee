import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow, testNode, workflowOf } from '../support/engine';
import type { EngineRun } from '../support/engine';
import { ScimStore } from '../support/scimStore';
import { activeIn, employeeOf, mappedRows } from '../support/syncRun';
import { nodeOf } from '../support/template';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => store.reset());

const READ = 'n8n-nodes-entra-hr-sync.getGroupMembers';
const GROUPS: Record<string, string[]> = { uk: ['ann', 'bob'], de: ['cem', 'dan'] };
const everybody = Object.values(GROUPS).flat();
const parameters = { system: 'scim', dryRun: false, limitPercent: 10, limitAtLeast: 5 };

/** One chain a group in one workflow, wired in either way; each reads with a node of its own. */
async function twoChains(wires: string[], more: Record<string, INodeParameters> = {}): Promise<EngineRun> {
	for (const name of everybody) store.put(employeeOf(name));
	const chain = (group: string, at: number) => [
		{
			type: READ,
			name: `Read ${group}`,
			position: [200, at] as [number, number],
			executeOnce: true,
		},
		{
			...nodeOf('Upsert Employee'),
			name: `Upsert ${group}`,
			position: [400, at] as [number, number],
			onError: 'stopWorkflow' as const,
			parameters: { ...parameters, ...more[group] },
		},
		{
			...nodeOf('Deactivate Missing'),
			name: `Deactivate ${group}`,
			position: [600, at] as [number, number],
			onError: 'stopWorkflow' as const,
			parameters: { ...parameters, scope: 'linked', settingsNode: `Upsert ${group}` },
		},
	];
	return await runWorkflow(
		workflowOf(
			[{ type: 'n8n-nodes-base.scheduleTrigger', name: 'Every night' }, ...chain('uk', 0), ...chain('de', 600)],
			...wires,
		),
		{
			mode: 'trigger',
			credentials: { scimApi: { baseUrl: store.baseUrl, token: 'two groups' } },
			extraNodes: {
				[READ]: testNode({}, async function () {
					const group = this.getNode().name.replace('Read ', '');
					const rows = mappedRows(GROUPS[group] ?? []);
					return [rows.map((json) => ({ json: { ...json, roster: { ...(json.roster as object), source: group } } }))];
				}),
			},
		},
	);
}

const UK = 'Read uk -> Upsert uk -> Deactivate uk';
const DE = 'Read de -> Upsert de -> Deactivate de';

it.each<[string, string[]]>([
	['two branches', [`Every night -> ${UK}`, `Every night -> ${DE}`]],
	['one behind the other', [`Every night -> ${UK} -> ${DE}`]],
])('%s: stops before anybody of the second group is lost', async (_, wires) => {
	const run = await twoChains(wires);
	expect(run.error?.message).toContain('"Upsert de" writes people of another group into the same HR system');
	expect(activeIn(store)).toEqual(everybody);
	expect(store.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('with a mark each, each looks after its own', async () => {
	const mark = (scopeMark: string) => ({ scopeMark, scopeMarkAttribute: 'userType' });
	const wires = [`Every night -> ${UK}`, `Every night -> ${DE}`];
	const run = await twoChains(wires, { uk: mark('uk'), de: mark('de') });
	expect(run.error?.message).toBeUndefined();
	expect(activeIn(store)).toEqual(everybody);
});

it('a dry run of the other branch is none', async () => {
	const run = await twoChains([`Every night -> ${UK}`, `Every night -> Read de -> Upsert de`], {
		de: { dryRun: true },
	});
	expect(run.error?.message).toBeUndefined();
});

it('with one mark for both, the second is refused before its first write', async () => {
	const mark = { scopeMark: 'one', scopeMarkAttribute: 'userType' };
	const run = await twoChains([`Every night -> ${UK}`, `Every night -> ${DE}`], { uk: mark, de: mark });
	expect(run.error?.message).toContain('another group was read for the same HR system');
	expect([...store.people.values()].map(({ userType }) => userType)).toEqual(['one', 'one', undefined, undefined]);
	expect(activeIn(store)).toEqual(everybody);
});

describe('the whole sync as a workflow of its own, called once a group', () => {
	const night = async (): Promise<EngineRun> =>
		await runWorkflow(
			workflowOf(
				[
					{ type: 'n8n-nodes-base.scheduleTrigger', name: 'Every night' },
					{ type: 'test.groups', name: 'Groups' },
					{
						type: 'n8n-nodes-base.splitInBatches',
						name: 'Loop',
						typeVersion: 3,
						parameters: { batchSize: 1, options: {} },
					},
					{
						type: 'n8n-nodes-base.executeWorkflow',
						name: 'Sync a group',
						typeVersion: 1.1,
						onError: 'continueRegularOutput' as const,
						parameters: { source: 'database', workflowId: { __rl: true, mode: 'id', value: 'sync' }, options: {} },
					},
				],
				'Every night -> Groups -> Loop',
				'Loop:1 -> Sync a group -> Loop',
			),
			{
				mode: 'trigger',
				credentials: { scimApi: { baseUrl: store.baseUrl, token: 'called for each' } },
				subworkflows: {
					sync: {
						...workflowOf(
							[
								{
									type: 'n8n-nodes-base.executeWorkflowTrigger',
									name: 'Called',
									typeVersion: 1.1,
									parameters: { inputSource: 'passthrough' },
								},
								{ type: 'test.read', name: 'Read' },
								{ ...nodeOf('Upsert Employee'), onError: 'stopWorkflow', parameters },
								{
									...nodeOf('Deactivate Missing'),
									onError: 'stopWorkflow',
									parameters: { ...parameters, scope: 'linked' },
								},
							],
							'Called -> Read -> Upsert Employee -> Deactivate Missing',
						),
						id: 'sync',
					},
				},
				extraNodes: {
					'test.groups': testNode({}, async () => [Object.keys(GROUPS).map((group) => ({ json: { group } }))]),
					'test.read': testNode({}, async function () {
						const group = this.getInputData()[0]?.json.group as string;
						const rows = mappedRows(GROUPS[group] ?? []);
						return [rows.map((json) => ({ json: { ...json, roster: { ...(json.roster as object), source: group } } }))];
					}),
				},
			},
		);
	const departures = (): number =>
		store.requests.filter(({ method, body }) => method === 'PATCH' && JSON.stringify(body).includes('false')).length;

	it('loses nobody for longer than the call of their own group, and nobody at all from the second night on', async () => {
		for (const name of everybody) store.put(employeeOf(name));
		await night();
		expect(activeIn(store)).toEqual(everybody);
		store.requests.length = 0;
		await night();
		expect(departures()).toBe(0);
		expect(activeIn(store)).toEqual(everybody);
	});
});
