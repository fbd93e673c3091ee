const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * The SHA-256 of a lockfile in hex, line ends aside: a checkout with CRLF holds the same packages.
 *
 * @param {string} file
 */
function lockfileHash(file) {
	return createHash('sha256').update(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).digest('hex');
}

/** The `packages` of a lockfile without the project itself; empty when there is no such file. */
function packagesOf(file) {
	try {
		const { packages = {} } = JSON.parse(readFileSync(file, 'utf8'));
		return Object.entries(packages).filter(([path]) => path !== '');
	} catch {
		return [];
	}
}

/**
 * Whether a node_modules folder that npm filled holds what the lockfile says. Optional packages may be missing, since
 * most of them belong to other platforms.
 *
 * @param {string} root folder of package-lock.json and node_modules
 */
function matchesLockfile(root) {
	const installed = new Map(packagesOf(join(root, 'node_modules', '.package-lock.json')));
	const wanted = packagesOf(join(root, 'package-lock.json'));
	return (
		installed.size > 0 &&
		wanted.length > 0 &&
		wanted.every(([path, { version, optional, devOptional }]) => {
			const found = installed.get(path);
			return found ? found.version === version : Boolean(optional || devOptional);
		})
	);
}

/**
 * Counts the packages of a lockfile that stand in a folder: "12 of 200 packages".
 *
 * @param {string} lockfile
 * @param {string} folder
 * @returns {() => string}
 */
function packageCounter(lockfile, folder) {
	const paths = packagesOf(lockfile)
		.filter(([, { optional }]) => !optional)
		.map(([path]) => join(folder, path, 'package.json'));
	return () => `${paths.filter((path) => existsSync(path)).length} of ${paths.length} packages`;
}

module.exports = { lockfileHash, matchesLockfile, packageCounter };
