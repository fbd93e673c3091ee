import { runWorkflow } from '../../sandbox/n8n/run.ts';
import { readTraffic, resetTraffic } from '../../sandbox/start/control.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import type { SandboxRun } from '../../sandbox/start/summary.ts';
import { Sentence } from '../../scripts/install/sentence.cjs';
import { runFloorScript } from './floor/run.ts';
import { idleMemory } from './idle.ts';
import type { ContenderName, Measured } from './measured.ts';
import type { Stage } from './stage.ts';

/** Somebody who can do a night's work. */
export interface Contender {
	name: ContenderName;
	/** Does the work, each time after `ready` has brought back the evening. Throws a Sentence when it doesn't succeed. */
	run: (stage: Stage, ready: () => Promise<void>) => Promise<Measured>;
}

const TRIGGER = 'Run now';

export const CONTENDERS: readonly Contender[] = [
	{ name: 'package', run: runPackage },
	{ name: 'drawn', run: runDrawn },
	{ name: 'floor', run: runFloor },
];

async function runPackage({ sandbox }: Stage, ready: () => Promise<void>): Promise<Measured> {
	const idle = await freshN8n(sandbox);
	const { seconds, graphRequests, resourceUnits, hrReads, hrWrites, peakRssMb } = await successfulRun(sandbox, ready);
	const { seconds: againSeconds } = await successfulRun(sandbox, ready);
	const memoryMb = Math.max(0, peakRssMb - idle);
	return { seconds, againSeconds, graphRequests, resourceUnits, hrReads, hrWrites, memoryMb };
}

async function successfulRun(sandbox: Sandbox, ready: () => Promise<void>): Promise<SandboxRun['summary']> {
	await ready();
	const { ok, summary } = await sandbox.run();
	if (!ok) throw new Sentence(`This package's run failed: ${summary.error ?? ''}`);
	return summary;
}

async function runDrawn({ sandbox, drawnId }: Stage, ready: () => Promise<void>): Promise<Measured> {
	const idle = await freshN8n(sandbox);
	await ready();
	await resetTraffic(sandbox);
	const { status, error, seconds, peakRssMb } = await runWorkflow(sandbox.n8n, drawnId, TRIGGER);
	if (status !== 'success') {
		throw new Sentence(
			`The run of n8n's own nodes ended as "${status}": ${error?.message ?? ''} ${error?.description ?? ''}`,
		);
	}
	return await withTraffic(sandbox, { seconds, memoryMb: Math.max(0, peakRssMb - idle) });
}

async function runFloor({ sandbox }: Stage, ready: () => Promise<void>): Promise<Measured> {
	await ready();
	await resetTraffic(sandbox);
	const { seconds, memoryMb } = await runFloorScript(sandbox);
	return await withTraffic(sandbox, { seconds, memoryMb });
}

/** Starts n8n anew. Resolves with the memory that it holds when it has nothing to do. */
async function freshN8n(sandbox: Sandbox): Promise<number> {
	await sandbox.n8n.stop();
	await sandbox.startN8n();
	return await idleMemory(sandbox.n8n.pid);
}

async function withTraffic(sandbox: Sandbox, cost: Pick<Measured, 'seconds' | 'memoryMb'>): Promise<Measured> {
	const { graphRequests, resourceUnits, hrReads, hrWrites } = await readTraffic(sandbox);
	return { ...cost, graphRequests, resourceUnits, hrReads, hrWrites };
}
