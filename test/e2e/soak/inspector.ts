import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { numberIn, objectIn, textIn } from '../../../sandbox/shared/json.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';

/** Lets n8n's process be asked about its memory, at any free port of this machine. */
export const INSPECTED = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

const PATIENCE_MS = 30_000;

/** Asks a Node.js process about itself through its debugger. */
export class Inspector {
	readonly #socket: WebSocket;

	#last = 0;

	private constructor(socket: WebSocket) {
		this.#socket = socket;
	}

	/** @param logFile what the process has written; of the processes that name their address, the first that still answers */
	static async open(logFile: string): Promise<Inspector> {
		const addresses = readFileSync(logFile, 'utf8').match(/ws:\/\/127\.0\.0\.1:\S+/g) ?? [];
		for (const address of addresses) {
			const socket = await connected(address);
			if (socket) return new Inspector(socket);
		}
		throw new Error(`${logFile} names no debugger that answers (${addresses.length} named).`);
	}

	close(): void {
		this.#socket.close();
	}

	/** The JavaScript heap in MB, after everything was thrown away that nobody holds. */
	async heapMb(): Promise<number> {
		await this.#ask('HeapProfiler.collectGarbage');
		const { usedSize } = await this.#ask('Runtime.getHeapUsage');
		return numberIn(usedSize) / 1024 / 1024;
	}

	/** What keeps the process going: sockets, timers, requests. */
	async resources(): Promise<number> {
		const expression = 'process.getActiveResourcesInfo().length';
		const { result } = await this.#ask('Runtime.evaluate', { expression, returnByValue: true });
		return numberIn(objectIn(result).value);
	}

	async #ask(method: string, params: JsonObject = {}): Promise<JsonObject> {
		const id = ++this.#last;
		const answer = new Promise<JsonObject>((resolve, reject) => {
			const read = ({ data }: MessageEvent): void => {
				const message = objectIn(JSON.parse(textIn(data)));
				if (message.id !== id) return;
				this.#socket.removeEventListener('message', read);
				if (message.error === undefined) resolve(objectIn(message.result));
				else reject(new Error(`${method}: ${textIn(objectIn(message.error).message)}`));
			};
			this.#socket.addEventListener('message', read);
		});
		this.#socket.send(JSON.stringify({ id, method, params }));
		const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
			throw new Error(`The debugger has not answered ${method} within ${PATIENCE_MS / 1000} s.`);
		});
		return await Promise.race([answer, late]);
	}
}

async function connected(address: string): Promise<WebSocket | undefined> {
	const socket = new WebSocket(address);
	return await new Promise((resolve) => {
		socket.addEventListener('open', () => resolve(socket), { once: true });
		socket.addEventListener('error', () => resolve(undefined), { once: true });
	});
}
