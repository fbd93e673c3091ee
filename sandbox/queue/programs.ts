import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { Sentence } from '../../scripts/install/sentence.cjs';

/** Where the programs are that n8n's queue mode needs beside n8n. */
export interface Programs {
	/** The folder that holds `postgres`, `initdb` and `pg_isready`. */
	postgresBin: string;
	redisServer: string;
}

export interface ProgramsOptions {
	say: (line: string) => void;
	signal?: AbortSignal;
	/** Where programs are looked for; else PATH and where packages usually put them. */
	folders?: string[];
	/** Debian's packages of PostgreSQL, a folder for each version. */
	debianPostgres?: string;
	/** Installs Debian packages; else with apt-get, where this process may. Undefined where it can't be done. */
	install?: ((packages: string[]) => Promise<void>) | undefined;
}

const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const USUAL_FOLDERS = ['/usr/local/bin', '/usr/bin', '/usr/sbin', '/opt/homebrew/bin'];
const REDIS = ['redis-server', 'valkey-server'];

/** Finds PostgreSQL and Redis, and installs what is missing as root on Debian. Throws a Sentence that says what to install. */
export async function findPrograms(options: ProgramsOptions): Promise<Programs> {
	const { say, signal } = options;
	const folders = options.folders ?? [...(process.env.PATH ?? '').split(delimiter), ...USUAL_FOLDERS];
	const debianPostgres = options.debianPostgres ?? DEBIAN_POSTGRES;
	const look = () => ({ postgresBin: postgresBin(folders, debianPostgres), redisServer: runnable(REDIS, folders) });

	let found = look();
	const missing = missingOf(found);
	const install = 'install' in options ? options.install : aptGet(signal);
	if (missing.length > 0 && install) {
		say(`Installing ${missing.join(' and ')} from Debian's packages.`);
		await install(missing);
		found = look();
	}
	const { postgresBin: bin, redisServer } = found;
	if (bin !== undefined && redisServer !== undefined) return { postgresBin: bin, redisServer };
	throw new Sentence(
		'With --queue the sandbox starts PostgreSQL and Redis of its own. ' +
			`Not found on this machine: ${missingOf(found).join(', ')}. ` +
			'Install what is missing, on Debian or Ubuntu with: ' +
			`sudo apt-get install --no-install-recommends ${missingOf(found).join(' ')}`,
	);
}

/** By the names of Debian's packages. */
function missingOf({ postgresBin: bin, redisServer }: Partial<Programs>): string[] {
	return [...(bin === undefined ? ['postgresql'] : []), ...(redisServer === undefined ? ['redis-server'] : [])];
}

/** Debian keeps PostgreSQL's own programs out of PATH, a folder for each version; elsewhere they stand in PATH. */
function postgresBin(folders: string[], debian: string): string | undefined {
	const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
	const places = [...versions.map((version) => join(debian, version, 'bin')), ...folders];
	return places.find((place) => ['postgres', 'initdb', 'pg_isready'].every((name) => isRunnable(join(place, name))));
}

function runnable(names: string[], folders: string[]): string | undefined {
	return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isRunnable);
}

function isRunnable(file: string): boolean {
	if (dirname(file) === '.') return false;
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function aptGet(signal: AbortSignal | undefined): ((packages: string[]) => Promise<void>) | undefined {
	if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
	const run = async (...args: string[]) => {
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		await promisify(execFile)('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], { env, signal });
	};
	return async (packages) => {
		try {
			await run('update');
			await run('install', '-y', '--no-install-recommends', ...packages);
		} catch (error) {
			signal?.throwIfAborted();
			throw new Sentence(`apt-get could not install ${packages.join(' and ')}: ${lastLine(error)}`);
		}
	};
}

function lastLine(error: unknown): string {
	const { stderr, message } = error as { stderr?: string; message?: string };
	return (stderr?.trim() || message || 'it said nothing').split('\n').at(-1) ?? '';
}
