import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Lock } from '../../scripts/install/lock.cjs';
import { ensureN8n } from '../../scripts/install/n8n.cjs';
import { nodePath } from '../../scripts/install/package.cjs';
import { installCommunityPackage } from '../n8n/communityPackage.ts';
import { saveCredentials } from '../n8n/credentials.ts';
import { FreshDatabase } from '../n8n/freshDatabase.ts';
import { runWorkflow } from '../n8n/run.ts';
import { startN8n } from '../n8n/start.ts';
import type { N8n } from '../n8n/start.ts';
import { importTemplate } from '../n8n/template.ts';
import type { JsonObject } from '../shared/json.ts';
import type { HrSystemName } from '../shared/systems.ts';
import { readTraffic, resetTraffic } from './control.ts';
import { ANY_PORTS, checkPorts } from './ports.ts';
import type { Ports } from './ports.ts';
import { Processes } from './processes.ts';
import { restartServer, startServers } from './servers.ts';
import type { Servers } from './servers.ts';
import { lockState, removeState, settleMembers } from './state.ts';
import { summarize } from './summary.ts';
import type { SandboxRun } from './summary.ts';
import { TEMPLATES } from './templates.ts';

export interface SandboxOptions {
	/** Where everything that lasts is kept: the people on both sides, the mails, n8n's database. */
	stateDir: string;
	/** The package's folder; else the current one. */
	root?: string;
	/** Plain SCIM unless told. Each system keeps its own people. */
	system?: HrSystemName;
	/** The template to import, from the package's folder; else the one for the system. */
	template?: string;
	/** People in the group; unless told, as many as at the last start, and 250 at the first. Another number starts over. */
	members?: number;
	/** Milliseconds that each answer of Entra and of the HR system takes. */
	latency?: number;
	/** The most that n8n's JavaScript heap may hold, in MB; else what Node.js takes for right. */
	heapMb?: number;
	/** Further settings of n8n. */
	env?: NodeJS.ProcessEnv;
	/** Free ports unless told. */
	ports?: Partial<Ports>;
	/** Begin without the state of earlier starts. */
	reset?: boolean;
	/** Values for the template's sync settings; unless told, the dry run that it comes with is switched off. */
	settings?: JsonObject;
	/** Takes a line about what is being done. */
	say?: (line: string) => void;
	/** Stops the start where it is. */
	signal?: AbortSignal;
}

/** Real n8n with this package, between an Entra simulator, an HR system and a mail catcher. */
export interface Sandbox extends Servers {
	/** The n8n that runs now, or that ran last. */
	readonly n8n: N8n;
	readonly workflowId: string;
	/** Runs the template once and waits until it has ended, whether well or not. */
	run(onStarted?: (executionId: string) => void): Promise<SandboxRun>;
	/** Ends n8n at once (SIGKILL), as a power cut would. The servers stay. */
	killN8n(): Promise<void>;
	/** Starts n8n again, with its database and on its port. */
	startN8n(): Promise<void>;
	/**
	 * Ends a server by force, lets its address be dead for so many milliseconds at least, and starts it again with its state.
	 * It has forgotten its settings and faults.
	 */
	restart(server: 'entra' | 'hr', downMs: number): Promise<void>;
	/** Stops everything. The state stays. */
	close(): Promise<void>;
}

/** The trigger that a template is run with. */
const TRIGGER = 'Run now';

/**
 * Starts everything and imports the template. Installs n8n and builds the package where that is still to be done; the
 * package's own dependencies must be there. Throws a Sentence, with nothing left running, when it cannot.
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
	const { system = 'scim' } = options;
	const template = options.template ?? TEMPLATES[system].file;
	const stateDir = resolve(options.stateDir);
	const lock = await lockState(stateDir);
	const processes = new Processes(stateDir);
	try {
		await processes.stopLeftovers();
		if (options.reset) removeState(stateDir);
		return await start({ ...options, stateDir, system, template }, processes, lock);
	} catch (error) {
		await processes.stopAll();
		lock.release();
		throw error;
	}
}

type Settled = SandboxOptions & { system: HrSystemName; template: string };

async function start(options: Settled, processes: Processes, lock: Lock): Promise<Sandbox> {
	const { root = process.cwd(), stateDir, system, template, latency = 0, say = () => {}, signal } = options;
	const ports = { ...ANY_PORTS, ...options.ports };
	const node = nodePath(root);
	await checkPorts(ports);
	const home = await ensureN8n(root, { say, signal });
	await installCommunityPackage({ root, stateDir, say, signal });
	signal?.throwIfAborted();

	const members = settleMembers(stateDir, options.members, say);
	say(`Starting an Entra simulator with ${members} people, an HR system, a mail catcher and n8n.`);
	rmSync(join(stateDir, 'n8n.log'), { force: true });
	const fresh = new FreshDatabase(root, home);
	const heap = options.heapMb === undefined ? {} : { NODE_OPTIONS: `--max-old-space-size=${options.heapMb}` };
	const env = { ...heap, ...options.env };
	const begin = async (port: number) => await startN8n(processes, { node, home, stateDir, fresh, port, env, signal });
	const serverOptions = { root, node, stateDir, ports, members, system, latency };
	const [servers, first] = await Promise.all([startServers(processes, serverOptions), begin(ports.n8n)]);
	let n8n = first;
	const workflowId = await importTemplate(n8n.client, {
		file: join(root, template),
		stamp: join(stateDir, system === 'scim' ? 'template.json' : `template-${system}.json`),
		credentials: await saveCredentials(n8n.client, servers),
		settings: { ...TEMPLATES[system].settings, ...(options.settings ?? { dryRun: false }) },
	});
	signal?.throwIfAborted();

	return {
		...servers,
		get n8n() {
			return n8n;
		},
		workflowId,
		async run(onStarted) {
			const { mails } = await readTraffic(servers);
			await resetTraffic(servers);
			const run = await runWorkflow(n8n, workflowId, TRIGGER, onStarted);
			const traffic = await readTraffic(servers);
			return summarize(run, { ...traffic, mails: traffic.mails - mails });
		},
		async killN8n() {
			await n8n.kill();
		},
		async startN8n() {
			if (n8n.hasEnded()) n8n = await begin(n8n.port);
		},
		async restart(server, downMs) {
			await restartServer(processes, serverOptions, server, servers[server], downMs);
		},
		async close() {
			await processes.stopAll();
			lock.release();
		},
	};
}
