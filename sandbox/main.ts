import { join } from 'node:path';

import { Sentence } from '../scripts/install/sentence.cjs';
import { nightAsText, queueAddressesAsText } from './queue/print.ts';
import { openQueueSandbox } from './queue/queue.ts';
import { emptyQueueSummary } from './queue/summary.ts';
import type { QueueSummary } from './queue/summary.ts';
import { mutate } from './start/control.ts';
import { readFlags, USAGE } from './start/flags.ts';
import type { Flags } from './start/flags.ts';
import { addressesAsText, runAsText } from './start/print.ts';
import { openSandbox } from './start/sandbox.ts';
import type { EntraReady } from './start/servers.ts';
import { emptySummary } from './start/summary.ts';
import type { Summary } from './start/summary.ts';
import { stopSignal, unlessStopped, untilStopped } from './start/stop.ts';

const root = join(import.meta.dirname, '..');
const stop = stopSignal();
const toError = (text: string) => void process.stderr.write(`${text}\n`);
const toOutput = (text: string) => void process.stdout.write(`${text}\n`);

process.exitCode = await main();

async function main(): Promise<number> {
	const args = process.argv.slice(2);
	let summary: Summary | QueueSummary;
	try {
		const flags = readFlags(args);
		if (flags.help) {
			toOutput(USAGE);
			return 0;
		}
		summary = await (flags.queue ? runQueueSandbox(flags) : runSandbox(flags));
	} catch (error) {
		const text = stop.aborted ? 'Stopped.' : explain(error);
		toError(text);
		summary = args.includes('--queue') ? emptyQueueSummary(text) : emptySummary(text);
	}
	if (args.includes('--json')) toOutput(JSON.stringify(summary));
	return summary.error === undefined ? 0 : 1;
}

/** One HR system, and one n8n. */
async function runSandbox(flags: Flags): Promise<Summary> {
	const { json, system, members, latency, ports, reset } = flags;
	const show = json ? toError : toOutput;
	const stateDir = join(root, '.sandbox');
	const options = { root, stateDir, system, members, latency, ports, reset };
	const sandbox = await openSandbox({ ...options, say: toError, signal: stop });
	return await runOnceIn(sandbox, flags, async () => {
		const run = await sandbox.run();
		show(`\n${runAsText(run)}`);
		return { summary: run.summary, addresses: addressesAsText(sandbox, run.executionId) };
	});
}

/** Several HR systems, and n8n in queue mode. */
async function runQueueSandbox(flags: Flags): Promise<QueueSummary> {
	const { json, members, latency, ports, reset } = flags;
	const show = json ? toError : toOutput;
	const stateDir = join(root, '.sandbox', 'queue');
	const options = { root, stateDir, members, latency, ports, reset };
	const sandbox = await openQueueSandbox({ ...options, say: toError, signal: stop });
	return await runOnceIn(sandbox, flags, async () => {
		const summary = await sandbox.run();
		show(`\n${nightAsText(summary)}`);
		return { summary, addresses: queueAddressesAsText(sandbox) };
	});
}

/** Runs what was started once, and stays up unless it is to be once. */
async function runOnceIn<Result extends { error?: string }>(
	sandbox: { entra: EntraReady; close(): Promise<void> },
	{ once, json, mutate: count }: Flags,
	run: () => Promise<{ summary: Result; addresses: string }>,
): Promise<Result> {
	const work = async () => {
		if (count > 0) await mutate(sandbox, count);
		toError('Running the sync.');
		return await run();
	};
	try {
		const { summary, addresses } = await unlessStopped(work(), stop);
		if (once) return summary;
		(json ? toError : toOutput)(`\n${addresses}\n\nThe sandbox is up. Ctrl-C stops it.`);
		await untilStopped(stop);
		// It was up, and to be stopped is how it ends.
		return { ...summary, error: undefined };
	} finally {
		if (!once) toError('Stopping.');
		await sandbox.close();
	}
}

function explain(error: unknown): string {
	if (error instanceof Sentence) return error.message;
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
