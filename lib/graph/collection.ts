import { wait } from '../base/async';
import type { CauseOf } from '../base/cause';
import type { GraphList } from '../base/cause/entra';
import { messageOf, SyncError } from '../base/errors';
import { failure } from '../base/failure';
import { fieldsOf } from '../base/json';
import { listInEnglish } from '../base/words/english/entra';
import type { Graph } from './client';
import type { GraphCall } from './graphFailure';

/** A row that can be told from others. */
export interface Identified {
	id: string;
}

/** A list of Graph that is read whole or not at all. */
export interface Collection<Row extends Identified> {
	/** The first page, relative to /v1.0, with its query. */
	url: string;
	list: GraphList;
	/** The name of the group or application. */
	of?: string | undefined;
	call: GraphCall;
	/**
	 * `always`: Graph says how many rows there are, or the read failed. `maybe`: when it does not say, the list is read
	 * twice, and both reads must hold the same rows.
	 */
	counted: 'always' | 'maybe';
	/** Whether it is an advanced query, whose header has to go with every page. */
	advanced: boolean;
	/** Checks a row. @throws SyncError for one that must not be passed on */
	parse(row: Record<string, unknown>): Row;
	/** Which rows are wanted; the others count as read and are forgotten. Default: all. */
	keeps?(row: Row): boolean;
	/** For trying out: reading stops once so many rows are kept, and nothing is proved then. */
	limit?: number;
}

export interface WholeRead<Row> {
	/** The rows to keep, each once. */
	rows: Row[];
	/** How many different rows were read. */
	read: number;
}

export const PAGE_SIZE = 999;
/** A nextLink does not carry the header, so every page gets it. */
export const ADVANCED = { ConsistencyLevel: 'eventual' };

/** Counts and lists are eventually consistent, so a read that does not add up is repeated before it is given up. */
const MAX_READS = 3;

/**
 * Graph filters some lists only after it has cut them into pages. A server that gives new links for ever, to nobody or to the
 * same rows again, has no end.
 */
const EMPTY_PAGES = 1_000;

/** A read that does not add up; another one may. */
class IncompleteRead extends SyncError {}

interface Read<Row> extends WholeRead<Row> {
	ids: ReadonlySet<string>;
	counted: boolean;
}

/**
 * Reads every row of a collection, or fails: every page, no row twice, as many as Graph counted.
 *
 * @throws SyncError for anything less
 */
export async function readWholly<Row extends Identified>(
	graph: Graph,
	collection: Collection<Row>,
): Promise<WholeRead<Row>> {
	let before: Read<Row> | undefined;
	for (let attempt = 1; ; attempt++) {
		try {
			const now = await readOnce(graph, collection);
			if (collection.limit !== undefined || now.counted || holdSame(before, now)) return now;
			if (attempt >= MAX_READS) throw incomplete(collection, 'changed');
			before = now;
		} catch (error) {
			if (!(error instanceof IncompleteRead) || attempt >= MAX_READS) throw error;
			graph.log(`${messageOf(error)}: reading it again`);
			await wait(graph.rereadAfterMs * attempt, graph.signal);
		}
	}
}

function holdSame<Row>(before: Read<Row> | undefined, now: Read<Row>): boolean {
	return before !== undefined && before.ids.size === now.ids.size && [...now.ids].every((id) => before.ids.has(id));
}

async function readOnce<Row extends Identified>(graph: Graph, collection: Collection<Row>): Promise<Read<Row>> {
	const { limit = Infinity } = collection;
	const { rows: what } = listInEnglish(collection.list, collection.of);
	const ids = new Set<string>();
	const kept = new Map<string, Row>();
	const pages = new Set<string>();
	let counted: number | undefined;
	let emptyPages = 0;
	let next: string | undefined = collection.url;
	while (next !== undefined) {
		if (pages.has(next)) throw incomplete(collection, 'circle');
		pages.add(next);
		const page: Record<string, unknown> = await readPage(graph, next, collection, pages.size > 1);
		counted ??= countOf(page, collection);
		const rows = rowsOf(page, collection);
		const before = ids.size;
		for (const row of rows) {
			ids.add(row.id);
			if (collection.keeps?.(row) ?? true) kept.set(row.id, row);
			else kept.delete(row.id);
		}
		emptyPages = ids.size === before ? emptyPages + 1 : 0;
		if (emptyPages > EMPTY_PAGES) {
			throw incomplete(collection, rows.length === 0 ? 'emptyPages' : 'circle', { read: emptyPages });
		}
		if (kept.size >= limit) return { rows: [...kept.values()].slice(0, limit), read: ids.size, ids, counted: false };
		if (counted !== undefined && ids.size > counted) break;
		next = nextLinkOf(page, collection);
		if (next !== undefined) graph.progress(`${ids.size}${counted === undefined ? '' : ` of ${counted}`} ${what} read`);
	}
	if (counted !== undefined && ids.size !== counted) {
		throw incomplete(collection, 'counted', { read: ids.size, counted });
	}
	return { rows: [...kept.values()], read: ids.size, ids, counted: counted !== undefined };
}

/** @param following whether it is not the first page: only then a page token can have expired */
async function readPage<Row extends Identified>(
	graph: Graph,
	url: string,
	collection: Collection<Row>,
	following: boolean,
): Promise<Record<string, unknown>> {
	try {
		return await graph.get(url, collection.call, collection.advanced ? ADVANCED : undefined);
	} catch (error) {
		if (following && error instanceof SyncError && error.details.code === 'Directory_ExpiredPageToken') {
			throw incomplete(collection, 'expired');
		}
		throw error;
	}
}

function countOf<Row extends Identified>(
	page: Record<string, unknown>,
	collection: Collection<Row>,
): number | undefined {
	const count = page['@odata.count'];
	if (typeof count === 'number') return count;
	if (collection.counted === 'maybe') return undefined;
	throw incomplete(collection, 'uncounted');
}

function rowsOf<Row extends Identified>(page: Record<string, unknown>, collection: Collection<Row>): Row[] {
	const rows = page.value;
	if (!Array.isArray(rows)) throw incomplete(collection, 'noList');
	return rows.map((value: unknown) => {
		const row = fieldsOf(value);
		if (typeof row.id !== 'string' || row.id === '') {
			throw incomplete(collection, 'noId');
		}
		return collection.parse(row);
	});
}

function nextLinkOf<Row extends Identified>(
	page: Record<string, unknown>,
	collection: Collection<Row>,
): string | undefined {
	const link = page['@odata.nextLink'];
	if (link === undefined || link === null) return undefined;
	if (typeof link === 'string' && link !== '') return link;
	throw incomplete(collection, 'badLink');
}

function incomplete(
	{ list, of }: Pick<Collection<Identified>, 'list' | 'of'>,
	why: CauseOf<'readIncomplete'>['why'],
	counts: { read?: number; counted?: number } = {},
): IncompleteRead {
	const { message, description, details } = failure({ kind: 'readIncomplete', list, of, why, ...counts });
	return new IncompleteRead(message, description, details);
}
