import { startServer } from '../support/server';
import type { SandboxServer } from '../support/server';

export const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export type Json = Record<string, unknown>;

export interface Answer {
	status: number;
	headers: Headers;
	/** The parsed body; undefined when there is none. */
	body: Json;
}

export interface List extends Json {
	totalResults: number;
	startIndex: number;
	itemsPerPage: number;
	Resources: Array<Json & { id: string; userName: string }>;
}

/** A running HR system and what a test says to it. */
export interface Hr {
	server: SandboxServer;
	/** A SCIM request with the token. Rejects when the connection ends without a whole answer. */
	scim(method: string, path: string, body?: unknown): Promise<Answer>;
	list(query?: string): Promise<List>;
	patch(id: unknown, ...Operations: Json[]): Promise<Answer>;
	/** A request to the control API. */
	sim<Result = Json>(method: string, path: string, body?: unknown): Promise<Result>;
}

/** @param system which HR system; plain SCIM unless told */
export async function startHr(state: string, system?: string): Promise<Hr> {
	const named = system === undefined ? [] : ['--system', system];
	const server = await startServer('sandbox/hr/main.ts', ['--port', '0', '--state', state, ...named]);
	const { url = '', token = '' } = server.ready;

	const scim: Hr['scim'] = (method, path, body) => callApi(server, `Bearer ${token}`, method, path, body);
	return {
		server,
		scim,
		list: async (query = '') => (await scim('GET', `/Users${query}`)).body as List,
		patch: (id, ...Operations) =>
			scim('PATCH', `/Users/${String(id)}`, {
				schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
				Operations,
			}),
		sim: async <Result>(method: string, path: string, body?: unknown) => {
			const response = await fetch(`${url}/_sim${path}`, {
				method,
				headers: { 'content-type': 'application/json' },
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
			});
			return (await response.json()) as Result;
		},
	};
}

/** A request to the API, with whatever is to stand in the header Authorization. */
export async function callApi(
	server: SandboxServer,
	authorization: string,
	method: string,
	path: string,
	body?: unknown,
): Promise<Answer> {
	const response = await fetch(`${server.ready.baseUrl ?? ''}${path}`, {
		method,
		redirect: 'manual',
		headers: { authorization, 'content-type': 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	return {
		status: response.status,
		headers: response.headers,
		body: (text === '' ? undefined : JSON.parse(text)) as Json,
	};
}

/** A SCIM User as a provisioning client sends it. */
export function employee(userName: string, attributes: Json = {}): Json {
	return {
		schemas: [CORE, ENTERPRISE],
		userName,
		displayName: `Employee ${userName}`,
		emails: [{ value: userName, type: 'work', primary: true }],
		[ENTERPRISE]: { department: 'Sales' },
		...attributes,
	};
}

export function withManager(userName: string, manager: unknown): Json {
	return employee(userName, { [ENTERPRISE]: { manager: { value: manager } } });
}
