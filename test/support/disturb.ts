/**
 * What people do to a workflow between two of its nodes, with n8n's own nodes: filters, loops, edits, second wires. Each
 * changes the workflow in place, so that several can be put together.
 */
import { NodeConnectionTypes } from 'n8n-workflow';
import type { IConnection, IDataObject } from 'n8n-workflow';

import type { WorkflowJson, WorkflowNode } from './engine';

export type Disturb = (workflow: WorkflowJson) => void;

/** The nodes of the templates that hand people's rows on, in their order, up to Deactivate Missing. */
export const PLACES = ['Get Group Members', 'Get Manager', 'Map Attributes', 'Upsert Employee'] as const;
export type Place = (typeof PLACES)[number];

const LAST = 'Deactivate Missing';

export function nodeNamed(workflow: WorkflowJson, name: string): WorkflowNode {
	const node = workflow.nodes.find((candidate) => candidate.name === name);
	if (!node) throw new Error(`The workflow has no node "${name}"`);
	return node;
}

/** Several, one after another. */
export function all(...disturbs: Disturb[]): Disturb {
	return (workflow) => disturbs.forEach((disturb) => disturb(workflow));
}

/** Lets only the rows through for which an expression is true, such as `$itemIndex % 2 === 0`. */
export function filter(behind: Place, expression: string): Disturb {
	return insert(behind, { name: 'Filter', type: 'n8n-nodes-base.filter', parameters: condition(expression) });
}

/** An If whose second output leads nowhere. */
export function onlyIf(behind: Place, expression: string): Disturb {
	return insert(behind, { name: 'If', type: 'n8n-nodes-base.if', parameters: condition(expression) });
}

/** An If of which both outputs lead on to the same node. */
export function split(behind: Place, expression: string): Disturb {
	return insert(behind, { name: 'Split', type: 'n8n-nodes-base.if', parameters: condition(expression) }, [0, 1]);
}

/** n8n's Limit node: only so many rows. */
export function firstOf(behind: Place, maxItems: number): Disturb {
	return insert(behind, { name: 'Limit', type: 'n8n-nodes-base.limit', parameters: { maxItems } });
}

/** Loop Over Items; with `back`, Deactivate Missing leads back to it, and the report comes when it is done. */
export function loop(behind: string, batchSize: number, back: boolean): Disturb {
	return (workflow) => {
		const name = nameFor(workflow, 'Loop Over Items');
		const loopNode = { name, type: 'n8n-nodes-base.splitInBatches', parameters: { batchSize } };
		insert(behind, loopNode, [1])(workflow);
		if (!back) return;
		const outputs = outputsOf(workflow, LAST);
		outputsOf(workflow, name)[0] = outputs[0] ?? [];
		outputs[0] = [wireTo(name)];
	};
}

/** An empty item instead of all rows: nothing passes, and "Always Output Data" is on. */
export function emptyItem(behind: Place): Disturb {
	const node = { name: 'Nobody', type: 'n8n-nodes-base.filter', parameters: condition('false') };
	return insert(behind, { ...node, alwaysOutputData: true });
}

const THROWS = {
	type: 'n8n-nodes-base.sort',
	parameters: { sortFieldsUi: { sortField: [{ fieldName: 'no such field' }] } },
	onError: 'continueErrorOutput' as const,
};

/** A node that throws. With its error output in use, n8n hands its input on as its success. */
export function thrower(behind: Place): Disturb {
	return insert(behind, { name: 'Throws', ...THROWS });
}

/** A node that throws in the place of another, as if that one had. */
export function throwsInstead(place: Place): Disturb {
	return (workflow) => {
		const { id, name, position } = nodeNamed(workflow, place);
		workflow.nodes = workflow.nodes.map((node) => (node.name === name ? { id, name, position, ...THROWS } : node));
	};
}

/** Edit Fields, which gives fields other values: `{ 'entra.id': "{{ $json.hrId }}" }`. */
export function edit(behind: Place, values: Record<string, string>): Disturb {
	const assignments = Object.entries(values).map(([name, value], id) => ({
		id: String(id),
		name,
		value: `=${value}`,
		type: 'string',
	}));
	return insert(behind, {
		name: 'Edit Fields',
		type: 'n8n-nodes-base.set',
		parameters: { assignments: { assignments }, includeOtherFields: true, options: {} },
	});
}

/** A Code node: what becomes of `rows`, the json of all of them. */
export function code(behind: Place, body: string): Disturb {
	const jsCode = `const rows = $input.all().map(({ json }) => JSON.parse(JSON.stringify(json)));\n${body}\nreturn rows.map((json, item) => ({ json, pairedItem: { item } }));`;
	return insert(behind, { name: 'Code', type: 'n8n-nodes-base.code', parameters: { jsCode } });
}

/** Another wire from a node's output to a node. */
export function wire(from: string, output: number, to: string): Disturb {
	return (workflow) => {
		const outputs = outputsOf(workflow, from);
		while (outputs.length <= output) outputs.push([]);
		outputs[output] = [...(outputs[output] ?? []), wireTo(to)];
	};
}

/** A second Get Group Members, of this group; it starts where the first does and leads into the same input. */
export function secondRead(group: string): Disturb {
	return (workflow) => {
		addRead(workflow, group);
		wire('Get Group Members 2', 0, 'Get Manager')(workflow);
	};
}

/** The same, with a Merge that appends the rows of both. */
export function mergedRead(group: string): Disturb {
	return (workflow) => {
		insert('Get Group Members', { name: 'Merge', type: 'n8n-nodes-base.merge', parameters: {} })(workflow);
		addRead(workflow, group);
		wire('Get Group Members 2', 0, 'Merge')(workflow);
		const [into] = outputsOf(workflow, 'Get Group Members 2')[0] as [IConnection];
		into.index = 1;
	};
}

/** Loop Over Items before the read, with a group a round. */
export function groupByGroup(groups: readonly string[]): Disturb {
	return (workflow) => {
		const jsCode = `return ${JSON.stringify(groups)}.map((group) => ({ json: { ...$json, group } }));`;
		insert('Sync settings', { name: 'Groups', type: 'n8n-nodes-base.code', parameters: { jsCode } })(workflow);
		loop('Groups', 1, true)(workflow);
	};
}

function addRead(workflow: WorkflowJson, group: string): void {
	const read = nodeNamed(workflow, 'Get Group Members');
	const parameters = { ...read.parameters, group: { __rl: true, mode: 'id', value: group } };
	workflow.nodes.push({ ...read, id: 'second-read', name: 'Get Group Members 2', parameters });
	workflow.connections['Get Group Members 2'] = { main: [[], [wireTo('Describe the failure')]] };
	wire('Sync settings', 0, 'Get Group Members 2')(workflow);
}

/** Values for a node's own settings and parameters. */
export function set(name: string, parameters: IDataObject, settings: Partial<WorkflowNode> = {}): Disturb {
	return (workflow) => {
		const node = nodeNamed(workflow, name);
		Object.assign(node, settings, { parameters: { ...node.parameters, ...parameters } });
	};
}

/** Pins rows to a node: n8n takes them for its output without running it. */
export function pin(name: string, rows: readonly IDataObject[]): Disturb {
	return (workflow) => {
		workflow.pinData = { ...workflow.pinData, [name]: rows.map((json) => ({ json })) };
	};
}

/** Puts a node behind another; what came next hangs on these of its outputs. */
function insert(behind: string, node: WorkflowNode, outputs: readonly number[] = [0]): Disturb {
	return (workflow) => {
		const before = outputsOf(workflow, behind);
		const next = before[0] ?? [];
		const name = nameFor(workflow, node.name);
		workflow.nodes.push({ ...node, name });
		before[0] = [wireTo(name)];
		const last = Math.max(...outputs);
		workflow.connections[name] = {
			main: Array.from({ length: last + 1 }, (_, output) => (outputs.includes(output) ? [...next] : [])),
		};
	};
}

function outputsOf(workflow: WorkflowJson, name: string): (IConnection[] | null)[] {
	const main = workflow.connections[name]?.main;
	if (!main) throw new Error(`"${name}" has no outputs in use`);
	return main;
}

function nameFor({ nodes }: WorkflowJson, wanted: string): string {
	const taken = nodes.filter(({ name }) => name === wanted || name.startsWith(`${wanted} `)).length;
	return taken === 0 ? wanted : `${wanted} ${taken + 1}`;
}

function wireTo(node: string): IConnection {
	return { node, type: NodeConnectionTypes.Main, index: 0 };
}

function condition(expression: string): WorkflowNode['parameters'] {
	const one = {
		id: 'condition',
		leftValue: `={{ ${expression} }}`,
		rightValue: '',
		operator: { type: 'boolean', operation: 'true', singleValue: true },
	};
	return {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 3 },
			conditions: [one],
			combinator: 'and',
		},
		options: {},
	};
}
