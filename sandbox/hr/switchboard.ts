import type { Request, RequestHandler, Response } from 'express';

import { scimError } from './answers.ts';
import { parseRule, shownRule } from './fault.ts';
import type { Fault, FaultRule } from './fault.ts';
import { isObject } from './person.ts';

const PROXY_PAGE = '<!doctype html><title>Sign in</title><h1>Sign in to continue</h1>';

type Kind = Fault['kind'];
type FaultOf<K extends Kind> = Extract<Fault, { kind: K }>;

/** Answers in place of the HR system. */
const INSTEAD: { [K in Kind]?: (fault: FaultOf<K>, response: Response) => void } = {
	status: ({ status, body, headers }, response) => {
		response.status(status).set(headers);
		if (body === undefined) scimError(response, status, 'A fault was asked for');
		else response.send(body);
	},
	throttle: ({ retryAfter }, response) => {
		response.set('Retry-After', retryAfter);
		scimError(response, 429, 'Too many requests');
	},
	redirect: ({ url }, response) => response.redirect(307, url),
	html: (_fault, response) => void response.type('html').send(PROXY_PAGE),
	reset: (_fault, response) => void response.socket?.resetAndDestroy(),
	timeout: () => {},
};

/** Changes the HR system's answer. `send` sends a text in place of it. */
const AFTERWARDS: {
	[K in Kind]?: (fault: FaultOf<K>, response: Response, answer: string, send: (text: string) => void) => void;
} = {
	timeoutAfterWrite: (_fault, response) => void response.socket?.destroy(),
	statusAfterWrite: ({ status }, response, _answer, send) => {
		response.statusCode = status;
		send('');
	},
	truncate: (_fault, response, answer) => {
		const bytes = Buffer.from(answer);
		response.set('Content-Length', String(bytes.length + 1));
		response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.socket?.destroy());
	},
	invalidJson: (_fault, _response, answer, send) => send(answer.slice(0, -1)),
	emptyPage: (_fault, _response, answer, send) => send(withFirst(answer, () => 0)),
};

/** The faults that were asked for, and the list that one of them ended early. */
export class Switchboard {
	#rules: FaultRule[] = [];

	/** Set by `shortList`: this list (a path with its query) holds nothing from `from` on. */
	#ended: { list: string; from: number } | undefined;

	/** Adds one rule or an array of them; the first that applies to a request wins. Throws a sentence. */
	add(posted: unknown): void {
		this.#rules.push(...(Array.isArray(posted) ? posted : [posted]).map(parseRule));
	}

	list(): unknown[] {
		return this.#rules.map(shownRule);
	}

	clear(): void {
		this.#rules = [];
		this.#ended = undefined;
	}

	/** To stand in front of the SCIM routes. */
	readonly inject: RequestHandler = (request, response, next) => {
		const fault = this.#faultFor(request);
		const instead = fault && INSTEAD[fault.kind];
		if (fault && instead) {
			(instead as (fault: Fault, response: Response) => void)(fault, response);
			return;
		}
		if (fault?.kind === 'shortList') {
			replaceAnswer(response, (answer, send) => send(withFirst(answer, (count) => this.#end(request, count))));
		} else if (fault) {
			const change = AFTERWARDS[fault.kind] as (fault: Fault, ...rest: unknown[]) => void;
			replaceAnswer(response, (answer, send) => change(fault, response, answer, send));
		} else if (this.#isPastTheEnd(request)) {
			replaceAnswer(response, (answer, send) => send(withFirst(answer, () => 0)));
		}
		next();
	};

	/** Every rule that matches counts the request; the first with its skip used up and hits left hits it. */
	#faultFor(request: Request): Fault | undefined {
		for (const rule of this.#rules) {
			if (rule.method !== undefined && rule.method !== request.method) continue;
			if (!rule.path.test(request.originalUrl)) continue;
			rule.seen += 1;
			if (rule.seen <= rule.skip || rule.hits >= rule.times) continue;
			rule.hits += 1;
			return rule.fault;
		}
		return undefined;
	}

	/** Remembers where the list ends from now on, and says how many of this page's people remain. */
	#end(request: Request, count: number): number {
		const remaining = Math.floor(count / 2);
		const { list, start } = listOf(request);
		this.#ended = { list, from: start + remaining };
		return remaining;
	}

	/** A list that is read anew from before its false end is whole again. */
	#isPastTheEnd(request: Request): boolean {
		if (!this.#ended || request.method !== 'GET') return false;
		const { list, start } = listOf(request);
		if (list !== this.#ended.list) return false;
		if (start >= this.#ended.from) return true;
		this.#ended = undefined;
		return false;
	}
}

/** Which list a request reads, and from where. */
function listOf(request: Request): { list: string; start: number } {
	const url = new URL(request.originalUrl, 'http://localhost');
	const start = Math.max(Number(url.searchParams.get('startIndex') ?? 1) || 1, 1);
	url.searchParams.delete('startIndex');
	url.searchParams.delete('count');
	return { list: url.pathname + url.search, start };
}

/** A list with only its first Resources, as many as `keep` says of the number there are. Other answers stay. */
function withFirst(answer: string, keep: (count: number) => number): string {
	const list: unknown = answer === '' ? undefined : JSON.parse(answer);
	if (!isObject(list) || !Array.isArray(list.Resources)) return answer;
	const Resources: unknown[] = list.Resources.slice(0, keep(list.Resources.length));
	return JSON.stringify({ ...list, Resources, itemsPerPage: Resources.length });
}

/** Catches the finished answer on its way out. By then a change is made and in the journal. */
function replaceAnswer(response: Response, replace: (answer: string, send: (text: string) => void) => void): void {
	const end = response.end.bind(response) as (text: string) => unknown;
	const caught = (chunk?: unknown) => {
		response.end = end as Response['end'];
		const answer = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? chunk.toString() : '';
		replace(answer, (text) => {
			response.removeHeader('Content-Length');
			end(text);
		});
		return response;
	};
	response.end = caught as Response['end'];
}
