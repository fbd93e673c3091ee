import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Disturbance, Scene } from '../disturb.ts';

const MB = 1024 * 1024;
/** What n8n gets to write between its start and the moment that the disk is full. */
const ROOM_MB = 64;

/** The disk with n8n's database fills up, until the run has ended. */
export const FULL_DISK: Disturbance[] = [
	{
		what: "the disk with n8n's database is full from the first write on",
		run: async (scene) => await withSmallDisk(scene, async (fill) => await filledAt(scene, fill)),
	},
];

/** How long the run may take. n8n can't keep that it has ended, and shows it as running for ever. */
const RUN_MS = 20_000;

async function filledAt({ laboratory, run, at }: Scene, fill: () => void): Promise<string> {
	const reached = at({ stage: 'people', nth: 1 }, async () => {
		fill();
		await Promise.resolve();
	});
	const running = run();
	await reached;
	const ended = await Promise.race([running, sleep(RUN_MS, 'n8n could not keep that it had ended')]);
	await laboratory.sandbox.n8n.stop();
	await running;
	return ended;
}

/**
 * Puts n8n's database on a small disk of its own, in memory, for as long as `work` takes.
 * Where this user may not mount one, the system refuses to let n8n's files grow instead.
 * @returns undefined where neither can be done
 */
async function withSmallDisk(
	{ laboratory }: Scene,
	work: (fill: () => void) => Promise<string>,
): Promise<string | undefined> {
	const { sandbox, stateDir, signal } = laboratory;
	const disk = join(stateDir, 'small-disk');
	const { database } = sandbox.n8n;
	if (database === undefined) return undefined;
	await sandbox.n8n.stop();
	mkdirSync(disk, { recursive: true });
	const size = Math.ceil(statSync(database).size / MB) + ROOM_MB;
	if (!succeeds('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', disk])) {
		await sandbox.startN8n();
		return succeeds('prlimit', ['--version']) ? await work(() => forbidWriting(sandbox.n8n.pid)) : undefined;
	}
	// Whatever happens: a folder that a disk is mounted on can't be removed.
	const unmount = (): void => void execFileSync('umount', ['-l', disk]);
	signal.addEventListener('abort', unmount, { once: true });
	const there = join(disk, 'database.sqlite');
	const ballast = join(disk, 'ballast');
	try {
		move(database, there);
		// n8n keeps its journal beside the file that the link leads to.
		symlinkSync(there, database);
		await sandbox.startN8n();
		const ended = await work(() => fillUp(ballast));
		rmSync(ballast);
		return ended;
	} finally {
		await sandbox.n8n.stop();
		if (existsSync(there)) {
			rmSync(database, { force: true });
			for (const end of ['-wal', '-shm', '']) if (existsSync(there + end)) move(there + end, database + end);
		}
		signal.removeEventListener('abort', unmount);
		if (!signal.aborted) unmount();
	}
}

function succeeds(command: string, args: string[]): boolean {
	try {
		execFileSync(command, args, { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

/** Whatever the process writes behind the first bytes of a file fails, until it ends. */
function forbidWriting(pid: number): void {
	execFileSync('prlimit', ['--pid', String(pid), '--fsize=4096:4096']);
}

/** A rename can't lead to another disk. */
function move(from: string, to: string): void {
	copyFileSync(from, to);
	rmSync(from);
}

function fillUp(file: string): void {
	for (let size = MB; size >= 1; size = Math.floor(size / 2)) {
		const block = Buffer.alloc(size);
		for (;;) {
			try {
				writeFileSync(file, block, { flag: 'a' });
			} catch {
				break;
			}
		}
	}
}
