/**
 * A program of its own, for what is fixed when a process starts: reads a credential (JSON) from its input, signs in,
 * asks Graph for a user, and prints `{ ids }` or `{ message, description }`.
 */

import { text } from 'node:stream/consumers';

import { messageOf, SyncError } from '../../lib/base/errors';
import { createGraph } from '../../lib/graph/client';
import { parseGraphCredential } from '../../lib/graph/signIn/credential';

async function readUsers(): Promise<object> {
	try {
		const graph = createGraph(parseGraphCredential(JSON.parse(await text(process.stdin))));
		const first = await graph.get('users?$top=1&$select=id', { task: 'readUsers', permission: 'User.Read.All' });
		// A nextLink is on the same server, and is asked in the same way.
		const next = await graph.get(String(first['@odata.nextLink']), {
			task: 'readUsers',
			permission: 'User.Read.All',
		});
		return { ids: [first, next].flatMap(({ value }) => value as Array<{ id: string }>).map(({ id }) => id) };
	} catch (error) {
		return { message: messageOf(error), description: error instanceof SyncError ? error.description : undefined };
	}
}

void readUsers().then((result) => process.stdout.write(JSON.stringify(result)));
