import { SyncError } from '../../base/errors';
import { isEmpty, isRecord, toBoolean } from '../../base/json';
import type { HttpResponse } from '../../http/client';
import { getIn, stepsOf } from './fieldAt';
import type { PersonRecord } from './fields';
import { nextLinkOf } from './linkHeader';
import type { RestList, RestPaging } from './profile/profile';
import { urlOf } from './profile/template';

export interface Page {
	records: PersonRecord[];
	/** How many people there are, if the answer says so. */
	total?: number;
	totalPages?: number;
	hasMore?: boolean;
	/** What leads to the next page, where the answer holds that. */
	next?: string;
}

/** What was read until now. */
export interface Progress {
	pages: number;
	people: number;
}

const LIST_OF_PEOPLE = { at: 'list', many: 'people' };

/** @throws SyncError when the answer is not what the profile says it is */
export function readPage(list: RestList, { body, headers }: HttpResponse, { at, many } = LIST_OF_PEOPLE): Page {
	const { paging } = list;
	return {
		records: recordsIn(body, list.items, `${at}.items`, many),
		total: count(body, list.total, `${at}.total`, many),
		totalPages: count(body, paging.style === 'page' ? paging.totalPages : undefined, `${at}.paging.totalPages`, many),
		hasMore: flag(body, list.hasMore, `${at}.hasMore`, many),
		next: nextOf(paging, body, headers, `${at}.paging.next`, many),
	};
}

/** The rows in an answer. @throws SyncError when they are no list of objects */
export function recordsIn(body: unknown, items: string, name: string, many = 'people'): PersonRecord[] {
	const found = getIn(body, stepsOf(items));
	if (!Array.isArray(found)) {
		throw new SyncError(
			`The HR system answered without a list of ${many}${items === '' ? '' : ` under "${items}"`}`,
			`${shapeOf(body)} Check the base URL of the credential, and "${name}" in the description of the HR system's API.`,
		);
	}
	return found.map((item: unknown) => {
		if (isRecord(item)) return item;
		throw new SyncError(
			`The HR system answered with a list that does not hold ${many}`,
			`Something in it is no object. Check "${name}" in the description of the HR system's API.`,
		);
	});
}

/** The address of the first page. */
export function firstUrl(list: RestList): string {
	return pageUrl(list, { pages: 0, people: 0 });
}

/** The address of the next page, or undefined after the last one. */
export function nextUrl(list: RestList, page: Page, progress: Progress): string | undefined {
	if (page.hasMore === false) return undefined;
	const { style } = list.paging;
	if (style === 'none') return undefined;
	if (style === 'nextLink' || style === 'linkHeader') return page.next;
	if (style === 'cursor') return page.next === undefined ? undefined : pageUrl(list, progress, page.next);
	return isLastByCount(page, progress) ? undefined : pageUrl(list, progress);
}

/** The addresses of the pages after the first one, as long as each holds as many people; none where only a page leads to the next. */
export function* foreseenUrls(list: RestList, { records, total, totalPages }: Page): Generator<string> {
	if (!isCounted(list.paging) || records.length === 0) return;
	const last = totalPages ?? Math.ceil((total ?? 0) / records.length);
	for (let pages = 1; pages < last; pages++) yield pageUrl(list, { pages, people: pages * records.length });
}

function isCounted({ style }: RestPaging): boolean {
	return style === 'page' || style === 'offset' || style === 'startIndex';
}

/** Numbered pages end where the answer says; without a word about that, at an empty page. */
function isLastByCount({ records, total, totalPages, hasMore }: Page, { pages, people }: Progress): boolean {
	if (records.length === 0) return true;
	if (totalPages !== undefined) return pages >= totalPages;
	if (hasMore !== undefined) return !hasMore;
	return total !== undefined && people >= total;
}

/** Is it certain, by more than a number that may count something else, that there is no further page? */
export function needsProof({ paging }: RestList, page: Page, { pages, people }: Progress): boolean {
	return isCounted(paging) && pages === 1 && people > 0 && page.totalPages === undefined && page.hasMore === undefined;
}

/** The address of a page of a numbered list, or of a cursor. */
export function pageUrl(list: RestList, { pages, people }: Progress, cursor?: string): string {
	const { paging } = list;
	return urlOf(list, {
		size: 'size' in paging ? paging.size : undefined,
		page: paging.style === 'page' ? paging.first + pages : undefined,
		offset: paging.style === 'startIndex' ? people + 1 : people,
		cursor,
	});
}

function nextOf(
	paging: RestPaging,
	body: unknown,
	headers: HttpResponse['headers'],
	name: string,
	many: string,
): string | undefined {
	if (paging.style === 'linkHeader' || paging.style === 'none') return nextLinkOf(headers.link);
	if (paging.style !== 'cursor' && paging.style !== 'nextLink') return undefined;
	const next = getIn(body, stepsOf(paging.next));
	if (isEmpty(next) || next === false) return undefined;
	if (typeof next === 'string' || typeof next === 'number') return String(next);
	throw notRead(name, next, many);
}

function count(body: unknown, place: string | undefined, name: string, many: string): number | undefined {
	if (place === undefined) return undefined;
	const value = getIn(body, stepsOf(place));
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number;
	throw notRead(name, value, many);
}

function flag(body: unknown, place: string | undefined, name: string, many: string): boolean | undefined {
	if (place === undefined) return undefined;
	const value = getIn(body, stepsOf(place));
	const truth = toBoolean(value);
	if (truth === undefined) throw notRead(name, value, many);
	return truth;
}

function notRead(name: string, value: unknown, many: string): SyncError {
	// Not the value itself: what a server answers may be anything, also what it was sent.
	const what = isEmpty(value) ? 'nothing' : Array.isArray(value) ? 'a list' : kindOf(value);
	return new SyncError(
		`The HR system's list of ${many} has ${what} where "${name}" of the description of its API points to`,
		'Correct it. Without it nobody could tell whether the list is whole.',
	);
}

function kindOf(value: unknown): string {
	return isRecord(value) ? 'an object' : `a ${typeof value}`;
}

function shapeOf(body: unknown): string {
	if (body === undefined) return 'The answer was empty.';
	if (!isRecord(body)) return 'The answer was no object.';
	return `The answer has the fields ${Object.keys(body).slice(0, 12).join(', ') || '(none)'}.`;
}
