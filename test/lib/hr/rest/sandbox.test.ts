import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createRestHttp, parseRestCredential } from '../../../../lib/hr/rest/credential';
import { parseRestProfile } from '../../../../lib/hr/rest/profile/parseProfile';
import { createRestDirectory } from '../../../../lib/hr/rest/restDirectory';
import { applyPlan } from '../../../../lib/jobs/write/apply';
import type { MappedRow, ResultRow } from '../../../../lib/sync/model';
import { planUpserts } from '../../../../lib/sync/plan';
import { startServer } from '../../../support/server';
import type { SandboxServer } from '../../../support/server';
import { call } from '../../../support/world';

interface System {
	profile: unknown;
	credential: (ready: Record<string, string>) => Record<string, string>;
	/** A person's attributes, besides the names. */
	values: (name: string) => Record<string, string>;
}

const systems: Record<string, System> = {
	'tribal-habits': {
		profile: {
			id: 'id',
			list: {
				method: 'GET',
				path: 'users',
				query: { page: '{page}' },
				items: 'records',
				total: 'total_records',
				paging: { style: 'page', first: 1, size: 25, totalPages: 'total_pages' },
			},
			create: { method: 'POST', path: 'users', item: '' },
			update: { method: 'PUT', path: 'users/{id}', sends: 'changed' },
			status: { field: 'active', active: true, inactive: false },
			externalId: 'X-Entra ID',
			manager: { field: 'manager_email', style: 'email' },
			createOnly: ['user_name'],
			dates: { fields: ['X-Start Date'], format: 'dd/MM/yyyy' },
			aliases: { userName: 'user_name' },
			clearing: 'empty',
			rateLimit: { requests: 300, seconds: 60 },
		},
		credential: ({ token = '' }) => ({ authentication: 'authorizationHeader', apiKey: token }),
		values: (name) => ({ user_name: name, 'X-Start Date': '2024-03-01', 'X-Learning Groups': 'Leaders;Safety' }),
	},
	peoplegoal: {
		profile: {
			id: 'id',
			list: {
				method: 'GET',
				path: 'users',
				query: { page: '{page}', per_page: '{size}' },
				items: 'data',
				total: 'meta.total',
				paging: { style: 'page', first: 1, size: 40, totalPages: 'meta.total_pages' },
			},
			find: {
				method: 'GET',
				path: 'users',
				query: { '{attribute}': '{value}' },
				items: 'data',
				fields: ['email', 'external_id'],
			},
			create: { method: 'POST', path: 'users', envelope: 'user', item: 'data', constants: { invited: false } },
			update: { method: 'PATCH', path: 'users/{id}', envelope: 'user', sends: 'changed' },
			status: { field: 'status', active: 'active', inactive: 'deactivated' },
			externalId: 'external_id',
			manager: { field: 'manager_id', style: 'id' },
			aliases: { userName: 'email' },
		},
		credential: ({ tokenUrl = '', clientId = '', clientSecret = '' }) => ({
			authentication: 'clientCredentials',
			tokenUrl,
			clientId,
			clientSecret,
			sendClientIn: 'header',
		}),
		values: () => ({ start_date: '2024-03-01', 'custom_fields.Shoe size': '42' }),
	},
};

describe.each(Object.entries(systems))('%s', (name, { profile: description, credential, values }) => {
	const profile = parseRestProfile(description);
	let server: SandboxServer;
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'rest-sandbox-'));
		server = await startServer('sandbox/hr/main.ts', ['--port', '0', '--state', join(folder, 'hr'), '--system', name]);
	});
	afterAll(async () => {
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	});

	/** Everybody reports to the one before, and the first one to the last: only cycles are harder. */
	const people = (count: number, change: (name: string) => Record<string, string | boolean | null> = () => ({})) =>
		Array.from({ length: count }, (_, i): MappedRow => {
			const login = `p${i}`;
			return {
				employee: {
					externalId: `id-${login}`,
					email: `${login}@example.com`,
					first_name: login,
					last_name: 'Ødegård',
					active: true,
					...values(login),
					...change(login),
				},
				entra: { id: `id-${login}`, displayName: login, managerId: `id-p${(i + count - 1) % count}` },
				problems: [],
				causes: [],
			};
		});

	async function sync(rows: MappedRow[]): Promise<Record<string, number>> {
		const { baseUrl = '' } = server.ready;
		const http = createRestHttp(parseRestCredential({ baseUrl, ...credential(server.ready) }), profile);
		const directory = createRestDirectory({ http, profile });
		const matchBy = ['externalId', 'email'];
		const { read, readManager, describe: describeEmployee } = directory;
		const employees = await directory.list();
		const input = {
			rows,
			employees,
			matchBy,
			managers: 'sync' as const,
			read,
			readManager,
			describe: describeEmployee,
		};
		const results = await applyPlan(planUpserts(input), directory, {
			matchBy,
			concurrency: 4,
			dryRun: false,
			wait: async () => {},
		});
		return countOf(results);
	}

	it('is filled, found unchanged, changed, and brought back', async () => {
		expect(await sync(people(60))).toEqual({ created: 60 });
		await call(server, '/_sim/stats/reset', 'POST');
		expect(await sync(people(60))).toEqual({ unchanged: 60 });
		expect(await call(server, '/_sim/stats')).toMatchObject({ hrWrites: 0 });

		const changed = people(60, (login) => ({
			...(login === 'p7' && { active: false }),
			...(login === 'p8' && { last_name: "O'Neil" }),
			...(login === 'p9' && { email: 'new-p9@example.com' }),
		}));
		expect(await sync(changed)).toEqual({ unchanged: 57, deactivated: 1, updated: 2 });
		expect(await sync(changed)).toEqual({ unchanged: 60 });
		expect(await sync(people(60))).toEqual({ unchanged: 57, reactivated: 1, updated: 2 });

		const stored = (await call(server, '/_sim/people')) as { active: boolean; userName: string }[];
		expect(stored).toHaveLength(60);
		expect(stored.every(({ active }) => active)).toBe(true);
	}, 60_000);
});

function countOf(results: ResultRow[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { action, reason } of results) {
		const key = action === 'failed' ? `failed: ${reason ?? ''}` : action;
		counts[key] = (counts[key] ?? 0) + 1;
	}
	return counts;
}
