import type { INodeExecutionData } from 'n8n-workflow';

import { runWorkflow, testNode, workflowOf } from '../engine';
import type { EngineRun } from '../engine';

/*
 * What n8n does with a node's failure when "On Error" is "Continue (using error output)". The nodes of this package
 * stand on it, so an n8n that changes it has to fail here first.
 */
const people = testNode({}, async () => [[{ json: { id: 1, name: 'Ada' } }, { json: { id: 2, name: 'Bob' } }]]);

type Work = (items: INodeExecutionData[]) => INodeExecutionData[];

/** Sends two people through a node that does this, with a wire on each of its outputs. */
async function runFailing(work: Work, outputs = 1): Promise<EngineRun> {
	const failing = testNode({ outputs: Array.from({ length: outputs }, () => 'main' as const) }, async function () {
		return [work(this.getInputData())];
	});
	return await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'test.people', name: 'People' },
				{ type: 'test.failing', name: 'Failing', onError: 'continueErrorOutput' },
				{ type: 'n8n-nodes-base.noOp', name: 'Good' },
				{ type: 'n8n-nodes-base.noOp', name: 'Bad' },
			],
			'Start -> People -> Failing -> Good',
			`Failing:${outputs} -> Bad`,
		),
		{ extraNodes: { 'test.people': people, 'test.failing': failing } },
	);
}

const bob = { id: 2, name: 'Bob' };

test('a node that throws sends its input items to the success branch', async () => {
	const run = await runFailing(() => {
		throw new Error('no access');
	});
	expect(run.status).toBe('success');
	expect(run.items('Good')).toEqual([{ id: 1, name: 'Ada' }, bob]);
	expect(run.ran('Bad')).toBe(false);
});

test.each<[string, Work, object]>([
	[
		'{ error } with a paired item goes to the error branch with the data of that item',
		() => [{ json: { error: 'refused' }, pairedItem: { item: 1 } }],
		{ ...bob, error: 'refused' },
	],
	['{ error } without a paired item goes there as it is', () => [{ json: { error: 'refused' } }], { error: 'refused' }],
	[
		'{ error, details } is taken for an error too, and keeps its details',
		() => [{ json: { error: 'refused', details: { node: 'x' } } }],
		{ error: 'refused', details: { node: 'x' } },
	],
	[
		'{ error, message } is taken for an error too',
		() => [{ json: { error: 'refused', message: 'by the server' } }],
		{ error: 'refused', message: 'by the server' },
	],
])('%s', async (_name, work, expected) => {
	const run = await runFailing(work);
	expect(run.items('Bad')).toEqual([expected]);
	expect(run.ran('Good')).toBe(false);
});

test('an item with its error set goes to the error branch, and loses the person', async () => {
	const error = Object.assign(new Error('refused'), { node: {} }) as unknown as INodeExecutionData['error'];
	const run = await runFailing((items) => items.slice(1).map((item) => ({ ...item, error })));
	expect(run.items('Bad')).toEqual([{ error: 'refused' }]);
	expect(run.ran('Good')).toBe(false);
});

test('{ ...input, error } is not taken for an error', async () => {
	const run = await runFailing((items) => items.map((item) => ({ json: { ...item.json, error: 'refused' } })));
	expect(run.items('Good')).toEqual([
		{ id: 1, name: 'Ada', error: 'refused' },
		{ ...bob, error: 'refused' },
	]);
	expect(run.ran('Bad')).toBe(false);
});

test("the error branch comes after a node's own outputs, and errors of the first output reach it", async () => {
	const run = await runFailing(
		(items) => [...items.slice(0, 1), { json: { error: 'refused' }, pairedItem: { item: 1 } }],
		2,
	);
	expect(run.items('Good')).toEqual([{ id: 1, name: 'Ada' }]);
	expect(run.items('Bad')).toEqual([{ ...bob, error: 'refused' }]);
});

test('a node that stops the workflow says so with its message', async () => {
	const run = await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{
					type: 'n8n-nodes-base.stopAndError',
					name: 'Stop',
					parameters: { errorMessage: 'The list is not complete' },
				},
				{ type: 'n8n-nodes-base.noOp', name: 'Never' },
			],
			'Start -> Stop -> Never',
		),
	);
	expect(run.status).toBe('error');
	expect(run.error?.message).toBe('The list is not complete');
	expect(run.ran('Never')).toBe(false);
});
