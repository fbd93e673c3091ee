import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { restTeamsOf } from '../../../lib/hr/connect/restTeamsForm';
import { createRestHttp, parseRestCredential } from '../../../lib/hr/rest/credential';
import { createRestTeams } from '../../../lib/hr/rest/restTeams';
import { createScimHttp } from '../../../lib/hr/scim/credential';
import { createScimTeams } from '../../../lib/hr/scim/scimTeams';
import { PEOPLE_GOAL } from '../../../lib/hr/systems/peopleGoal';
import type { TeamDirectory } from '../../../lib/hr/teamDirectory';
import { applyTeams } from '../../../lib/jobs/write/applyTeams';
import { readTeamMembers } from '../../../lib/jobs/write/teamMembers';
import { matchTeams } from '../../../lib/sync/teams/match';
import type { WantedTeam } from '../../../lib/sync/teams/match';
import type { TeamPerson, TeamRow } from '../../../lib/sync/teams/model';
import { planTeams } from '../../../lib/sync/teams/plan';
import { employee } from '../../sandbox/hrClient';
import { startServer } from '../../support/server';
import type { SandboxServer } from '../../support/server';
import { call } from '../../support/world';

type Ready = Record<string, string>;

const scim = ({ baseUrl = '', token = '' }: Ready): TeamDirectory =>
	createScimTeams({ http: createScimHttp({ baseUrl, token }), pageSize: 2 });

/** @param form what a person sets under Team Settings */
const peopleGoal =
	(form: unknown = {}) =>
	({ baseUrl = '', token = '' }: Ready): TeamDirectory => {
		const http = createRestHttp(parseRestCredential({ baseUrl, authentication: 'bearer', token }));
		return createRestTeams({ http, teams: restTeamsOf(PEOPLE_GOAL, 'teams', form) });
	};

const ownList = { members: { path: 'teams/{id}/members', member: 'user_id', chunk: '2' }, list: { size: '2' } };

const systems: [name: string, system: string, open: (ready: Ready) => TeamDirectory][] = [
	['SCIM', 'scim', scim],
	['Pingboard', 'pingboard', scim],
	['PeopleGoal', 'peoplegoal', peopleGoal()],
	['PeopleGoal, with members in a list of their own', 'peoplegoal', peopleGoal(ownList)],
];

const PEOPLE = 5;

describe.each(systems)('%s', (_, system, open) => {
	let server: SandboxServer;
	let folder: string;
	let people: TeamPerson[];
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'teams-'));
		server = await startServer('sandbox/hr/main.ts', [
			'--port',
			'0',
			'--state',
			join(folder, 'hr'),
			'--system',
			system,
		]);
		const seed = Array.from({ length: PEOPLE }, (_each, n) =>
			system === 'peoplegoal'
				? { email: `p${n}@example.com`, first_name: `P${n}`, last_name: 'Person' }
				: employee(`p${n}@example.com`, { name: { givenName: `P${n}`, familyName: 'Person' } }),
		);
		await call(server, '/_sim/people', 'POST', seed);
		const stored = (await call(server, '/_sim/people')) as { id: string }[];
		people = stored.map(({ id }, n) => ({ entraId: `e${n}`, name: `Person ${n}`, hrId: id, state: 'employee' }));
	});
	afterAll(async () => {
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	});
	beforeEach(async () => {
		await call(server, '/_sim/faults', 'DELETE');
		await call(server, '/_sim/teams', 'DELETE');
		await call(server, '/_sim/stats/reset', 'POST');
	});

	const group = (n: number, name: string, ...members: number[]): WantedTeam => ({
		group: { id: `00000000-0000-4000-8000-00000000000${n}`, displayName: name },
		name,
		members: new Set(members.map((member) => `e${member}`)),
	});

	async function sync(...wanted: WantedTeam[]): Promise<TeamRow[]> {
		const directory = open(server.ready);
		const matches = await readTeamMembers(matchTeams(wanted, await directory.list()), directory, 2);
		const planned = planTeams({
			wanted,
			matches,
			people,
			mode: 'sync',
			linked: new Map(),
			uncertain: new Set(),
			link: directory.keepsExternalId,
			updates: directory.updates,
		});
		return await applyTeams(planned, directory, { dryRun: false, concurrency: 2, wait: async () => {} });
	}

	async function stored(): Promise<Record<string, string[]>> {
		const teams = (await call(server, '/_sim/teams')) as { displayName: string; members: string[] }[];
		const names = new Map(people.map(({ hrId, name }) => [hrId, name]));
		return Object.fromEntries(
			teams.map(({ displayName, members }) => [displayName, members.map((id) => names.get(id) ?? id).sort()]),
		);
	}

	const writes = async (): Promise<number> => ((await call(server, '/_sim/stats')) as { hrWrites: number }).hrWrites;

	it('are created, found again, renamed, filled and emptied, by what changed alone', async () => {
		const first = await sync(group(1, 'Sales', 0, 1, 2), group(2, 'Service', 2, 3, 4), group(3, 'Legal', 4));
		expect(first.map(({ action, reason }) => ({ action, reason }))).toEqual(
			first.map(() => ({ action: 'created', reason: undefined })),
		);
		expect(await stored()).toEqual({
			Sales: ['Person 0', 'Person 1', 'Person 2'],
			Service: ['Person 2', 'Person 3', 'Person 4'],
			Legal: ['Person 4'],
		});

		await call(server, '/_sim/stats/reset', 'POST');
		const again = await sync(group(1, 'Sales', 0, 1, 2), group(2, 'Service', 2, 3, 4), group(3, 'Legal', 4));
		expect(again.map(({ action }) => action)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(await writes()).toBe(0);

		const changed = await sync(group(1, 'Field Sales', 1, 3), group(2, 'Service', 2, 3, 4), group(3, 'Legal'));
		expect(changed).toMatchObject([
			{
				action: 'updated',
				team: 'Field Sales',
				renamedFrom: 'Sales',
				added: ['Person 3'],
				removed: ['Person 0', 'Person 2'],
			},
			{ action: 'unchanged' },
			{ action: 'updated', added: [], removed: ['Person 4'] },
		]);
		expect(await stored()).toEqual({
			'Field Sales': ['Person 1', 'Person 3'],
			Service: ['Person 2', 'Person 3', 'Person 4'],
			Legal: [],
		});
	});

	it('are adopted by their name, and linked', async () => {
		const created = await open(server.ready).create({ name: 'sales' });
		const [row] = await sync(group(1, 'Sales', 0));
		expect(row).toMatchObject({ action: 'updated', hrId: created.id, renamedFrom: 'sales', added: ['Person 0'] });
		expect(await call(server, '/_sim/teams')).toMatchObject([
			{ displayName: 'Sales', externalId: group(1, '').group.id },
		]);
	});

	it('are created once, although the answer was lost', async () => {
		const path = system === 'peoplegoal' ? '/teams' : '/Groups';
		const fault = { kind: 'statusAfterWrite', status: 502 };
		await call(server, '/_sim/faults', 'POST', { method: 'POST', path, times: 1, fault });
		const [row] = await sync(group(1, 'Sales', 0, 1));
		expect(row).toMatchObject({ action: 'created', added: ['Person 0', 'Person 1'] });
		expect(await stored()).toEqual({ Sales: ['Person 0', 'Person 1'] });
	});

	const creations = system === 'peoplegoal' ? '/teams' : '/Groups';

	it('are created at another try where the first was put off', async () => {
		const fault = { kind: 'throttle', retryAfter: '0' };
		await call(server, '/_sim/faults', 'POST', { method: 'POST', path: creations, times: 2, fault });
		const [row] = await sync(group(1, 'Sales', 0, 1));
		expect(row).toMatchObject({ action: 'created', added: ['Person 0', 'Person 1'] });
		expect(await stored()).toEqual({ Sales: ['Person 0', 'Person 1'] });
	});

	it.each([{ kind: 'reset' }, { kind: 'status', status: 502 }])(
		'are not created again where nobody knows what became of the first try, but by the next run: %j',
		async (fault) => {
			await call(server, '/_sim/faults', 'POST', { method: 'POST', path: creations, times: 1, fault });
			const [row] = await sync(group(1, 'Sales', 0, 1));
			expect(row).toMatchObject({
				action: 'failed',
				reason: expect.stringContaining('Whether the team was created is not known') as string,
			});
			expect(await stored()).toEqual({});
			expect((await sync(group(1, 'Sales', 0, 1)))[0]).toMatchObject({ action: 'created' });
			expect(await stored()).toEqual({ Sales: ['Person 0', 'Person 1'] });
		},
	);

	it('fail in the words of the last try when the failure stays', async () => {
		const fault = { kind: 'status', status: 503 };
		await call(server, '/_sim/faults', 'POST', { method: 'POST', path: creations, times: 'always', fault });
		const [row] = await sync(group(1, 'Sales', 0, 1));
		expect(row).toMatchObject({ action: 'failed', added: [], reason: expect.stringContaining('503') as string });
		expect(await stored()).toEqual({});
	});

	it('fail alone, naming the member who is refused, and take the others in', async () => {
		await sync(group(1, 'Sales', 0), group(2, 'Service', 1));
		people[4] = { ...(people[4] as TeamPerson), hrId: '99999999' };
		try {
			const rows = await sync(group(1, 'Sales', 0, 3, 4), group(2, 'Service', 1, 2));
			expect(rows).toMatchObject([
				{ action: 'failed', added: ['Person 3'] },
				{ action: 'updated', added: ['Person 2'] },
			]);
			expect(rows[0]?.reason).toMatch(/^A member was refused: Person 4: .*99999999/);
		} finally {
			const list = (await call(server, '/_sim/people')) as { id: string }[];
			people[4] = { ...people[4], hrId: list[4]?.id ?? '' };
		}
	});

	it('are refused when their list ends early', async () => {
		await sync(group(1, 'Sales', 0), group(2, 'Service', 1), group(3, 'Legal', 1));
		const path = system === 'peoplegoal' ? '/teams' : '/Groups';
		await call(server, '/_sim/faults', 'POST', { method: 'GET', path, times: 'always', fault: { kind: 'shortList' } });
		await expect(open(server.ready).list()).rejects.toThrow(/list of (groups|teams) is not complete/);
	});
});
