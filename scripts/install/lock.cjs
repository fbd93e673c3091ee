const { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const HEARTBEAT_MS = 5_000;

/** A holder that has not touched its lock for this long is gone, whatever now runs under its process id. */
const STALE_MS = 60_000;

/**
 * Holds a lock file while something is done that only one process may do.
 *
 * @param {string} file
 * @param {{ wait?: boolean, onWait?: (pid: number) => void, signal?: AbortSignal }} [options]
 * @returns {Promise<{ release: () => void } | { heldBy: number }>} `heldBy` (a process id) only with `wait: false`
 */
async function takeLock(file, { wait = true, onWait, signal } = {}) {
	mkdirSync(dirname(file), { recursive: true });
	for (let told = false; ;) {
		if (create(file)) {
			// Two processes may have cleared the same stale lock; the later one won.
			await sleep(50);
			if (holderOf(file) === process.pid) return hold(file);
			continue;
		}
		const holder = holderOf(file);
		if (holder === undefined) {
			rmSync(file, { force: true });
			continue;
		}
		if (!wait) return { heldBy: holder };
		if (!told) onWait?.(holder);
		told = true;
		await sleep(500, undefined, { signal });
	}
}

function create(file) {
	try {
		writeFileSync(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (error.code === 'EEXIST') return false;
		throw error;
	}
}

/** The living process that holds the lock. */
function holderOf(file) {
	try {
		const age = Date.now() - statSync(file).mtimeMs;
		const text = readFileSync(file, 'utf8');
		// Just created and not written yet.
		if (text === '' && age < 1_000) return -1;
		const pid = Number(text);
		return pid > 0 && age < STALE_MS && isAlive(pid) ? pid : undefined;
	} catch {
		return undefined;
	}
}

function hold(file) {
	const heartbeat = setInterval(() => {
		try {
			utimesSync(file, new Date(), new Date());
		} catch {
			// Removed by hand: nothing to keep fresh.
		}
	}, HEARTBEAT_MS);
	heartbeat.unref();
	return {
		release() {
			clearInterval(heartbeat);
			if (holderOf(file) === process.pid) rmSync(file, { force: true });
		},
	};
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

module.exports = { takeLock, isAlive };
