import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sleep } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';

import { callNodeMethod, runWorkflow, testCredential, testNode, workflowOf } from '../support/engine';
import type { CredentialData, WorkflowNode } from '../support/engine';

const start: WorkflowNode = { type: 'n8n-nodes-base.manualTrigger', name: 'Start' };

/** The Edit Fields node with these fields, whose values are expressions or text. */
function set(name: string, fields: Record<string, string>): WorkflowNode {
	const assignments = Object.entries(fields).map(([field, value]) => ({
		id: field,
		name: field,
		value,
		type: 'string',
	}));
	return { type: 'n8n-nodes-base.set', name, parameters: { assignments: { assignments } } };
}

const peopleNode = (...people: IDataObject[]) => testNode({}, async () => [people.map((json) => ({ json }))]);

describe('a workflow', () => {
	test('reads an earlier node in an expression', async () => {
		const run = await runWorkflow(
			workflowOf(
				[
					start,
					set('Sync settings', { group: 'All staff' }),
					set('Use', {
						greeting: "=Hello {{ $('Sync settings').first().json.group }}",
						day: "={{ DateTime.fromISO('2024-02-29').toFormat('dd.MM.yyyy') }}",
					}),
				],
				'Start -> Sync settings -> Use',
			),
		);
		expect(run.status).toBe('success');
		expect(run.items('Use')).toEqual([{ greeting: 'Hello All staff', day: '29.02.2024' }]);
	});

	test('branches, merges and runs code', async () => {
		const condition = { leftValue: '={{ $json.age }}', rightValue: 18, operator: { type: 'number', operation: 'gte' } };
		const run = await runWorkflow(
			workflowOf(
				[
					start,
					{ type: 'test.people', name: 'People' },
					{
						type: 'n8n-nodes-base.if',
						name: 'Adult',
						typeVersion: 2.3,
						parameters: { conditions: { options: { version: 2 }, combinator: 'and', conditions: [condition] } },
					},
					set('Young', { name: '={{ $json.name }} junior' }),
					{ type: 'n8n-nodes-base.merge', name: 'Both', typeVersion: 3.2 },
					{
						type: 'n8n-nodes-base.code',
						name: 'Count',
						parameters: { jsCode: "return [{ json: { all: $('People').all().length, here: items.length } }];" },
					},
				],
				'Start -> People -> Adult -> Both -> Count',
				'Adult:1 -> Young -> 1:Both',
			),
			{ extraNodes: { 'test.people': peopleNode({ name: 'Ada', age: 36 }, { name: 'Bob', age: 9 }) } },
		);
		expect(run.items('Both')).toEqual([{ name: 'Ada', age: 36 }, { name: 'Bob junior' }]);
		expect(run.items('Count')).toEqual([{ all: 2, here: 2 }]);
	});

	test('runs a node once for each of the wires into one input', async () => {
		const run = await runWorkflow(
			workflowOf(
				[
					start,
					{ type: 'test.a', name: 'A' },
					{ type: 'test.b', name: 'B' },
					{ type: 'n8n-nodes-base.noOp', name: 'End' },
				],
				'Start -> A -> End',
				'Start -> B -> End',
			),
			{ extraNodes: { 'test.a': peopleNode({ id: 1 }), 'test.b': peopleNode({ id: 2 }) } },
		);
		expect(run.raw.data.resultData.runData.End).toHaveLength(2);
		expect(run.items('End')).toEqual([{ id: 1 }, { id: 2 }]);
	});

	test('loops over batches', async () => {
		const run = await runWorkflow(
			workflowOf(
				[
					start,
					{ type: 'test.people', name: 'People' },
					{ type: 'n8n-nodes-base.splitInBatches', name: 'Loop', typeVersion: 3, parameters: { batchSize: 2 } },
					set('Work', { done: '={{ $json.id }}' }),
					{ type: 'n8n-nodes-base.noOp', name: 'Done' },
				],
				'Start -> People -> Loop -> Done',
				'Loop:1 -> Work -> Loop',
			),
			{ extraNodes: { 'test.people': peopleNode({ id: 1 }, { id: 2 }, { id: 3 }) } },
		);
		expect(run.raw.data.resultData.runData.Work).toHaveLength(2);
		expect(run.items('Done')).toEqual([{ done: '1' }, { done: '2' }, { done: '3' }]);
	});

	test('begins with its schedule when it runs by itself, and keeps its static data', async () => {
		const counter = testNode({}, async function () {
			const data = this.getWorkflowStaticData('node');
			data.runs = Number(data.runs ?? 0) + 1;
			return [[{ json: { runs: data.runs, mode: this.getMode() } }]];
		});
		const workflow = workflowOf(
			[start, { type: 'n8n-nodes-base.scheduleTrigger', name: 'Nightly' }, { type: 'test.counter', name: 'Counter' }],
			'Start -> Counter',
			'Nightly -> Counter',
		);
		const staticData = {};
		const options = { mode: 'trigger', staticData, extraNodes: { 'test.counter': counter } } as const;
		await runWorkflow(workflow, options);
		const second = await runWorkflow(workflow, options);
		expect(second.ran('Start')).toBe(false);
		expect(second.items('Counter')).toEqual([{ runs: 2, mode: 'trigger' }]);
	});

	test('calls another workflow', async () => {
		const run = await runWorkflow(
			workflowOf(
				[
					start,
					{ type: 'test.people', name: 'People' },
					{
						type: 'n8n-nodes-base.executeWorkflow',
						name: 'Call',
						typeVersion: 1.2,
						parameters: { workflowId: { __rl: true, mode: 'id', value: 'called' } },
					},
				],
				'Start -> People -> Call',
			),
			{
				extraNodes: { 'test.people': peopleNode({ id: 7 }) },
				subworkflows: {
					called: workflowOf(
						[
							{
								type: 'n8n-nodes-base.executeWorkflowTrigger',
								name: 'When called',
								parameters: { inputSource: 'passthrough' },
							},
							set('Answer', { answer: '={{ $json.id * 6 }}' }),
						],
						'When called -> Answer',
					),
				},
			},
		);
		expect(run.error).toBeUndefined();
		expect(run.items('Call')).toEqual([{ answer: '42' }]);
	});

	test('ends canceled when it is stopped, as soon as the running node heeds the signal', async () => {
		const stop = new AbortController();
		const slow = testNode({}, async function () {
			setImmediate(() => stop.abort());
			while (!this.getExecutionCancelSignal()?.aborted) await sleep(5);
			return [[{ json: {} }]];
		});
		const run = await runWorkflow(
			workflowOf(
				[start, { type: 'test.slow', name: 'Slow' }, { type: 'n8n-nodes-base.noOp', name: 'Never' }],
				'Start -> Slow -> Never',
			),
			{ signal: stop.signal, extraNodes: { 'test.slow': slow } },
		);
		expect(run.status).toBe('canceled');
		expect(run.ran('Never')).toBe(false);
	});

	test('shows the hints of its nodes', async () => {
		const hinting = testNode({}, async function () {
			this.addExecutionHints({ message: 'This was a dry run' });
			return [this.getInputData()];
		});
		const run = await runWorkflow(workflowOf([start, { type: 'test.hinting', name: 'Hinting' }], 'Start -> Hinting'), {
			extraNodes: { 'test.hinting': hinting },
		});
		expect(run.hints('Hinting')).toEqual(['This was a dry run']);
	});
});

describe('parameters', () => {
	const mapping = {
		displayName: 'Mapping',
		name: 'mapping',
		type: 'resourceMapper',
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: { resourceMapper: { resourceMapperMethod: 'fields', mode: 'map', showTypeConversionOptions: true } },
	} as const;
	const reader = testNode({ properties: [mapping] }, async function () {
		const whole = this.getNodeParameter('mapping', 0) as { value: IDataObject };
		return [[{ json: { whole: whole.value, value: this.getNodeParameter('mapping.value', 0) as IDataObject } }]];
	});
	const read = async (value: Record<string, string>) => {
		const schema = [
			['age', 'number'],
			['active', 'boolean'],
			['name', 'string'],
		].map(([id, type]) => ({ id, displayName: id, type, required: false, display: true, defaultMatch: false }));
		return await runWorkflow(
			workflowOf(
				[
					start,
					{
						type: 'test.reader',
						name: 'Reader',
						parameters: {
							mapping: {
								mappingMode: 'defineBelow',
								matchingColumns: [],
								value,
								schema,
								attemptToConvertTypes: true,
								convertFieldsToString: true,
							},
						},
					},
				],
				'Start -> Reader',
			),
			{ extraNodes: { 'test.reader': reader } },
		);
	};

	test('of a resource mapper get the types of its fields when its value is read', async () => {
		const run = await read({ age: '={{ "42" }}', active: 'true', name: '={{ 7 }}' });
		expect(run.items('Reader')).toEqual([
			{
				whole: { age: '42', active: 'true', name: 7 },
				value: { age: 42, active: true, name: '7' },
			},
		]);
	});

	test('of a resource mapper stop the node when an expression gives what does not fit its field', async () => {
		const run = await read({ age: '={{ "forty" }}' });
		expect(run.status).toBe('error');
		expect(run.error?.message).toBe("Invalid input for 'age' [item 0]");
		expect(run.error?.description).toContain("'age' expects a number but we got 'forty'");
	});

	test('with issues keep a workflow from beginning', async () => {
		const run = await read({ age: 'forty' });
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain("'age' expects a number but we got 'forty'");
		expect(run.ran('Start')).toBe(false);
	});
});

describe('credentials', () => {
	test('reach the nodes that ask for their type, with defaults filled in', async () => {
		const asking = testNode({ credentials: [{ name: 'smtp', required: true }] }, async function () {
			return [[{ json: { ...(await this.getCredentials('smtp')) } }]];
		});
		const workflow = workflowOf([start, { type: 'test.asking', name: 'Asking' }], 'Start -> Asking');
		const extraNodes = { 'test.asking': asking };
		const run = await runWorkflow(workflow, { extraNodes, credentials: { smtp: { host: 'mail.example' } } });
		expect(run.items('Asking')).toEqual([expect.objectContaining({ host: 'mail.example', port: 465, secure: true })]);

		const without = await runWorkflow(workflow, { extraNodes });
		expect(without.error?.message).toBe('Node does not have any credentials set');
	});

	/** A service that gives out the tokens t1, t2, ... for the right password and knows only the newest. */
	async function startTokenService() {
		let minted = 0;
		const server = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk) => (body += chunk));
			request.on('end', () => {
				const answer = (status: number, json: object) =>
					response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
				if (request.method === 'POST') {
					if (!body.includes('"password":"right"')) return answer(401, { message: 'wrong password' });
					return answer(200, { id: `t${++minted}` });
				}
				const token = request.headers['x-metabase-session'];
				return token === `t${minted}` ? answer(200, { token }) : answer(401, { message: 'expired' });
			});
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		return { url, stop: () => new Promise((closed) => server.close(closed)) };
	}

	test('mint their token when it is empty or has expired, and put it on requests', async () => {
		const service = await startTokenService();
		try {
			const ask: WorkflowNode = {
				type: 'n8n-nodes-base.httpRequest',
				name: 'Ask',
				typeVersion: 4.2,
				parameters: {
					url: `${service.url}/api/data`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'metabaseApi',
				},
			};
			const credentials: CredentialData = { metabaseApi: { url: service.url, username: 'u', password: 'right' } };
			const first = await runWorkflow(workflowOf([start, ask], 'Start -> Ask'), { credentials });
			expect(first.items('Ask')).toEqual([{ token: 't1' }]);
			expect(credentials.metabaseApi?.sessionToken).toBe('t1');

			const stale: CredentialData = { metabaseApi: { ...credentials.metabaseApi, sessionToken: 'old' } };
			const second = await runWorkflow(workflowOf([start, ask], 'Start -> Ask'), { credentials: stale });
			expect(second.items('Ask')).toEqual([{ token: 't2' }]);
		} finally {
			await service.stop();
		}
	});

	test('are tested with the request of their type', async () => {
		const service = await startTokenService();
		try {
			const data = { url: service.url, username: 'u', password: 'right' };
			expect(await testCredential('metabaseApi', data)).toMatchObject({ status: 'OK' });
			const wrong = await testCredential('metabaseApi', { ...data, password: 'wrong' });
			expect(wrong.status).toBe('Error');
		} finally {
			await service.stop();
		}
	});
});

test("a node's method for the editor reads the parameters set so far and its credential", async () => {
	const searching = testNode({
		credentials: [{ name: 'smtp', required: true }],
		properties: [
			{ displayName: 'Kind', name: 'kind', type: 'string', default: 'security' },
			{ displayName: 'Group', name: 'group', type: 'resourceLocator', default: { mode: 'list', value: '' } },
		],
	});
	searching.methods = {
		listSearch: {
			async searchGroups(filter, paginationToken) {
				const { host } = await this.getCredentials('smtp');
				const name = [host, this.getCurrentNodeParameter('kind'), filter].join('/');
				return { results: [{ name, value: '1' }], paginationToken: `${paginationToken}+1` };
			},
		},
	};
	const result = await callNodeMethod('test.searching', 'listSearch', 'searchGroups', {
		args: ['HR', 'page2'],
		credentials: { smtp: { host: 'mail.example' } },
		extraNodes: { 'test.searching': searching },
	});
	expect(result).toEqual({
		results: [{ name: 'mail.example/security/HR', value: '1' }],
		paginationToken: 'page2+1',
	});
});
