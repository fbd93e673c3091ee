import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { takeLock } from '../../scripts/install/lock.cjs';
import { packageCounter } from '../../scripts/install/lockfile.cjs';
import { n8nHome } from '../../scripts/install/n8n.cjs';
import { npmCommand, presentNode } from '../../scripts/install/npm.cjs';
import { isInstalled } from '../../scripts/install/package.cjs';
import { explainNpm } from '../../scripts/install/sentence.cjs';
import { temporaryFolder } from './temporaryFolder';

const LOCKFILE = {
	packages: {
		'': { name: 'project' },
		'node_modules/one': { version: '1.0.0' },
		'node_modules/one/node_modules/two': { version: '2.0.0' },
		'node_modules/for-another-platform': { version: '3.0.0', optional: true },
	},
};

const folders: ReturnType<typeof temporaryFolder>[] = [];
let root: string;

beforeEach(() => {
	root = newFolder();
	write('package-lock.json', JSON.stringify(LOCKFILE));
});

afterEach(() => folders.splice(0).forEach(({ remove }) => remove()));

describe('an installation', () => {
	const hidden = 'node_modules/.package-lock.json';
	const withoutPlatform = {
		packages: {
			'node_modules/one': { version: '1.0.0' },
			'node_modules/one/node_modules/two': { version: '2.0.0' },
		},
	};

	it('is missing where there is no Node.js in node_modules', () => {
		write(hidden, JSON.stringify(withoutPlatform));
		expect(isInstalled(root)).toBe(false);
	});

	it('is one of its lockfile, and no longer when the lockfile changes', () => {
		write('node_modules/.bin/node', '');
		write(hidden, JSON.stringify(withoutPlatform));
		expect(isInstalled(root)).toBe(true);

		const { packages } = LOCKFILE;
		write('package-lock.json', JSON.stringify({ packages: { ...packages, 'node_modules/new': { version: '1.0.0' } } }));
		expect(isInstalled(root)).toBe(false);
	});

	it.each([
		['another version', { packages: { ...withoutPlatform.packages, 'node_modules/one': { version: '1.0.1' } } }],
		['a package too few', { packages: { 'node_modules/one': { version: '1.0.0' } } }],
		['nothing', {}],
	])("doesn't count with %s", (_what, installed) => {
		write('node_modules/.bin/node', '');
		write(hidden, JSON.stringify(installed));
		expect(isInstalled(root)).toBe(false);
	});

	it('is counted package by package while it grows', () => {
		const progress = packageCounter(join(root, 'package-lock.json'), root);
		expect(progress()).toBe('0 of 2 packages');
		write('node_modules/one/package.json', '{}');
		expect(progress()).toBe('1 of 2 packages');
	});
});

describe('the folder of n8n', () => {
	const cache = process.env.XDG_CACHE_HOME;

	afterEach(() => {
		if (cache === undefined) delete process.env.XDG_CACHE_HOME;
		else process.env.XDG_CACHE_HOME = cache;
	});

	it('is the same for every checkout with the same lockfile, whatever its line ends', () => {
		process.env.XDG_CACHE_HOME = join(root, 'cache');
		write('sandbox/n8n/package-lock.json', '{\n}\n');
		const home = n8nHome(root);
		expect(dirname(dirname(home))).toBe(join(root, 'cache'));

		const other = newFolder();
		write('sandbox/n8n/package-lock.json', '{\r\n}\r\n', other);
		expect(n8nHome(other)).toBe(home);
		write('sandbox/n8n/package-lock.json', '{ }\n', other);
		expect(n8nHome(other)).not.toBe(home);
	});
});

describe('a lock', () => {
	const file = () => join(root, 'locks', 'install.lock');

	it('makes the second wait until the first is done', async () => {
		const order: string[] = [];
		const first = await takeLock(file());
		const waiting = takeLock(file(), { onWait: (pid) => order.push(`waits for ${pid}`) }).then((lock) => {
			order.push('second');
			lock.release();
		});
		while (order.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
		order.push('first done');
		first.release();
		await waiting;
		expect(order).toEqual([`waits for ${process.pid}`, 'first done', 'second']);
		expect(existsSync(file())).toBe(false);
	});

	it('says who holds it instead of waiting when asked to', async () => {
		const lock = await takeLock(file());
		expect(await takeLock(file(), { wait: false })).toEqual({ heldBy: process.pid });
		lock.release();
	});

	it('is taken over from a process that is gone', async () => {
		const gone = spawnSync(process.execPath, ['--eval', '']).pid;
		write('locks/install.lock', String(gone));
		const lock = await takeLock(file());
		expect(readFileSync(file(), 'utf8')).toBe(String(process.pid));
		lock.release();
	});

	it('is taken over when its process id has gone to a program that does not keep it fresh', async () => {
		write('locks/install.lock', String(process.ppid));
		const longAgo = new Date(Date.now() - 3_600_000);
		utimesSync(file(), longAgo, longAgo);
		const lock = await takeLock(file(), { wait: false });
		expect(lock).toHaveProperty('release');
		if ('release' in lock) lock.release();
	});
});

describe('npm', () => {
	it('is the one that started this process, without any on PATH', () => {
		write('npm-cli.js', '');
		const cli = join(root, 'npm-cli.js');
		expect(npmCommand('/node', { npm_execpath: cli, PATH: '' })).toEqual({ file: '/node', args: [cli] });
	});

	it('is the one on PATH when another package manager started this process', () => {
		write('npm', '');
		write('yarn.js', '');
		const command = npmCommand(process.execPath, { npm_execpath: join(root, 'yarn.js'), PATH: root });
		expect([command.file, ...command.args].some((part) => part.includes('npm'))).toBe(true);
		expect(command.args).not.toContain(join(root, 'yarn.js'));
	});
});

describe('the sentence about a failure', () => {
	it('says that there is no network', () => {
		const output = 'npm error code ENOTFOUND\nnpm error network request to https://registry.example/x failed';
		expect(explainNpm('n8n', output).message).toBe(
			'n8n could not be installed: the package registry cannot be reached (ENOTFOUND). ' +
				'Connect this machine to the network, or set its proxy for npm, and start again.',
		);
	});

	it('says what npm said otherwise, and where the rest stands', () => {
		const output = 'npm error code ETARGET\nnpm error notarget No matching version found for x@9\n';
		expect(explainNpm('n8n', output, 'install.log').message).toBe(
			"n8n could not be installed: notarget No matching version found for x@9. npm's output is in install.log.",
		);
	});
});

function newFolder(): string {
	const folder = temporaryFolder();
	folders.push(folder);
	return folder.path;
}

function write(path: string, text: string, folder = root): void {
	mkdirSync(dirname(join(folder, path)), { recursive: true });
	writeFileSync(join(folder, path), text);
}

it('goes on with another Node.js when an installation has replaced the one that runs it', () => {
	const { execPath } = process;
	const gone = { execPath: join('/no/such/folder', basename(execPath)), env: { PATH: dirname(execPath) } };
	expect(presentNode(gone)).toBe(join(dirname(execPath), basename(execPath)));
	expect(presentNode({ execPath, env: {} })).toBe(execPath);
});
