import { chunk } from 'lodash';

import { wait } from '../../base/async';
import { failure } from '../../base/failure';
import { fieldsOf } from '../../base/json';
import { listInEnglish } from '../../base/words/english/entra';
import { readInBatches } from '../batch';
import { odataQuery, odataString } from '../client';
import type { Graph } from '../client';
import { explainGraphAnswer, parseGraphError } from '../graphFailure';
import type { GraphCall } from '../graphFailure';
import { parseUser, selectOf } from './members';
import type { GraphUser, UserList } from './members';
import { permissionFor } from './userProperties';

/** As many as one `id in (...)` filter takes. With `$top` under 20 the request also costs one unit less. */
const PEOPLE_A_REQUEST = 15;
/** So many may be deleted between the list and the reading; more are a fault of Graph's. */
const MAX_GONE = 5;

export interface UsersByIdRequest {
	ids: readonly string[];
	properties: readonly string[];
	/** Whose people they are, for messages. */
	from: Pick<UserList, 'list' | 'of'>;
}

/**
 * Reads people by their ids: 15 a request, 20 requests a batch, and whoever that leaves out alone.
 *
 * @returns the people, without those of whom Graph says twice that they do not exist
 * @throws SyncError when somebody could not be read for another reason
 */
export async function readUsersById(graph: Graph, request: UsersByIdRequest): Promise<GraphUser[]> {
	const ids = [...new Set(request.ids)];
	const found = new Map<string, GraphUser>();
	await readTogether(graph, ids, request, found);
	await readAlone(graph, ids, request, found);
	const missing = ids.filter((id) => !found.has(id));
	if (missing.length > 0) {
		await wait(graph.rereadAfterMs, graph.signal);
		await readAlone(graph, ids, request, found);
	}
	const gone = ids.filter((id) => !found.has(id)).length;
	if (gone > MAX_GONE) {
		throw failure({ kind: 'readIncomplete', ...request.from, why: 'gone', read: gone });
	}
	if (gone > 0)
		graph.log(`${listInEnglish(request.from.list, request.from.of).name}: ${gone} people are no longer in Entra`);
	return ids.flatMap((id) => found.get(id) ?? []);
}

type Found = Map<string, GraphUser>;

function callFor({ properties }: UsersByIdRequest): GraphCall {
	return { task: 'people', permission: permissionFor('User.Read.All', properties) };
}

/** A refused filter, or a person whom the answer leaves out, stays open for `readAlone`. */
async function readTogether(
	graph: Graph,
	ids: readonly string[],
	request: UsersByIdRequest,
	found: Found,
): Promise<void> {
	const { properties, from } = request;
	const urls = chunk(ids, PEOPLE_A_REQUEST).map((some) => {
		const query = odataQuery({
			$filter: `id in (${some.map(odataString).join(',')})`,
			$select: selectOf(properties),
			$top: PEOPLE_A_REQUEST,
		});
		return `/users?${query}`;
	});
	const wanted = new Set(ids);
	await readInBatches(graph, urls, callFor(request), ({ status, body }) => {
		if (status !== 200) return;
		const { value } = fieldsOf(body);
		for (const one of Array.isArray(value) ? (value as unknown[]) : []) {
			const row = fieldsOf(one);
			const id = typeof row.id === 'string' ? row.id.toLowerCase() : '';
			if (wanted.has(id)) found.set(id, parseUser(row, from));
		}
	});
}

async function readAlone(graph: Graph, ids: readonly string[], request: UsersByIdRequest, found: Found): Promise<void> {
	const { properties, from } = request;
	const call = callFor(request);
	const open = ids.filter((id) => !found.has(id));
	const urls = open.map((id) => `/users/${id}?${odataQuery({ $select: selectOf(properties) })}`);
	await readInBatches(graph, urls, call, ({ status, body }, index) => {
		if (status === 404 && parseGraphError(body).code === 'Request_ResourceNotFound') return;
		if (status !== 200) throw explainGraphAnswer(status, body, call);
		const user = parseUser({ ...fieldsOf(body) }, from);
		delete user['@odata.context'];
		// Somebody else's data under this person's ID would make two of one, and none of the other.
		if (user.id.toLowerCase() === open[index]) found.set(user.id.toLowerCase(), user);
	});
}
