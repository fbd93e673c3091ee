import { NodeConnectionTypes, NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	IConnections,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IPinData,
	IWorkflowBase,
	IWorkflowSettings,
	NodeInputConnections,
} from 'n8n-workflow';

import type { TestCredentialsHelper } from './credentials';

/** A node as a workflow file holds it. Only type and name are needed; the rest gets n8n's defaults. */
export type WorkflowNode = Pick<INode, 'type' | 'name'> & Partial<INode>;

/** A workflow as its file holds it. Without settings it gets those that n8n's editor gives a new workflow. */
export interface WorkflowJson {
	id?: string;
	name?: string;
	nodes: WorkflowNode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
}

/**
 * A workflow of these nodes, wired as said: `'Start -> Read -> Write'`. Another output than the first stands behind
 * the node (`'Read:1 -> Send'`), another input before it (`'Read -> 1:Merge'`).
 */
export function workflowOf(nodes: WorkflowNode[], ...wires: string[]): WorkflowJson {
	const connections: Record<string, { main: NodeInputConnections } | undefined> = {};
	for (const wire of wires) {
		const stops = wire.split(' -> ');
		for (const [index, to] of stops.slice(1).entries()) {
			const [, source = '', output = '0'] = /^(?:\d+:)?(.*?)(?::(\d+))?$/.exec(stops[index] ?? '') ?? [];
			const [, input = '0', target = ''] = /^(?:(\d+):)?(.*?)(?::\d+)?$/.exec(to) ?? [];
			const { main: outputs } = (connections[source] ??= { main: [] });
			while (outputs.length <= Number(output)) outputs.push([]);
			outputs[Number(output)]?.push({ node: target, type: NodeConnectionTypes.Main, index: Number(input) });
		}
	}
	return { nodes, connections: connections as IConnections };
}

/** A node type that only a test has; one without `execute` is n8n's declarative kind. */
export function testNode(
	description: Partial<INodeTypeDescription>,
	execute?: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>,
): INodeType {
	return {
		description: {
			displayName: 'Test',
			name: 'test',
			group: ['transform'],
			version: 1,
			description: 'A node of the test',
			defaults: { name: 'Test' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
			...description,
		},
		...(execute && { execute }),
	};
}

/** Makes n8n's workflow of a file. `staticData` is changed in place by the nodes that use it. */
export function loadWorkflow(
	json: WorkflowJson,
	nodeTypes: INodeTypes,
	credentials: TestCredentialsHelper,
	staticData: IDataObject = {},
): { base: IWorkflowBase; workflow: Workflow } {
	const base: IWorkflowBase = {
		id: json.id ?? 'test-workflow',
		name: json.name ?? 'Test',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: structuredClone(json.nodes).map((node, index) => complete(node, index, nodeTypes)),
		connections: structuredClone(json.connections),
		settings: json.settings ?? { executionOrder: 'v1' },
		pinData: json.pinData,
	};
	const workflow = new Workflow({ ...base, nodeTypes, staticData });
	for (const node of Object.values(workflow.nodes)) attachCredentials(node, nodeTypes, credentials);
	return { base, workflow };
}

function complete(node: WorkflowNode, index: number, nodeTypes: INodeTypes): INode {
	const { version } = nodeTypes.getByNameAndVersion(node.type, node.typeVersion).description;
	return {
		id: `node-${index}`,
		typeVersion: Array.isArray(version) ? Math.max(...version) : version,
		position: [index * 200, 0],
		parameters: {},
		...node,
	};
}

/** Templates hold no credential ids: whoever imports one picks a credential in each node, as happens here. */
function attachCredentials(node: INode, nodeTypes: INodeTypes, credentials: TestCredentialsHelper): void {
	const { description } = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const asked = (description.credentials ?? [])
		.filter((wanted) => NodeHelpers.displayParameter(node.parameters, wanted, node, description))
		.map(({ name }) => name);
	// The HTTP Request node names its credential in a parameter.
	const predefined = node.parameters.nodeCredentialType;
	if (typeof predefined === 'string') asked.push(predefined);
	for (const type of asked) {
		const reference = credentials.reference(type);
		if (reference) node.credentials = { ...node.credentials, [type]: reference };
	}
}
