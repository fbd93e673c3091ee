import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { Sentence } from '../../scripts/install/sentence.cjs';

/** Whom a program is run as, by numbers. */
export interface RunAs {
	uid: number;
	gid: number;
}

/** Users that own nothing of value, the better one first. */
const USERS = ['postgres', 'nobody'];

const OTHERS_MAY_PASS = 0o001;

/** PostgreSQL refuses to be run by root: whom to run it as then. Undefined for whoever isn't root. */
export function unprivilegedUser(): RunAs | undefined {
	if (process.getuid?.() !== 0) return undefined;
	for (const user of USERS) {
		try {
			return { uid: idOf('-u', user), gid: idOf('-g', user) };
		} catch {
			// There is no such user here.
		}
	}
	throw new Sentence(`PostgreSQL can't be run as root, and this machine has none of the users ${USERS.join(', ')}.`);
}

function idOf(which: string, user: string): number {
	return Number(execFileSync('id', [which, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

/**
 * A folder that another user can get to, to keep his data in: `folder` itself, or a temporary one where one of the folders
 * above is closed to others, such as the home of root.
 *
 * @param own folders above that belong to the sandbox, which opens them for passing through
 */
export function passableFolder(folder: string, own: string[]): { folder: string; isTemporary: boolean } {
	for (const path of own) chmodSync(path, statSync(path).mode | OTHERS_MAY_PASS);
	for (let path = dirname(folder); path !== dirname(path); path = dirname(path)) {
		if ((statSync(path).mode & OTHERS_MAY_PASS) === 0) {
			return { folder: mkdtempSync(join(tmpdir(), 'entra-hr-sync-')), isTemporary: true };
		}
	}
	return { folder, isTemporary: false };
}
