const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { takeLock } = require('./lock.cjs');
const { lockfileHash, matchesLockfile, packageCounter } = require('./lockfile.cjs');
const { installWithNpm } = require('./npm.cjs');

const WHAT = "This package's dependencies";

/** The Node.js that the npm package `node` brings: what the nodes, the tests and n8n run on. */
function nodePath(root) {
	return join(root, 'node_modules', '.bin', 'node');
}

function stampPath(root) {
	return join(root, 'node_modules', '.installed-from');
}

/**
 * Whether node_modules was installed from the lockfile that stands beside it. An installation that this script did not
 * make counts too, once it holds what the lockfile says.
 *
 * @param {string} root
 */
function isInstalled(root) {
	if (!existsSync(nodePath(root))) return false;
	const hash = lockfileHash(join(root, 'package-lock.json'));
	const stamp = stampPath(root);
	if (existsSync(stamp)) return readFileSync(stamp, 'utf8').trim() === hash;
	if (!matchesLockfile(root)) return false;
	writeFileSync(stamp, `${hash}\n`);
	return true;
}

/**
 * Brings node_modules up to the lockfile, Node.js included. Silent when there is nothing to do; else it says what it
 * does. A second process waits for the first. Fails with a Sentence.
 *
 * @param {string} root the package's folder
 * @param {{ say: (line: string) => void, signal?: AbortSignal }} options
 */
async function ensurePackage(root, { say, signal }) {
	if (isInstalled(root)) return;
	const lock = await takeLock(join(root, '.sandbox', 'install.lock'), {
		signal,
		onWait: (pid) => say(`Waiting for another installation in this folder (process ${pid}).`),
	});
	try {
		if (isInstalled(root)) return;
		await install(root, say, signal);
	} finally {
		lock.release();
	}
}

async function install(root, say, signal) {
	const log = join(root, '.sandbox', 'install.log');
	const options = { cwd: root, what: WHAT, say, log, signal };
	if (!matchesLockfile(root)) {
		say("Installing this package's dependencies from package-lock.json, once: about 2 minutes.");
		// No install scripts: one dependency's would insist on another package manager, and none but node's is needed.
		await installWithNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
			...options,
			progress: packageCounter(join(root, 'package-lock.json'), root),
		});
	}
	if (!existsSync(nodePath(root))) {
		say('Fetching Node.js 24 from the package registry.');
		await installWithNpm(['rebuild', 'node', '--ignore-scripts=false'], options);
	}
	writeFileSync(stampPath(root), `${lockfileHash(join(root, 'package-lock.json'))}\n`);
	say('Dependencies installed.');
}

module.exports = { ensurePackage, isInstalled, nodePath };
