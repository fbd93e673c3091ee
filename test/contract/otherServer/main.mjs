// `node test/contract/otherServer/main.mjs --port 0`: Better Auth's SCIM 2.0 server, which shares no code with the
// sandbox's, in memory. Only the faults and the counting around it are the sandbox's.
import { createServer } from 'node:http';

import { scim } from '@better-auth/scim';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { getAuthTables } from 'better-auth/db';

import { hrApp } from '../../../sandbox/hr/app.ts';
import { scimError } from '../../../sandbox/hr/scim/answers.ts';
import { Switchboard } from '../../../sandbox/hr/switchboard.ts';
import { Traffic } from '../../../sandbox/hr/traffic.ts';
import { announce, HOST, listen, runProgram } from '../../../sandbox/shared/program.ts';

const TOKEN = 'made-up-token-of-no-real-server-at-all';
const BASE_PATH = '/api/auth/scim/v2';

const settings = { latencyMs: 0, maxPageSize: 100, rateLimit: null, tokenSeconds: 3600, lists: {} };
const form = {
	error: scimError,
	items: 'Resources',
	startOf: (query) => Math.max(Number(query.get('startIndex') ?? 1) || 1, 1),
	counts: ['itemsPerPage'],
};

await runProgram(async () => {
	const options = {
		baseURL: `http://${HOST}`,
		basePath: '/api/auth',
		secret: 'made-up-secret-7f3a9c51e2d84b60a1c5',
		plugins: [scim({ connections: [{ id: 'hr', credentials: [{ type: 'bearer', id: 'test', token: TOKEN }] }] })],
		telemetry: { enabled: false },
		rateLimit: { enabled: false },
		logger: { disabled: true },
	};
	const tables = Object.values(getAuthTables(options)).map(({ modelName }) => modelName);
	const database = Object.fromEntries(tables.map((name) => [name, []]));
	const auth = betterAuth({ ...options, database: memoryAdapter(database) });

	const api = {
		handler: async (request, response) => {
			const { method, headers, body } = request;
			const answer = await auth.handler(
				new Request(`http://${HOST}${request.originalUrl}`, {
					method,
					headers: { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' },
					...(body !== undefined && { body: JSON.stringify(body) }),
				}),
			);
			for (const name of ['content-type', 'location']) {
				if (answer.headers.has(name)) response.set(name, answer.headers.get(name));
			}
			response.status(answer.status).end(await answer.text());
		},
		credentials: () => ({}),
		people: () => database.scimUser.map((raw) => ({ person: raw, raw })),
		seed: () => {
			throw new Error('Create people over SCIM.');
		},
		clearPeople: () => {
			for (const rows of Object.values(database)) rows.length = 0;
		},
		teams: () => [],
		seedTeams: () => {
			throw new Error('There are no teams.');
		},
		clearTeams: () => {},
	};
	const parts = { api, settings, switchboard: new Switchboard(form, settings), traffic: new Traffic() };
	const server = createServer(
		hrApp({ name: 'better-auth', basePath: BASE_PATH, form, settings, open: () => api }, parts),
	);
	await listen(server, 0, 'other SCIM server');
	const url = `http://${HOST}:${server.address().port}`;
	announce({ url, baseUrl: url + BASE_PATH, token: TOKEN }, () => server.closeAllConnections());
});
