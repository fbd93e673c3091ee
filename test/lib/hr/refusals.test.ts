import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { mapLimit } from '../../../lib/base/async';
import { SyncError } from '../../../lib/base/errors';
import { DEFAULT_SCIM_PROFILE } from '../../../lib/hr/scim/profile';
import { createScimDirectory } from '../../../lib/hr/scim/scimDirectory';
import { createHttpClient } from '../../../lib/http/client';
import { createClientSignIn } from '../../../lib/http/clientCredentials';
import { writeEach } from '../../../lib/jobs/write/writeEach';
import type { ResultRow } from '../../../lib/sync/model';

it('a server that refuses Bulk after all is not asked for 100 people at once', async () => {
	let now = 0;
	let most = 0;
	const server = createServer((request, response) => {
		request.resume().on('end', () => {
			const path = request.url ?? '';
			if (path.includes('ServiceProviderConfig')) {
				return response.end(
					JSON.stringify({ bulk: { supported: true, maxOperations: 100, maxPayloadSize: 1_000_000 } }),
				);
			}
			if (path.includes('Bulk')) return response.writeHead(501).end('{}');
			most = Math.max(most, ++now);
			setTimeout(() => {
				now--;
				response.writeHead(201).end(JSON.stringify({ id: String(Math.random()) }));
			}, 20);
			return undefined;
		});
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const http = createHttpClient({ asked: 'hr', baseUrl, authorize: async () => ({}) });
	const directory = createScimDirectory({ http, pageSize: 50, profile: { ...DEFAULT_SCIM_PROFILE, bulk: 'auto' } });
	// As the node does it.
	const atOnce = Math.max(5, (await directory.writesAtOnce()) ?? 0);
	const names = Array.from({ length: 300 }, (_, i) => `p${i}`);
	await mapLimit(names, atOnce, async (userName) => await directory.create({ userName }));
	server.closeAllConnections();
	server.close();
	expect(most).toBeLessThanOrEqual(10);
});

it('a sign-in that is refused in the middle stops the run', async () => {
	const server = createServer((_, response) => response.writeHead(401).end('{"error":"invalid_client"}'));
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
	const signIn = createClientSignIn({ tokenUrl, clientId: 'c', clientSecret: 'secret', scope: '', sendIn: 'body' });
	const results = Array.from({ length: 30 }, (): ResultRow => ({ action: 'updated', changes: [], entra: { id: 'x' } }));
	let tried = 0;
	const run = writeEach([...results.keys()], results, { concurrency: 1 }, async () => {
		tried++;
		await signIn.token();
	});
	await expect(run).rejects.toBeInstanceOf(SyncError);
	server.closeAllConnections();
	server.close();
	expect(tried).toBe(1);
});
