import { setTimeout as sleep } from 'node:timers/promises';

import { Sentence } from '../../scripts/install/sentence.cjs';
import { objectIn, textIn } from '../shared/json.ts';

/**
 * A connection for each request. n8n closes idle ones late when a node kept it busy, and then the next request on
 * such a connection would be lost.
 */
const UNSHARED = { connection: 'close' };

/** What n8n answers, in place of doing anything, while it is too busy to hear from its own database. */
const DATABASE_AWAY = 'Database is not ready!';
const PATIENCE_MS = 120_000;
const PAUSE_MS = 1_000;

/** Speaks to n8n as its editor does: through the REST API, signed in with a cookie. */
export class N8nClient {
	readonly url: string;

	private cookie = '';

	/** @param url address of the editor, e.g. `http://127.0.0.1:5678` */
	constructor(url: string) {
		this.url = url;
	}

	async get(path: string): Promise<unknown> {
		return await this.send('GET', path);
	}

	async post(path: string, body: unknown): Promise<unknown> {
		return await this.send('POST', path, body);
	}

	async patch(path: string, body: unknown): Promise<unknown> {
		return await this.send('PATCH', path, body);
	}

	async delete(path: string): Promise<unknown> {
		return await this.send('DELETE', path);
	}

	/** A file that n8n serves to a signed-in editor, e.g. `/types/nodes.json`. */
	async file(path: string): Promise<unknown> {
		const response = await reach(this.url + path, { headers: { cookie: this.cookie, ...UNSHARED } });
		if (!response.ok) throw new Sentence(`n8n refused GET ${path} (${response.status}).`);
		return await response.json();
	}

	async signIn(email: string, password: string): Promise<void> {
		await this.post('/login', { emailOrLdapLoginId: email, password });
	}

	/** Resolves with the answer's `data`. Paths are below `/rest`. Throws a Sentence with n8n's own message. */
	private async send(method: string, path: string, body?: unknown): Promise<unknown> {
		const { response, answer } = await this.answered(method, path, body);
		const json = objectIn(parsed(answer));
		if (!response.ok || !('data' in json)) {
			const reason = textIn(json.message) || answer.slice(0, 200);
			throw new Sentence(`n8n refused ${method} /rest${path} (${response.status}): ${reason}`);
		}
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
		this.cookie = cookies.find((cookie) => cookie.startsWith('n8n-auth=')) ?? this.cookie;
		return json.data;
	}

	private async answered(method: string, path: string, body: unknown): Promise<{ response: Response; answer: string }> {
		const began = Date.now();
		for (;;) {
			const response = await reach(`${this.url}/rest${path}`, {
				method,
				headers: { 'content-type': 'application/json', cookie: this.cookie, ...UNSHARED },
				body: body === undefined ? undefined : JSON.stringify(body),
			});
			const answer = await response.text();
			const isAway = response.status === 503 && answer.includes(DATABASE_AWAY);
			if (!isAway || Date.now() - began > PATIENCE_MS) return { response, answer };
			await sleep(PAUSE_MS);
		}
	}
}

/** "fetch failed" alone says nothing; its cause does. */
async function reach(url: string, request: RequestInit): Promise<Response> {
	try {
		return await fetch(url, request);
	} catch (error) {
		const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
		throw new Sentence(`n8n did not answer (${cause}).`);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
