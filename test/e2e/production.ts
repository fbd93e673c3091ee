import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { saveCredentials } from '../../sandbox/n8n/credentials.ts';
import { readExecution } from '../../sandbox/n8n/execution.ts';
import type { Execution } from '../../sandbox/n8n/execution.ts';
import type { N8n } from '../../sandbox/n8n/start.ts';
import { importTemplate } from '../../sandbox/n8n/template.ts';
import { listIn, objectIn, textIn } from '../../sandbox/shared/json.ts';
import type { JsonObject } from '../../sandbox/shared/json.ts';
import type { Servers } from '../../sandbox/start/servers.ts';
import { ask } from './inStep.ts';

const POLL_MS = 250;
const AHEAD_MS = 4_000;
/** So long after its time a schedule that has not come up won't do so any more. */
const MISSED_MS = 30_000;
const TRIES = 3;
const PATIENCE_MS = 240_000;
/** What an execution's status is until it has ended. */
export const UNDER_WAY = ['new', 'running', 'unknown', 'waiting'];

/** Imports a further template, with the sandbox's credentials. Resolves with the workflow's id. */
export async function addTemplate(
	sandbox: Servers & { n8n: N8n },
	stateDir: string,
	file: string,
	settings: JsonObject,
): Promise<string> {
	const credentials = await saveCredentials(sandbox.n8n.client, sandbox);
	const stamp = join(stateDir, `added-${file}`);
	return await importTemplate(sandbox.n8n.client, { file: join('workflows', file), stamp, credentials, settings });
}

/** Changes a workflow as its user does in the editor, and saves it. */
export async function edit(
	{ client }: N8n,
	id: string,
	change: (workflow: { nodes: JsonObject[]; settings: JsonObject }) => void,
): Promise<void> {
	const { name, nodes, connections, settings } = objectIn(await client.get(`/workflows/${id}`));
	const workflow = { nodes: listIn(nodes).map((node) => objectIn(node)), settings: objectIn(settings) };
	change(workflow);
	await client.patch(`/workflows/${id}`, { name, connections, ...workflow });
}

/** Publishes a workflow as it is saved, so that its triggers work. */
export async function publish({ client }: N8n, id: string): Promise<void> {
	const { versionId } = objectIn(await client.get(`/workflows/${id}`));
	await client.post(`/workflows/${id}/activate`, { versionId });
}

/** Takes a workflow out of production: its triggers do nothing any more. */
export async function unpublish({ client }: N8n, id: string): Promise<void> {
	await client.post(`/workflows/${id}/deactivate`, {});
}

/** Has the schedule run the workflow once, in a few seconds, and resolves with the execution when it has ended. */
export async function runBySchedule(n8n: N8n, id: string): Promise<Execution> {
	const begun = await begunBySchedule(n8n, id);
	return await ended(n8n, id, (execution) => execution.id === begun);
}

/** Has the schedule run the workflow once, in a few seconds, and resolves with the execution's id when it has begun. */
export async function begunBySchedule(n8n: N8n, id: string): Promise<string> {
	const known = new Set((await executions(n8n, id)).map((execution) => execution.id));
	for (let tries = 1; ; tries++) {
		const due = await schedule(n8n, id);
		let begun: { id: string } | undefined;
		do {
			begun = (await executions(n8n, id)).find((execution) => !known.has(execution.id));
			await sleep(POLL_MS);
		} while (!begun && Date.now() < due + MISSED_MS);
		// A busy n8n may come to its schedules only after the time, and would wait for the next one.
		if (begun) return begun.id;
		assert.ok(tries < TRIES, `the schedule did not come up, ${TRIES} times`);
	}
}

/**
 * Publishes a workflow with a schedule that comes up once, in a few seconds. Resolves with the time, in milliseconds since
 * 1970.
 */
async function schedule(n8n: N8n, id: string): Promise<number> {
	for (let ahead = AHEAD_MS; ; ahead *= 2) {
		const soon = new Date(Date.now() + ahead);
		const expression = `${soon.getSeconds()} ${soon.getMinutes()} * * * *`;
		await edit(n8n, id, ({ nodes, settings }) => {
			const trigger = nodes.find(({ type }) => type === 'n8n-nodes-base.scheduleTrigger');
			assert.ok(trigger, 'the workflow has no schedule');
			trigger.parameters = { rule: { interval: [{ field: 'cronExpression', expression }] } };
			settings.timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
		});
		await publish(n8n, id);
		// On a busy machine the time may be over before n8n knows of it; the next one is in an hour.
		const due = soon.setMilliseconds(0);
		if (Date.now() < due) return due;
	}
}

/** A workflow's executions, the newest first. */
export async function executions({ client }: N8n, workflowId: string): Promise<Array<{ id: string; status: string }>> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { results } = objectIn(await client.get(`/executions?limit=20&filter=${filter}`));
	return listIn(results)
		.map((entry) => objectIn(entry))
		.map(({ id, status }) => ({ id: textIn(id), status: textIn(status) }));
}

/** Resolves with a workflow's execution once there is one, and it has come so far. */
export async function reached(
	n8n: N8n,
	workflowId: string,
	isIt: (execution: { id: string; status: string }) => boolean,
): Promise<Execution> {
	const found = await until(async () => (await executions(n8n, workflowId)).find(isIt), 'the execution');
	return await readExecution(n8n, found.id);
}

/** Resolves with a workflow's execution once there is one, and it has ended. */
async function ended(n8n: N8n, workflowId: string, isIt: (execution: { id: string }) => boolean): Promise<Execution> {
	return await reached(n8n, workflowId, (execution) => isIt(execution) && !UNDER_WAY.includes(execution.status));
}

/** Resolves with the workflow's newest execution when that has ended. */
export async function newest(n8n: N8n, workflowId: string): Promise<Execution> {
	const first = await until(async () => {
		const [before] = await executions(n8n, workflowId);
		await sleep(POLL_MS);
		// While an execution is taken up again after a form, n8n's list does not have it for a moment.
		const [after] = await executions(n8n, workflowId);
		return before !== undefined && before.id === after?.id ? after : undefined;
	}, 'an execution');
	return await ended(n8n, workflowId, ({ id }) => id === first.id);
}

/** Asks until there is an answer. */
export async function until<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
	const deadline = Date.now() + PATIENCE_MS;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		assert.ok(Date.now() < deadline, `${what} did not come within ${PATIENCE_MS / 1000} s`);
		await sleep(POLL_MS);
	}
}

/** Empties the mail catcher. */
export async function forgetMails({ mail }: Pick<Servers, 'mail'>): Promise<void> {
	await ask(`${mail.url}/mails`, 'DELETE');
}
