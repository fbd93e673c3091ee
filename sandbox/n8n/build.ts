import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { runNpm } from '../../scripts/install/npm.cjs';
import { nodePath } from '../../scripts/install/package.cjs';
import { Sentence } from '../../scripts/install/sentence.cjs';

/** Everything that the built package is made of. */
const SOURCES = [
	'credentials',
	'nodes',
	'lib',
	'workflows',
	'index.js',
	'gulpfile.js',
	'package.json',
	'tsconfig.json',
	'README.md',
	'LICENSE',
];

/** One hash of all the package's sources, names and contents. */
export function sourcesHash(root: string): string {
	const hash = createHash('sha256');
	for (const path of SOURCES.flatMap((name) => filesIn(root, name))) {
		hash
			.update(`${path}\0`)
			.update(readFileSync(join(root, path)))
			.update('\0');
	}
	return hash.digest('hex');
}

function filesIn(root: string, name: string): string[] {
	const path = join(root, name);
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [name];
	return readdirSync(path)
		.sort()
		.flatMap((child) => filesIn(root, `${name}/${child}`));
}

/** Builds the package and packs it into a folder, as for the registry. Resolves with the tarball's path. */
export async function packPackage(root: string, folder: string, say: (line: string) => void): Promise<string> {
	say('Building the package.');
	const node = nodePath(root);
	const options = { cwd: root, what: 'The package', say, node, pathFirst: dirname(node) };
	await runNpm(['run', 'build'], { ...options, explain: explainBuild });
	const packed = await runNpm(['pack', '--ignore-scripts', '--pack-destination', folder], options);
	const name = packed.trim().split('\n').at(-1) ?? '';
	return join(folder, name);
}

function explainBuild(output: string): Sentence | undefined {
	const lines = output.split('\n').filter((line) => /error TS\d+|Error:|errored after/.test(line));
	return new Sentence(`The package could not be built: ${lines.slice(0, 3).join(' | ') || output.trim().slice(-300)}`);
}
