import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Directory } from '../../../../lib/hr/directory';
import type { RestPaging, RestProfile } from '../../../../lib/hr/rest/profile/profile';
import { createRestDirectory } from '../../../../lib/hr/rest/restDirectory';
import { createHttpClient } from '../../../../lib/http/client';

export type Person = Record<string, unknown>;

export interface Answer {
	status: number;
	body: unknown;
	headers: Record<string, string>;
}

export interface Asked {
	method: string;
	path: string;
	query: URLSearchParams;
	body: Person;
}

/** A small HR system of its own making, with a store: ids are numbers, people stand under `user` in writes. */
export interface RestServer {
	url: string;
	people: Map<number, Person>;
	asked: Asked[];
	style: RestPaging['style'];
	/** The server's own limit to the size of a page. */
	cap: number;
	/** Are addresses of next pages whole, or relative to the server? */
	absoluteLinks: boolean;
	/** Changes an answer; the request has been carried out before. */
	spoil: (answer: Answer, asked: Asked) => Answer | Promise<Answer>;
	writes: () => Asked[];
	reset: () => void;
	stop: () => Promise<void>;
}

export async function startRestServer(): Promise<RestServer> {
	const fresh = { style: 'page' as const, cap: 100, absoluteLinks: true, spoil: (answer: Answer) => answer };
	const state: RestServer = {
		url: '',
		people: new Map(),
		asked: [],
		...fresh,
		writes: () => state.asked.filter(({ method }) => method !== 'GET'),
		reset: () => {
			Object.assign(state, fresh);
			state.people.clear();
			state.asked.length = 0;
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};

	const page = (query: URLSearchParams): Answer => {
		const all = [...state.people.values()];
		const size = Math.min(Number(query.get('size') ?? 100), state.cap);
		const cursor = Number(query.get('cursor') ?? 0);
		const start = {
			none: 0,
			page: (Number(query.get('page') ?? 1) - 1) * size,
			offset: Number(query.get('offset') ?? 0),
			startIndex: Number(query.get('offset') ?? 1) - 1,
			cursor: all.filter(({ id }) => Number(id) <= cursor).length,
			nextLink: all.filter(({ id }) => Number(id) <= cursor).length,
			linkHeader: all.filter(({ id }) => Number(id) <= cursor).length,
		}[state.style];
		const records = state.style === 'none' ? all : all.slice(start, start + size);
		const next = start + records.length < all.length ? records.at(-1)?.id : undefined;
		const link = `${state.absoluteLinks ? state.url : ''}/api/users?size=${size}&cursor=${String(next)}`;
		const pages = Math.ceil(all.length / size);
		return {
			status: 200,
			body: {
				data: { users: records },
				meta: { total: all.length, pages, next: next ?? null, more: next !== undefined },
				...(next !== undefined && { links: { next: link } }),
			},
			headers: state.style === 'linkHeader' && next !== undefined ? { Link: `<${link}>; rel="next"` } : {},
		};
	};

	const one = (id: number): Answer => {
		const person = state.people.get(id);
		return { status: person ? 200 : 404, body: person ? { user: person } : { message: 'no such user' }, headers: {} };
	};

	const carryOut = ({ method, path, query, body }: Asked): Answer => {
		const [, , , id, step] = path.split('/');
		const known = state.people.get(Number(id));
		const given = (body.user ?? body) as Person;
		if (id === undefined && method === 'GET') {
			const email = query.get('email');
			if (email === null) return page(query);
			const found = [...state.people.values()].filter((person) => person.email === email);
			return { status: 200, body: { data: { users: found } }, headers: {} };
		}
		if (id === undefined) {
			if ([...state.people.values()].some(({ email }) => email === given.email)) {
				return { status: 409, body: { message: 'this e-mail is taken' }, headers: {} };
			}
			const next = Math.max(0, ...state.people.keys()) + 1;
			const person = { id: next, ...given };
			state.people.set(next, person);
			return { status: 201, body: { user: person }, headers: { Location: `/api/users/${next}/` } };
		}
		if (!known || method === 'GET') return one(Number(id));
		if (method === 'DELETE') state.people.delete(Number(id));
		else if (step !== undefined) state.people.set(Number(id), { ...known, active: step === 'reactivate' });
		else state.people.set(Number(id), method === 'PUT' ? { id: known.id, ...given } : { ...known, ...given });
		return one(Number(id)).status === 404 ? { status: 204, body: undefined, headers: {} } : one(Number(id));
	};

	const server = createServer((request, response) => {
		let text = '';
		request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
		request.on('end', () => {
			const { pathname, searchParams } = new URL(request.url ?? '', state.url);
			const body = (text === '' ? {} : JSON.parse(text)) as Person;
			const asked = { method: request.method ?? '', path: pathname, query: searchParams, body };
			state.asked.push(asked);
			void Promise.resolve(state.spoil(carryOut(asked), asked)).then(({ status, body: answer, headers }) => {
				if (status === 0) return response.destroy();
				const sent = typeof answer === 'string' ? answer : JSON.stringify(answer);
				return response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(sent);
			});
		});
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return state;
}

/** What the server would be opened with; it stands in no error. */
export const KEY = 'long-secret-key';

const PAGINGS: Record<RestPaging['style'], { paging: RestPaging; query: Record<string, string> }> = {
	none: { paging: { style: 'none' }, query: {} },
	page: { paging: { style: 'page', first: 1, size: 5 }, query: { page: '{page}', size: '{size}' } },
	offset: { paging: { style: 'offset', size: 5 }, query: { offset: '{offset}', size: '{size}' } },
	startIndex: { paging: { style: 'startIndex', size: 5 }, query: { offset: '{offset}', size: '{size}' } },
	cursor: { paging: { style: 'cursor', next: 'meta.next', size: 5 }, query: { cursor: '{cursor}', size: '{size}' } },
	nextLink: { paging: { style: 'nextLink', next: 'links.next', size: 5 }, query: { size: '{size}' } },
	linkHeader: { paging: { style: 'linkHeader', size: 5 }, query: { size: '{size}' } },
};

export const STYLES = Object.keys(PAGINGS) as RestPaging['style'][];

/** The description of the server above. */
export function profileOf(style: RestPaging['style'] = 'page', change: Partial<RestProfile> = {}): RestProfile {
	return {
		id: 'id',
		list: { method: 'GET', path: 'users', items: 'data.users', total: 'meta.total', ...PAGINGS[style] },
		create: { method: 'POST', path: 'users', envelope: 'user', item: 'user' },
		update: { method: 'PATCH', path: 'users/{id}', envelope: 'user', sends: 'changed' },
		status: { field: 'active', active: true, inactive: false },
		externalId: 'entra_id',
		manager: { field: 'manager_email', style: 'email' },
		aliases: { userName: 'email' },
		...change,
	};
}

export function directoryOf(server: RestServer, profile: RestProfile): Directory {
	const http = createHttpClient({
		asked: 'hr',
		baseUrl: `${server.url}/api`,
		authorize: async () => ({ Authorization: KEY }),
		timeoutMs: 2000,
		maxTries: 2,
	});
	return createRestDirectory({ http, profile });
}
