import type { Request } from 'express';

import type { Settings } from '../../settings.ts';

const DEFAULT_PER_PAGE = 25;

/** The page that a query asks for. */
export function pageOf(query: URLSearchParams, { maxPageSize }: Settings): { page: number; perPage: number } {
	const number = (name: string, usual: number) => Math.max(Math.trunc(Number(query.get(name) ?? usual)) || usual, 1);
	return { page: number('page', 1), perPage: Math.min(number('per_page', DEFAULT_PER_PAGE), maxPageSize) };
}

/** A page of a list, in its envelope. */
export function envelope<Item>(
	request: Request,
	settings: Settings,
	items: Item[],
	show: (item: Item) => unknown,
): object {
	const { page, perPage } = pageOf(queryOf(request), settings);
	return {
		data: items.slice((page - 1) * perPage, page * perPage).map(show),
		meta: { total: items.length, page, per_page: perPage, total_pages: Math.ceil(items.length / perPage) },
	};
}

export function queryOf(request: Request): URLSearchParams {
	return new URL(request.originalUrl, 'http://localhost').searchParams;
}
