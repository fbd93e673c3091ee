import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** A sandbox server that runs as a child process. `ready` is the JSON object of its ready line. */
export interface SandboxServer {
	ready: Record<string, string>;
	/** Asks the server to end (SIGTERM) and waits until it has; a server that ignores that for 5 s is killed. */
	stop(): Promise<void>;
	/** Ends it at once (SIGKILL), as a power cut would. */
	kill(): void;
}

const root = resolve(__dirname, '../..');
/** What Node.js keeps of the sources that it has compiled: most of what a server does in a test is to start. */
const NODE_COMPILE_CACHE = resolve(root, '.sandbox/compiled');

const READY_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 5_000;

/**
 * Starts a sandbox server and waits for its ready line, the first line on its stdout.
 *
 * @param script path of the server's main file, from the project's root (`sandbox/entra/main.ts`)
 * @param args its command line, e.g. `['--port', '0']`
 * @throws when it ends or stays silent before it is ready; the message holds what it said on stderr
 */
export async function startServer(script: string, args: string[]): Promise<SandboxServer> {
	const child = spawn(process.execPath, [resolve(root, script), ...args], {
		env: { ...process.env, NODE_COMPILE_CACHE },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const exited = once(child, 'exit');
	let stderr = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));

	const ready = await new Promise<Record<string, string>>((done, fail) => {
		const giveUp = (why: string) => {
			child.kill('SIGKILL');
			fail(new Error(`${script} ${why}: ${stderr.trim()}`));
		};
		const timer = setTimeout(() => giveUp(`wasn't ready within ${READY_WITHIN_MS} ms`), READY_WITHIN_MS);
		child.once('error', (error) => {
			clearTimeout(timer);
			fail(error);
		});
		// `close` and not `exit`: by then all of stderr has been read.
		child.once('close', (code) => {
			clearTimeout(timer);
			giveUp(`ended with code ${code} before it was ready`);
		});
		createInterface({ input: child.stdout }).once('line', (line) => {
			clearTimeout(timer);
			try {
				done(JSON.parse(line) as Record<string, string>);
			} catch {
				giveUp(`printed something else than its ready line, "${line}"`);
			}
		});
	});

	return {
		ready,
		async stop() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
			child.kill('SIGTERM');
			await exited;
			clearTimeout(timer);
		},
		kill() {
			child.kill('SIGKILL');
		},
	};
}
