import type { IDataObject } from 'n8n-workflow';

import { placeOf } from '../../lib/hr/connect/connect';
import { runWorkflow, testNode, workflowOf } from '../support/engine';
import type { EngineRun } from '../support/engine';
import { resultRows } from '../support/rosters';
import { ScimStore } from '../support/scimStore';
import { activeIn, employeeOf, guidOf } from '../support/syncRun';
import { nodeOf } from '../support/template';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => {
	store.reset();
	for (const name of ['ann', 'bob', 'cem']) store.put(employeeOf(name));
});

/** Deactivate Missing behind rows that Upsert Employee has sealed for a place. All but cem are among them. */
async function departAfter(place: string): Promise<EngineRun> {
	const rows = resultRows(['ann', 'bob'].map(guidOf), {}, place);
	return await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.scheduleTrigger', name: 'Every night' },
				{ type: 'test.people', name: 'People' },
				{
					...nodeOf('Deactivate Missing'),
					onError: 'stopWorkflow',
					parameters: { system: 'scim', scope: 'linked', settingsFrom: 'here', dryRun: false, acceptIncomplete: true },
				},
			],
			'Every night -> People -> Deactivate Missing',
		),
		{
			mode: 'trigger',
			credentials: { scimApi: { baseUrl: store.baseUrl, token: 'of this customer' } },
			extraNodes: {
				'test.people': testNode({}, async () => [rows.map((row) => ({ json: row as unknown as IDataObject }))]),
			},
		},
	);
}

it.each<[string, () => string]>([
	['another system', () => placeOf('peakon', store.baseUrl, 'id-of-scimApi')],
	['another address', () => placeOf('scim', 'https://hr.example.com/scim/v2', 'id-of-scimApi')],
	['another customer of the same address, by the credential', () => placeOf('scim', store.baseUrl, 'another one')],
])(
	'rows of %s say nothing about who is missing here, also where an incomplete roster is accepted',
	async (_, place) => {
		const run = await departAfter(place());
		expect(run.error?.message).toContain('the rows are about another HR system');
		expect(activeIn(store)).toEqual(['ann', 'bob', 'cem']);
		expect(store.requests).toEqual([]);
	},
);
