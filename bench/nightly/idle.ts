import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { measurePeak } from '../../sandbox/n8n/memory.ts';

const SAMPLE_MS = 500;
/** A process is idle when it took less than this of each of so many samples, one after the other. */
const BUSY_TICKS = 3;
const QUIET_SAMPLES = 4;
const LONGEST_WAIT_MS = 30_000;

/** Waits until a process has nothing left to do after its start. Resolves with the memory that it holds then, in MB. */
export async function idleMemory(pid: number): Promise<number> {
	const deadline = Date.now() + LONGEST_WAIT_MS;
	let quiet = 0;
	let before = ticksOf(pid);
	while (quiet < QUIET_SAMPLES && Date.now() < deadline) {
		await sleep(SAMPLE_MS);
		const now = ticksOf(pid);
		quiet = now - before < BUSY_TICKS ? quiet + 1 : 0;
		before = now;
	}
	return measurePeak(pid).stop();
}

/** Processor time taken so far, in hundredths of a second (proc(5): fields 14 and 15). Always busy where Linux isn't. */
function ticksOf(pid: number): number {
	const file = `/proc/${pid}/stat`;
	if (!existsSync(file)) return Number.NaN;
	const stat = readFileSync(file, 'utf8');
	// The second field, the program's name, may hold blanks.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return Number(fields[11]) + Number(fields[12]);
}
