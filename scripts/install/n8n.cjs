const { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } = require('node:fs');
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');

const { takeLock } = require('./lock.cjs');
const { lockfileHash, packageCounter } = require('./lockfile.cjs');
const { runNpm } = require('./npm.cjs');
const { nodePath } = require('./package.cjs');

const WHAT = 'n8n';

/**
 * Where n8n is installed: outside the checkout, named after its lockfile, so that another clone finds it again.
 *
 * @param {string} root the package's folder
 */
function n8nHome(root) {
	const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	const hash = lockfileHash(join(root, 'sandbox', 'n8n', 'package-lock.json')).slice(0, 12);
	return join(cache, 'n8n-nodes-entra-hr-sync', `n8n-${hash}`);
}

/**
 * Installs n8n, unless it is there, and resolves with its folder. Built under another name and renamed once it is
 * whole, so that what an interruption leaves is never taken for an installation. Fails with a Sentence.
 *
 * @param {string} root the package's folder, its own dependencies installed
 * @param {{ say: (line: string) => void, signal?: AbortSignal }} options
 */
async function ensureN8n(root, { say, signal }) {
	const home = n8nHome(root);
	if (existsSync(home)) return home;
	const lock = await takeLock(`${home}.lock`, {
		signal,
		onWait: (pid) => say(`Waiting for another installation of n8n (process ${pid}).`),
	});
	try {
		if (existsSync(home)) return home;
		await install(root, home, say, signal);
		return home;
	} finally {
		lock.release();
	}
}

async function install(root, home, say, signal) {
	const source = join(root, 'sandbox', 'n8n');
	const part = `${home}.part`;
	const lockfile = join(part, 'package-lock.json');
	// Under the lock nobody else is building: what is there was left half-built.
	rmSync(part, { recursive: true, force: true });
	mkdirSync(part, { recursive: true });
	try {
		for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(source, name), join(part, name));
		const node = nodePath(root);
		const log = join(root, '.sandbox', 'n8n-install.log');
		// Node.js 24 comes first on PATH: install scripts run on it, and native code is built for it.
		const options = { cwd: part, what: WHAT, say, node, pathFirst: dirname(node), log, signal };
		say('Installing n8n itself into a cache folder, once: 5 to 6 minutes on a small machine, 2.2 GB.');
		const flags = ['--no-audit', '--no-fund'];
		await runNpm(['install', '--legacy-peer-deps', '--ignore-scripts', ...flags], {
			...options,
			progress: packageCounter(lockfile, part),
		});
		say("Building n8n's database driver: up to 3 minutes where it has to be compiled.");
		await runNpm(['rebuild', 'sqlite3', '--ignore-scripts=false'], { ...options, progress: () => 'building' });
		renameSync(part, home);
		say('n8n installed.');
	} catch (error) {
		rmSync(part, { recursive: true, force: true });
		throw error;
	}
}

module.exports = { ensureN8n, n8nHome };
