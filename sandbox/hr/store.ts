import { Journal } from '../shared/journal.ts';
import { isObject } from './person.ts';

/** Says for each look-up which values an entry is found by. Names are in lower case; values compare without case. */
export type Indexed<Entry> = Record<string, (entry: Entry) => string[]>;

export interface StoreOptions<Entry> {
	/** Which HR system the file belongs to: it isn't opened for another one. */
	system: string;
	indexed: Indexed<Entry>;
	isEntry: (value: unknown) => value is Entry;
}

/** Entries that are all in memory, every change in a journal before it counts. Listed in the order of their creation. */
export class Store<Entry extends { id: string }> {
	readonly #journal: Journal;

	readonly #header: { system: string };

	readonly #indexed: Indexed<Entry>;

	// A replaced value keeps its place in a Map, so the order is that of creation.
	readonly #byId = new Map<string, Entry>();

	readonly #index: Map<string, Map<string, Set<string>>>;

	/** The Map's keys, so that a page needn't walk over all the entries before it. */
	#order: string[] | undefined;

	/** @throws when the file is broken, or belongs to another HR system */
	constructor(path: string, { system, indexed, isEntry }: StoreOptions<Entry>) {
		this.#header = { system };
		this.#indexed = indexed;
		this.#index = new Map(Object.keys(indexed).map((name) => [name, new Map<string, Set<string>>()]));
		const entries = Journal.read(path).filter(isObject);
		const owner = systemOf(entries);
		if (owner !== undefined && owner !== system) {
			throw new Error(
				`${path} holds what the HR system "${owner}" knows, not "${system}". Name another file, or delete this one.`,
			);
		}
		for (const { put, delete: deleted } of entries) {
			if (isEntry(put)) this.#put(put);
			if (typeof deleted === 'string') this.#delete(deleted);
		}
		this.#journal = new Journal(path);
		this.#journal.replace([this.#header, ...this.all().map((entry) => ({ put: entry }))]);
	}

	get size(): number {
		return this.#byId.size;
	}

	has(id: string): boolean {
		return this.#byId.has(id);
	}

	get(id: string): Entry | undefined {
		return this.#byId.get(id);
	}

	all(): Entry[] {
		return [...this.#byId.values()];
	}

	/** @param startIndex counts from 1 */
	page(startIndex: number, count: number): Entry[] {
		this.#order ??= [...this.#byId.keys()];
		return this.#pick(this.#order.slice(startIndex - 1, startIndex - 1 + count));
	}

	/** The entries that have `value` under an index; undefined when there is no such index. */
	lookUp(name: string, value: string): Entry[] | undefined {
		const index = this.#index.get(name.toLowerCase());
		return index && this.#pick(index.get(value.toLowerCase()) ?? []);
	}

	/** Creates or replaces entries, all or none of them. */
	put(batch: Entry[]): void {
		this.#journal.append(batch.map((entry) => ({ put: entry })));
		for (const entry of batch) this.#put(entry);
	}

	/** Deletes an entry, after replacing those that refer to it; all of that or nothing. */
	delete(id: string, replaced: Entry[] = []): void {
		this.#journal.append([...replaced.map((entry) => ({ put: entry })), { delete: id }]);
		for (const entry of replaced) this.#put(entry);
		this.#delete(id);
	}

	clear(): void {
		this.#journal.replace([this.#header]);
		for (const id of [...this.#byId.keys()]) this.#delete(id);
	}

	#put(entry: Entry): void {
		const before = this.#byId.get(entry.id);
		if (before) this.#unindex(before);
		else this.#order?.push(entry.id);
		this.#byId.set(entry.id, entry);
		this.#eachKey(entry, (index, key) => {
			const ids = index.get(key);
			if (ids) ids.add(entry.id);
			else index.set(key, new Set([entry.id]));
		});
	}

	#delete(id: string): void {
		const before = this.#byId.get(id);
		if (!before) return;
		this.#unindex(before);
		this.#byId.delete(id);
		this.#order = undefined;
	}

	#unindex(entry: Entry): void {
		this.#eachKey(entry, (index, key) => {
			const ids = index.get(key);
			ids?.delete(entry.id);
			if (ids?.size === 0) index.delete(key);
		});
	}

	#eachKey(entry: Entry, visit: (index: Map<string, Set<string>>, key: string) => void): void {
		for (const [name, keysOf] of Object.entries(this.#indexed)) {
			const index = this.#index.get(name);
			if (!index) continue;
			for (const key of keysOf(entry)) if (key !== '') visit(index, key.toLowerCase());
		}
	}

	#pick(ids: Iterable<string>): Entry[] {
		return [...ids].flatMap((id) => this.#byId.get(id) ?? []);
	}
}

/** Files from before there were several systems say none, and are of the plain one. */
function systemOf(entries: Array<Record<string, unknown>>): string | undefined {
	if (entries.length === 0) return undefined;
	const named = entries.find(({ system }) => typeof system === 'string')?.system;
	return typeof named === 'string' ? named : 'scim';
}
