import { once } from 'node:events';
import { createServer, request as requestTo } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request on its way from n8n to a server. */
export interface Passing {
	server: 'entra' | 'hr';
	method: string;
	/** With its query. */
	path: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

/** An answer on its way from a server to n8n. */
export interface Answer {
	status: number;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

/** Writes what n8n gets instead. One that never ends it lets n8n wait. */
export type Instead = (response: ServerResponse) => void;

type Verdict = Buffer | Instead | undefined;

/** Decides over what passes. */
export interface Watcher {
	/** A request has come. @returns the body to send it on with, or what to answer; undefined: it never reaches the server */
	arrived: (request: Passing) => Verdict | Promise<Verdict>;
	/** The server has answered. @returns whether n8n gets the answer, or what it gets instead */
	answered: (request: Passing, answer: Answer) => boolean | Instead;
}

const OPEN: Watcher = { arrived: ({ body }) => body, answered: () => true };

/** How long nothing may be under way before everything that n8n had sent has arrived. */
const QUIET_MS = 100;

/**
 * Stands between n8n and a server: sees each request arrive and each answer go back, and can keep either. A request that
 * was sent on is carried out even when n8n is gone, as on a server that doesn't notice.
 */
export class Gate {
	watcher: Watcher = OPEN;

	readonly #server: Passing['server'];

	readonly #target: URL;

	readonly #listener = createServer((request, response) => {
		this.#underWay++;
		this.#pass(request, response)
			.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
			.finally(() => {
				this.#underWay--;
				this.#lastMoved = Date.now();
			});
	});

	#underWay = 0;

	#lastMoved = 0;

	/** @param url where the server is */
	constructor(server: Passing['server'], url: string) {
		this.#server = server;
		this.#target = new URL(url);
	}

	/** Starts on a free port. @returns the address that stands for the server's */
	async open(): Promise<string> {
		await once(this.#listener.listen(0, '127.0.0.1'), 'listening');
		return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
	}

	letAllPass(): void {
		this.watcher = OPEN;
	}

	/** Resolves when the server has nothing of n8n's under way any more. */
	async quiet(): Promise<void> {
		while (this.#underWay > 0 || Date.now() - this.#lastMoved < QUIET_MS) await sleep(QUIET_MS / 4);
	}

	async close(): Promise<void> {
		this.#listener.close();
		this.#listener.closeAllConnections();
		await once(this.#listener, 'close');
	}

	async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { method = 'GET', url = '/', headers: given } = request;
		const passing = { server: this.#server, method, path: url, headers: given, body: await bytesOf(request) };
		const { watcher } = this;
		const body = await watcher.arrived(passing);
		if (!body) return void response.destroy();
		if (typeof body === 'function') {
			body(response);
			return;
		}
		// The Host stays n8n's: the links in the answer then lead through this gate too.
		const headers = { ...given, 'content-length': String(body.length), connection: 'close' };
		delete headers['transfer-encoding'];
		const incoming = await this.#ask({ method, path: url, headers }, body);
		const { 'transfer-encoding': _chunked, connection: _theirs, ...answerHeaders } = incoming.headers;
		const answer = { status: incoming.statusCode ?? 502, headers: answerHeaders, body: await bytesOf(incoming) };
		const instead = watcher.answered(passing, answer);
		if (instead === false) return void response.destroy();
		if (typeof instead === 'function') instead(response);
		else giveAnswer(response, answer);
	}

	async #ask(options: RequestOptions, body: Buffer): Promise<IncomingMessage> {
		const { hostname, port } = this.#target;
		const outgoing = requestTo({ hostname, port, ...options });
		outgoing.end(body);
		const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
		return answer;
	}
}

/** Writes an answer as a server does. */
export function giveAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
	response.writeHead(status, { ...headers, 'content-length': body.length });
	response.end(body);
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks);
}
