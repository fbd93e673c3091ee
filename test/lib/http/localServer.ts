import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
	method: string;
	url: string;
	headers: IncomingMessage['headers'];
	body: string;
}

export interface LocalServer {
	url: string;
	received: Received[];
	stop(): Promise<void>;
}

export type Answer = (response: ServerResponse, request: Received) => void;

/** A server on this machine that gives its answers in turn; the last one is given from then on. */
export async function serve(...answers: Answer[]): Promise<LocalServer> {
	const received: Received[] = [];
	const listener: RequestListener = (request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (text: string) => (body += text));
		request.on('end', () => {
			const { method = '', url = '', headers } = request;
			const answer = answers[Math.min(received.length, answers.length - 1)];
			received.push({ method, url, headers, body });
			answer?.(response, { method, url, headers, body });
		});
	};
	const server = createServer(listener);
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}

export const json =
	(status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
	(response) => {
		response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
	};

export const text =
	(status: number, body: string, headers: Record<string, string> = {}): Answer =>
	(response) => {
		response.writeHead(status, headers).end(body);
	};

/** The connection is cut without an answer. */
export const cut: Answer = (response) => response.destroy();

/** The answer breaks off halfway. */
export const truncated: Answer = (response) => {
	response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
	response.write('{"value": [', () => response.destroy());
};

/** The request is taken and never answered. */
export const silent: Answer = () => undefined;
