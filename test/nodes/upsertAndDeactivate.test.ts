import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { placeOf } from '../../lib/hr/connect/connect';
import { runWorkflow, testNode, workflowOf } from '../support/engine';
import type { EngineRun } from '../support/engine';
import { resultRows, rosterOf } from '../support/rosters';
import { ScimStore } from '../support/scimStore';
import { nodeOf } from '../support/template';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => store.reset());

const guid = (i: number): string => `11111111-2222-4333-8444-${String(i).padStart(12, '0')}`;
const EMAIL = 'emails[type eq "work"].value';

async function sync(rows: IDataObject[], upsert: INodeParameters = {}, alone = false): Promise<EngineRun> {
	const deactivate = nodeOf('Deactivate Missing');
	const settings = { system: 'scim', scope: 'linked', protected: '', dryRun: false, limitPercent: 10, limitAtLeast: 5 };
	return await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'test.people', name: 'People' },
				{
					...nodeOf('Upsert Employee'),
					onError: 'stopWorkflow',
					parameters: { system: 'scim', dryRun: false, ...upsert },
				},
				{ ...deactivate, onError: 'stopWorkflow', parameters: settings },
			],
			`Start -> People -> Upsert Employee${alone ? '' : ' -> Deactivate Missing'}`,
		),
		{
			credentials: { scimApi: { baseUrl: store.baseUrl, token: 'a-token' } },
			extraNodes: { 'test.people': testNode({}, async () => [rows.map((json) => ({ json }))]) },
		},
	);
}

const roster = (ids: string[]): IDataObject => ({ ...rosterOf(ids) });

it('a member whose creation is refused does not lose the record that is theirs', async () => {
	store.put({
		userName: 'ann.miller@example.com',
		externalId: guid(1),
		active: true,
		emails: [{ type: 'work', value: 'ann@example.com' }],
	});
	store.answer = ({ method, path }) =>
		method === 'POST' && path === '/Users' ? { status: 409, body: { detail: 'the e-mail is taken' } } : undefined;
	const run = await sync([
		{
			employee: { externalId: guid(2), userName: 'ann.smith@example.com', [EMAIL]: 'ann@example.com', active: true },
			entra: { id: guid(2), userPrincipalName: 'ann.smith@example.com', displayName: 'Ann Smith' },
			roster: roster([guid(2)]),
			problems: [],
			causes: [],
		},
	]);
	expect(run.items('Deactivate Missing').map(({ action }) => action)).toEqual(['failed', 'skipped']);
	expect([...store.people.values()].map(({ active }) => active)).toEqual([true]);
});

it('takes the limit for a share of the people that it is about, not of all whom the HR system has', async () => {
	for (let i = 0; i < 100; i++) store.put({ userName: `p${i}@example.com`, externalId: guid(i), active: true });
	const leavers = Array.from({ length: 7 }, (_, i) => ({
		employee: { externalId: guid(i), userName: `p${i}@example.com`, active: false },
		entra: { id: guid(i), displayName: `p${i}`, accountEnabled: false },
		problems: [],
		causes: [],
	}));
	const run = await sync(leavers, { options: { pageSize: 5 } }, true);
	expect(run.error?.message).toContain("7 of the sync's 7 active people would be deactivated, and the limit is 5");
	expect([...store.people.values()].filter(({ active }) => active)).toHaveLength(100);
});

it.each([
	['in another Unicode form', { userName: 'zoe\u0308@example.com' }],
	['by an address without a type', { userName: 'other', emails: [{ value: 'zoë@example.com' }] }],
])('finds somebody %s, whom the HR system itself does not find', async (_, stored) => {
	for (let i = 0; i < 60; i++) store.put({ userName: `p${i}@example.com`, active: true });
	store.put({ ...stored, active: true });
	const row = {
		employee: { userName: 'zoë@example.com', [EMAIL]: 'zoë@example.com', active: true },
		entra: { id: guid(1), displayName: 'Zoë' },
		problems: [],
		causes: [],
	};
	const run = await sync([row], { matchBy: 'userName,workEmail', options: { pageSize: 5 } }, true);
	expect(run.items('Upsert Employee')[0]!.action).not.toBe('created');
	expect(store.people.size).toBe(61);
});

it('does not take the people of another HR system for missing', async () => {
	for (const userName of ['a@example.com', 'b@example.com', 'c@example.com']) store.put({ userName, active: true });
	const rows = resultRows(['a', 'b', 'c'], {}, placeOf('scim', store.baseUrl, 'id-of-scimApi'));
	const run = await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'test.people', name: 'People' },
				{
					...nodeOf('Deactivate Missing'),
					onError: 'stopWorkflow',
					parameters: { system: 'scim', scope: 'all', settingsFrom: 'here', dryRun: false },
				},
			],
			'Start -> People -> Deactivate Missing',
		),
		{
			credentials: { scimApi: { baseUrl: store.baseUrl, token: 'another-token' } },
			extraNodes: {
				'test.people': testNode({}, async () => [rows.map((row) => ({ json: row as unknown as IDataObject }))]),
			},
		},
	);
	expect(run.error?.message).toBe('None of the 3 people who are said to be in the HR system is in its list');
	expect([...store.people.values()].every(({ active }) => active === true)).toBe(true);
});
