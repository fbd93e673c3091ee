import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { Sentence } from '../../scripts/install/sentence.cjs';
import { hasEnded } from './processes.ts';

const READY_WITHIN_MS = 180_000;
const POLL_MS = 200;

/** A program that was started, and where its output goes. */
export interface Starting {
	/** As the subject of a sentence. */
	name: string;
	child: ChildProcess;
	logFile: string;
	/** Where in the log its output begins, in bytes. */
	logStart?: number;
	signal?: AbortSignal;
}

/**
 * Resolves once a program can be used.
 *
 * @param ask throws while it can't be used yet
 * @throws a Sentence with the end of its log when it ended, or took too long
 */
export async function untilReady(starting: Starting, ask: () => Promise<unknown>): Promise<void> {
	const { name, child, signal } = starting;
	const deadline = Date.now() + READY_WITHIN_MS;
	for (;;) {
		try {
			await ask();
			return;
		} catch {
			signal?.throwIfAborted();
			if (hasEnded(child) || child.pid === undefined) {
				throw new Sentence(`${name} ended while it started. ${lastWords(starting)}`);
			}
			if (Date.now() > deadline) {
				throw new Sentence(`${name} did not get ready within ${READY_WITHIN_MS / 1000} s. ${lastWords(starting)}`);
			}
			await sleep(POLL_MS);
		}
	}
}

function lastWords({ logFile, logStart = 0 }: Starting): string {
	const lines = readFileSync(logFile).subarray(logStart).toString('utf8').trim().split('\n');
	return `Its log, ${logFile}, ends with: ${lines.slice(-5).join(' | ')}`;
}
