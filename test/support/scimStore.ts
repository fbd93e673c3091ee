import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { scimPatch } from 'scim-patch';
import type { ScimPatchOperation, ScimResource } from 'scim-patch';
import { filter, parse } from 'scim2-parse-filter';

import { createHttpClient } from '../../lib/http/client';
import type { HttpClient } from '../../lib/http/client';

export type Json = Record<string, unknown>;

export interface StoreRequest {
	method: string;
	/** Behind the base path, without the query: `/Users/1`. */
	path: string;
	query: URLSearchParams;
	headers: NodeJS.Dict<string | string[]>;
	body: Json;
}

export interface StoreAnswer {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

/**
 * A small SCIM server in this process, made of scim-patch and scim2-parse-filter and not of what it tests. `answer`
 * may take over any request.
 */
export class ScimStore {
	readonly people = new Map<string, Json>();

	readonly requests: StoreRequest[] = [];

	/** What a PUT, or a PATCH without operations, means: all there is to know, or a change of the named attributes. */
	plainWrite: 'whole' | 'shallow' | 'deep' = 'whole';

	/** Versions are given, and If-Match is heeded. */
	versions = false;

	/** How the server writes when somebody was created and changed; undefined where it doesn't say. */
	dated?: (now: Date) => string;

	/** How far the server's clock is ahead, in milliseconds. */
	aheadMs = 0;

	config: Json = {};

	answer: (request: StoreRequest) => StoreAnswer | undefined = () => undefined;

	private nextId = 1;

	private readonly server = createServer((request, response) => {
		let text = '';
		request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
		request.on('end', () => {
			const url = new URL(request.url ?? '/', 'http://localhost');
			const answer = this.handle({
				method: request.method ?? '',
				path: decodeURIComponent(url.pathname.replace(/^\/scim\/v2/, '')),
				query: url.searchParams,
				headers: request.headers,
				body: text === '' ? {} : (JSON.parse(text) as Json),
			});
			const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
			const date = new Date(this.now).toUTCString();
			const headers = { 'content-type': 'application/scim+json', date, ...answer.headers };
			response.writeHead(answer.status, headers).end(body);
		});
	});

	static async open(): Promise<ScimStore> {
		const store = new ScimStore();
		store.server.listen(0, '127.0.0.1');
		await once(store.server, 'listening');
		return store;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	reset(): void {
		this.people.clear();
		this.requests.length = 0;
		this.plainWrite = 'whole';
		this.versions = false;
		delete this.dated;
		this.aheadMs = 0;
		this.config = {};
		this.answer = () => undefined;
	}

	get baseUrl(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/scim/v2`;
	}

	/** What the server's clock says, in milliseconds since 1970. */
	get now(): number {
		return Date.now() + this.aheadMs;
	}

	/** @param query kept behind every address, as some systems want it: `?a=b` */
	http(query = ''): HttpClient {
		return createHttpClient({
			asked: 'hr',
			baseUrl: `${this.baseUrl}${query}`,
			authorize: async () => ({ Authorization: 'Bearer a-secret-token' }),
			maxTries: 1,
			timeoutMs: 2000,
		});
	}

	/** Puts a person there, as another hand would. */
	put(person: Json): Json {
		const id = (person.id as string | undefined) ?? String(this.nextId++);
		return this.save(id, { ...person, id });
	}

	/** Methods and paths of what was asked, in order. */
	get log(): string[] {
		return this.requests.map(({ method, path }) => `${method} ${path}`);
	}

	private handle(request: StoreRequest): StoreAnswer {
		this.requests.push(request);
		return this.answer(request) ?? this.carryOut(request);
	}

	/** What the server does by itself, whatever `answer` says. */
	carryOut(request: StoreRequest): StoreAnswer {
		const [, collection, id] = request.path.split('/');
		if (collection === 'ServiceProviderConfig') return { status: 200, body: this.config };
		if (collection === 'Bulk') return this.bulk(request);
		if (collection !== 'Users') return error(404, 'There is nothing here');
		if (id === undefined) return request.method === 'POST' ? this.create(request.body) : this.list(request.query);
		return this.one(request, id);
	}

	private list(query: URLSearchParams): StoreAnswer {
		const test = query.get('filter');
		const found = [...this.people.values()].filter(test === null ? () => true : filter(parse(test)));
		const start = Number(query.get('startIndex') ?? 1) - 1;
		const page = found.slice(start, start + Number(query.get('count') ?? 100));
		return { status: 200, body: { totalResults: found.length, Resources: page } };
	}

	private create(body: Json): StoreAnswer {
		const taken = [...this.people.values()].some(({ userName }) => userName === body.userName);
		if (taken) return error(409, `${String(body.userName)} is there already`);
		const created = this.put(body);
		return { status: 201, body: created, headers: { location: `http://x/scim/v2/Users/${String(created.id)}` } };
	}

	private one({ method, headers, body }: StoreRequest, id: string): StoreAnswer {
		const person = this.people.get(id);
		if (!person) return error(404, `There is no ${id}`);
		const wanted = headers['if-match'];
		if (this.versions && wanted !== undefined && wanted !== (person.meta as Json).version) {
			return error(412, 'The person has another version');
		}
		if (method === 'DELETE') {
			this.people.delete(id);
			return { status: 204 };
		}
		if (method === 'GET') return { status: 200, body: person };
		return { status: 200, body: this.save(id, { ...this.changed(method, person, body), id }) };
	}

	private changed(method: string, person: Json, body: Json): Json {
		if (method === 'PATCH' && Array.isArray(body.Operations)) {
			const copy = structuredClone(person) as unknown as ScimResource;
			return scimPatch(copy, body.Operations as ScimPatchOperation[]) as unknown as Json;
		}
		if (this.plainWrite === 'whole') return { ...body, meta: person.meta, groups: person.groups };
		return this.plainWrite === 'shallow' ? { ...person, ...body } : merge(person, body);
	}

	private save(id: string, person: Json): Json {
		const before = this.people.get(id)?.meta as Json | undefined;
		const version = Number(/\d+/.exec(String(before?.version)) ?? 0) + 1;
		const versioned = this.versions && { resourceType: 'User', version: `W/"${version}"` };
		const time = this.dated?.(new Date(this.now));
		const times = time !== undefined && { created: before?.created ?? time, lastModified: time };
		const meta = { ...(person.meta as Json | undefined), ...versioned, ...times };
		const saved = versioned || times ? { ...person, meta } : person;
		this.people.set(id, JSON.parse(JSON.stringify(saved)) as Json);
		return saved;
	}

	private bulk({ body, headers }: StoreRequest): StoreAnswer {
		const Operations = (body.Operations as Json[]).map((operation) => {
			const method = String(operation.method);
			const data = (operation.data ?? {}) as Json;
			const { status, body: response } =
				method === 'POST'
					? this.create(data)
					: this.one(
							{ ...EMPTY, method, headers: { ...headers, 'if-match': operation.version as string }, body: data },
							decodeURIComponent(String(operation.path).split('/')[2] ?? ''),
						);
			const id =
				((response as Json | undefined)?.id as string | undefined) ?? String(operation.path).split('/')[2] ?? '';
			return {
				method,
				bulkId: operation.bulkId,
				status: String(status),
				...(status < 400 ? { location: `http://x/scim/v2/Users/${id}` } : { response }),
			};
		});
		return { status: 200, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'], Operations } };
	}
}

const EMPTY = { path: '', query: new URLSearchParams() };

function error(status: number, detail: string): StoreAnswer {
	return {
		status,
		body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail },
	};
}

function merge(before: Json, change: Json): Json {
	const result = { ...before };
	for (const [name, value] of Object.entries(change)) {
		const old = result[name];
		result[name] = isObject(old) && isObject(value) ? merge(old, value) : value;
	}
	return result;
}

function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
