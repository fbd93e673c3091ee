import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { takeLock } from '../../scripts/install/lock.cjs';
import type { Lock } from '../../scripts/install/lock.cjs';
import { Sentence } from '../../scripts/install/sentence.cjs';

/** What starting over leaves: it belongs to the installation, or to a sandbox of its own (`queue`), not to the state. */
const INSTALLATION = new Set([
	'sandbox.lock',
	'package',
	'queue',
	'package.lock',
	'install.lock',
	'install.log',
	'n8n-install.log',
]);

/** What a new company leaves: n8n with its user's edits, and how to sign in to it. */
const N8N = /^(?:n8n|n8n\.log|owner\.json|template(?:-[a-z-]+)?\.json)$/;

const USUAL_MEMBERS = 250;

/** Takes the folder, which is made, for one sandbox alone. Throws a Sentence when one is running there. */
export async function lockState(stateDir: string): Promise<Lock> {
	mkdirSync(stateDir, { recursive: true });
	const lock = await takeLock(join(stateDir, 'sandbox.lock'), { wait: false });
	if (!('heldBy' in lock)) return lock;
	throw new Sentence(`The sandbox is already running here (process ${lock.heldBy}). Stop it first, with Ctrl-C.`);
}

/** Removes the state of earlier starts. */
export function removeState(stateDir: string): void {
	remove(stateDir, (name) => !INSTALLATION.has(name));
}

/**
 * How many people the group has: as many as asked for, else as many as at the last start. Another number is another
 * company, so that the people and the mails of the last one are removed.
 */
export function settleMembers(stateDir: string, asked: number | undefined, say: (line: string) => void): number {
	const file = join(stateDir, 'members');
	const kept = existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
	const members = asked ?? kept ?? USUAL_MEMBERS;
	if (kept !== undefined && kept !== members) {
		say(`The company had ${kept} people in its group: starting over with ${members}.`);
		remove(stateDir, (name) => !INSTALLATION.has(name) && !N8N.test(name));
	}
	writeFileSync(file, `${members}\n`);
	return members;
}

function remove(stateDir: string, which: (name: string) => boolean): void {
	for (const name of readdirSync(stateDir)) {
		if (which(name)) rmSync(join(stateDir, name), { recursive: true, force: true });
	}
}
