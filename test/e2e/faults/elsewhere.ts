import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where redirects lead: nothing must ever be asked there. */
export class Elsewhere {
	readonly #asked = new Set<string>();

	readonly #server = createServer((request, response) => {
		this.#asked.add(request.url ?? '');
		response.end('{}');
	});

	async open(): Promise<void> {
		await once(this.#server.listen(0, '127.0.0.1'), 'listening');
	}

	urlFor(name: string): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${encodeURIComponent(name)}`;
	}

	wasAsked(url: string): boolean {
		return this.#asked.has(new URL(url).pathname);
	}

	async close(): Promise<void> {
		this.#server.close();
		this.#server.closeAllConnections();
		await once(this.#server, 'close');
	}
}
