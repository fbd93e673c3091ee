import { closeSync, mkdirSync, openSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { HOST } from '../shared/program.ts';
import { freePort } from '../start/ports.ts';
import { hasEnded } from '../start/processes.ts';
import type { Processes } from '../start/processes.ts';
import { untilReady } from '../start/ready.ts';
import { N8nClient } from './client.ts';
import type { FreshDatabase } from './freshDatabase.ts';
import { ownerOf, signIn } from './owner.ts';
import type { Owner } from './owner.ts';

export interface N8nOptions {
	/** The Node.js that n8n runs on. */
	node: string;
	/** The folder that n8n is installed in. */
	home: string;
	stateDir: string;
	/** What an n8n without an SQLite database begins with. Absent for an n8n that has its database elsewhere. */
	fresh?: FreshDatabase;
	/** Further settings of n8n. */
	env?: NodeJS.ProcessEnv;
	/** Port of the editor; 0 takes a free one. */
	port: number;
	signal?: AbortSignal;
}

/** A running n8n, signed in. */
export interface N8n {
	/** Address of the editor. */
	url: string;
	port: number;
	pid: number;
	owner: Owner;
	client: N8nClient;
	/** The file of n8n's SQLite database, where it has one. */
	database: string | undefined;
	hasEnded(): boolean;
	stop(): Promise<void>;
	/** Ends it at once (SIGKILL), as a power cut would. */
	kill(): Promise<void>;
}

/** n8n without what reaches out to the internet or asks the user something, and with every execution kept. */
const ENVIRONMENT = {
	N8N_LISTEN_ADDRESS: HOST,
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_SECURE_COOKIE: 'false',
	N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
	EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
	EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
	EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'true',
	// The credentials and the template all point to this machine.
	NO_PROXY: `${HOST},localhost`,
	no_proxy: `${HOST},localhost`,
};

/** Where n8n keeps its database, its configuration and the community packages of this sandbox. */
export function userFolder(stateDir: string): string {
	return join(stateDir, 'n8n');
}

/** A free port may be taken by another program before n8n comes to use it, which is a matter of seconds. */
const PORT_TAKEN = /Task Broker's port \d+ is already in use/;
const STARTS = 3;

/** Starts n8n, waits until its REST API answers, and signs in. Throws a Sentence when it does not get ready. */
export async function startN8n(processes: Processes, options: N8nOptions): Promise<N8n> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await startOnce(processes, options);
		} catch (error) {
			if (attempt === STARTS || !(error instanceof Error) || !PORT_TAKEN.test(error.message)) throw error;
		}
	}
}

async function startOnce(processes: Processes, options: N8nOptions): Promise<N8n> {
	const { node, home, stateDir, fresh, signal } = options;
	const folder = userFolder(stateDir);
	const isFirst = fresh?.copyTo(join(folder, '.n8n')) === true;
	const port = options.port || (await freePort());
	const logFile = join(stateDir, 'n8n.log');
	linkWorkflowLibrary(folder, home);

	const log = openSync(logFile, 'a');
	const logStart = statSync(logFile).size;
	const child = processes.start(node, join(home, 'node_modules', 'n8n', 'bin', 'n8n'), ['start'], {
		cwd: folder,
		log,
		env: {
			...n8nEnvironment(node, folder),
			...options.env,
			N8N_PORT: String(port),
			// The links in the mails that n8n sends. Its own guess says "localhost", where it may not listen.
			WEBHOOK_URL: `http://${HOST}:${port}/`,
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		},
	});
	closeSync(log);
	try {
		const client = new N8nClient(`http://${HOST}:${port}`);
		// Before it is ready, n8n answers everything with a page of its own: "n8n is starting up".
		await untilReady({ name: 'n8n', child, logFile, logStart, signal }, async () => await client.get('/settings'));
		if (isFirst) fresh.keep(join(folder, '.n8n'));
		const owner = ownerOf(stateDir);
		await signIn(client, owner);
		return {
			url: client.url,
			port,
			pid: child.pid ?? 0,
			owner,
			client,
			database: fresh && join(folder, '.n8n', 'database.sqlite'),
			hasEnded: () => hasEnded(child),
			stop: async () => await processes.stop(child),
			kill: async () => await processes.kill(child),
		};
	} catch (error) {
		await processes.stop(child);
		throw error;
	}
}

/** What every n8n process of a sandbox is started with. `folder` is what n8n calls its user folder. */
export function n8nEnvironment(node: string, folder: string): NodeJS.ProcessEnv {
	return {
		// Unless told, n8n's schedules, and the times in mails, are New York's.
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
		...inherited(),
		...ENVIRONMENT,
		// n8n starts its task runner with the first `node` on PATH.
		PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
		N8N_USER_FOLDER: folder,
	};
}

/** The settings of an n8n, an npm or a test runner that started this process are not for this n8n. */
function inherited(): NodeJS.ProcessEnv {
	const foreign = /^(N8N_|npm_|DB_|QUEUE_|OFFLOAD_|EXECUTIONS_|WEBHOOK_|NODE_ENV$|NODE_OPTIONS$|NODE_PATH$|JEST_)/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/**
 * The package finds n8n's own n8n-workflow, as it does in an installation of n8n: looking upwards from the state
 * folder it would else find the one that this checkout has for its tests.
 */
export function linkWorkflowLibrary(folder: string, home: string): void {
	const link = join(folder, 'node_modules', 'n8n-workflow');
	mkdirSync(join(folder, 'node_modules'), { recursive: true });
	rmSync(link, { force: true });
	symlinkSync(join(home, 'node_modules', 'n8n-workflow'), link, 'junction');
}
