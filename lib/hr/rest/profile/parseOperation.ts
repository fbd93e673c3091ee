import { compact, field, missing, choice, place, recordOf, required, textRecord, whole, wrong } from './parseFields';
import type { Fields } from './parseFields';
import { METHODS } from './profile';
import type { RestList, RestOperation, RestPaging } from './profile';
import { placeholdersOf } from './template';

const PAGING_STYLES = ['none', 'page', 'offset', 'startIndex', 'cursor', 'nextLink', 'linkHeader'] as const;

/** What a list has to send for its paging to get anywhere. */
const NEEDED: Partial<Record<RestPaging['style'], string>> = {
	page: 'page',
	offset: 'offset',
	startIndex: 'offset',
	cursor: 'cursor',
};

/** @param inPath placeholders that the path must have, besides those of paging */
export function parseList(list: Fields, at: string, inPath: string[] = []): RestList {
	const paging = parsePaging(recordOf(list.paging, `${at}.paging`), `${at}.paging`);
	const parsed: RestList = compact<RestList>({
		...parseOperation(list, at, ['page', 'size', 'offset', 'cursor', ...inPath], inPath),
		items: place(list, 'items', at),
		total: field(list, 'total', at),
		hasMore: field(list, 'hasMore', at),
		paging,
	});
	const needed = NEEDED[paging.style];
	const sent = [parsed.path, ...Object.values(parsed.query ?? {})].flatMap(placeholdersOf);
	if (needed !== undefined && !sent.includes(needed)) {
		throw wrong(`${at}.query`, `does not send {${needed}}, so only the first page could be read`);
	}
	return parsed;
}

function parsePaging(paging: Fields, at: string): RestPaging {
	const style = choice(paging, 'style', at, PAGING_STYLES) ?? missing(`${at}.style`);
	const size = whole(paging, 'size', at, 1);
	switch (style) {
		case 'none':
			return { style };
		case 'page':
			return compact<RestPaging>({
				style,
				first: whole(paging, 'first', at, 0) ?? 1,
				size: size ?? missing(`${at}.size`),
				totalPages: field(paging, 'totalPages', at),
			});
		case 'offset':
		case 'startIndex':
			return { style, size: size ?? missing(`${at}.size`) };
		case 'cursor':
		case 'nextLink':
			return compact<RestPaging>({ style, next: required(paging, 'next', at), size });
		case 'linkHeader':
			return compact<RestPaging>({ style, size });
	}
}

/** @param inPath placeholders that must stand there */
export function parseOperation(fields: Fields, at: string, allowed: string[], inPath: string[]): RestOperation {
	const operation = compact<RestOperation>({
		method: choice(fields, 'method', at, METHODS) ?? missing(`${at}.method`),
		path: required(fields, 'path', at),
		query: textRecord(fields, 'query', at),
	});
	const templates = [operation.path, ...Object.entries(operation.query ?? {}).flat()];
	const unknown = templates.flatMap(placeholdersOf).find((name) => !allowed.includes(name));
	if (unknown !== undefined) {
		const known =
			allowed.length === 0 ? 'there is none here' : `possible are ${allowed.map((name) => `{${name}}`).join(', ')}`;
		throw wrong(`${at}.path`, `or its query holds the placeholder {${unknown}}, and ${known}`);
	}
	const absent = inPath.find((name) => !templates.flatMap(placeholdersOf).includes(name));
	if (absent !== undefined) throw wrong(`${at}.path`, `has no {${absent}}, so it would mean everybody`);
	return operation;
}
