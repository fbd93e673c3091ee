import { createHash } from 'node:crypto';
import { type Directory, type DirectoryObject, textOf } from './directory.ts';
import { type Reply, expiredPageToken, unsupportedQuery } from './errors.ts';
import { type Filter, candidates, isAdvanced, matches, parseFilter } from './filter.ts';
import { type GraphRequest, type Options, badRequest } from './query.ts';
import { checkExpand, checkGuarded, toRow } from './rows.ts';
import { type EntityType, checkSelect } from './schema.ts';
import { parseSearch } from './search.ts';
import type { Settings } from './settings.ts';

const DEFAULT_PAGE = 100;
const LARGEST_PAGE_WITH_EXPAND = 100;

/** A collection that can be asked for. */
export interface Collection {
	/** Names it; the same name always stands for the same objects. */
	key: string;
	/** The types that it may hold; the first is the one that filters speak of. */
	entities: readonly EntityType[];
	/** Every object of it, in its order. */
	all(): readonly DirectoryObject[];
	/** Whether an index over all users may answer a filter. */
	indexed: boolean;
	/** Whether it can be read by an advanced query only, as a cast can. */
	advancedOnly: boolean;
}

/** Where a page starts: what the client carries back in `$skiptoken`. */
interface Place {
	query: string;
	offset: number;
	/** The last row of the page before. Found again, the page goes on behind it, also when rows before it have gone. */
	after: string;
	eventual: boolean;
}

/** Answers one page of a collection. */
export function pageOf(
	collection: Collection,
	request: GraphRequest,
	options: Options,
	directory: Directory,
	settings: Settings,
): Reply {
	const place = readPlace(request, options);
	checkQuery(collection, options, settings);
	const objects = find(collection, options, directory);
	const size = pageSize(options, settings);
	const offset = place ? resume(objects, place) : 0;
	const page = objects.slice(offset, offset + size);
	const end = offset + page.length;
	const shown =
		request.quirk === 'repeatPage' ? [...objects.slice(Math.max(0, offset - size), offset || size), ...page] : page;
	const view = { select: options.select, typed: collection.entities.length > 1, expand: options.expand };
	const body: Record<string, unknown> = { '@odata.context': contextOf(collection, request, options) };
	if (options.count && options.eventual && !place) body['@odata.count'] = objects.length;
	if (end < objects.length) {
		const after = objects[end - 1]?.id ?? '';
		body['@odata.nextLink'] = nextLink(request, {
			query: fingerprint(request),
			offset: end,
			after,
			eventual: options.eventual,
		});
	}
	body.value = shown.map((object) => toRow(object, view, directory, settings));
	return { status: 200, headers: {}, body };
}

function checkQuery(collection: Collection, options: Options, settings: Settings): void {
	const advanced = options.count && options.eventual;
	if (collection.advancedOnly && !advanced) {
		throw unsupportedQuery('This query needs $count=true and the header ConsistencyLevel: eventual.');
	}
	if (options.search !== undefined && !options.eventual) {
		throw unsupportedQuery(
			"Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
		);
	}
	if (options.select) checkSelect(options.select, collection.entities, false);
	checkGuarded(options.select, settings);
	checkGuarded(options.expand?.select, settings);
	if (options.expand) checkExpand(options.expand, collection.entities[0] ?? 'user', false, advanced);
}

function find(collection: Collection, options: Options, directory: Directory): readonly DirectoryObject[] {
	const { filter: filterText, search: searchText, orderBy } = options;
	if (filterText === undefined && searchText === undefined && orderBy === undefined) return collection.all();
	const entity = collection.entities[0] ?? 'user';
	const filter = filterText === undefined ? undefined : parseFilter(filterText, entity);
	const advanced = options.count && options.eventual;
	if (filter && !advanced && (isAdvanced(filter) || orderBy !== undefined)) {
		throw unsupportedQuery('This query needs $count=true and the header ConsistencyLevel: eventual.');
	}
	const search = searchText === undefined ? undefined : parseSearch(searchText, entity);
	const compare = orderBy === undefined ? undefined : parseOrder(orderBy);
	const few = filter && collection.indexed ? candidates(filter, directory) : undefined;
	const choose = (objects: readonly DirectoryObject[]) => select(objects, filter, search, compare);
	if (few) return choose(few.filter(({ type }) => type === entity));
	const key = ['query', collection.key, filterText, searchText, orderBy].join(' | ');
	return directory.list(key, () => choose(collection.all()));
}

function select(
	objects: readonly DirectoryObject[],
	filter: Filter | undefined,
	search: ((object: DirectoryObject) => boolean) | undefined,
	compare: ((left: DirectoryObject, right: DirectoryObject) => number) | undefined,
): readonly DirectoryObject[] {
	const found = objects.filter((object) => (!filter || matches(object, filter)) && (!search || search(object)));
	return compare ? found.sort(compare) : found;
}

function parseOrder(text: string): (left: DirectoryObject, right: DirectoryObject) => number {
	const [, property, direction] = /^(displayName|userPrincipalName)(?: (asc|desc))?$/.exec(text.trim()) ?? [];
	if (!property) throw unsupportedQuery(`Sorting by '${text}' is not supported.`);
	const sign = direction === 'desc' ? -1 : 1;
	const key = (object: DirectoryObject) => textOf(object, property).toLowerCase();
	return (left, right) => sign * (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0);
}

function pageSize(options: Options, settings: Settings): number {
	const asked = options.top ?? DEFAULT_PAGE;
	const most = options.expand ? LARGEST_PAGE_WITH_EXPAND : Infinity;
	return Math.min(asked, most, settings.pageSize ?? Infinity);
}

function resume(objects: readonly DirectoryObject[], place: Place): number {
	if (objects[place.offset - 1]?.id === place.after) return place.offset;
	const found = objects.findIndex(({ id }) => id === place.after);
	return found < 0 ? Math.min(place.offset, objects.length) : found + 1;
}

function nextLink(request: GraphRequest, place: Place): string {
	const query = new URLSearchParams(request.query);
	query.set('$skiptoken', Buffer.from(JSON.stringify(place)).toString('base64url'));
	return `${request.origin}/v1.0/${request.segments.map(encodeURIComponent).join('/')}?${query.toString()}`;
}

/** @throws GraphError 400 for a token that isn't this query's, or that came without the header which its query had */
function readPlace(request: GraphRequest, options: Options): Place | undefined {
	if (options.skipToken === undefined) return undefined;
	let place: Place | null;
	try {
		place = JSON.parse(Buffer.from(options.skipToken, 'base64url').toString()) as Place | null;
	} catch {
		throw badRequest('The $skiptoken can not be read.');
	}
	if (place?.query !== fingerprint(request) || (place.eventual && !options.eventual)) throw expiredPageToken();
	return place;
}

/** Stands for the question that a page belongs to. */
function fingerprint(request: GraphRequest): string {
	const query = [...request.query].filter(([name]) => name !== '$skiptoken').sort();
	return createHash('sha256')
		.update(JSON.stringify([request.segments, query]))
		.digest('base64url')
		.slice(0, 16);
}

function contextOf(collection: Collection, request: GraphRequest, options: Options): string {
	const set = collection.entities.length > 1 ? 'directoryObjects' : `${collection.entities[0]}s`;
	return `${request.origin}/v1.0/$metadata#${set}${options.select ? `(${options.select.join(',')})` : ''}`;
}
