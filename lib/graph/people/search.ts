import { odataQuery } from '../client';
import type { Graph } from '../client';
import { ADVANCED } from '../collection';
import type { GraphCall } from '../graphFailure';

/** A collection of which a list offers some to choose from. */
interface Searched {
	/** Relative to /v1.0, without a query. */
	path: string;
	select: string;
	call: GraphCall;
}

const SEARCH_PAGE = 50;

/**
 * One page of what a list offers to choose from, by display name.
 *
 * @param text what names should hold, word by word; empty for all
 * @param before nextLink of the page before
 * @returns the rows as Graph gives them
 */
export async function searchByName(
	graph: Graph,
	{ path, select, call }: Searched,
	text: string,
	before?: string,
): Promise<{ rows: unknown; nextLink: string | undefined }> {
	const words = text.replace(/["\\]/g, ' ').trim();
	const query = odataQuery({
		...(words === '' ? {} : { $search: `"displayName:${words}"` }),
		$select: select,
		$orderby: 'displayName',
		$count: 'true',
		$top: SEARCH_PAGE,
	});
	const page = await graph.get(before ?? `${path}?${query}`, call, ADVANCED);
	const next = page['@odata.nextLink'];
	return { rows: page.value, nextLink: typeof next === 'string' ? next : undefined };
}
