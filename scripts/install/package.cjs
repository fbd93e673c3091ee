const { existsSync } = require('node:fs');
const { join } = require('node:path');

const { takeLock } = require('./lock.cjs');
const { matchesLockfile, packageCounter } = require('./lockfile.cjs');
const { runNpm } = require('./npm.cjs');

const WHAT = "This package's dependencies";

/** The Node.js that the npm package `node` brings: what the nodes, the tests and n8n run on. */
function nodePath(root) {
	return join(root, 'node_modules', '.bin', 'node');
}

/**
 * Whether node_modules holds what the lockfile that stands beside it says, whoever has installed it.
 *
 * @param {string} root
 */
function isInstalled(root) {
	return existsSync(nodePath(root)) && matchesLockfile(root);
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
		await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
			...options,
			progress: packageCounter(join(root, 'package-lock.json'), root),
		});
	}
	if (!existsSync(nodePath(root))) {
		say('Fetching Node.js 24 from the package registry.');
		await runNpm(['rebuild', 'node', '--ignore-scripts=false'], options);
	}
	say('Dependencies installed.');
}

module.exports = { ensurePackage, isInstalled, nodePath };
