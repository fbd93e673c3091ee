import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Changes } from './directory.ts';

/** Raised whenever the generated company changes: changes to another company's people mean nothing. */
const FORMAT = 2;

/** What outlives a restart. The company itself isn't in it: it is generated again, and `changes` laid over it. */
export interface State {
	format: number;
	/** How many users "All Employees" held at the start. */
	members: number;
	clientSecret: string;
	secretCreated: string;
	/** Signs the access tokens, so that those which were handed out go on working after a restart. */
	tokenKey: string;
	/** The index that the next added person is generated from. */
	nextIndex: number;
	/** How far the changes of `/_sim/mutate` have come; each call goes on where the one before stopped. */
	turns: { changed: number; removed: number; added: number };
	/** Ids of those whom `/_sim/mutate` has given another title. */
	chosen: string[];
	changes: Changes;
}

export class Store {
	state: State;

	private readonly file: string;

	private writing: Promise<void> | undefined;

	private next: Promise<void> | undefined;

	/**
	 * @param firstIndex the index from which on people are not part of the generated company
	 * @throws when the file is there but can't be read
	 */
	constructor(file: string, members: number, firstIndex: number, say: (sentence: string) => void) {
		this.file = file;
		const fresh = newState(members, firstIndex);
		const kept = readState(file);
		this.state = kept ?? fresh;
		if (kept && (kept.members !== members || kept.format !== FORMAT)) {
			say(`The state file holds a company of ${kept.members} people: starting over with a new one of ${members}.`);
			const { clientSecret, secretCreated, tokenKey } = kept;
			this.state = { ...fresh, clientSecret, secretCreated, tokenKey };
		}
	}

	/** Resolves once what is in `state` now is on the disk. Calls that come while a write is under way share the next one. */
	save(changes: () => Changes): Promise<void> {
		const write = async () => {
			this.state.changes = changes();
			const text = JSON.stringify(this.state, (_, value: unknown) => (value instanceof Set ? [...value] : value));
			await writeFile(`${this.file}.tmp`, text, { mode: 0o600 });
			await rename(`${this.file}.tmp`, this.file);
		};
		if (!this.writing) {
			this.writing = write().finally(() => (this.writing = undefined));
			return this.writing;
		}
		this.next ??= this.writing
			.catch(() => undefined)
			.then(() => {
				this.next = undefined;
				return this.save(changes);
			});
		return this.next;
	}
}

/** A key to sign tokens with: none that another one signed is good under it. */
export function newTokenKey(): string {
	return randomBytes(32).toString('base64url');
}

function newState(members: number, firstIndex: number): State {
	return {
		format: FORMAT,
		members,
		clientSecret: randomBytes(30).toString('base64url'),
		secretCreated: new Date().toISOString(),
		tokenKey: newTokenKey(),
		nextIndex: firstIndex,
		turns: { changed: 0, removed: 0, added: 0 },
		chosen: [],
		changes: { objects: [], deleted: [] },
	};
}

function readState(file: string): State | undefined {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		mkdirSync(dirname(file), { recursive: true });
		return undefined;
	}
	try {
		return JSON.parse(text, revive) as State;
	} catch {
		throw new Error(`The state file ${file} isn't JSON. Delete it to start over.`);
	}
}

/** Groups' members are a set in memory and an array in the file. */
function revive(key: string, value: unknown): unknown {
	return key === 'members' && Array.isArray(value) ? new Set(value as string[]) : value;
}
