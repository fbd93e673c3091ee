import type { CauseOf } from '../../base/cause';
import type { HrList } from '../../base/cause/hr';
import { failure } from '../../base/failure';
import type { HttpClient, HttpRequest, HttpResponse } from '../../http/client';
import { createReadAhead, isBehindTheEnd } from '../lists';
import { idIn } from './employees';
import type { PersonRecord } from './fields';
import { firstUrl, foreseenUrls, needsProof, nextUrl, pageUrl, readPage } from './pages';
import type { Page, Progress } from './pages';
import type { RestProfile } from './profile/profile';

export interface ListOptions {
	http: HttpClient;
	/** Of a profile: where the ids stand in the records, and how they are listed. */
	profile: Pick<RestProfile, 'id' | 'list'>;
	/** What is listed; people, unless told. */
	listed?: Listed;
	/** How many pages to read at the same time, where their addresses are known beforehand; default 5. */
	atOnce?: number;
	/** Called after each page of a list; `total` is what was read where the API does not say how many there are. */
	onProgress?: (read: number, total: number) => void;
}

/** How messages speak of a list. */
export interface Listed {
	of: HrList;
	/** "people" */
	many: string;
	/** "person" */
	one: string;
	/** Where the list stands in the description of the API. */
	at: string;
}

export const PEOPLE: Listed = { of: 'employees', many: 'people', one: 'person', at: 'list' };

const ATTEMPTS = 3;
/** An API that gives new cursors for ever would keep the run busy for ever. */
const EMPTY_PAGES = 100;

/** Reads all pages; starts again when the people changed meanwhile, and gives up rather than return a part. */
export async function listRecords(options: ListOptions): Promise<Map<string, PersonRecord>> {
	for (let attempt = 1; ; attempt++) {
		const result = await listOnce(options);
		if (result instanceof Map) return result;
		if (attempt < ATTEMPTS) continue;
		throw failure({ kind: 'hrListIncomplete', list: (options.listed ?? PEOPLE).of, protocol: 'rest', ...result });
	}
}

/** Why a list can't be whole. */
type Doubt = Pick<CauseOf<'hrListIncomplete'>, 'why' | 'first' | 'second' | 'id'>;

/** The people by id, or why the list can't be whole. */
async function listOnce({
	http,
	profile,
	listed = PEOPLE,
	atOnce,
	onProgress,
}: ListOptions): Promise<Map<string, PersonRecord> | Doubt> {
	const { list } = profile;
	const requests = createReadAhead(http, atOnce);
	const people = new Map<string, PersonRecord>();
	const asked = new Set<string>();
	let before: Page | undefined;
	let pages = 0;
	let emptyPages = 0;
	let url = firstUrl(list);
	for (;;) {
		if (asked.has(url)) return { why: 'circle' };
		asked.add(url);
		const answer = await requests.request(pageRequest(list, url));
		const page = readPage(list, answer, listed);
		if (!before) requests.expect(pagesAfter(list, page, answer));
		const changed = before && changeBetween(before, page);
		if (changed !== undefined) return changed;
		before = page;
		for (const record of page.records) {
			const id = idIn(profile, record, listed.one);
			if (people.has(id)) return { why: 'twice', id };
			people.set(id, record);
		}
		const progress = { pages: ++pages, people: people.size };
		onProgress?.(people.size, page.total ?? people.size);
		emptyPages = page.records.length === 0 ? emptyPages + 1 : 0;
		if (emptyPages > EMPTY_PAGES) return { why: 'emptyPages', first: emptyPages };
		const next = nextUrl(list, page, progress);
		if (next === undefined)
			return (
				whyNotWhole(profile, page, progress) ?? (await provenEnd({ http, profile, listed }, page, people, progress))
			);
		url = resolve(next, answer);
	}
}

function pageRequest({ method }: RestProfile['list'], url: string): HttpRequest {
	return { method, url, repeatable: true };
}

function* pagesAfter(list: RestProfile['list'], first: Page, answer: HttpResponse): Generator<HttpRequest> {
	for (const url of foreseenUrls(list, first)) yield pageRequest(list, resolve(url, answer));
}

/** A page's address may be relative to the page that names it. Which servers may be asked is for the client to say. */
function resolve(next: string, { url }: HttpResponse): string {
	return /^(https?:\/\/|\/|\?)/i.test(next) && URL.canParse(next, url) ? new URL(next, url).href : next;
}

function changeBetween(before: Page, page: Page): Doubt | undefined {
	if (page.total !== before.total) return { why: 'changed', first: before.total ?? 0, second: page.total ?? 0 };
	if (page.totalPages === before.totalPages) return undefined;
	return { why: 'pagesChanged', first: before.totalPages ?? 0, second: page.totalPages ?? 0 };
}

function whyNotWhole({ list }: ListOptions['profile'], page: Page, { pages, people }: Progress): Doubt | undefined {
	if (page.total !== undefined && page.total !== people) return { why: 'total', first: page.total, second: people };
	// Nobody at all may well be on one empty page.
	const mayBeEmpty = pages === 1 && (page.totalPages ?? 0) <= 1;
	if (page.records.length === 0 && !mayBeEmpty && page.totalPages !== undefined && pages <= page.totalPages) {
		return { why: 'emptyPage', first: pages, second: page.totalPages };
	}
	const paging = list.paging.style;
	if (paging === 'none' && page.next !== undefined) return { why: 'furtherPages' };
	return undefined;
}

/**
 * A total that only counts the people of the page would make the first page look like the whole list. So a list that
 * ends with its first page on the total's word alone is asked for one page more.
 */
async function provenEnd(
	{ http, profile, listed = PEOPLE }: ListOptions,
	page: Page,
	people: Map<string, PersonRecord>,
	progress: Progress,
): Promise<Map<string, PersonRecord> | Doubt> {
	const { list } = profile;
	if (!needsProof(list, page, progress)) return people;
	const further = await pageAfterTheLast(http, list.method, pageUrl(list, progress));
	const records = further ? readPage(list, further, listed).records : [];
	// Some systems give their last page again.
	const more = records.some((record) => !people.has(idIn(profile, record, listed.one)));
	return more ? { why: 'furtherPage', first: people.size } : people;
}

async function pageAfterTheLast(
	http: HttpClient,
	method: RestProfile['list']['method'],
	url: string,
): Promise<HttpResponse | undefined> {
	try {
		return await http.request({ method, url, repeatable: true });
	} catch (error) {
		if (isBehindTheEnd(error)) return undefined;
		throw error;
	}
}
