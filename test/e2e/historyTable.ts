import assert from 'node:assert/strict';

import type { N8nClient } from '../../sandbox/n8n/client.ts';
import { listIn, objectIn, textIn } from '../../sandbox/shared/json.ts';
import type { JsonObject } from '../../sandbox/shared/json.ts';

/** What the templates call the data table that they keep their runs in. */
const TABLE = 'Entra HR sync history';

/** The data table of the history, which has to be the only one. */
export async function historyTable(client: N8nClient): Promise<JsonObject> {
	const { data } = objectIn(await client.get('/data-tables-global'));
	const tables = listIn(data).map((entry) => objectIn(entry));
	assert.deepEqual(
		tables.map(({ name }) => name),
		[TABLE],
	);
	return tables[0] ?? {};
}

/** Where n8n's API has a data table. */
export function addressOf({ projectId, id }: JsonObject): string {
	return `/projects/${textIn(projectId)}/data-tables/${textIn(id)}`;
}

/** The rows of the history, the oldest first. */
export async function historyRows(client: N8nClient): Promise<JsonObject[]> {
	const { data } = objectIn(await client.get(`${addressOf(await historyTable(client))}/rows?sortBy=id:asc`));
	return listIn(data).map((row) => objectIn(row));
}
