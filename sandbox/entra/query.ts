import { GraphError, unsupportedQuery } from './errors.ts';

/** A request to Graph, from the wire or from inside a batch. */
export interface GraphRequest {
	method: string;
	/** Decoded, below `/v1.0`. */
	segments: string[];
	query: URLSearchParams;
	/** Names in lower case. */
	headers: Record<string, string | undefined>;
	/** Parsed JSON. */
	body: unknown;
	/** `http://host:port`, as the client calls this server. */
	origin: string;
	/** A fault that only the maker of the page can play. */
	quirk?: 'repeatPage' | undefined;
}

export interface Expand {
	property: string;
	select: string[] | undefined;
	/** How many managers up the chain; undefined when `$levels` isn't given. */
	levels: number | undefined;
}

/** The query options of a request, taken apart and checked for form. */
export interface Options {
	select: string[] | undefined;
	filter: string | undefined;
	search: string | undefined;
	orderBy: string | undefined;
	expand: Expand | undefined;
	top: number | undefined;
	count: boolean;
	skipToken: string | undefined;
	/** Whether the client sent `ConsistencyLevel: eventual`. */
	eventual: boolean;
}

const KNOWN = ['$select', '$filter', '$search', '$orderby', '$expand', '$top', '$count', '$skiptoken'];
const MAX_TOP = 999;

/** @throws GraphError 400 */
export function parseOptions(request: GraphRequest): Options {
	const { query } = request;
	for (const name of new Set(query.keys())) {
		if (!KNOWN.includes(name)) throw badRequest(`The query parameter '${name}' is not supported.`);
		if (query.getAll(name).length > 1) throw badRequest(`Query option '${name}' was specified more than once.`);
	}
	const expand = query.get('$expand');
	return {
		select: parseList(query.get('$select'), '$select'),
		filter: query.get('$filter') ?? undefined,
		search: query.get('$search') ?? undefined,
		orderBy: query.get('$orderby') ?? undefined,
		expand: expand === null ? undefined : parseExpand(expand),
		top: parseTop(query.get('$top')),
		count: parseCount(query.get('$count')),
		skipToken: query.get('$skiptoken') ?? undefined,
		eventual: request.headers.consistencylevel?.toLowerCase() === 'eventual',
	};
}

export function badRequest(message: string): GraphError {
	return new GraphError(400, 'BadRequest', message);
}

function parseList(text: string | null, name: string): string[] | undefined {
	if (text === null) return undefined;
	const names = text.split(',').map((part) => part.trim());
	if (names.includes('')) throw badRequest(`Parsing OData Select and Expand failed: an item of ${name} is empty.`);
	return [...new Set(names)];
}

function parseTop(text: string | null): number | undefined {
	if (text === null) return undefined;
	const top = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	if (top >= 1 && top <= MAX_TOP) return top;
	throw unsupportedQuery(`Invalid page size specified: '${text}'. Must be between 1 and ${MAX_TOP} inclusive.`);
}

function parseCount(text: string | null): boolean {
	if (text === null || text === 'false') return false;
	if (text === 'true') return true;
	throw badRequest(`Invalid value '${text}' for $count query option found. Valid values are 'true' and 'false'.`);
}

/** `manager`, `manager($select=id,mail)`, `manager($levels=max;$select=id)`. */
function parseExpand(text: string): Expand {
	const match = /^\s*(\w+)\s*(?:\((.*)\))?\s*$/.exec(text);
	if (!match?.[1]) throw badRequest(`Parsing OData Select and Expand failed: '${text}' can't be read.`);
	const expand: Expand = { property: match[1], select: undefined, levels: undefined };
	for (const part of match[2]?.split(';') ?? []) {
		const [name = '', value = ''] = part.split(/=(.*)/s).map((side) => side.trim());
		if (name === '$select') expand.select = parseList(value, name);
		else if (name === '$levels' && /^(max|[1-9]\d*)$/.test(value))
			expand.levels = value === 'max' ? Infinity : Number(value);
		else throw badRequest(`Parsing OData Select and Expand failed: '${part}' is not supported in $expand.`);
	}
	return expand;
}
