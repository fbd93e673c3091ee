import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerControl } from './control.ts';
import { GraphError, type Reply } from './errors.ts';
import { type FaultSpec, changeReply, replyInstead } from './faults.ts';
import { answerGraph, splitUrl } from './graph.ts';
import { tenantPage } from './page.ts';
import { badRequest } from './query.ts';
import type { Simulator } from './simulator.ts';
import { answerToken, checkToken } from './token.ts';

const GRAPH = /^\/v1\.0(?=\/|\?|$)/;
const TOKEN = /^\/([^/?]+)\/oauth2\/v2\.0\/token(?:\?|$)/;
const CONTROL = /^\/_sim\/([^?]*)/;
const MAX_BODY = 8 * 1024 * 1024;
const GRAPH_JSON = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** The HTTP server: sorts requests to the token endpoint, Graph, the control API and the page. */
export function makeServer(simulator: Simulator): Server {
	return createServer((request, response) => {
		handle(request, response, simulator).catch((error: unknown) => {
			if (response.destroyed) return;
			console.error(error);
			if (response.headersSent) response.destroy();
			else send(response, { status: 500, headers: {}, body: { error: String(error) } });
		});
	});
}

async function handle(request: IncomingMessage, response: ServerResponse, simulator: Simulator): Promise<void> {
	const { method = 'GET', url = '/' } = request;
	const text = await readBody(request);
	const token = TOKEN.exec(url);
	if (!token && !GRAPH.test(url)) {
		send(response, await answerOperator(method, url, text, simulator));
		return;
	}
	if (token) simulator.stats.tokenRequests++;
	else {
		simulator.stats.begin();
		response.once('close', () => simulator.stats.end());
	}
	if (simulator.settings.latencyMs > 0) await sleep(simulator.settings.latencyMs);
	const fault = simulator.faults.take(method, url, false);
	if (fault?.kind === 'reset') return void request.socket.destroy();
	if (fault?.kind === 'timeout') return;
	const instead = replyInstead(fault);
	if (instead?.status === 429) simulator.stats.throttled++;
	const origin = `${schemeOf(request)}://${request.headers.host ?? 'localhost'}`;
	const reply =
		instead ??
		(token
			? tokenReply(token[1] ?? '', method, text, request, simulator)
			: graph(request, url, text, origin, fault, simulator));
	send(response, changeReply(fault, reply, origin + url), fault);
}

/** Answers what isn't Microsoft's: the control API and the page. */
async function answerOperator(method: string, url: string, text: string, simulator: Simulator): Promise<Reply> {
	const { query } = splitUrl(url);
	const control = CONTROL.exec(url);
	if (control) {
		const body = parseJson(text);
		if (body !== NOT_JSON) return answerControl(method, control[1] ?? '', query, body, simulator);
		return { status: 400, headers: {}, body: { error: 'The body is not JSON.' } };
	}
	if (!/^\/(\?|$)/.test(url)) return { status: 404, headers: {}, body: { error: `There is nothing at ${url}.` } };
	const body = tenantPage(simulator, Number(query.get('from')));
	return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body };
}

/** What the client's address begins with: a server in front may speak TLS for this one. */
function schemeOf(request: IncomingMessage): string {
	return request.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
}

function tokenReply(
	tenant: string,
	method: string,
	text: string,
	request: IncomingMessage,
	simulator: Simulator,
): Reply {
	if (method !== 'POST') return { status: 405, headers: { Allow: 'POST' }, body: { error: 'invalid_request' } };
	const { host = '' } = request.headers;
	const port = request.socket.localPort;
	const hosts = new Set([host, `127.0.0.1:${port}`, `localhost:${port}`]);
	const origins = [...hosts].map((name) => `${schemeOf(request)}://${name}`);
	return answerToken(
		decodeURIComponent(tenant),
		new URLSearchParams(text),
		origins,
		simulator.store.state,
		simulator.settings,
	);
}

function graph(
	request: IncomingMessage,
	url: string,
	text: string,
	origin: string,
	fault: FaultSpec | undefined,
	simulator: Simulator,
): Reply {
	const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]));
	const requestId = randomUUID();
	const common = {
		'Content-Type': GRAPH_JSON,
		'OData-Version': '4.0',
		'request-id': requestId,
		'client-request-id': headers['client-request-id'] ?? requestId,
	};
	const reply = (() => {
		try {
			checkToken(headers.authorization, simulator.store.state);
			const body = parseJson(text);
			if (body === NOT_JSON) throw badRequest('Unable to read JSON request payload.');
			const target = splitUrl(url.replace(GRAPH, ''));
			const quirk = fault?.kind === 'repeatPage' ? fault.kind : undefined;
			return answerGraph({ ...target, method: request.method ?? 'GET', headers, body, origin, quirk }, simulator);
		} catch (error) {
			if (error instanceof GraphError) return error.toReply(headers['client-request-id']);
			throw error;
		}
	})();
	return { ...reply, headers: { ...common, ...reply.headers } };
}

function send(response: ServerResponse, reply: Reply, fault?: FaultSpec): void {
	const isText = typeof reply.body === 'string';
	const whole = Buffer.from(isText ? (reply.body as string) : JSON.stringify(reply.body));
	const half = whole.subarray(0, Math.floor(whole.length / 2));
	const body = fault?.kind === 'invalidJson' ? half : whole;
	response.writeHead(reply.status, {
		...(isText ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
		...reply.headers,
		'Content-Length': body.length,
	});
	if (fault?.kind !== 'truncate') return void response.end(body);
	// The header promises the whole.
	response.write(half, () => response.destroy());
}

const NOT_JSON = Symbol('not JSON');

function parseJson(text: string): unknown {
	if (!text) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return NOT_JSON;
	}
}

async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > MAX_BODY) throw new Error('The request is too large.');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}
