import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runWorkflow, testNode, workflowOf } from '../support/engine';
import { ScimStore } from '../support/scimStore';
import { activeIn, employeeOf, guidOf, mappedRows, runSync } from '../support/syncRun';
import { nodeOf } from '../support/template';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => store.reset());

const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

const withTitle = (title: string): INodeParameters => ({
	scope: 'conditions',
	scopeConditions: {
		options: { caseSensitive: false, leftValue: '', typeValidation: 'loose', version: 2 },
		combinator: 'and',
		conditions: [
			{
				id: '1',
				leftValue: '={{ $json.title }}',
				rightValue: title,
				operator: { type: 'string', operation: 'equals' },
			},
		],
	},
});

it('nodes that write to one HR system in one execution share the limit, however each is set', async () => {
	for (const name of names('m', 50)) store.put(employeeOf(name));
	for (const title of ['a', 'b']) for (const name of names(title, 5)) store.put(employeeOf(name, { title }));
	const second = {
		...nodeOf('Deactivate Missing'),
		name: 'Second',
		onError: 'stopWorkflow' as const,
		parameters: {
			system: 'scim',
			dryRun: false,
			settingsFrom: 'here',
			scimSettings: { etag: 'never' },
			...withTitle('b'),
		},
	};
	const run = await runSync(store, {
		members: names('m', 50),
		deactivate: withTitle('a'),
		more: [second],
		wires: ['Every night -> People -> Upsert Employee -> Deactivate Missing', 'Upsert Employee -> Second'],
	});
	expect(run.error?.message).toContain("5 more of the sync's 60 active people would be deactivated, 5 were before");
	expect(activeIn(store)).toHaveLength(55);
});

it('executions that one execution has called share the limit, and those of another caller have their own', async () => {
	const people = names('p', 12);
	for (const name of people) store.put(employeeOf(name));
	const sync = workflowOf(
		[
			{ type: 'n8n-nodes-base.executeWorkflowTrigger', name: 'Called', parameters: { inputSource: 'passthrough' } },
			{ ...nodeOf('Upsert Employee'), onError: 'stopWorkflow', parameters: { system: 'scim', dryRun: false } },
		],
		'Called -> Upsert Employee',
	);
	const call = {
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.2,
		parameters: { workflowId: { __rl: true, mode: 'id', value: 'sync' } },
	};
	const rows = (from: number): IDataObject[] =>
		mappedRows(people.slice(from, from + 4).map((name) => ({ name, enabled: false })));
	const rowsNode = (from: number) => testNode({}, async () => [rows(from).map((json) => ({ json }))]);
	const options = {
		mode: 'trigger' as const,
		credentials: { scimApi: { baseUrl: store.baseUrl, token: 'one' } },
		extraNodes: { 'test.first': rowsNode(0), 'test.second': rowsNode(4), 'test.third': rowsNode(8) },
		subworkflows: { sync },
	};
	const caller = (...parts: string[]) =>
		workflowOf(
			[
				{ type: 'n8n-nodes-base.scheduleTrigger', name: 'Night' },
				...parts.flatMap((part) => [
					{ type: `test.${part}`, name: part },
					{ ...call, name: `Sync ${part}` },
				]),
			],
			['Night', ...parts.flatMap((part) => [part, `Sync ${part}`])].join(' -> '),
		);
	const both = await runWorkflow(caller('first', 'second'), options);
	expect(both.error?.message).toContain('4 more of');
	expect(activeIn(store)).toHaveLength(8);
	const other = await runWorkflow(caller('third'), options);
	expect(other.error?.message).toBeUndefined();
	expect(activeIn(store)).toHaveLength(4);
});

describe('the limit of a sync with a scope mark', () => {
	const upsert = { scopeMark: 'uk', scopeMarkAttribute: 'userType' };
	const company = (): void => {
		for (const name of names('de', 190)) store.put(employeeOf(name, { userType: 'de' }));
		for (const name of names('uk', 10)) store.put(employeeOf(name, { userType: 'uk' }));
	};

	it('is a share of its own people when they are missing', async () => {
		company();
		const run = await runSync(store, { members: names('uk', 4), upsert });
		expect(run.error?.message).toContain("6 of the sync's 10 active people would be deactivated, and the limit is 5");
		expect(activeIn(store)).toHaveLength(200);
	});

	it('is a share of its own people when they are disabled, also with members of the other sync in the group', async () => {
		company();
		const members = [...names('uk', 10).map((name, i) => ({ name, enabled: i > 5 })), ...names('de', 190)];
		const run = await runSync(store, { members, upsert });
		expect(run.error?.message).toContain("6 of the sync's 10 active people would be deactivated, and the limit is 5");
		expect(activeIn(store)).toHaveLength(200);
	});

	it('counts those who are not taken for missing, and nobody entered by hand', async () => {
		company();
		for (const name of names('hand', 50)) store.put(employeeOf(name, { externalId: undefined }));
		const deactivate = {
			protected: 'uk9@example.com',
			protectedEmployees: 'uk9@example.com',
			limitAtLeast: 0,
			limitPercent: 10,
		};
		const run = await runSync(store, { members: names('uk', 7), upsert, deactivate });
		expect(run.error?.message).toMatch(/2 of the sync's 10 active people would be deactivated, and the limit is 1/);
		expect(store.people.get(`hr-uk9`)).toMatchObject({ active: true, externalId: guidOf('uk9') });
	});
});
