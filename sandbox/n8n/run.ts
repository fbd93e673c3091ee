import { setTimeout as sleep } from 'node:timers/promises';

import { Sentence } from '../../scripts/install/sentence.cjs';
import { listIn, objectIn, textIn } from '../shared/json.ts';
import type { JsonObject } from '../shared/json.ts';
import { readExecution } from './execution.ts';
import type { Execution } from './execution.ts';
import { measurePeak } from './memory.ts';
import type { N8n } from './start.ts';

const POLL_MS = 300;
/** How long n8n may answer nothing, or with refusals only, while a run is under way. */
const SILENT_FOR_MS = 120_000;

/** What an execution's status is while it is under way. */
const UNDER_WAY = new Set(['new', 'running', 'waiting', 'unknown']);

/** A finished run of a workflow. */
export interface WorkflowRun extends Execution {
	/** The most memory that n8n's process held during the run, in MB. */
	peakRssMb: number;
}

/**
 * Runs a workflow as the editor's button does and waits until it has ended, whether well or not.
 *
 * @param trigger name of the trigger node to start from
 * @param onStarted is told the execution's id
 * @throws a Sentence when n8n ends before the run does
 */
export async function runWorkflow(
	n8n: N8n,
	workflowId: string,
	trigger: string,
	onStarted?: (executionId: string) => void,
): Promise<WorkflowRun> {
	const peak = measurePeak(n8n.pid);
	let peakRssMb = 0;
	try {
		const id = await startWorkflow(n8n, workflowId, trigger);
		onStarted?.(id);
		await untilEnded(n8n, workflowId, id);
		// Before the data is read, which costs n8n memory of its own.
		peakRssMb = peak.stop();
		return { ...(await readExecution(n8n, id)), peakRssMb };
	} catch (error) {
		// Its connections break a moment before the process is known to have ended.
		await sleep(500);
		if (n8n.hasEnded()) throw new Sentence('n8n ended before the run did.');
		throw error;
	} finally {
		if (peakRssMb === 0) peak.stop();
	}
}

/** Starts a workflow as the editor's button does. Resolves with the execution's id. */
export async function startWorkflow(n8n: N8n, workflowId: string, trigger: string): Promise<string> {
	const started = objectIn(
		await n8n.client.post(`/workflows/${workflowId}/run`, { triggerToStartFrom: { name: trigger } }),
	);
	const id = textIn(started.executionId);
	if (id === '') throw new Sentence(`n8n did not start the workflow from its node "${trigger}".`);
	return id;
}

/** Resolves when an execution has ended, whether well or not. */
export async function untilEnded(n8n: N8n, workflowId: string, id: string): Promise<void> {
	await until(n8n, workflowId, id, ({ status, stoppedAt }) => !UNDER_WAY.has(textIn(status)) && Boolean(stoppedAt));
}

/** Resolves when an execution waits for somebody's answer, or has ended without asking. */
export async function untilWaiting(n8n: N8n, workflowId: string, id: string): Promise<void> {
	await until(n8n, workflowId, id, ({ status }) => status === 'waiting' || !UNDER_WAY.has(textIn(status)));
}

/** Asks for the list of executions: unlike an execution itself it does not hold the data of the nodes. */
async function until(
	n8n: N8n,
	workflowId: string,
	id: string,
	reached: (execution: JsonObject) => boolean,
): Promise<void> {
	const path = `/executions?limit=10&filter=${encodeURIComponent(JSON.stringify({ workflowId }))}`;
	let answered = Date.now();
	for (;;) {
		try {
			const { results } = objectIn(await n8n.client.get(path));
			answered = Date.now();
			const execution = listIn(results)
				.map((entry) => objectIn(entry))
				.find((entry) => textIn(entry.id) === id);
			if (execution && reached(execution)) return;
		} catch (error) {
			// A workflow that keeps n8n busy for seconds keeps it from answering, or makes it think that its database is gone.
			if (n8n.hasEnded() || Date.now() - answered > SILENT_FOR_MS) throw error;
		}
		await sleep(POLL_MS);
	}
}
