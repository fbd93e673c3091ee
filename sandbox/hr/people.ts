import { Journal } from '../shared/journal.ts';
import { ENTERPRISE, isObject, isPerson, managerIdOf, textOf, valuesOf, withManager } from './person.ts';
import type { Person } from './person.ts';

/** Someone else has this user name. */
export class UserNameTaken extends Error {}

/** `manager.value` names nobody. */
export class UnknownManager extends Error {}

/**
 * The attributes that people are looked up by, each with its values in one person. The keys are attribute paths as
 * SCIM filters spell them, in lower case; values are compared without regard to case.
 */
const INDEXED: Record<string, (person: Person) => string[]> = {
	username: (person) => [person.userName],
	externalid: (person) => [textOf(person, 'externalId')],
	'emails.value': (person) => valuesOf(person, 'emails').map((email) => textOf(email, 'value')),
	[`${ENTERPRISE.toLowerCase()}:employeenumber`]: (person) => [textOf(person[ENTERPRISE], 'employeeNumber')],
};

/** The employees: all in memory, every change in a journal before it counts. Listed in the order of their creation. */
export class People {
	readonly #journal: Journal;

	// A replaced value keeps its place in a Map, so the order is that of creation.
	readonly #byId = new Map<string, Person>();

	readonly #index = new Map(Object.keys(INDEXED).map((path) => [path, new Map<string, Set<string>>()]));

	/** The Map's keys, so that a page needn't walk over all the people before it. */
	#order: string[] | undefined;

	constructor(path: string) {
		for (const entry of Journal.read(path)) this.#replay(entry);
		this.#journal = new Journal(path);
		this.#journal.replace(this.all().map((person) => ({ put: person })));
	}

	get size(): number {
		return this.#byId.size;
	}

	get(id: string): Person | undefined {
		return this.#byId.get(id);
	}

	all(): Person[] {
		return [...this.#byId.values()];
	}

	/** @param startIndex counts from 1 */
	page(startIndex: number, count: number): Person[] {
		this.#order ??= [...this.#byId.keys()];
		return this.#pick(this.#order.slice(startIndex - 1, startIndex - 1 + count));
	}

	/** The people who may have `value` in an indexed attribute; undefined when there is no index over it. */
	lookUp(path: string, value: string): Person[] | undefined {
		const index = this.#index.get(path.toLowerCase());
		return index && this.#pick(index.get(value.toLowerCase()) ?? []);
	}

	/**
	 * Creates or replaces people, all or none of them. They may name each other as managers.
	 *
	 * @throws UserNameTaken, UnknownManager
	 */
	save(batch: Person[]): void {
		const ids = new Set(batch.map((person) => person.id));
		const names = new Map<string, string>();
		for (const person of batch) {
			const name = person.userName.toLowerCase();
			const owner = names.get(name) ?? this.lookUp('username', name)?.[0]?.id;
			if (owner !== undefined && owner !== person.id) {
				throw new UserNameTaken(`The userName '${person.userName}' is already taken`);
			}
			names.set(name, person.id);
			const manager = managerIdOf(person);
			if (manager !== undefined && !ids.has(manager) && !this.#byId.has(manager)) {
				throw new UnknownManager(`manager.value '${manager}' is not the id of an employee`);
			}
		}
		this.#journal.append(batch.map((person) => ({ put: person })));
		for (const person of batch) this.#put(person);
	}

	/** Deletes one person. Whom they managed have no manager afterwards. */
	remove(id: string): void {
		const reports = this.all().filter((person) => managerIdOf(person) === id && person.id !== id);
		const orphaned = reports.map((person) => withManager(person, undefined));
		this.#journal.append([...orphaned.map((person) => ({ put: person })), { delete: id }]);
		for (const person of orphaned) this.#put(person);
		this.#delete(id);
	}

	clear(): void {
		this.#journal.replace([]);
		for (const id of [...this.#byId.keys()]) this.#delete(id);
	}

	#replay(entry: unknown): void {
		if (!isObject(entry)) return;
		if (isPerson(entry.put)) this.#put(entry.put);
		if (typeof entry.delete === 'string') this.#delete(entry.delete);
	}

	#put(person: Person): void {
		const before = this.#byId.get(person.id);
		if (before) this.#unindex(before);
		else this.#order?.push(person.id);
		this.#byId.set(person.id, person);
		this.#eachKey(person, (index, key) => {
			const ids = index.get(key);
			if (ids) ids.add(person.id);
			else index.set(key, new Set([person.id]));
		});
	}

	#delete(id: string): void {
		const before = this.#byId.get(id);
		if (!before) return;
		this.#unindex(before);
		this.#byId.delete(id);
		this.#order = undefined;
	}

	#unindex(person: Person): void {
		this.#eachKey(person, (index, key) => {
			const ids = index.get(key);
			ids?.delete(person.id);
			if (ids?.size === 0) index.delete(key);
		});
	}

	#eachKey(person: Person, visit: (index: Map<string, Set<string>>, key: string) => void): void {
		for (const [path, keysOf] of Object.entries(INDEXED)) {
			const index = this.#index.get(path);
			if (!index) continue;
			for (const key of keysOf(person)) if (key !== '') visit(index, key.toLowerCase());
		}
	}

	#pick(ids: Iterable<string>): Person[] {
		return [...ids].flatMap((id) => this.#byId.get(id) ?? []);
	}
}
