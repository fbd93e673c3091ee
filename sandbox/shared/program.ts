import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { randomBytes } from 'node:crypto';

/** Every server of the sandbox is for this machine alone. */
export const HOST = '127.0.0.1';

/** What `http.Server` and `SMTPServer` have in common. */
interface Listener {
	listen(port: number, host: string, ready: () => void): unknown;
	once(event: 'error', handler: (error: NodeJS.ErrnoException) => void): unknown;
}

/** Runs a server's start. When it fails, that is one sentence on stderr and exit code 1, not a stack. */
export async function runProgram(start: () => Promise<void>): Promise<void> {
	try {
		await start();
	} catch (error) {
		console.error(error instanceof Error ? error.message : String(error));
		process.exit(1);
	}
}

/** Reads a whole number of the command line, e.g. a port. Throws a sentence that names the option. */
export function wholeNumber(option: string, text: string | undefined, fallback: number): number {
	if (text === undefined) return fallback;
	if (!/^\d+$/.test(text)) throw new Error(`--${option} must be a whole number, not "${text}".`);
	return Number(text);
}

/** Starts listening on the loopback address. Port 0 takes a free one. Throws a sentence when the port is taken. */
export async function listen(listener: Listener, port: number, name: string): Promise<void> {
	await new Promise<void>((done, fail) => {
		listener.once('error', (error) => {
			const taken = error.code === 'EADDRINUSE';
			fail(new Error(taken ? `${name}: port ${port} is already in use.` : `${name}: ${error.message}`));
		});
		listener.listen(port, HOST, done);
	});
}

/** Prints the ready line and stays until SIGTERM or SIGINT, then runs `close` and exits with 0. */
export function announce(ready: Record<string, string>, close: () => void): void {
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => {
			close();
			process.exit(0);
		});
	}
	console.log(JSON.stringify(ready));
}

/** The secret kept in `path`, made at the first start. Only its owner may read the file. */
export function keptSecret(path: string): string {
	mkdirSync(dirname(path), { recursive: true });
	const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
	if (kept !== '') return kept;
	const secret = randomBytes(24).toString('base64url');
	writeFileSync(path, `${secret}\n`, { mode: 0o600 });
	// The mode above counts only for a new file.
	chmodSync(path, 0o600);
	return secret;
}
