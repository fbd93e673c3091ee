import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { Sentence } from '../../scripts/install/sentence.cjs';
import { objectIn } from '../shared/json.ts';
import type { HrSystemName } from '../shared/systems.ts';
import type { Ports } from './ports.ts';
import type { Processes } from './processes.ts';

/** What the Entra simulator says when it is ready. */
export interface EntraReady {
	url: string;
	tenantId: string;
	clientId: string;
	clientSecret: string;
	groupId: string;
	groupName: string;
}

/** What the HR system says when it is ready; `baseUrl` is that of its API, `token` what opens it. */
export interface HrReady {
	system: HrSystemName;
	url: string;
	baseUrl: string;
	token: string;
	/** Where the API can also be opened with OAuth2 client credentials. */
	client?: { tokenUrl: string; clientId: string; clientSecret: string };
}

/** What the mail catcher says when it is ready; `url` is that of its web page. */
export interface MailReady {
	url: string;
	smtpHost: string;
	smtpPort: string;
}

export interface Servers {
	entra: EntraReady;
	hr: HrReady;
	mail: MailReady;
}

export interface ServerOptions {
	/** The package's folder. */
	root: string;
	node: string;
	stateDir: string;
	ports: Ports;
	members: number;
	system: HrSystemName;
	/** Milliseconds that each answer of Entra and of the HR system takes. */
	latency: number;
}

const USUAL_KEYS = ['url', 'baseUrl', 'token'];
const HR_KEYS: Record<HrSystemName, readonly string[]> = {
	scim: USUAL_KEYS,
	peakon: USUAL_KEYS,
	pingboard: USUAL_KEYS,
	peoplegoal: [...USUAL_KEYS, 'tokenUrl', 'clientId', 'clientSecret'],
	'tribal-habits': USUAL_KEYS,
};

const READY_WITHIN_MS = 120_000;

/** Starts the Entra simulator, the HR system and the mail catcher, and resolves when all three are ready. */
export async function startServers(processes: Processes, options: ServerOptions): Promise<Servers> {
	const [entra, hr, mail] = await Promise.all([
		startEntra(processes, options),
		startHr(processes, options),
		startMail(processes, options),
	]);
	return { entra, hr, mail };
}

/**
 * Ends a server by force, and starts it again at its address and with its state; what it was told through its control API is
 * forgotten.
 * @param downMs how long nothing answers at its address, at least
 */
export async function restartServer(
	processes: Processes,
	options: ServerOptions,
	name: 'entra' | 'hr',
	{ url }: { url: string },
	downMs: number,
): Promise<void> {
	await processes.killScript(scriptOf(options, name));
	await sleep(downMs);
	const start = { entra: startEntra, hr: startHr }[name];
	await start(processes, { ...options, ports: { ...options.ports, [name]: Number(new URL(url).port) } });
}

export async function startEntra(processes: Processes, options: ServerOptions): Promise<EntraReady> {
	const { ports, members } = options;
	const args = [...common(options, ports.entra, 'entra.json'), '--members', String(members), ...latencyOf(options)];
	const keys = ['url', 'tenantId', 'clientId', 'clientSecret', 'groupId', 'groupName'] as const;
	return await startServer(processes, options, 'entra', args, keys);
}

export async function startHr(processes: Processes, options: ServerOptions): Promise<HrReady> {
	const { ports, system } = options;
	const args = [...common(options, ports.hr, hrState(system)), '--system', system, ...latencyOf(options)];
	return hrReady(system, await startServer(processes, options, 'hr', args, HR_KEYS[system]));
}

export async function startMail(processes: Processes, options: ServerOptions): Promise<MailReady> {
	const { ports } = options;
	const args = [...common(options, ports.mail, 'mails.jsonl'), '--smtp-port', String(ports.smtp)];
	return await startServer(processes, options, 'mail', args, ['url', 'smtpHost', 'smtpPort']);
}

function scriptOf({ root }: ServerOptions, name: string): string {
	return join(root, 'sandbox', name, 'main.ts');
}

function common({ stateDir }: ServerOptions, port: number, state: string): string[] {
	return ['--port', String(port), '--state', join(stateDir, state)];
}

function latencyOf({ latency }: ServerOptions): string[] {
	return latency > 0 ? ['--latency', String(latency)] : [];
}

/** Each HR system keeps its own people. */
function hrState(system: HrSystemName): string {
	return system === 'scim' ? 'hr.jsonl' : `hr-${system}.jsonl`;
}

function hrReady(system: HrSystemName, ready: Partial<Record<string, string>>): HrReady {
	const { url = '', baseUrl = '', token = '', tokenUrl, clientId, clientSecret } = ready;
	const hr = { system, url, baseUrl, token };
	if (tokenUrl === undefined || clientId === undefined || clientSecret === undefined) return hr;
	return { ...hr, client: { tokenUrl, clientId, clientSecret } };
}

async function startServer<Key extends string>(
	processes: Processes,
	options: ServerOptions,
	name: string,
	args: string[],
	keys: readonly Key[],
): Promise<Record<Key, string>> {
	const { root, node } = options;
	// What Node.js keeps of the sources that it has compiled makes the next start take half the time.
	const env = { ...process.env, NODE_COMPILE_CACHE: join(root, '.sandbox', 'compiled') };
	const child = processes.start(node, scriptOf(options, name), args, { cwd: root, env });
	let errors = '';
	child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-4_000)));
	if (!child.stdout) throw new Error('The output of a server must be a pipe.');

	const lines = createInterface({ input: child.stdout });
	const ended = new AbortController();
	child.once('close', () => ended.abort());
	const timer = setTimeout(() => ended.abort(), READY_WITHIN_MS);
	try {
		const [line] = (await once(lines, 'line', { signal: ended.signal })) as [string];
		return readyOf(line, keys);
	} catch {
		throw new Sentence(`The sandbox's ${name} server did not start. ${errors.trim() || 'It said nothing.'}`);
	} finally {
		clearTimeout(timer);
	}
}

function readyOf<Key extends string>(line: string, keys: readonly Key[]): Record<Key, string> {
	const ready = objectIn(JSON.parse(line));
	const entries = keys.map((key) => {
		const value = ready[key];
		if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`${key} is missing`);
		return [key, String(value)];
	});
	return Object.fromEntries(entries) as Record<Key, string>;
}
