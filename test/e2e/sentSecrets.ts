import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import type { Passing } from './gate.ts';
import { historyRows } from './historyTable.ts';
import { ask } from './inStep.ts';

/** Long ones are looked for in pieces: a database may store a text in parts that lie apart. */
const PIECE = 24;
const PIECES = 3;

/** What n8n proves itself with to servers, and where it must not be found. */
export class SentSecrets {
	/** By what it is. */
	readonly #sent = new Map<string, string>();

	get size(): number {
		return this.#sent.size;
	}

	/** What they are. */
	get names(): string[] {
		return [...this.#sent.keys()];
	}

	add(what: string, secret: string): void {
		this.#sent.set(what, secret);
	}

	/** @returns what the request proves itself with */
	keep({ server, headers, body }: Passing): string | undefined {
		const token = headers.authorization?.replace(/^\S+ /, '');
		const form = new URLSearchParams(body.toString());
		if (token !== undefined) this.add(`a token of ${server} (${token.slice(-6)})`, token);
		for (const name of ['client_secret', 'client_assertion']) {
			const secret = form.get(name);
			if (secret !== null) this.add(`a ${name.replace('_', ' ')} of ${server} (${secret.slice(-6)})`, secret);
		}
		return token ?? form.get('client_secret') ?? form.get('client_assertion') ?? undefined;
	}

	/** Where any of them stands. */
	async foundIn(sandbox: Sandbox, stateDir: string): Promise<string[]> {
		return await findSecrets(this.#sent, sandbox, stateDir);
	}
}

/**
 * Looks through all that n8n keeps, its database with the log of changes included, and all that it has mailed and printed.
 *
 * @param secrets by what they are
 * @returns such as "a token of hr in /.n8n/database.sqlite"
 */
export async function findSecrets(
	secrets: Iterable<[string, string]>,
	sandbox: Sandbox,
	stateDir: string,
): Promise<string[]> {
	const finder = new Finder(secrets);
	const found = new Set<string>();
	const look = async (place: string, chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> => {
		for await (const what of finder.in(chunks)) found.add(`${what} in ${place}`);
	};
	await look('the history', [Buffer.from(JSON.stringify(await historyRows(sandbox.n8n.client)))]);
	await look('the mails', [Buffer.from(JSON.stringify(await ask(`${sandbox.mail.url}/mails.json`)))]);
	for (const entry of await readdir(stateDir, { recursive: true, withFileTypes: true })) {
		const file = join(entry.parentPath, entry.name);
		// What the servers keep for themselves is theirs.
		const isN8ns = /\.n8n\/|n8n\.log$/.test(file) && !file.includes('node_modules');
		if (entry.isFile() && isN8ns) await look(file.slice(stateDir.length), createReadStream(file));
	}
	return [...found];
}

interface Needle {
	what: string;
	bytes: Buffer;
}

/** What a text begins with, by which it is found. */
const START = 4;
const BITS = 24;

/** Finds any of many texts in one go: there may be thousands of them, and a gigabyte to look through. */
export class Finder {
	/** By their first four bytes. */
	readonly #needles = new Map<number, Needle[]>();

	/** Whether any begins with three bytes: most places are passed by with this alone. */
	readonly #begins = new Uint8Array(1 << BITS);

	#longest = 0;

	constructor(secrets: Iterable<[string, string]>) {
		for (const [what, secret] of secrets) {
			for (const bytes of spellings(secret).flatMap(pieces)) {
				if (bytes.length < START) throw new Error(`${what} is too short to be looked for.`);
				const start = bytes.readUInt32BE(0);
				this.#begins[start >>> (32 - BITS)] = 1;
				this.#needles.set(start, [...(this.#needles.get(start) ?? []), { what, bytes }]);
				this.#longest = Math.max(this.#longest, bytes.length);
			}
		}
	}

	async *in(chunks: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<string> {
		let rest = Buffer.alloc(0);
		for await (const chunk of chunks) {
			const bytes = Buffer.concat([rest, chunk]);
			yield* this.#inside(bytes);
			rest = bytes.subarray(Math.max(0, bytes.length - this.#longest));
		}
	}

	*#inside(bytes: Buffer): Generator<string> {
		let start = 0;
		for (let end = 0; end < bytes.length; end++) {
			start = ((start << 8) | (bytes[end] ?? 0)) >>> 0;
			if (end < START - 1 || this.#begins[start >>> (32 - BITS)] === 0) continue;
			const at = end - START + 1;
			for (const { what, bytes: needle } of this.#needles.get(start) ?? []) {
				if (bytes.subarray(at, at + needle.length).equals(needle)) yield what;
			}
		}
	}
}

/** The secret in the forms in which it could get somewhere. */
function spellings(secret: string): Buffer[] {
	const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
	return [...new Set([secret, encodeURIComponent(secret), base64])].map((text) => Buffer.from(text));
}

/** The end and what is before it: the beginning of a token is that of others too, of no secret ones as well. */
function pieces(bytes: Buffer): Buffer[] {
	if (bytes.length <= PIECE * PIECES) return [bytes];
	return Array.from({ length: PIECES }, (_, index) => {
		const end = bytes.length - Math.floor((index * bytes.length) / (2 * PIECES));
		return bytes.subarray(end - PIECE, end);
	});
}
