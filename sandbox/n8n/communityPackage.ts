import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	linkSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { takeLock } from '../../scripts/install/lock.cjs';
import { runNpm } from '../../scripts/install/npm.cjs';
import { nodePath } from '../../scripts/install/package.cjs';
import { objectIn, textIn } from '../shared/json.ts';
import { packPackage, sourcesHash } from './build.ts';
import { userFolder } from './start.ts';

/** The flags with which n8n installs what a community package depends on. */
const N8N_INSTALL = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

const STAMP = '.installed-from';
/** n8n's list of installed packages. */
const LIST = 'package.json';

export interface CommunityPackageOptions {
	/** The package's folder. */
	root: string;
	stateDir: string;
	say: (line: string) => void;
	signal?: AbortSignal;
}

/**
 * Puts this package into a sandbox's n8n the way n8n's own installer of community packages does: built, packed,
 * unpacked, its dependencies installed. All of that is done once for the same sources; each sandbox gets it from there.
 */
export async function installCommunityPackage(options: CommunityPackageOptions): Promise<void> {
	const installed = await installOnce(options);
	const target = join(userFolder(options.stateDir), '.n8n', 'nodes');
	const wanted = readFileSync(join(installed, STAMP), 'utf8');
	const there = existsSync(join(target, STAMP)) ? readFileSync(join(target, STAMP), 'utf8') : undefined;
	if (there === wanted) return;
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	linkTree(join(installed, 'node_modules'), join(target, 'node_modules'));
	// A file of its own, since n8n writes its list of packages anew when somebody installs another one.
	copyFileSync(join(installed, LIST), join(target, LIST));
	// The stamp goes last: what was broken off is made again.
	writeFileSync(join(target, STAMP), wanted);
}

/** The same files at another place: some 5,000, which take seconds to copy. On another file system they are copied. */
function linkTree(from: string, to: string): void {
	mkdirSync(to, { recursive: true });
	for (const entry of readdirSync(from, { withFileTypes: true })) {
		const [source, target] = [join(from, entry.name), join(to, entry.name)];
		if (entry.isDirectory()) linkTree(source, target);
		else linkOrCopy(source, target);
	}
}

function linkOrCopy(source: string, target: string): void {
	try {
		linkSync(source, target);
	} catch {
		copyFileSync(source, target);
	}
}

async function installOnce({ root, say, signal }: CommunityPackageOptions): Promise<string> {
	const folder = join(root, '.sandbox', 'package');
	const lock = await takeLock(join(root, '.sandbox', 'package.lock'), {
		signal,
		onWait: (pid) => say(`Waiting for another build of the package (process ${pid}).`),
	});
	try {
		const stampFile = join(folder, 'stamp.json');
		const stamp = existsSync(stampFile) ? objectIn(JSON.parse(readFileSync(stampFile, 'utf8'))) : {};
		const sources = sourcesHash(root);
		const installed = join(folder, 'nodes');
		if (stamp.sources === sources && existsSync(installed)) return installed;

		mkdirSync(folder, { recursive: true });
		for (const name of readdirSync(folder)) if (name.endsWith('.tgz')) rmSync(join(folder, name));
		const tarball = await packPackage(root, folder, say);
		const hash = createHash('sha256').update(readFileSync(tarball)).digest('hex');
		if (stamp.tarball !== hash || !existsSync(installed))
			await unpackAndInstall(root, tarball, hash, installed, say, signal);
		writeFileSync(stampFile, JSON.stringify({ sources, tarball: hash }));
		return installed;
	} finally {
		lock.release();
	}
}

/** Makes the folder that n8n calls `nodes`: the package, what it depends on, and n8n's list of installed packages. */
async function unpackAndInstall(
	root: string,
	tarball: string,
	hash: string,
	installed: string,
	say: (line: string) => void,
	signal: AbortSignal | undefined,
): Promise<void> {
	const part = `${installed}.part`;
	rmSync(part, { recursive: true, force: true });
	const { name, version } = objectIn(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
	const home = join(part, 'node_modules', textIn(name));
	mkdirSync(home, { recursive: true });
	await promisify(execFile)('tar', ['-xzf', tarball, '-C', home, '--strip-components=1']);

	const { devDependencies, peerDependencies, optionalDependencies, ...packageJson } = objectIn(
		JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')),
	);
	writeFileSync(join(home, 'package.json'), JSON.stringify(packageJson, null, 2));
	say('Installing the package into n8n.');
	await runNpm(N8N_INSTALL, {
		cwd: home,
		what: 'What the package depends on',
		say,
		node: nodePath(root),
		signal,
	});

	const list = { name: 'installed-nodes', private: true, dependencies: { [textIn(name)]: version } };
	writeFileSync(join(part, LIST), JSON.stringify(list, null, 2));
	writeFileSync(join(part, STAMP), hash);
	rmSync(installed, { recursive: true, force: true });
	renameSync(part, installed);
}
