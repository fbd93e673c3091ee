import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ResultRow } from '../../lib/sync/model';
import { placeOf } from '../../lib/hr/connect/connect';
import { linkFormOf } from '../../lib/sync/links';
import { sealed } from '../../lib/sync/seal';
import type { TeamRow } from '../../lib/sync/teams/model';
import { runWorkflow } from '../support/engine';
import type { EngineRun } from '../support/engine';
import type { Person } from '../support/entra';
import { rosterOf } from '../support/rosters';
import { startServer } from '../support/server';
import type { SandboxServer } from '../support/server';
import { call } from '../support/world';

let folder: string;
let entra: SandboxServer;
let hr: SandboxServer;
let rows: Record<string, unknown>[];

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'upsert-team-'));
	[entra, hr] = await Promise.all([
		startServer('sandbox/entra/main.ts', ['--port', '0', '--state', join(folder, 'entra.json'), '--members', '30']),
		startServer('sandbox/hr/main.ts', ['--port', '0', '--state', join(folder, 'hr'), '--system', 'peoplegoal']),
	]);
	const members = ((await call(entra, '/_sim/people')) as Person[]).filter(({ inGroup }) => inGroup);
	const roster = rosterOf(members.map(({ id }) => id));
	const people = members.map(({ id }, n) => ({
		email: `p${n}@example.com`,
		first_name: `P${n}`,
		last_name: 'Person',
		external_id: id,
	}));
	await call(hr, '/_sim/people', 'POST', people);
	const stored = (await call(hr, '/_sim/people')) as { id: string; externalId: string }[];
	const hrIds = new Map(stored.map(({ id, externalId }) => [externalId, id]));
	const results = members.map(({ id, displayName }): ResultRow => ({
		action: 'unchanged',
		changes: [],
		hrId: hrIds.get(id),
		entra: { id, displayName },
		roster,
	}));
	rows = sealed(results, {
		place: placeOf('peopleGoal', hr.ready.baseUrl ?? '', 'id-of-hrRestApi'),
		links: linkFormOf([]),
	}) as unknown as Record<string, unknown>[];
});
afterAll(async () => {
	await Promise.all([entra.stop(), hr.stop()]);
	await rm(folder, { recursive: true, force: true });
});

async function run(parameters: Record<string, unknown> = {}, items = rows): Promise<EngineRun> {
	const { url, tenantId, clientId, clientSecret } = entra.ready;
	const { baseUrl, token } = hr.ready;
	const trigger = { id: 't', name: 'Trigger', type: 'n8n-nodes-base.scheduleTrigger', typeVersion: 1.2 };
	return await runWorkflow(
		{
			nodes: [
				{ ...trigger, position: [0, 0], parameters: { rule: { interval: [{ field: 'days' }] } } },
				{
					id: 'u',
					name: 'Upsert Team',
					type: 'n8n-nodes-entra-hr-sync.upsertTeam',
					typeVersion: 1,
					position: [0, 0],
					parameters: {
						system: 'peopleGoal',
						settingsFrom: 'here',
						dryRun: false,
						usersPath: 'users',
						teamsPath: '/teams/',
						groupNames: 'Sales',
						teamName: 'Team {name}',
						...parameters,
					},
				},
			],
			connections: { Trigger: { main: [[{ node: 'Upsert Team', type: 'main', index: 0 }]] } },
		},
		{
			mode: 'trigger',
			triggerItems: items as never,
			credentials: {
				azureClientCredentialsApi: {
					tenantId,
					clientId,
					clientSecret,
					cloud: 'custom',
					loginEndpoint: url,
					graphEndpoint: url,
				},
				hrRestApi: { baseUrl, authentication: 'bearer', token },
			},
		},
	);
}

it('makes teams over a REST API, and writes nothing the second time', async () => {
	const first = await run();
	expect(first.error).toBeUndefined();
	const [team] = first.items('Upsert Team', 1) as unknown as TeamRow[];
	expect(team).toMatchObject({ action: 'created', team: 'Team Sales', entraGroup: { displayName: 'Sales' } });
	expect(team?.added.length).toBeGreaterThan(1);
	const [stored] = (await call(hr, '/_sim/teams')) as { members: string[]; externalId: string }[];
	expect(stored).toMatchObject({ displayName: 'Team Sales', externalId: team?.entraGroup.id });
	expect(stored?.members).toHaveLength(team?.added.length ?? 0);

	await call(hr, '/_sim/stats/reset', 'POST');
	expect((await run()).items('Upsert Team', 1)).toMatchObject([{ action: 'unchanged' }]);
	expect(await call(hr, '/_sim/stats')).toMatchObject({ hrWrites: 0 });
});

it('takes rows of a dry run for a dry run, with those whom only a real run creates', async () => {
	await call(hr, '/_sim/teams', 'DELETE');
	await call(hr, '/_sim/stats/reset', 'POST');
	const planned = rows.map(({ hrId: _, ...row }) => ({ ...row, action: 'created', dryRun: true }));
	const [team] = (await run({}, planned)).items('Upsert Team', 1) as unknown as TeamRow[];
	expect(team).toMatchObject({ action: 'created', dryRun: true });
	expect(team?.added.length).toBeGreaterThan(1);
	expect(await call(hr, '/_sim/stats')).toMatchObject({ hrWrites: 0 });
});

it('asks for the path of the teams before it asks anybody for anything', async () => {
	await call(hr, '/_sim/stats/reset', 'POST');
	const { error } = await run({ teamsPath: '' });
	expect(error?.message).toBe('It is not known where the API of PeopleGoal has its teams');
	expect(await call(hr, '/_sim/stats')).toMatchObject({ hrReads: 0 });
});

it('refuses items that are no results of Upsert Employee', async () => {
	const { error } = await run({}, [{ id: '1' }]);
	expect(error?.message).toMatch(/^Item 1 is not a result of Upsert Employee/);
});
