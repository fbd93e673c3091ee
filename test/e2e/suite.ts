import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Sentence } from '../../scripts/install/sentence.cjs';
import { stopSignal } from '../../sandbox/start/stop.ts';

export interface Suite<Flags extends { help: boolean }> {
	usage: string;
	/** Throws a Sentence about what it does not understand. */
	readFlags: (args: string[]) => Flags;
	/** @returns the exit code */
	run: (flags: Flags, signal: AbortSignal) => Promise<number>;
}

/** Runs one of the long suites as a program: with its help, until it ends or is stopped. */
export async function runSuite<Flags extends { help: boolean }>({
	usage,
	readFlags,
	run,
}: Suite<Flags>): Promise<void> {
	const stop = stopSignal();
	try {
		const flags = readFlags(process.argv.slice(2));
		if (flags.help) console.log(usage);
		else process.exitCode = await run(flags, stop);
	} catch (error) {
		if (stop.aborted) console.error('Stopped.');
		else console.error(error instanceof Sentence ? error.message : error);
		process.exitCode = 1;
	}
}

/** Lends out a folder of its own, such as `/tmp/entra-hr-sync-soak-x1`, which is gone afterwards. */
export async function inStateDir<Result>(suite: string, use: (stateDir: string) => Promise<Result>): Promise<Result> {
	const stateDir = mkdtempSync(join(tmpdir(), `entra-hr-sync-${suite}-`));
	try {
		return await use(stateDir);
	} finally {
		rmSync(stateDir, { recursive: true, force: true });
	}
}
