import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { runWorkflow } from '../../sandbox/n8n/run.ts';
import { readTraffic, resetTraffic } from '../../sandbox/start/control.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { Sentence } from '../../scripts/install/sentence.cjs';
import type { FloorDone, FloorJob } from './floor/main.ts';
import { idleMemory } from './idle.ts';
import type { ContenderName, Measured } from './measured.ts';
import type { Stage } from './stage.ts';

/** Somebody who can do a night's work. */
export interface Contender {
	name: ContenderName;
	/** For tables and sentences. */
	title: string;
	/** Does the work once. Throws a Sentence when it doesn't succeed. `ready` is called right before it begins. */
	run(stage: Stage, ready: () => Promise<void>): Promise<Measured>;
}

const TRIGGER = 'Run now';
const FLOOR = join(import.meta.dirname, 'floor', 'main.ts');

export const CONTENDERS: readonly Contender[] = [
	{ name: 'package', title: 'This package', run: runPackage },
	{ name: 'drawn', title: "n8n's own nodes", run: runDrawn },
	{ name: 'floor', title: 'Bare script', run: runFloor },
];

async function runPackage({ sandbox }: Stage, ready: () => Promise<void>): Promise<Measured> {
	const idle = await freshN8n(sandbox);
	await ready();
	const { ok, summary } = await sandbox.run();
	if (!ok) throw new Sentence(`This package's run failed: ${summary.error ?? ''}`);
	const { seconds, graphRequests, resourceUnits, hrReads, hrWrites, peakRssMb } = summary;
	return { seconds, graphRequests, resourceUnits, hrReads, hrWrites, memoryMb: Math.max(0, peakRssMb - idle) };
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
	const { entra, hr } = sandbox;
	const job: FloorJob = { source: entra, target: hr };
	await ready();
	await resetTraffic(sandbox);
	const child = spawn(process.execPath, [FLOOR], { stdio: ['pipe', 'pipe', 'pipe'] });
	// The secrets go through the input: a command line can be read by others.
	child.stdin.end(JSON.stringify(job));
	const [said, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
	if (child.exitCode !== 0) throw new Sentence(`The bare script failed. ${errors.trim()}`);
	const { seconds, memoryMb } = JSON.parse(said) as FloorDone;
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
