import { setTimeout as sleep } from 'node:timers/promises';

import { Sentence } from '../../scripts/install/sentence.cjs';
import { readExecution } from '../n8n/execution.ts';
import { measurePeak } from '../n8n/memory.ts';
import { untilEnded } from '../n8n/run.ts';
import type { N8n } from '../n8n/start.ts';
import { listIn, objectIn, textIn } from '../shared/json.ts';
import { readTraffic, resetTraffic } from '../start/control.ts';
import { summarize } from '../start/summary.ts';
import { startFromOutside } from './startNode.ts';
import { summarizeNight } from './summary.ts';
import type { QueueSummary, SystemRun } from './summary.ts';
import type { Target } from './targets.ts';
import type { Worker } from './worker.ts';

/** An execution that was started. */
export interface Started {
	target: Target;
	executionId: string;
}

const POLL_MS = 100;
const STARTED_WITHIN_MS = 60_000;

/** Starts the published workflows, all at once, and resolves with their executions, which n8n has queued by then. */
export async function startAll(n8n: N8n, targets: Target[]): Promise<Started[]> {
	const before = await Promise.all(targets.map(async ({ workflowId }) => await executionIds(n8n, workflowId)));
	await Promise.all(targets.map(async ({ path }) => await startFromOutside(n8n.url, path)));
	return await Promise.all(
		targets.map(async (target, index) => {
			const known = new Set(before[index]);
			return { target, executionId: await newExecution(n8n, target.workflowId, known) };
		}),
	);
}

/** Runs the syncs side by side and waits until all have ended, whether well or not. */
export async function runAll(n8n: N8n, targets: Target[], workers: Worker[]): Promise<QueueSummary> {
	const [first] = targets;
	if (!first) throw new Error('There is nothing to run.');
	const { mails } = await readTraffic(first);
	await Promise.all(targets.map(async (target) => await resetTraffic(target)));
	const peaks = workers
		.filter((worker) => !worker.hasEnded())
		.map((worker) => ({ worker, peak: measurePeak(worker.pid) }));

	const started = await startAll(n8n, targets);
	await Promise.all(
		started.map(async ({ target, executionId }) => await untilEnded(n8n, target.workflowId, executionId)),
	);
	// Before the data is read, so that nothing but the runs counts.
	const held = peaks.map(({ worker, peak }) => ({ name: worker.name, peakRssMb: Math.round(peak.stop()) }));
	const runs = await Promise.all(started.map(async (one) => await readRun(n8n, one, workers)));
	const traffic = await readTraffic(first);
	return summarizeNight(runs, held, { ...traffic, mails: traffic.mails - mails });
}

/** What an execution that has ended has done. */
export async function readRun(n8n: N8n, { target, executionId }: Started, workers: Worker[]): Promise<SystemRun> {
	const { workflowId, system } = target;
	const entry = (await executions(n8n, workflowId)).find(({ id }) => id === executionId);
	const run = { ...(await readExecution(n8n, executionId)), peakRssMb: 0 };
	const { summary } = summarize(run, await readTraffic(target));
	const { graphRequests, resourceUnits, mails, peakRssMb, error, ...counts } = summary;
	return {
		system,
		...counts,
		status: run.status,
		executionId,
		worker: workers.find((worker) => worker.took(executionId))?.name ?? '',
		startedAt: textIn(entry?.startedAt),
		stoppedAt: textIn(entry?.stoppedAt),
		...(error !== undefined && { error }),
	};
}

async function newExecution(n8n: N8n, workflowId: string, known: Set<string>): Promise<string> {
	const deadline = Date.now() + STARTED_WITHIN_MS;
	for (;;) {
		const found = (await executionIds(n8n, workflowId)).find((id) => !known.has(id));
		if (found !== undefined) return found;
		if (Date.now() > deadline) throw new Sentence('n8n did not start a workflow that it was told to start.');
		await sleep(POLL_MS);
	}
}

async function executionIds(n8n: N8n, workflowId: string): Promise<string[]> {
	return (await executions(n8n, workflowId)).map(({ id }) => textIn(id));
}

async function executions({ client }: N8n, workflowId: string) {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { results } = objectIn(await client.get(`/executions?limit=20&filter=${filter}`));
	return listIn(results).map((entry) => objectIn(entry));
}
