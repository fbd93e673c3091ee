import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { listIn, objectIn, textIn } from '../../../sandbox/shared/json.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';

/** A copy of the sandbox's workflow that a test may change. Resolves with its id. */
export async function copyOfWorkflow(sandbox: Sandbox, name: string): Promise<string> {
	const { client } = sandbox.n8n;
	const { nodes, connections, settings } = objectIn(await client.get(`/workflows/${sandbox.workflowId}`));
	return textIn(objectIn(await client.post('/workflows', { name, nodes, connections, settings })).id);
}

/** Changes values of a workflow's node "Sync settings", by name. */
export async function changeSettings(sandbox: Sandbox, workflowId: string, settings: JsonObject): Promise<void> {
	const { client } = sandbox.n8n;
	const { nodes, ...workflow } = objectIn(await client.get(`/workflows/${workflowId}`));
	const changed = listIn(nodes).map((node) => withSettings(objectIn(node), settings));
	const { name, connections, versionId } = workflow;
	await client.patch(`/workflows/${workflowId}`, { name, nodes: changed, connections, versionId });
}

/** The parameters of a workflow's node as n8n has saved them; undefined while there is no such node. */
export async function savedParameters(
	sandbox: Sandbox,
	workflowId: string,
	node: string,
): Promise<JsonObject | undefined> {
	const { nodes } = objectIn(await sandbox.n8n.client.get(`/workflows/${workflowId}`));
	const saved = listIn(nodes)
		.map((each) => objectIn(each))
		.find(({ name }) => name === node);
	return saved && objectIn(saved.parameters);
}

/** Changes what the sandbox's only credential of a type holds. */
export async function changeCredential(sandbox: Sandbox, type: string, data: JsonObject): Promise<void> {
	const { client } = sandbox.n8n;
	const credentials = listIn(await client.get('/credentials')).map((credential) => objectIn(credential));
	const { id, name } = credentials.find((credential) => credential.type === type) ?? {};
	await client.patch(`/credentials/${textIn(id)}`, { name, type, data });
}

/** Takes away the sandbox's credentials of these types, as they are missing in an n8n that is new. */
export async function removeCredentials({ n8n: { client } }: Sandbox, types: readonly string[]): Promise<void> {
	const credentials = listIn(await client.get('/credentials')).map((credential) => objectIn(credential));
	for (const { id, type } of credentials) {
		if (types.includes(textIn(type))) await client.delete(`/credentials/${textIn(id)}`);
	}
}

/** A workflow made of a template's file as it is, without credentials. Resolves with its id. */
export async function importedTemplate(sandbox: Sandbox, file: string): Promise<string> {
	const { name, nodes, connections } = objectIn(JSON.parse(await readFile(file, 'utf8')));
	return textIn(objectIn(await sandbox.n8n.client.post('/workflows', { name, nodes, connections })).id);
}

/** A workflow with nothing in it but a trigger. */
export async function emptyWorkflow(sandbox: Sandbox, name: string): Promise<string> {
	const trigger = {
		id: randomUUID(),
		name: 'Run now',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const workflow = { name, nodes: [trigger], connections: {}, settings: {} };
	return textIn(objectIn(await sandbox.n8n.client.post('/workflows', workflow)).id);
}

function withSettings(node: JsonObject, settings: JsonObject): JsonObject {
	if (node.name !== 'Sync settings') return node;
	const parameters = objectIn(node.parameters);
	const assignments = listIn(objectIn(parameters.assignments).assignments)
		.map((assignment) => objectIn(assignment))
		.map((assignment) => ({ ...assignment, value: settings[textIn(assignment.name)] ?? assignment.value }));
	return { ...node, parameters: { ...parameters, assignments: { assignments } } };
}
