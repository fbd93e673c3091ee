import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { temporaryFolder } from './temporaryFolder';

const root = resolve(__dirname, '../..');
const folder = temporaryFolder();
afterAll(() => folder.remove());

function node(...args: string[]): { status: number | null; stdout: string; stderr: string } {
	return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 25_000 });
}

/** Runs a module's code, and reads the JSON that it prints. */
function evaluate(code: string): unknown {
	const { stdout, stderr } = node('--input-type=module', '--eval', code);
	expect(stderr).toBe('');
	return JSON.parse(stdout);
}

function programs(place: string, names: string[]): string {
	const path = join(folder.path, place);
	mkdirSync(path, { recursive: true });
	for (const name of names) writeFileSync(join(path, name), '#!/bin/sh\n', { mode: 0o755 });
	return path;
}

describe('npm start -- --queue', () => {
	it('is explained by --help', () => {
		expect(node('sandbox/main.ts', '--help').stdout).toContain(
			"--queue                four HR systems at once, in n8n's queue mode with two workers, PostgreSQL and Redis",
		);
	});

	it.each([
		['--system', 'peakon'],
		['--hr-port', '5999'],
	])('does not take %s, which is for one HR system', (option, value) => {
		const { status, stdout, stderr } = node('sandbox/main.ts', '--queue', '--once', '--json', option, value);
		const sentence = `${option} is for one HR system, --queue for several.`;
		expect(status).toBe(1);
		expect(stderr).toContain(sentence);
		expect(JSON.parse(stdout)).toMatchObject({ systems: [], workers: [], error: expect.stringContaining(sentence) });
	});
});

describe("the programs that n8n's queue mode needs", () => {
	const POSTGRES = ['postgres', 'initdb', 'pg_isready'];

	/** `install` is what an installation puts where, `undefined` where none can be made. */
	function found(folders: string[], debianPostgres: string, install?: string): unknown {
		return evaluate(`
			import { mkdirSync, writeFileSync } from 'node:fs';
			import { findPrograms } from './sandbox/queue/programs.ts';
			const said = [];
			try {
				const programs = await findPrograms({
					say: (line) => said.push(line),
					folders: ${JSON.stringify(folders)},
					debianPostgres: ${JSON.stringify(debianPostgres)},
					install: ${install ?? 'undefined'},
				});
				console.log(JSON.stringify({ ...programs, said }));
			} catch (error) {
				console.log(JSON.stringify({ name: error.name, message: error.message }));
			}`);
	}

	it("are found on PATH, PostgreSQL's newest version where Debian keeps it", () => {
		const bin = programs('bin', ['redis-server']);
		programs('debian/9/bin', POSTGRES);
		const newest = programs('debian/15/bin', POSTGRES);
		programs('debian/16/bin', ['pg_isready']);
		expect(found([bin], join(folder.path, 'debian'))).toEqual({
			postgresBin: newest,
			redisServer: join(bin, 'redis-server'),
			said: [],
		});
	});

	it('are found elsewhere: all on PATH, Valkey in the place of Redis', () => {
		const bin = programs('all', [...POSTGRES, 'valkey-server']);
		expect(found([bin], join(folder.path, 'none'))).toEqual({
			postgresBin: bin,
			redisServer: join(bin, 'valkey-server'),
			said: [],
		});
	});

	it('are installed where they are missing and that can be done, and only those', () => {
		const bin = programs('half', POSTGRES);
		const install = `async (packages) => {
			if (packages.join() !== 'redis-server') throw new Error(packages.join());
			writeFileSync(${JSON.stringify(join(bin, 'redis-server'))}, '', { mode: 0o755 });
		}`;
		expect(found([bin], join(folder.path, 'none'), install)).toEqual({
			postgresBin: bin,
			redisServer: join(bin, 'redis-server'),
			said: ["Installing redis-server from Debian's packages."],
		});
	});

	it('are asked for in one sentence where they are missing', () => {
		expect(found([], join(folder.path, 'none'))).toEqual({
			name: 'Sentence',
			message:
				'With --queue the sandbox starts PostgreSQL and Redis of its own. Not found on this machine: postgresql, redis-server. ' +
				'Install what is missing, on Debian or Ubuntu with: sudo apt-get install --no-install-recommends postgresql redis-server',
		});
	});
});
