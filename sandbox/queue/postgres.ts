import { execFile } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	closeSync,
	existsSync,
	fstatSync,
	mkdirSync,
	openSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { Sentence } from '../../scripts/install/sentence.cjs';
import { HOST, keptSecret } from '../shared/program.ts';
import { freePort } from '../start/ports.ts';
import type { Processes } from '../start/processes.ts';
import { untilReady } from '../start/ready.ts';
import { passableFolder, unprivilegedUser } from './unprivileged.ts';
import type { RunAs } from './unprivileged.ts';

export interface PostgresOptions {
	/** The folder of PostgreSQL's programs. */
	bin: string;
	stateDir: string;
	say: (line: string) => void;
	signal?: AbortSignal;
	/** Takes what is to be done once PostgreSQL has ended. */
	cleanUps: (() => void)[];
}

const USER = 'n8n';
const run = promisify(execFile);

/**
 * Starts a PostgreSQL for the sandbox alone: loopback only, on a free port, with a password that is made once. Resolves
 * with the settings that lead n8n to it.
 */
export async function startPostgres(processes: Processes, options: PostgresOptions): Promise<NodeJS.ProcessEnv> {
	const { bin, stateDir, say, signal, cleanUps } = options;
	const runAs = unprivilegedUser();
	const wanted = join(stateDir, 'postgres');
	const { folder, isTemporary } = runAs ? passableFolder(wanted, [stateDir]) : { folder: wanted, isTemporary: false };
	if (isTemporary) {
		say(
			'PostgreSQL, run by another user, may not pass through to this folder: its data is kept elsewhere, until the end.',
		);
		cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
	}
	const password = keptSecret(join(stateDir, 'postgres.password'));
	const data = await makeDatabase(bin, folder, password, runAs);
	const port = await freePort();
	signal?.throwIfAborted();

	const logFile = join(stateDir, 'postgres.log');
	const log = openSync(logFile, 'a');
	const logStart = fstatSync(log).size;
	const child = processes.start(join(bin, 'postgres'), `-D${data}`, settingsOf(port), { cwd: '/', log, runAs });
	closeSync(log);
	await untilReady({ name: 'PostgreSQL', child, logFile, logStart, signal }, async () => {
		await run(join(bin, 'pg_isready'), ['-q', '-h', HOST, '-p', String(port)]);
	});
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: HOST,
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: USER,
		DB_POSTGRESDB_PASSWORD: password,
	};
}

/** Nothing but a socket on the loopback address. What a power cut may lose, a sandbox can make again. */
function settingsOf(port: number): string[] {
	const settings = {
		listen_addresses: HOST,
		port: String(port),
		unix_socket_directories: '',
		fsync: 'off',
		full_page_writes: 'off',
	};
	return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The folder of the data, made at the first start. */
async function makeDatabase(bin: string, folder: string, password: string, runAs?: RunAs): Promise<string> {
	const data = join(folder, 'data');
	if (existsSync(join(folder, 'made'))) return data;
	rmSync(data, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, password, { mode: 0o600 });
	if (runAs) for (const path of [folder, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
	chmodSync(folder, 0o700);
	try {
		const args = ['-D', data, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
		await run(join(bin, 'initdb'), [...args, '-E', 'UTF8', '--locale=C', '--no-sync'], { cwd: '/', ...runAs });
	} catch (error) {
		const { stderr = '' } = error as { stderr?: string };
		throw new Sentence(`PostgreSQL could not make its database. ${stderr.trim().split('\n').at(-1) ?? ''}`);
	} finally {
		rmSync(passwordFile, { force: true });
	}
	writeFileSync(join(folder, 'made'), '');
	return data;
}
