import { once } from 'node:events';
import { closeSync, fstatSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import { HOST, keptSecret } from '../shared/program.ts';
import { freePort } from '../start/ports.ts';
import type { Processes } from '../start/processes.ts';
import { untilReady } from '../start/ready.ts';

export interface RedisOptions {
	/** The program `redis-server`. */
	server: string;
	stateDir: string;
	signal?: AbortSignal;
}

/** Starts a Redis for the sandbox alone, loopback only. Resolves with the settings that lead n8n to it. */
export async function startRedis(processes: Processes, options: RedisOptions): Promise<NodeJS.ProcessEnv> {
	const { server, stateDir, signal } = options;
	const folder = join(stateDir, 'redis');
	mkdirSync(folder, { recursive: true });
	const password = keptSecret(join(stateDir, 'redis.password'));
	const port = await freePort();
	signal?.throwIfAborted();
	// A file, since a password on the command line is there for everybody to read.
	const config = join(folder, 'redis.conf');
	writeFileSync(config, configOf(folder, port, password), { mode: 0o600 });

	const logFile = join(stateDir, 'redis.log');
	const log = openSync(logFile, 'a');
	const logStart = fstatSync(log).size;
	const child = processes.start(server, config, [], { cwd: folder, log });
	closeSync(log);
	await untilReady({ name: 'Redis', child, logFile, logStart, signal }, async () => {
		const socket = connect(port, HOST);
		try {
			await once(socket, 'connect');
		} finally {
			socket.destroy();
		}
	});
	return { QUEUE_BULL_REDIS_HOST: HOST, QUEUE_BULL_REDIS_PORT: String(port), QUEUE_BULL_REDIS_PASSWORD: password };
}

/** Nothing is kept: what was queued when the sandbox was stopped, n8n marks as crashed at its next start. */
function configOf(folder: string, port: number, password: string): string {
	const lines = [
		`bind ${HOST}`,
		`port ${port}`,
		`requirepass ${password}`,
		`dir ${JSON.stringify(folder)}`,
		'save ""',
		'appendonly no',
		'maxmemory-policy noeviction',
		// The command line stays as it was started, so that a process an earlier start left behind is known by it.
		'set-proc-title no',
	];
	return `${lines.join('\n')}\n`;
}
