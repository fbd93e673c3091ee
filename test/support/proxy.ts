import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import type { Identity } from './certificate';

export interface ProxySighting {
	method: string;
	target: string;
	headers: IncomingMessage['headers'];
}

export interface Proxy {
	port: number;
	/** What the proxy was asked, with all that it could read. */
	seen: ProxySighting[];
	/** The bytes that went through, in both directions, as the proxy sees them. */
	passed(): string;
	stop(): Promise<void>;
}

/**
 * A forward proxy as companies have them. It leads every host to one port of this machine.
 *
 * @param password what `Proxy-Authorization` must hold (`user:password`); default: nothing
 */
export async function startProxy(port: number, password?: string): Promise<Proxy> {
	const seen: ProxySighting[] = [];
	const passed: Buffer[] = [];
	const sockets = new Set<Socket>();
	const note = ({ method = '', url = '', headers }: IncomingMessage) => seen.push({ method, target: url, headers });
	const wanted = password === undefined ? undefined : `Basic ${Buffer.from(password).toString('base64')}`;
	const server = createServer((incoming, response) => {
		note(incoming);
		response.writeHead(400).end('Only CONNECT');
	});
	server.on('connection', (socket) => sockets.add(socket));
	server.on('connect', (incoming: IncomingMessage, client: Socket) => {
		note(incoming);
		if (wanted !== undefined && incoming.headers['proxy-authorization'] !== wanted) {
			client.end(
				'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n',
			);
			return;
		}
		const target = connect(port, '127.0.0.1', () => client.write('HTTP/1.1 200 Connection established\r\n\r\n'));
		sockets.add(target);
		client.on('data', (bytes: Buffer) => passed.push(bytes)).pipe(target);
		target.on('data', (bytes) => passed.push(bytes)).pipe(client);
		for (const socket of [client, target]) socket.on('error', () => [client, target].forEach((end) => end.destroy()));
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		seen,
		passed: () => Buffer.concat(passed).toString('latin1'),
		stop: async () => {
			sockets.forEach((socket) => socket.destroy());
			await new Promise((done) => server.close(done));
		},
	};
}

export interface TlsFront {
	port: number;
	stop(): Promise<void>;
}

/** Speaks TLS with this certificate in front of a server that speaks plain HTTP. */
export async function startTlsFront(target: string, { privateKey, certificate }: Identity): Promise<TlsFront> {
	const server = createTlsServer({ key: privateKey, cert: certificate }, (incoming, response) => {
		const { method, url, headers } = incoming;
		const forwarded = { ...headers, 'x-forwarded-proto': 'https' };
		const passedOn = request(new URL(url ?? '/', target), { method, headers: forwarded }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		incoming.pipe(passedOn);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}
