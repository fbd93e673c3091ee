import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { Sentence } from '../../scripts/install/sentence.cjs';
import type { N8nClient } from '../n8n/client.ts';
import { listIn, objectIn, textIn } from '../shared/json.ts';

/** The trigger whose way into the workflow the added one takes, too. */
const LIKE = 'Run now';
const ADDED = 'Started from outside';
const WEBHOOK = 'n8n-nodes-base.webhook';
const KNOWN_WITHIN_MS = 15_000;
const POLL_MS = 200;

/**
 * Gives a workflow a trigger that starts its published version at once, as its schedule does at night, and publishes
 * it. Resolves with the trigger's path below `/webhook/`.
 */
export async function publishWithStart(client: N8nClient, workflowId: string): Promise<string> {
	const workflow = objectIn(await client.get(`/workflows/${workflowId}`));
	const nodes = listIn(workflow.nodes).map((node) => objectIn(node));
	const there = nodes.find(({ type, name }) => type === WEBHOOK && name === ADDED);
	const known = textIn(objectIn(there?.parameters).path);
	if (known !== '' && workflow.activeVersionId !== null) return known;

	// Nobody who doesn't know the path can start anything with it.
	const path = known || `entra-hr-sync-${randomUUID()}`;
	const { name, settings } = workflow;
	const connections = objectIn(workflow.connections);
	const added = {
		id: randomUUID(),
		name: ADDED,
		type: WEBHOOK,
		typeVersion: 2.1,
		position: [0, 656],
		webhookId: randomUUID(),
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
	};
	const changed = known
		? { name, settings, nodes, connections }
		: { name, settings, nodes: [...nodes, added], connections: { ...connections, [ADDED]: connections[LIKE] } };
	const { versionId } = objectIn(await client.patch(`/workflows/${workflowId}`, changed));
	await client.post(`/workflows/${workflowId}/activate`, { versionId });
	return path;
}

/** Starts the published workflow. Where it was published just now, n8n may take a moment to know of its trigger. */
export async function startFromOutside(url: string, path: string): Promise<void> {
	const deadline = Date.now() + KNOWN_WITHIN_MS;
	for (;;) {
		const response = await fetch(`${url}/webhook/${path}`, { method: 'POST', headers: { connection: 'close' } });
		const answer = await response.text();
		if (response.ok) return;
		if (response.status !== 404 || Date.now() > deadline) {
			throw new Sentence(`n8n did not start a workflow (${response.status}): ${answer.slice(0, 200)}`);
		}
		await sleep(POLL_MS);
	}
}
