import type { IExecuteFunctions } from 'n8n-workflow';

import { sparingly } from '../../lib/base/async';
import { clock } from '../support/clock';
import { runWorkflow, testNode, workflowOf } from '../support/engine';
import { GraphSimulator } from '../support/graph';
import { ScimStore } from '../support/scimStore';
import { employeeOf, runSync } from '../support/syncRun';
import { nodeOf } from '../support/template';

afterEach(() => jest.restoreAllMocks());

/** What nodes write into n8n's log from now on. */
function listen({ logger }: IExecuteFunctions): string[] {
	const lines: string[] = [];
	jest.spyOn(logger, 'info').mockImplementation((line) => void lines.push(line));
	return lines;
}

describe('n8n’s log says what begins, with how many people', () => {
	it('when they are read from Entra', async () => {
		const entra = await GraphSimulator.open(30);
		let lines: string[] = [];
		try {
			await runWorkflow(
				workflowOf(
					[
						{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
						{ type: 'test.listen', name: 'Listen' },
						{
							type: 'n8n-nodes-entra-hr-sync.getGroupMembers',
							name: 'Members',
							parameters: { group: { __rl: true, mode: 'id', value: 'All Employees' } },
						},
						{ type: 'n8n-nodes-entra-hr-sync.getManager', name: 'Managers' },
					],
					'Start -> Listen -> Members -> Managers',
				),
				{
					credentials: { azureClientCredentialsApi: entra.credential() },
					extraNodes: {
						'test.listen': testNode({}, async function () {
							lines = listen(this);
							return [[{ json: {} }]];
						}),
					},
				},
			);
		} finally {
			await entra.dispose();
		}
		expect(lines[0]).toBe('Members: reading "All Employees", nested groups included');
		expect(lines).toContain('Managers: reading the managers of 30 people');
		expect(lines.at(-1)).toMatch(/^Managers: \d+ managers read, \d+ people have none$/);
	});

	it('when employees are compared, and when they have to be read for it', async () => {
		const store = await ScimStore.open();
		let lines: string[] = [];
		try {
			for (const name of ['ann', 'bob', 'cem']) store.put(employeeOf(name));
			const again = { ...nodeOf('Deactivate Missing'), name: 'Again', parameters: { dryRun: true } };
			await runSync(store, {
				members: ['ann', 'bob'],
				more: [{ type: 'test.meanwhile', name: 'Listen' }, again],
				wires: ['Every night -> Table -> Listen -> People -> Upsert Employee -> Deactivate Missing -> Again'],
				meanwhile: (context) => (lines = listen(context)),
			});
		} finally {
			await store.close();
		}
		expect(lines).toEqual([
			'Upsert Employee: 2 people against 3 employees',
			'Upsert Employee: 2 people: 2 unchanged',
			'Deactivate Missing: 2 members against 3 employees: 1 missing',
			'Deactivate Missing: 2 people: 2 unchanged, 1 deactivated',
			'Again: reading all employees',
			'Again: 2 members against 3 employees: 0 missing, dry run',
			'Again: 2 people: 2 unchanged, 1 deactivated',
		]);
	});
});

it('and says how far it is no more often than every few seconds', async () => {
	clock.stop();
	const said: number[] = [];
	const say = sparingly((line) => said.push(Number(line)));
	for (let second = 0; second <= 21; second++) {
		say(String(second));
		await clock.pass(1000);
	}
	expect(said).toEqual([5, 10, 15, 20]);
});
