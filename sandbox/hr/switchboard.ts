import type { Request, RequestHandler, Response } from 'express';

import type { ApiForm } from './dialect.ts';
import { parseRule, shownRule } from './fault.ts';
import type { Fault, FaultRule } from './fault.ts';
import { isObject } from './person.ts';
import type { Settings } from './settings.ts';

const PROXY_PAGE = '<!doctype html><title>Sign in</title><h1>Sign in to continue</h1>';

/** What tells the pages of one list from each other. */
const PAGING = ['startIndex', 'count', 'page', 'per_page'];

type Kind = Fault['kind'];
type FaultOf<K extends Kind> = Extract<Fault, { kind: K }>;

/** Answers in place of the HR system. */
const INSTEAD: { [K in Kind]?: (fault: FaultOf<K>, response: Response, form: ApiForm) => void } = {
	status: ({ status, body, headers }, response, form) => {
		response.status(status).set(headers);
		if (body === undefined) form.error(response, status, 'A fault was asked for');
		else response.send(body);
	},
	throttle: ({ retryAfter }, response, form) => {
		response.set('Retry-After', retryAfter);
		form.error(response, 429, 'Too many requests');
	},
	redirect: ({ url }, response) => response.redirect(307, url),
	html: (_fault, response) => void response.type('html').send(PROXY_PAGE),
	reset: (_fault, response) => void response.socket?.resetAndDestroy(),
	timeout: () => {},
};

/** Changes the HR system's answer. `send` sends a text in place of it. */
const AFTERWARDS: {
	[K in Kind]?: (
		fault: FaultOf<K>,
		response: Response,
		answer: string,
		send: (text: string) => void,
		form: ApiForm,
	) => void;
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
	emptyPage: (_fault, _response, answer, send, form) => send(withFirst(form, answer, () => 0)),
};

/** The faults that were asked for, and the list that one of them ended early. */
export class Switchboard {
	readonly #form: ApiForm;

	readonly #settings: Settings;

	#rules: FaultRule[] = [];

	/** Set by `shortList`: this list (a path with its query) holds nothing from `from` on. */
	#ended: { list: string; from: number } | undefined;

	constructor(form: ApiForm, settings: Settings) {
		this.#form = form;
		this.#settings = settings;
	}

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

	/** To stand in front of the API. */
	readonly inject: RequestHandler = (request, response, next) => {
		const fault = this.#faultFor(request);
		const instead = fault && INSTEAD[fault.kind];
		if (fault && instead) {
			(instead as (fault: Fault, response: Response, form: ApiForm) => void)(fault, response, this.#form);
			return;
		}
		if (fault?.kind === 'shortList') {
			replaceAnswer(response, (answer, send) =>
				send(withFirst(this.#form, answer, (count) => this.#end(request, count))),
			);
		} else if (fault) {
			const change = AFTERWARDS[fault.kind] as (fault: Fault, ...rest: unknown[]) => void;
			replaceAnswer(response, (answer, send) => change(fault, response, answer, send, this.#form));
		} else if (this.#isPastTheEnd(request)) {
			replaceAnswer(response, (answer, send) => send(withFirst(this.#form, answer, () => 0)));
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
		const { list, start } = this.#listOf(request);
		this.#ended = { list, from: start + remaining };
		return remaining;
	}

	/** A list that is read anew from before its false end is whole again. */
	#isPastTheEnd(request: Request): boolean {
		if (!this.#ended || request.method !== 'GET') return false;
		const { list, start } = this.#listOf(request);
		if (list !== this.#ended.list) return false;
		if (start >= this.#ended.from) return true;
		this.#ended = undefined;
		return false;
	}

	/** Which list a request reads, and from where. */
	#listOf(request: Request): { list: string; start: number } {
		const url = new URL(request.originalUrl, 'http://localhost');
		const start = this.#form.startOf(url.searchParams, this.#settings);
		for (const name of PAGING) url.searchParams.delete(name);
		return { list: url.pathname + url.search, start };
	}
}

/** A list with only its first items, as many as `keep` says of the number there are. Other answers stay. */
function withFirst(form: ApiForm, answer: string, keep: (count: number) => number): string {
	const list: unknown = answer === '' ? undefined : JSON.parse(answer);
	const items = isObject(list) ? list[form.items] : undefined;
	if (!isObject(list) || !Array.isArray(items)) return answer;
	const kept: unknown[] = items.slice(0, keep(items.length));
	const counts = Object.fromEntries(form.counts.map((name) => [name, kept.length]));
	return JSON.stringify({ ...list, [form.items]: kept, ...counts });
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
