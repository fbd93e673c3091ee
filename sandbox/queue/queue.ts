import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { ensureN8n } from '../../scripts/install/n8n.cjs';
import { nodePath } from '../../scripts/install/package.cjs';
import { installCommunityPackage } from '../n8n/communityPackage.ts';
import { startN8n } from '../n8n/start.ts';
import type { N8n } from '../n8n/start.ts';
import { keptSecret } from '../shared/program.ts';
import type { HrSystemName } from '../shared/systems.ts';
import { ANY_PORTS, checkPorts } from '../start/ports.ts';
import type { Ports } from '../start/ports.ts';
import { Processes } from '../start/processes.ts';
import { startEntra, startHr, startMail } from '../start/servers.ts';
import type { Servers } from '../start/servers.ts';
import { lockState, removeState, settleMembers } from '../start/state.ts';
import { startPostgres } from './postgres.ts';
import { findPrograms } from './programs.ts';
import { startRedis } from './redis.ts';
import { runAll } from './runs.ts';
import { settled } from './settled.ts';
import type { QueueSummary } from './summary.ts';
import { publishAll } from './targets.ts';
import type { Target } from './targets.ts';
import { startWorker, WORKER_LOG } from './worker.ts';
import type { Worker } from './worker.ts';

export interface QueueOptions {
	/** Where everything that lasts is kept: the people on all sides, the mails, n8n's database. */
	stateDir: string;
	/** The package's folder; else the current one. */
	root?: string;
	/** People in the group; unless told, as many as at the last start, and 250 at the first. Another number starts over. */
	members?: number;
	/** Milliseconds that each answer of Entra and of the HR systems takes. */
	latency?: number;
	/** Free ports unless told; the HR systems always get free ones. */
	ports?: Partial<Ports>;
	/** Begin without the state of earlier starts. */
	reset?: boolean;
	/** Further settings for n8n and its workers. */
	env?: NodeJS.ProcessEnv;
	/** Takes a line about what is being done. */
	say?: (line: string) => void;
	/** Stops the start where it is. */
	signal?: AbortSignal;
}

/** n8n in queue mode with workers, and a published sync for each of several HR systems. */
export interface QueueSandbox extends Pick<Servers, 'entra' | 'mail'> {
	/** The main process: editor, triggers and webhooks. */
	n8n: N8n;
	workers: Worker[];
	targets: Target[];
	/** Runs all syncs side by side, through the queue, and waits until they have ended, whether well or not. */
	run(): Promise<QueueSummary>;
	/** Starts a further worker, or one of a name that was used before, again. */
	addWorker(name: string): Promise<Worker>;
	/** Stops everything. The state stays. */
	close(): Promise<void>;
}

const SYSTEMS: HrSystemName[] = ['peakon', 'pingboard', 'peoplegoal', 'tribal-habits'];
const WORKERS = ['worker 1', 'worker 2'];

/** Together the workers take all syncs at once, and none takes all alone. */
const CONCURRENCY = SYSTEMS.length / WORKERS.length;

const LOGS = ['n8n.log', 'postgres.log', 'redis.log'];

/** What n8n's default for its editor is for many users at a time is too little for looking at one big run. */
const SETTINGS = {
	EXECUTIONS_MODE: 'queue',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	EXECUTIONS_DATA_MAX_DISPLAY_SIZE: String(512 * 1024 * 1024),
};

/**
 * Starts PostgreSQL, Redis, n8n in queue mode with two workers, an Entra simulator, a mail catcher and four HR systems; imports the
 * four systems' templates and publishes them. Installs what is missing. Throws a Sentence, with nothing left running, when
 * it cannot.
 */
export async function openQueueSandbox(options: QueueOptions): Promise<QueueSandbox> {
	const stateDir = resolve(options.stateDir);
	const lock = await lockState(stateDir);
	const processes = new Processes(stateDir);
	const cleanUps: (() => void)[] = [() => lock.release()];
	const close = async () => {
		await processes.stopAll();
		for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
	};
	try {
		await processes.stopLeftovers();
		if (options.reset) removeState(stateDir);
		return await start({ ...options, stateDir }, processes, cleanUps, close);
	} catch (error) {
		await close();
		throw error;
	}
}

async function start(
	options: QueueOptions,
	processes: Processes,
	cleanUps: (() => void)[],
	close: () => Promise<void>,
): Promise<QueueSandbox> {
	const { root = process.cwd(), stateDir, latency = 0, say = () => {}, signal } = options;
	const ports = { ...ANY_PORTS, ...options.ports, hr: 0 };
	const node = nodePath(root);
	await checkPorts(ports);
	const programs = await findPrograms({ say, signal });
	const home = await ensureN8n(root, { say, signal });
	const folderOf = (worker: string) => join(stateDir, worker.replaceAll(' ', '-'));
	for (const folder of [stateDir, ...WORKERS.map(folderOf)]) {
		await installCommunityPackage({ root, stateDir: folder, say, signal });
	}
	signal?.throwIfAborted();

	const members = settleMembers(stateDir, options.members, say);
	say(
		`Starting PostgreSQL, Redis, n8n with ${WORKERS.length} workers, an Entra simulator with ${members} people, ` +
			`${SYSTEMS.length} HR systems and a mail catcher.`,
	);
	for (const log of LOGS) rmSync(join(stateDir, log), { force: true });
	for (const worker of WORKERS) rmSync(join(folderOf(worker), WORKER_LOG), { force: true });
	const serverOptions = { root, node, stateDir, ports, members, latency };
	const [postgres, redis, entra, mail, hrs] = await settled([
		startPostgres(processes, { bin: programs.postgresBin, stateDir, say, signal, cleanUps }),
		startRedis(processes, { server: programs.redisServer, stateDir, signal }),
		startEntra(processes, { ...serverOptions, system: 'scim' }),
		startMail(processes, { ...serverOptions, system: 'scim' }),
		settled(SYSTEMS.map(async (system) => await startHr(processes, { ...serverOptions, system }))),
	]);
	const env = {
		...postgres,
		...redis,
		...SETTINGS,
		N8N_ENCRYPTION_KEY: keptSecret(join(stateDir, 'encryption.key')),
		...options.env,
	};
	// The workers come after it: they need the database as its migrations leave it.
	const n8n = await startN8n(processes, { node, home, stateDir, env, port: ports.n8n, signal });
	const addWorker = async (name: string) => {
		return await startWorker(processes, {
			name,
			node,
			home,
			stateDir: folderOf(name),
			env: { ...env, WEBHOOK_URL: `${n8n.url}/` },
			concurrency: CONCURRENCY,
			signal,
		});
	};
	const [workers, targets] = await settled([
		settled(WORKERS.map(addWorker)),
		publishAll(n8n, { root, stateDir, entra, mail, hrs }),
	]);
	signal?.throwIfAborted();
	return {
		n8n,
		entra,
		mail,
		workers,
		targets,
		run: async () => await runAll(n8n, targets, workers),
		addWorker: async (name) => {
			await installCommunityPackage({ root, stateDir: folderOf(name), say, signal });
			const worker = await addWorker(name);
			workers.push(worker);
			return worker;
		},
		async close() {
			// The database and the queue go last, so that n8n can end in good order.
			await Promise.all([n8n, ...workers].map(async (one) => await one.stop()));
			await close();
		},
	};
}
