import type { CauseOf } from '../../base/cause';
import type { HrList } from '../../base/cause/hr';
import { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';
import { numberIn } from '../../base/json';
import { HttpError } from '../../http/client';
import type { HttpClient, HttpRequest } from '../../http/client';
import { createReadAhead, isBehindTheEnd } from '../lists';
import { property } from './path';

/** A list of a SCIM server that is read whole or not at all (RFC 7644 3.4.2.4). */
export interface ListRequest<Row> {
	http: HttpClient;
	/** `Users`, with a query of its own where it needs one. */
	url: string;
	/** `count` asked for; the server may give fewer. */
	pageSize: number;
	/** How many to ask for behind the first page, where that isn't all. */
	pageSizeBehind?: () => Promise<number>;
	/** How many pages to read at the same time. */
	atOnce?: number;
	of: HrList;
	/** @throws SyncError for what is no such resource */
	parse: (resource: unknown) => Row;
	idOf: (row: Row) => string;
	/** Called after each page. */
	onProgress?: (read: number, total: number) => void;
}

const ATTEMPTS_TO_LIST = 3;
/** No system's pages hold fewer: a list that is shorter has ended by itself. */
const SMALLEST_PAGE = 10;

/** Reads all pages; starts again when the list changed meanwhile, and gives up rather than return a part. */
export async function listWholly<Row>(request: ListRequest<Row>): Promise<Row[]> {
	for (let attempt = 1; ; attempt++) {
		// A server may not bear that pages are of two sizes, or that they are so large.
		const result = await listOnce(attempt === 1 ? request : { ...request, pageSizeBehind: undefined });
		if (Array.isArray(result)) return result;
		if (attempt < ATTEMPTS_TO_LIST) continue;
		throw failure({ kind: 'hrListIncomplete', list: request.of, protocol: 'scim', ...result });
	}
}

/** Why a list can't be whole. */
type Doubt = Pick<CauseOf<'hrListIncomplete'>, 'why' | 'first' | 'second' | 'because'>;

/** The rows, or why the list can't be whole. */
async function listOnce<Row>(request: ListRequest<Row>): Promise<Row[] | Doubt> {
	const { http, parse, idOf, atOnce, onProgress } = request;
	const pages = createReadAhead(http, atOnce);
	const rows = new Map<string, Row>();
	let { pageSize } = request;
	/** How many the first page held, and how many each further one should hold. */
	let [size, step] = [0, 0];
	let startIndex = 1;
	let total: number | undefined;
	for (;;) {
		const answer = await pages.request(pageAt(request, startIndex, pageSize)).catch((error: unknown) => {
			if (pageSize > request.pageSize && error instanceof HttpError && error.kind !== 'cancelled') return error;
			throw error;
		});
		if (answer instanceof HttpError) return { why: 'largePage', first: pageSize, because: answer.why };
		const { total: now, resources } = parsePage(answer.body, request.of);
		if (total !== undefined && now !== total) return { why: 'changed', first: total, second: now };
		total = now;
		const before = rows.size;
		for (const row of resources.map(parse)) rows.set(idOf(row), row);
		const given = resources.length;
		const isFirst = startIndex === 1;
		const isSecond = startIndex === size + 1;
		startIndex += given;
		if (startIndex <= total && (isFirst || (isSecond && given !== step))) {
			if (isFirst && given === pageSize) pageSize = (await request.pageSizeBehind?.()) ?? pageSize;
			step = isFirst && given === request.pageSize ? pageSize : given;
			pages.expect(pagesFrom(request, startIndex, { step, count: pageSize, total }));
		}
		if (isFirst) size = given;
		onProgress?.(rows.size, total);
		// A page that brings nobody new would be followed by as many more as the server says that there are people.
		if (startIndex > total || rows.size === before) break;
	}
	if (rows.size !== total) return { why: 'total', first: total, second: rows.size };
	const behind = startIndex === size + 1 ? await pageBehind(request, rows) : undefined;
	if (behind) {
		// Whoever is counted now has come since.
		for (const row of behind.resources.map(parse)) rows.set(idOf(row), row);
		if (rows.size !== behind.total) return { why: 'total', first: behind.total, second: rows.size };
	}
	return [...rows.values()];
}

/**
 * A total that only counts the people of the page, or that never counts beyond one, makes the first page look like the whole list.
 * So a list that ends with its first page is asked for what is behind it.
 *
 * @returns the page, when there are others on it, or should be
 */
async function pageBehind<Row>(request: ListRequest<Row>, rows: ReadonlyMap<string, Row>): Promise<Page | undefined> {
	const { http, parse, idOf, of, pageSize } = request;
	if (rows.size < SMALLEST_PAGE) return undefined;
	let body: unknown;
	try {
		({ body } = await http.request({ ...pageAt(request, rows.size + 1, pageSize), maxTries: 2 }));
	} catch (error) {
		if (isBehindTheEnd(error)) return undefined;
		// Some fall over it. How many there are can be asked for otherwise, if not as surely.
		if (error instanceof HttpError && (error.status ?? 0) >= 500) return await pageAgain(request, rows);
		throw error;
	}
	if (property(body, 'totalResults') === undefined) return undefined;
	const page = parsePage(body, of);
	// Some systems give their last page again.
	const others = page.resources.some((resource) => !rows.has(idOf(parse(resource))));
	return others || page.total > rows.size ? page : undefined;
}

/** @returns a page without people, when there are more or fewer than there were */
async function pageAgain<Row>(request: ListRequest<Row>, rows: ReadonlyMap<string, Row>): Promise<Page | undefined> {
	const { body } = await request.http.request(pageAt(request, 1, 1));
	const { total } = parsePage(body, request.of);
	return total === rows.size ? undefined : { total, resources: [] };
}

function pageAt<Row>({ url }: ListRequest<Row>, startIndex: number, count: number): HttpRequest {
	return { method: 'GET', url: `${url}${url.includes('?') ? '&' : '?'}startIndex=${startIndex}&count=${count}` };
}

interface Pages {
	/** How many rows each is expected to hold. */
	step: number;
	/** How many to ask for. */
	count: number;
	total: number;
}

function* pagesFrom<Row>(
	request: ListRequest<Row>,
	start: number,
	{ step, count, total }: Pages,
): Generator<HttpRequest> {
	if (step === 0) return;
	for (let startIndex = start; startIndex <= total; startIndex += step) yield pageAt(request, startIndex, count);
}

interface Page {
	total: number;
	resources: unknown[];
}

/** @throws SyncError when it is no list */
export function parsePage(body: unknown, of: HrList): Page {
	const total = numberIn(property(body, 'totalResults'));
	const resources = property(body, 'Resources') ?? [];
	if (Number.isInteger(total) && Array.isArray(resources)) return { total, resources };
	throw new SyncError(
		`The HR system answered with something that is not a SCIM list of ${of === 'employees' ? 'users' : of}`,
		'Check the base URL of the SCIM credential: it usually ends in /scim/v2.',
	);
}
