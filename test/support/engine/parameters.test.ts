import type { IDataObject } from 'n8n-workflow';

import { callNodeMethod, runWorkflow, testNode, workflowOf } from '../engine';
import type { WorkflowNode } from '../engine';

const start: WorkflowNode = { type: 'n8n-nodes-base.manualTrigger', name: 'Start' };

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
		const value = this.getNodeParameter('mapping.value', 0) as IDataObject;
		return [[{ json: { whole: whole.value, value } }]];
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
				const { host } = await this.getCredentials<{ host: string }>('smtp');
				const name = [host, this.getCurrentNodeParameter('kind') as string, filter].join('/');
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
