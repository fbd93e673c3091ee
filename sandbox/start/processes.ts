import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { isAlive } from '../../scripts/install/lock.cjs';
import { listIn, numberIn, objectIn, textIn } from '../shared/json.ts';

/** How long a process may take to end by itself. */
const STOP_WITHIN_MS = 8_000;

/** The sandbox's child processes, also those that an earlier start, ended by force, left behind. */
export class Processes {
	private readonly file: string;

	private readonly running = new Map<number, { script: string; child: ChildProcess }>();

	/** The list of process ids is kept in `stateDir`. */
	constructor(stateDir: string) {
		this.file = join(stateDir, 'processes.json');
	}

	/** Starts a program in a process group of its own, so that everything it starts ends with it. */
	start(
		node: string,
		script: string,
		args: string[],
		options: { env?: NodeJS.ProcessEnv; cwd?: string; log?: number; runAs?: { uid: number; gid: number } },
	) {
		const { env, cwd, log, runAs } = options;
		const child = spawn(node, [script, ...args], {
			cwd,
			env,
			...runAs,
			detached: true,
			stdio: ['ignore', log ?? 'pipe', log ?? 'pipe'],
		});
		const { pid } = child;
		if (pid !== undefined) {
			this.running.set(pid, { script, child });
			this.keep();
			child.once('exit', () => {
				// What it had started may have outlived it.
				signalGroup(pid, 'SIGKILL');
				this.running.delete(pid);
				this.keep();
			});
		}
		return child;
	}

	/** Ends one process: asks first, then ends it by force. */
	async stop(child: ChildProcess): Promise<void> {
		if (child.pid !== undefined && !hasEnded(child)) await stopGroup(child.pid, () => hasEnded(child));
	}

	/** Ends one process by force, as a power cut would. */
	async kill(child: ChildProcess): Promise<void> {
		if (child.pid === undefined) return;
		signalGroup(child.pid, 'SIGKILL');
		while (!hasEnded(child)) await sleep(10);
	}

	/** Ends what runs a script by force. */
	async killScript(script: string): Promise<void> {
		const children = [...this.running.values()].filter((one) => one.script === script).map(({ child }) => child);
		await Promise.all(children.map(async (child) => await this.kill(child)));
	}

	async stopAll(): Promise<void> {
		await Promise.all([...this.running.values()].map(async ({ child }) => await this.stop(child)));
		rmSync(this.file, { force: true });
	}

	/** Ends what an earlier start left running. A process id that now belongs to something else is left alone. */
	async stopLeftovers(): Promise<void> {
		const stopped = this.leftovers().map(async (pid) => await stopGroup(pid, () => !isAlive(pid)));
		await Promise.all(stopped);
		rmSync(this.file, { force: true });
	}

	private leftovers(): number[] {
		if (!existsSync(this.file)) return [];
		return listIn(parsed(readFileSync(this.file, 'utf8')))
			.map((entry) => objectIn(entry))
			.filter(({ pid, script }) => runs(numberIn(pid), textIn(script)))
			.map(({ pid }) => numberIn(pid));
	}

	private keep(): void {
		const list = [...this.running].map(([pid, { script }]) => ({ pid, script }));
		writeFileSync(this.file, JSON.stringify(list));
	}
}

export function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null;
}

/** Whether a process id belongs to the script it was started for. Without /proc a living one is believed to. */
function runs(pid: number, script: string): boolean {
	if (pid <= 1 || !isAlive(pid)) return false;
	if (!existsSync('/proc/self/cmdline')) return true;
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script);
	} catch {
		return false;
	}
}

async function stopGroup(pid: number, ended: () => boolean): Promise<void> {
	signalGroup(pid, 'SIGTERM');
	const deadline = Date.now() + STOP_WITHIN_MS;
	while (!ended()) {
		if (Date.now() > deadline) signalGroup(pid, 'SIGKILL');
		await sleep(50);
	}
	signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch {
		// Nobody of the group is left.
	}
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return [];
	}
}
