import type { TeamRow } from '../../lib/sync/teams/model';
import type { EngineRun, WorkflowJson } from '../support/engine';
import { call, World } from '../support/world';

const MEMBERS = 60;

interface Group {
	id: string;
	displayName: string;
	direct: string[];
	nested: string[];
}

interface HrTeam {
	id: string;
	displayName: string;
	externalId?: string;
	members: string[];
}

let world: World;
let platform: Group;
let sales: Group;

beforeAll(async () => {
	world = await World.open(MEMBERS);
	const groups = (await call(world.entra, '/_sim/groups')) as Group[];
	const named = (name: string): Group => groups.find(({ displayName }) => displayName === name) as Group;
	platform = named('Engineering Platform');
	sales = named('Sales');
	// Nobody begins with trouble of their own.
	await world.runNightly();
}, 60_000);
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.clearFaults();
	await call(world.hr, '/_sim/teams', 'DELETE');
	await world.resetCounts();
});

/** The template, with Upsert Team behind Upsert Employee. */
async function run(
	parameters: Record<string, unknown> = {},
	change: (workflow: WorkflowJson) => void = () => {},
): Promise<EngineRun> {
	return await world.runNightly({}, world.credentials(), (workflow) => {
		workflow.nodes.push({
			id: 'upsert-team',
			name: 'Upsert Team',
			type: 'n8n-nodes-entra-hr-sync.upsertTeam',
			typeVersion: 1,
			position: [0, 0],
			parameters: { groupNames: 'Sales\nEngineering Platform', settingsFrom: 'node', dryRun: false, ...parameters },
		});
		workflow.connections['Upsert Employee'] = { main: [[{ node: 'Upsert Team', type: 'main', index: 0 }]] };
		change(workflow);
	});
}

function teamsOf(ran: EngineRun): TeamRow[] {
	expect(ran.error).toBeUndefined();
	return ran.items('Upsert Team', 1) as unknown as TeamRow[];
}

async function hrTeams(): Promise<HrTeam[]> {
	return (await call(world.hr, '/_sim/teams')) as HrTeam[];
}

/** HR ids of employees by the Entra id that they are linked to. */
async function hrIds(): Promise<Map<string, string>> {
	return new Map((await world.hrPeople()).map(({ id, externalId = '' }) => [externalId, id]));
}

async function idsOf(members: string[]): Promise<string[]> {
	const ids = await hrIds();
	return members.flatMap((member) => ids.get(member) ?? []).sort();
}

async function membersIn(name: string): Promise<string[]> {
	const team = (await hrTeams()).find(({ displayName }) => displayName === name);
	return [...(team?.members ?? [])].sort();
}

/** Those of a group who may be in a team: disabled people are left as they are. */
async function expected(group: Group, depth: 'direct' | 'nested' = 'nested'): Promise<string[]> {
	const enabled = new Set((await world.entraPeople()).filter((one) => one.accountEnabled).map(({ id }) => id));
	return await idsOf(group[depth].filter((id) => enabled.has(id)));
}

it('makes teams of groups, passes the people on, and writes nothing the second time', async () => {
	const first = await run();
	const teams = teamsOf(first);
	expect(teams.map(({ action, team }) => ({ action, team }))).toEqual([
		{ action: 'created', team: 'Sales' },
		{ action: 'created', team: 'Engineering Platform' },
	]);
	expect(teams[0]).toMatchObject({ entraGroup: { id: sales.id, displayName: 'Sales' }, removed: [] });
	expect(teams[0]?.added).toHaveLength((await expected(sales)).length);
	expect(await membersIn('Sales')).toEqual(await expected(sales));
	expect(await membersIn('Engineering Platform')).toEqual(await expected(platform));
	expect((await hrTeams()).map(({ externalId }) => externalId)).toEqual([sales.id, platform.id]);
	expect(first.items('Upsert Team')).toEqual(first.items('Upsert Employee'));

	await world.resetCounts();
	const second = teamsOf(await run());
	expect(second.map(({ action, added, removed }) => ({ action, added, removed }))).toEqual([
		{ action: 'unchanged', added: [], removed: [] },
		{ action: 'unchanged', added: [], removed: [] },
	]);
	expect(await world.hrWrites()).toBe(0);
});

it('follows the members of the group, and leaves those alone whom others brought in', async () => {
	await run();
	const [sellers] = await hrTeams();
	const own = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'external@example.com' };
	const stranger = await scim<{ id: string }>('POST', '/Users', own);
	await patchMembers(sellers?.id ?? '', stranger.id);
	const [leaver = '', joiner = ''] = [sales.direct[1], platform.direct[0]];
	const enabled = (await world.entraPeople()).filter((one) => one.accountEnabled).map(({ id }) => id);
	expect(enabled).toEqual(expect.arrayContaining([leaver, joiner]));
	await call(world.entra, `/_sim/groups/${sales.id}/members`, 'POST', { add: [joiner], remove: [leaver] });
	try {
		const [team] = teamsOf(await run());
		expect(team).toMatchObject({ action: 'updated', hrId: sellers?.id });
		expect([team?.added.length, team?.removed.length]).toEqual([1, 1]);
		const now = await membersIn('Sales');
		const ids = await hrIds();
		expect(now).toContain(stranger.id);
		expect(now).toContain(ids.get(joiner));
		expect(now).not.toContain(ids.get(leaver));

		const [exact] = teamsOf(await run({ members: 'exact' }));
		expect(exact?.removed).toHaveLength(1);
		expect(await membersIn('Sales')).not.toContain(stranger.id);
	} finally {
		await call(world.entra, `/_sim/groups/${sales.id}/members`, 'POST', { add: [leaver], remove: [joiner] });
		await scim('DELETE', `/Users/${stranger.id}`);
	}
});

it('only adds when rows are missing, and says so', async () => {
	await run();
	const [leaver = ''] = sales.direct;
	await call(world.entra, `/_sim/groups/${sales.id}/members`, 'POST', { remove: [leaver] });
	try {
		const before = await membersIn('Sales');
		const ran = await run({}, (workflow) => {
			workflow.nodes.push({
				id: 'limit',
				name: 'Limit',
				type: 'n8n-nodes-base.limit',
				typeVersion: 1,
				position: [0, 0],
				parameters: { maxItems: MEMBERS - 2 },
			});
			workflow.connections['Upsert Employee'] = { main: [[{ node: 'Limit', type: 'main', index: 0 }]] };
			workflow.connections.Limit = { main: [[{ node: 'Upsert Team', type: 'main', index: 0 }]] };
		});
		const [team] = teamsOf(ran);
		expect(team).toMatchObject({ removed: [] });
		expect(team?.reason).toMatch(/^Nobody was taken out, though 1 would be: only 58 of the 59 people/);
		expect(await membersIn('Sales')).toEqual(before);
	} finally {
		await call(world.entra, `/_sim/groups/${sales.id}/members`, 'POST', { add: [leaver] });
	}
});

it('stops before the first write when too many would be taken out, and names them', async () => {
	await run();
	await world.resetCounts();
	const kept = sales.direct.slice(0, 1);
	await call(world.entra, `/_sim/groups/${sales.id}/members`, 'POST', { remove: sales.direct.slice(1) });
	try {
		const ran = await run({ removalsAtLeast: 1, removalLimitPercent: 10 });
		expect(ran.error?.message).toMatch(/^Stopped: \d+ of \d+ members would be taken out of their teams/);
		expect(ran.error?.description).toMatch(/It is about: .* from "Sales"/);
		expect(await world.hrWrites()).toBe(0);
		expect((await membersIn('Sales')).length).toBeGreaterThan(kept.length);
	} finally {
		await call(world.entra, `/_sim/groups/${sales.id}/members`, 'POST', { add: sales.direct });
	}
});

it('leaves a team as it is whose group could not be read', async () => {
	await run();
	const before = await membersIn('Sales');
	const refused = { error: { code: 'Authorization_RequestDenied', message: 'no' } };
	const fault = { kind: 'status', status: 403, body: refused };
	await call(world.entra, '/_sim/faults', 'POST', { path: `groups/${sales.id}/`, times: 'always', fault });
	const teams = teamsOf(await run({ members: 'exact' }));
	expect(teams.map(({ action }) => action)).toEqual(['failed', 'unchanged']);
	expect(teams[0]?.reason).toMatch(/^Graph refused to list the members of the group "Sales" \(403\)/);
	expect(await membersIn('Sales')).toEqual(before);
});

it('writes nothing in a dry run, and shows the same', async () => {
	const shown = teamsOf(await run({ dryRun: true }));
	expect(await world.hrWrites()).toBe(0);
	expect(shown.every(({ dryRun }) => dryRun)).toBe(true);
	const done = teamsOf(await run());
	expect(done.map(({ added }) => added)).toEqual(shown.map(({ added }) => added));
});

it('takes groups by prefix, and leaves the prefix out of the names', async () => {
	const teams = teamsOf(await run({ source: 'prefix', groupPrefix: 'engineering', leaveOutPrefix: 'Engineering ' }));
	expect(teams.map(({ team }) => team)).toEqual(['Engineering', 'Platform']);
	expect(await membersIn('Platform')).toEqual(await expected(platform));
});

it('takes all groups that these people are direct members of, but for those that hide their members', async () => {
	const teams = teamsOf(await run({ source: 'all' }));
	const groups = (await call(world.entra, '/_sim/groups')) as Group[];
	const synced = new Set((await world.entraPeople()).filter(({ inGroup }) => inGroup).map(({ id }) => id));
	const wanted = groups.filter(({ direct }) => direct.some((id) => synced.has(id)));
	const names = wanted.map(({ displayName }) => displayName).filter((name) => name !== 'Works Council');
	expect(teams.map(({ team }) => team).sort()).toEqual(names.sort());
	expect(await membersIn('Sales')).toEqual(await expected(sales, 'direct'));
});

it('keeps a team with its group when the group has another name, and reports one whose group is gone', async () => {
	const gone = '0b2f6f3e-0000-4000-8000-00000000dead';
	const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
	const own = await scim<{ id: string }>('POST', '/Groups', {
		schemas,
		displayName: 'Vendas',
		externalId: sales.id.toUpperCase(),
	});
	await scim('POST', '/Groups', { schemas, displayName: 'Old team', externalId: gone });
	await scim('POST', '/Groups', { schemas, displayName: 'Of somebody else', externalId: 'not-ours' });
	const teams = teamsOf(await run({ groupNames: sales.id }));
	expect(teams).toMatchObject([
		{ action: 'updated', team: 'Sales', renamedFrom: 'Vendas', hrId: own.id },
		{ action: 'skipped', team: 'Old team', entraGroup: { id: gone }, added: [], removed: [] },
	]);
	expect((await hrTeams()).map(({ displayName }) => displayName)).toEqual(['Sales', 'Old team', 'Of somebody else']);
});

it('asks which groups are gone before it writes, so that what it has written is never lost to the report', async () => {
	const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
	const externalId = '0b2f6f3e-0000-4000-8000-00000000dead';
	const oldTeam = { schemas, displayName: 'Old team', externalId };
	await scim('POST', '/Groups', oldTeam);
	await world.resetCounts();
	await run();
	const { byRoute } = (await call(world.entra, '/_sim/stats')) as { byRoute: Record<string, number> };
	await call(world.hr, '/_sim/teams', 'DELETE');
	await scim('POST', '/Groups', oldTeam);
	await world.resetCounts();
	const refused = { error: { code: 'Authorization_RequestDenied', message: 'no' } };
	const fault = { kind: 'status', status: 403, body: refused };
	// The batches before are those of Get Manager.
	const skip = (byRoute['POST /$batch'] ?? 0) - 1;
	await call(world.entra, '/_sim/faults', 'POST', { path: '[$]batch', skip, times: 'always', fault });
	const ran = await run();
	expect(ran.error?.message).toMatch(/^Graph refused to look for groups/);
	expect(await world.hrWrites()).toBe(0);
	expect((await hrTeams()).map(({ displayName }) => displayName)).toEqual(['Old team']);
});

it('fails a group of the list that is not there, and goes on with the others', async () => {
	const teams = teamsOf(await run({ groupNames: 'Sales\nNo such group' }));
	expect(teams).toMatchObject([
		{ action: 'created', team: 'Sales' },
		{ action: 'failed', team: 'No such group' },
	]);
	expect(teams[1]?.reason).toMatch(/^There is no group named "No such group"/);
});

it('says that a system has no teams before it asks anybody', async () => {
	await call(world.hr, '/_sim/stats/reset', 'POST');
	const ran = await run({ system: 'peakon', settingsFrom: 'here' });
	expect(ran.error?.message).toBe(
		'Peakon (Workday Peakon Employee Voice) has no teams that could be written over SCIM',
	);
	const stats = (await call(world.hr, '/_sim/stats')) as { byRequest: Record<string, number> };
	expect(Object.keys(stats.byRequest).some((request) => request.includes('Groups'))).toBe(false);
});

async function scim<T>(method: string, path: string, body?: unknown): Promise<T> {
	const { baseUrl = '', token = '' } = world.hr.ready;
	const response = await fetch(`${baseUrl}${path}`, {
		method,
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(text);
	return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function patchMembers(id: string, member: string): Promise<void> {
	await scim('PATCH', `/Groups/${id}`, {
		schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
		Operations: [{ op: 'add', path: 'members', value: [{ value: member }] }],
	});
}
