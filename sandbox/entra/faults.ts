import type { Reply } from './errors.ts';
import { throttleHeaders } from './throttle.ts';

/** What goes wrong. See the table below for what each kind does. */
export interface FaultSpec {
	kind: string;
	status?: number;
	body?: unknown;
	headers?: Record<string, string>;
	retryAfter?: string;
	url?: string;
	by?: number;
	count?: number;
	/** Of the budget, as `x-ms-throttle-limit-percentage` says it: 0.8 to 1.8. */
	share?: number;
}

/** A fault that waits for its requests. */
export interface Fault {
	id: number;
	method: string | undefined;
	path: RegExp;
	/** How many matching requests still pass unharmed. */
	skip: number;
	/** How many it will still hit; Infinity for always. */
	remaining: number;
	hits: number;
	inBatch: boolean;
	spec: FaultSpec;
}

type Body = Record<string, unknown>;

/** What a fault does: answer in Graph's stead, change Graph's page or headers, or spoil the connection. */
type Effect =
	| { at: 'before'; reply(spec: FaultSpec): Reply }
	| { at: 'page'; change(body: Body, spec: FaultSpec, url: string): void }
	| { at: 'headers'; headers(spec: FaultSpec): Record<string, string> }
	| { at: 'maker' }
	| { at: 'wire' };

const EFFECTS: Record<string, Effect> = {
	status: {
		at: 'before',
		reply: ({ status = 503, body, headers = {} }) => ({
			status,
			headers,
			body: body ?? errorBody('UnknownError', 'A fault.'),
		}),
	},
	throttle: {
		at: 'before',
		reply: ({ retryAfter }) => ({
			status: 429,
			headers: throttleHeaders(retryAfter),
			body: errorBody('TooManyRequests', 'Please retry again later.'),
		}),
	},
	nearLimit: { at: 'headers', headers: ({ share = 0.9 }) => ({ 'x-ms-throttle-limit-percentage': share.toFixed(2) }) },
	html: {
		at: 'before',
		reply: () => ({
			status: 200,
			headers: { 'Content-Type': 'text/html; charset=utf-8' },
			body: '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in to the network.</body></html>',
		}),
	},
	redirect: { at: 'before', reply: ({ url = '/' }) => ({ status: 302, headers: { Location: url }, body: '' }) },
	emptyPage: {
		at: 'page',
		change(body, { count }) {
			body.value = [];
			delete body['@odata.nextLink'];
			if (count !== undefined) body['@odata.count'] = count;
		},
	},
	shortPage: {
		at: 'page',
		change(body) {
			if (Array.isArray(body.value)) body.value = body.value.slice(0, Math.floor(body.value.length / 2));
			delete body['@odata.nextLink'];
		},
	},
	loopNextLink: { at: 'page', change: (body, _, url) => void (body['@odata.nextLink'] = url) },
	foreignNextLink: { at: 'page', change: (body, { url }) => void (body['@odata.nextLink'] = url) },
	wrongCount: {
		at: 'page',
		change(body, { by = 1 }) {
			if (typeof body['@odata.count'] === 'number') body['@odata.count'] += by;
		},
	},
	limitedData: {
		at: 'page',
		change(body) {
			const rows: unknown[] = Array.isArray(body.value) ? body.value : [body];
			for (const row of rows) limit(row as Body);
		},
	},
	repeatPage: { at: 'maker' },
	reset: { at: 'wire' },
	timeout: { at: 'wire' },
	truncate: { at: 'wire' },
	invalidJson: { at: 'wire' },
};

/** The faults that an operator has laid out. */
export class Faults {
	private list: Fault[] = [];

	private lastId = 0;

	/** @throws Error with a sentence about what is wrong with the fault; none of the list is added then */
	add(specs: readonly unknown[]): Fault[] {
		const added = specs.map((spec) => parseFault(spec));
		for (const fault of added) fault.id = ++this.lastId;
		this.list.push(...added);
		return added;
	}

	clear(): void {
		this.list = [];
	}

	/** @param spent whether those that have hit all they will are shown too */
	show(spent: boolean): unknown[] {
		return this.list
			.filter(({ remaining }) => spent || remaining > 0)
			.map(({ id, method, path, skip, remaining, hits, inBatch, spec }) => ({
				id,
				...(method ? { method } : {}),
				path: path.source,
				...(inBatch ? { in: 'batch' } : {}),
				skip,
				remaining: remaining === Infinity ? 'always' : remaining,
				hits,
				fault: spec,
			}));
	}

	/**
	 * The first fault that this request runs into; taking it uses it up by one.
	 *
	 * @param url path and query as they came; a fault's pattern may also match them decoded
	 */
	take(method: string, url: string, inBatch: boolean): FaultSpec | undefined {
		const plain = decode(url);
		for (const fault of this.list) {
			if (fault.remaining <= 0 || fault.inBatch !== inBatch) continue;
			if (fault.method !== undefined && fault.method !== method) continue;
			if (!fault.path.test(url) && !fault.path.test(plain)) continue;
			if (fault.skip > 0) {
				fault.skip--;
				continue;
			}
			fault.hits++;
			fault.remaining--;
			return fault.spec;
		}
		return undefined;
	}
}

/** The answer of a fault that comes in Graph's stead, undefined when Graph is to answer. */
export function replyInstead(spec: FaultSpec | undefined): Reply | undefined {
	const effect = spec && EFFECTS[spec.kind];
	return effect?.at === 'before' ? effect.reply(spec as FaultSpec) : undefined;
}

/** Lets a fault change what Graph answered. Refusals stay as they are. */
export function changeReply(spec: FaultSpec | undefined, reply: Reply, url: string): Reply {
	const effect = spec && EFFECTS[spec.kind];
	if (effect?.at === 'headers')
		return { ...reply, headers: { ...reply.headers, ...effect.headers(spec as FaultSpec) } };
	if (effect?.at !== 'page' || reply.status !== 200 || typeof reply.body !== 'object') return reply;
	const body = { ...(reply.body as Body) };
	effect.change(body, spec as FaultSpec, url);
	return { ...reply, body };
}

function parseFault(value: unknown): Fault {
	const { method, path, skip = 0, times = 1, in: where, fault } = (value ?? {}) as Record<string, unknown>;
	const spec = fault as FaultSpec | undefined;
	const effect = typeof spec?.kind === 'string' ? EFFECTS[spec.kind] : undefined;
	if (!spec || !effect) throw new Error(`"fault.kind" must be one of ${Object.keys(EFFECTS).join(', ')}.`);
	if (typeof path !== 'string') throw new Error('"path" must be a regular expression for path and query.');
	if (typeof skip !== 'number' || (times !== 'always' && typeof times !== 'number')) {
		throw new Error('"skip" must be a number, "times" a number or "always".');
	}
	if (where !== undefined && where !== 'batch') throw new Error('"in" can only be "batch".');
	if (where === 'batch' && effect.at === 'wire') throw new Error(`"${spec.kind}" can't befall an item of a batch.`);
	if (spec.kind === 'foreignNextLink' && typeof spec.url !== 'string') throw new Error('"fault.url" is missing.');
	return {
		id: 0,
		method: typeof method === 'string' ? method.toUpperCase() : undefined,
		path: new RegExp(path),
		skip,
		remaining: times === 'always' ? Infinity : times,
		hits: 0,
		inBatch: where === 'batch',
		spec,
	};
}

function limit(row: Body): void {
	for (const name of Object.keys(row)) if (!name.startsWith('@odata.') && name !== 'id') row[name] = null;
	row['@odata.type'] ??= '#microsoft.graph.user';
}

function errorBody(code: string, message: string): Body {
	return { error: { code, message, innerError: { date: new Date().toISOString().slice(0, 19) } } };
}

function decode(url: string): string {
	try {
		return decodeURIComponent(url.replaceAll('+', ' '));
	} catch {
		return url;
	}
}
