import { join } from 'node:path';

import { Sentence } from '../scripts/install/sentence.cjs';
import { mutate } from './start/control.ts';
import { readFlags, USAGE } from './start/flags.ts';
import type { Flags } from './start/flags.ts';
import { addressesAsText, runAsText } from './start/print.ts';
import { openSandbox } from './start/sandbox.ts';
import type { Sandbox } from './start/sandbox.ts';
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
	let summary: Summary;
	try {
		const flags = readFlags(args);
		if (flags.help) {
			toOutput(USAGE);
			return 0;
		}
		summary = await runSandbox(flags);
	} catch (error) {
		const text = stop.aborted ? 'Stopped.' : explain(error);
		toError(text);
		summary = emptySummary(text);
	}
	if (args.includes('--json')) toOutput(JSON.stringify(summary));
	return summary.error === undefined ? 0 : 1;
}

/** Starts everything, runs the template once, and stays up unless it is to be once. */
async function runSandbox(flags: Flags): Promise<Summary> {
	const { once, json, system, members, latency, ports, reset } = flags;
	const show = json ? toError : toOutput;
	const stateDir = join(root, '.sandbox');
	const options = { root, stateDir, system, members, latency, ports, reset };
	const sandbox = await openSandbox({ ...options, say: toError, signal: stop });
	try {
		const summary = await unlessStopped(runOnce(sandbox, flags, show), stop);
		if (!once) {
			show(`\n${addressesAsText(sandbox)}\n\nThe sandbox is up. Ctrl-C stops it.`);
			await untilStopped(stop);
			// It was up, and to be stopped is how it ends.
			return { ...summary, error: undefined };
		}
		return summary;
	} finally {
		if (!once) toError('Stopping.');
		await sandbox.close();
	}
}

async function runOnce(sandbox: Sandbox, { mutate: count }: Flags, show: (text: string) => void): Promise<Summary> {
	if (count > 0) await mutate(sandbox, count);
	toError('Running the sync.');
	const run = await sandbox.run();
	show(`\n${runAsText(run)}`);
	return run.summary;
}

function explain(error: unknown): string {
	if (error instanceof Sentence) return error.message;
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
