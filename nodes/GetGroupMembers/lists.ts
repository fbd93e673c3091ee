import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { searchApps } from '../../lib/graph/people/enterpriseApps';
import { openGraphForLists } from '../shared/graph';

/** Enterprise applications to choose from, by what their names begin with. */
export async function searchApplications(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { apps, nextLink } = await searchApps(await openGraphForLists(this), filter ?? '', paginationToken);
	return {
		results: apps.map(({ id, displayName }) => ({ name: displayName, value: id })),
		paginationToken: nextLink,
	};
}
