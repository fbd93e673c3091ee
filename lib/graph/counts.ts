import { chunk } from 'lodash';

import { messageOf } from '../base/errors';
import { fieldsOf } from '../base/json';
import { BATCH_SIZE } from './batch';
import { odataQuery } from './client';
import type { Graph } from './client';
import { ADVANCED } from './collection';

/** A list to count. `path` without a query, `filter` in OData. */
export interface Counted {
	path: string;
	filter?: string;
}

/**
 * Counts lists, twenty in one request. Counts are good to know and never needed: what Graph does not count is undefined.
 *
 * @throws only when the execution was cancelled
 */
export async function countAll(graph: Graph, lists: readonly Counted[]): Promise<(number | undefined)[]> {
	const counts: (number | undefined)[] = [];
	for (const some of chunk(lists, BATCH_SIZE)) counts.push(...(await countSome(graph, some)));
	return counts;
}

async function countSome(graph: Graph, lists: readonly Counted[]): Promise<(number | undefined)[]> {
	const requests = lists.map(({ path, filter }, index) => {
		const query = odataQuery({ $count: 'true', $top: 1, $select: 'id', ...(filter && { $filter: filter }) });
		return { id: String(index), method: 'GET', url: `/${path}?${query}`, headers: ADVANCED };
	});
	try {
		const call = { task: 'countPeople' as const, permission: 'GroupMember.Read.All and User.Read.All' };
		const { responses } = await graph.post('$batch', { requests }, call);
		const counts = new Map((Array.isArray(responses) ? responses : []).map(countIn));
		return lists.map((_, index) => counts.get(String(index)));
	} catch (error) {
		if (graph.signal?.aborted) throw error;
		graph.log(`people were not counted: ${messageOf(error)}`);
		return lists.map(() => undefined);
	}
}

function countIn(response: unknown): [unknown, number | undefined] {
	const { id, status, body } = fieldsOf(response);
	const count = fieldsOf(body)['@odata.count'];
	return [id, status === 200 && typeof count === 'number' ? count : undefined];
}
