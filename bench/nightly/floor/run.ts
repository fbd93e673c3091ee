import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import type { Servers } from '../../../sandbox/start/servers.ts';
import { Sentence } from '../../../scripts/install/sentence.cjs';
import type { FloorDone, FloorJob } from './main.ts';

const SCRIPT = join(import.meta.dirname, 'main.ts');

/** Runs the bare script in a process of its own. Throws a Sentence with what it said when it fails. */
export async function runFloorScript({ entra, hr }: Pick<Servers, 'entra' | 'hr'>): Promise<FloorDone> {
	const job: FloorJob = { source: entra, target: hr };
	const child = spawn(process.execPath, [SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
	// The secrets go through the input: a command line can be read by others.
	child.stdin.end(JSON.stringify(job));
	const [said, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
	if (child.exitCode !== 0) throw new Sentence(`The bare script failed. ${errors.trim()}`);
	return JSON.parse(said) as FloorDone;
}
