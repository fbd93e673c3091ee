import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SandboxServer, startServer } from './server';

export type Json = Record<string, unknown>;

/** A row of a collection, with the manager when it was expanded. */
export interface Row extends Json {
	id: string;
	manager?: Row;
}

/** An item of a batch's answer. */
export interface ItemAnswer {
	id: string;
	status: number;
	headers: Record<string, string>;
	body: Body;
}

/** What answers hold, as far as tests look into them. A field that an answer doesn't have is undefined. */
export interface Body extends Json {
	id: string;
	value: Row[];
	responses: ItemAnswer[];
	error: { code: string; message: string };
	'@odata.nextLink': string;
	'@odata.count': number;
}

/** An answer with its body parsed as JSON (`{ text }` when it isn't). */
export interface Answer {
	status: number;
	headers: Headers;
	body: Body;
}

export interface Person {
	id: string;
	userPrincipalName: string;
	mail: string | null;
	displayName: string;
	accountEnabled: boolean;
	department: string | null;
	jobTitle: string | null;
	managerId: string | null;
	inGroup: boolean;
}

export const ADVANCED = { ConsistencyLevel: 'eventual' };

/** An Entra simulator of a test's own, with its state in a folder of its own. */
export class Entra {
	private readonly folder = mkdtempSync(join(tmpdir(), 'entra-'));

	private server: SandboxServer | undefined;

	private token: string | undefined;

	private members = '250';

	get ready(): Record<string, string> {
		if (!this.server) throw new Error('The simulator is not running.');
		return this.server.ready;
	}

	get stateFile(): string {
		return join(this.folder, 'state.json');
	}

	async start(members = 250): Promise<void> {
		this.members = String(members);
		this.server = await startServer('sandbox/entra/main.ts', [
			'--port',
			'0',
			'--state',
			this.stateFile,
			'--members',
			this.members,
		]);
	}

	async stop(): Promise<void> {
		await this.server?.stop();
		this.server = undefined;
	}

	/** Ends it without notice and starts it again over the same state. */
	async crash(): Promise<void> {
		this.server?.kill();
		await this.start(Number(this.members));
	}

	async dispose(): Promise<void> {
		await this.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** Asks for a token with the right fields, some of them replaced (an empty text leaves one out). */
	async requestToken(fields: Record<string, string> = {}, tenant = this.ready.tenantId): Promise<Answer> {
		const form = {
			grant_type: 'client_credentials',
			client_id: this.ready.clientId ?? '',
			client_secret: this.ready.clientSecret ?? '',
			scope: `${this.ready.url}/.default`,
			...fields,
		};
		const kept = Object.entries(form).filter(([, value]) => value !== '');
		const body = new URLSearchParams(kept);
		return toAnswer(await fetch(`${this.ready.url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body }));
	}

	/** Reads from Graph. @param path below `/v1.0`, or a whole nextLink */
	async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
		return this.graph('GET', path, undefined, headers);
	}

	async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
		return this.graph('POST', path, body, headers);
	}

	private async graph(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
		this.token ??= String((await this.requestToken()).body.access_token);
		const url = path.startsWith('http') ? path : `${this.ready.url}/v1.0${path}`;
		const init: RequestInit = {
			method,
			redirect: 'manual',
			headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json', ...headers },
		};
		return toAnswer(await fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) }));
	}

	/** Every row of a collection, following its nextLinks. */
	async readAll(path: string, headers: Record<string, string> = {}): Promise<{ rows: Row[]; pages: Answer[] }> {
		const pages: Answer[] = [];
		for (let next: string | undefined = path; next; next = pages.at(-1)?.body['@odata.nextLink']) {
			pages.push(await this.get(next, headers));
		}
		return { rows: pages.flatMap(({ body }) => body.value), pages };
	}

	/** Speaks to the control API. */
	async control(method: string, path: string, body?: unknown): Promise<Answer> {
		const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
		return toAnswer(await fetch(`${this.ready.url}/_sim/${path}`, init));
	}

	async people(): Promise<Person[]> {
		return (await this.control('GET', 'people')).body as unknown as Person[];
	}

	/** Turns every setting back, clears the faults and the counters. */
	async reset(): Promise<void> {
		await this.control('DELETE', 'faults');
		await this.control('POST', 'settings', {
			latencyMs: 0,
			permissions: ['GroupMember.Read.All', 'User.Read.All'],
			readsOwnApplication: false,
			secretState: 'ok',
			secretEndDateTime: null,
			appState: 'ok',
			otherSecrets: [],
			certificates: [],
			federatedCredentials: [],
			nationalCloud: null,
			tokenLifetimeS: 3599,
			budgetPerWindow: null,
			windowMs: 10_000,
			pageSize: null,
		});
		await this.control('POST', 'stats/reset');
	}
}

async function toAnswer(response: Response): Promise<Answer> {
	const text = await response.text();
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		body = { text };
	}
	return { status: response.status, headers: response.headers, body: body as Body };
}
