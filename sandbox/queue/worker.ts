import { closeSync, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { HOST } from '../shared/program.ts';
import { linkWorkflowLibrary, n8nEnvironment, userFolder } from '../n8n/start.ts';
import { freePort } from '../start/ports.ts';
import { hasEnded } from '../start/processes.ts';
import type { Processes } from '../start/processes.ts';
import { untilReady } from '../start/ready.ts';

export interface WorkerOptions {
	name: string;
	/** The Node.js that n8n runs on. */
	node: string;
	/** The folder that n8n is installed in. */
	home: string;
	/** The worker's own; the community package is in it. */
	stateDir: string;
	/** Where the database and the queue are, and the key of the credentials. */
	env: NodeJS.ProcessEnv;
	/** Executions that it takes at the same time. */
	concurrency: number;
	signal?: AbortSignal;
}

/** A running `n8n worker`. */
export interface Worker {
	name: string;
	pid: number;
	/** Whether it has started an execution, as its log says. */
	took(executionId: string): boolean;
	hasEnded(): boolean;
	stop(): Promise<void>;
	/** Ends it at once (SIGKILL), as a power cut would. */
	kill(): Promise<void>;
}

/** In the worker's folder; tells which executions it took. */
export const WORKER_LOG = 'worker.log';

/** Starts an n8n worker, with a user folder of its own as on a machine of its own, and waits until it takes executions. */
export async function startWorker(processes: Processes, options: WorkerOptions): Promise<Worker> {
	const { name, node, home, stateDir, concurrency, signal } = options;
	const folder = userFolder(stateDir);
	linkWorkflowLibrary(folder, home);
	const health = await freePort();
	const env = {
		...n8nEnvironment(node, folder),
		...options.env,
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(health),
		N8N_WORKER_SERVER_ADDRESS: HOST,
	};
	signal?.throwIfAborted();
	const logFile = join(stateDir, WORKER_LOG);
	const log = openSync(logFile, 'a');
	const logStart = fstatSync(log).size;
	const args = ['worker', `--concurrency=${concurrency}`];
	const child = processes.start(node, join(home, 'node_modules', 'n8n', 'bin', 'n8n'), args, { cwd: folder, log, env });
	closeSync(log);
	await untilReady({ name: `n8n's ${name}`, child, logFile, logStart, signal }, async () => {
		const { ok, status } = await fetch(`http://${HOST}:${health}/healthz/readiness`);
		if (!ok) throw new Error(`not ready: ${status}`);
	});
	return {
		name,
		pid: child.pid ?? 0,
		took: (id) => existsSync(logFile) && readFileSync(logFile, 'utf8').includes(`Worker started execution ${id} `),
		hasEnded: () => hasEnded(child),
		stop: async () => await processes.stop(child),
		kill: async () => await processes.kill(child),
	};
}
