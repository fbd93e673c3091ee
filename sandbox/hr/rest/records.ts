import { isObject } from '../person.ts';
import type { Json } from '../person.ts';
import { Store } from '../store.ts';
import type { Indexed } from '../store.ts';

/** A stored record of a REST API. Its id is a number to the API, and text in here. */
export interface RestRecord extends Json {
	id: string;
	created_at: string;
	updated_at: string;
}

/** Records with ids that count up from 1001. */
export class Records extends Store<RestRecord> {
	#last = 1000;

	constructor(path: string, system: string, indexed: Indexed<RestRecord>) {
		super(path, { system, indexed, isEntry: isRecord });
		for (const { id } of this.all()) this.#last = Math.max(this.#last, Number(id) || 0);
	}

	/** A new record, not stored yet. */
	fresh(fields: Json, id?: string): RestRecord {
		const now = new Date().toISOString();
		if (id !== undefined) this.#last = Math.max(this.#last, Number(id) || 0);
		return { ...fields, id: id ?? String(++this.#last), created_at: now, updated_at: now };
	}

	/** Stores a record with changed fields; writes nothing when they are what they were. */
	change(record: RestRecord, fields: Json): RestRecord {
		const changed = { ...record, ...fields };
		if (JSON.stringify(changed) === JSON.stringify(record)) return record;
		const stored = { ...changed, updated_at: new Date().toISOString() };
		this.put([stored]);
		return stored;
	}

	/** Whether somebody else has this value under an index. */
	isTaken(index: string, value: string, by?: string): boolean {
		return this.lookUp(index, value)?.some(({ id }) => id !== by) ?? false;
	}
}

function isRecord(value: unknown): value is RestRecord {
	return isObject(value) && typeof value.id === 'string' && typeof value.updated_at === 'string';
}

/** A record as the API shows it. */
export function shown(record: RestRecord): Json {
	return { ...record, id: Number(record.id) };
}
