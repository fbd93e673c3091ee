import { SyncError } from '../../lib/base/errors';
import type { Graph } from '../../lib/graph/client';
import type { HttpClient, HttpRequest } from '../../lib/http/client';

/** A server that would be asked for ever is left after so many requests. */
const PATIENCE = 60;

/** An answer, or what is thrown instead of one. */
export type Reply = { body?: unknown; headers?: Record<string, string>; status?: number } | Error;

/** An HTTP client whose server answers as it is told; it bounds how often it may be asked. */
export function httpThat(answers: (request: HttpRequest, asked: number) => Reply): HttpClient {
	let asked = 0;
	return {
		account: 'fake',
		request: async (request) => {
			if (asked >= PATIENCE) throw new SyncError('The server was asked too often');
			const reply = answers(request, asked++);
			if (reply instanceof Error) throw reply;
			const { body, headers = {}, status = 200 } = reply;
			return { url: `https://hr.example/${request.url}`, status, headers, body };
		},
	};
}

/** Graph, which answers as it is told. */
export function graphThat(answers: (url: string, body: unknown, asked: number) => unknown): Graph {
	let asked = 0;
	const answer = async (url: string, body?: unknown): Promise<Record<string, unknown>> => {
		if (asked >= PATIENCE) throw new SyncError('Graph was asked too often');
		const given = answers(url, body, asked++);
		// The client passes on nothing else.
		if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Record<string, unknown>;
		throw new SyncError('Graph answered with something else');
	};
	return {
		signal: undefined,
		log: () => undefined,
		progress: () => undefined,
		notice: () => undefined,
		pace: { turn: async () => undefined, held: () => undefined, granted: () => undefined, answered: () => undefined },
		rereadAfterMs: 0,
		get: async (url) => await answer(url),
		post: async (url, body) => await answer(url, body),
		renewToken: async () => undefined,
	};
}
