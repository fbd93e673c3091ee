import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '..');

interface PackageJson {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
}

const { name: packageName, n8n } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as PackageJson;
const entries = [...n8n.nodes, ...n8n.credentials];

let folder: string;
/** The package unpacked, as npm would install it. */
let installed: string;
/** What the package holds, by path from its root. */
let files: string[];

// As whoever publishes the package does it: `prepack` builds it first.
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'package-'));
	const packed = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: ROOT });
	// The build's own lines come first.
	const [{ filename, files: contents }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[\n'))) as [
		{ filename: string; files: Array<{ path: string }> },
	];
	files = contents.map(({ path }) => path);
	await run('tar', ['-xzf', join(folder, filename), '-C', folder]);
	installed = join(folder, 'package');
}, 120_000);

afterAll(async () => {
	await rm(folder, { recursive: true, force: true });
});

const missing = (paths: string[]) => paths.filter((path) => !files.includes(path));

const within = (path: string) => files.filter((file) => file.startsWith(path));

test('every node and credential that package.json names is in the package', () => {
	expect(missing(entries)).toEqual([]);
});

test.each(n8n.nodes)('%s has its codex', (file) => {
	expect(missing([file.replace(/\.js$/, '.json')])).toEqual([]);
});

test('the package has its workflows and its entry point', () => {
	expect(missing(['package.json', 'README.md', 'index.js'])).toEqual([]);
	expect(within('workflows/').length).toBeGreaterThan(0);
});

test('the package has nothing else', () => {
	const expected =
		/^(?:dist\/(?:nodes|credentials|lib)\/|workflows\/[^/]+\.json$|(?:index\.js|package\.json|README\.md|LICENSE)$)/;
	expect(files.filter((file) => !expected.test(file))).toEqual([]);
	expect(files.filter((file) => /\.(?:test|map|tsbuildinfo)\b/.test(file))).toEqual([]);
});

test('every built file has its source', () => {
	const built = within('dist/').filter((file) => file.endsWith('.js'));
	const orphans = built.filter((file) => !existsSync(join(ROOT, file.slice('dist/'.length).replace(/\.js$/, '.ts'))));
	expect(orphans).toEqual([]);
});

describe('loaded by a plain Node, without the sources', () => {
	interface Shown {
		file: string;
		name: string;
		icon: string | { light: string; dark: string };
		/** Of a node: the credential types it asks for. */
		credentials: string[];
	}
	let shown: Shown[];
	let exported: string[];

	beforeAll(async () => {
		await symlink(join(ROOT, 'node_modules'), join(installed, 'node_modules'));
		const script = `
			const { n8n } = require('./package.json');
			const shown = [...n8n.nodes, ...n8n.credentials].map((file) => {
				const Class = require('./' + file)[file.split('/').pop().split('.')[0]];
				const type = new Class();
				const { name, icon, credentials = [] } = type.description ?? type;
				return { file, name, icon, credentials: credentials.map((credential) => credential.name) };
			});
			console.log(JSON.stringify({ shown, exported: Object.keys(require('./index.js')) }));`;
		const { stdout } = await run(process.execPath, ['-e', script], { cwd: installed });
		({ shown, exported } = JSON.parse(stdout) as { shown: Shown[]; exported: string[] });
	});

	const className = (file: string) => basename(file).split('.')[0] ?? '';

	test('each file exports the class it is named after, and the entry point exports them all', () => {
		const expected = entries.map(className);
		expect(shown.map(({ name }) => name)).toEqual(expected.map((it) => it.charAt(0).toLowerCase() + it.slice(1)));
		expect(exported).toEqual(expect.arrayContaining(expected));
	});

	test('each icon is where its node or credential says', () => {
		for (const { file, icon } of shown) {
			const named = typeof icon === 'string' ? [icon] : Object.values(icon);
			const paths = named.map((path) => join(dirname(file), path.replace(/^file:/, '')));
			expect(missing(paths)).toEqual([]);
		}
	});

	test('each credential that a node asks for is in the package', () => {
		const own = shown.filter(({ file }) => file.endsWith('.credentials.js')).map(({ name }) => name);
		const asked = shown.flatMap(({ credentials }) => credentials);
		expect(own).toEqual(expect.arrayContaining(asked));
	});

	test('each node of this package that a workflow uses is in the package', () => {
		const prefix = `${packageName}.`;
		const used = within('workflows/').flatMap((file) => {
			const { nodes } = JSON.parse(readFileSync(join(installed, file), 'utf8')) as { nodes: Array<{ type: string }> };
			return nodes.map(({ type }) => type).filter((type) => type.startsWith(prefix));
		});
		expect(shown.map(({ name }) => prefix + name)).toEqual(expect.arrayContaining(used));
	});
});
