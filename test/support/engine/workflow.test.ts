import { sleep } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';

import { runWorkflow, testNode, workflowOf } from '../engine';
import type { WorkflowNode } from '../engine';

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
