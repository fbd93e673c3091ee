import fc from 'fast-check';

import { SyncError } from '../../../../lib/base/errors';
import { resolveApp, searchApps } from '../../../../lib/graph/people/enterpriseApps';
import { resolveGroup } from '../../../../lib/graph/people/groups';
import type { Group } from '../../../../lib/graph/people/groups';
import { readPeople } from '../../../../lib/graph/people/people';
import type { People, PeopleRequest, Source } from '../../../../lib/graph/people/request';
import { readUsersById } from '../../../../lib/graph/people/usersById';
import { Oracle } from '../../../support/entraOracle';
import { GraphSimulator } from '../../../support/graph';
import { serve } from '../../http/localServer';

const APP = 'Lindenhof Pulse';
const WITH_APPS = ['GroupMember.Read.All', 'User.Read.All', 'Application.Read.All'];

let entra: GraphSimulator;
let oracle: Oracle;
beforeAll(async () => {
	entra = await GraphSimulator.open(250);
	oracle = await Oracle.of(entra);
});
afterAll(async () => await entra.dispose());
beforeEach(async () => {
	await entra.reset();
	await entra.settings({ permissions: WITH_APPS });
});

const groupNamed = (name: string): Group => ({ id: oracle.group(name).id, displayName: name });
const severalGroups = (...names: string[]): Source => ({ kind: 'groups', groups: names.map(groupNamed) });
const pulse = (defaultAccess = true): Source => {
	const { id, appId, displayName } = oracle.app(APP);
	return { kind: 'app', app: { id, appId, displayName }, defaultAccess };
};

async function read(source: Source, more: Partial<PeopleRequest> = {}): Promise<People> {
	const request = { source, nested: true, properties: ['department'], ...more };
	return await readPeople(entra.open(), request);
}

const idsOf = ({ users }: People): string[] => users.map(({ id }) => id).sort();
const sorted = (ids: Iterable<string>): string[] => [...ids].sort();

describe('a group', () => {
	it('does not take a leave date that is blank for everybody, for want of a permission, for read', async () => {
		const source: Source = { kind: 'group', group: groupNamed('All Employees') };
		const leaveDates = async (): Promise<unknown[]> => {
			const { users } = await read(source, { properties: ['employeeLeaveDateTime'] });
			return users.filter((user) => 'employeeLeaveDateTime' in user);
		};
		expect(await leaveDates()).toEqual([]);
		await entra.settings({ permissions: [...WITH_APPS, 'User-LifeCycleInfo.Read.All'] });
		expect(await leaveDates()).toHaveLength(250);
	});

	it('is one read, and one count of who is no person', async () => {
		const people = await read({ kind: 'group', group: groupNamed('All Employees') });
		expect(people).toMatchObject({ read: 250, otherMembers: 3, partial: false });
		expect(people.groupsOf).toBeUndefined();
		expect((await entra.stats()).graphRequests).toBe(2);
	});

	it('is read also when Graph refuses to count', async () => {
		await entra.fault({ path: 'batch', times: 'always', fault: { kind: 'status', status: 403 } });
		const people = await read({ kind: 'group', group: groupNamed('All Employees') });
		expect([people.users.length, people.otherMembers]).toEqual([250, undefined]);
	});

	it('is read also when Graph counts only in part', async () => {
		await entra.fault({ path: 'microsoft.graph.group', in: 'batch', fault: { kind: 'status', status: 400 } });
		expect((await read({ kind: 'group', group: groupNamed('All Employees') })).otherMembers).toBeUndefined();
	});

	it('may be read in part, for trying out', async () => {
		await entra.settings({ pageSize: 20 });
		const people = await read({ kind: 'group', group: groupNamed('All Employees') }, { limit: 30 });
		expect(people.users).toHaveLength(30);
		expect(people.partial).toBe(true);
		expect((await entra.stats()).graphRequests).toBe(2);
	});
});

describe('several groups', () => {
	it('give each person once, with the groups they came through', async () => {
		const people = await read(severalGroups('Engineering', 'Sales', 'All Employees'));
		expect(idsOf(people)).toEqual(sorted(oracle.group('All Employees').nested));
		for (const { id } of people.users) {
			const through = ['All Employees', 'Engineering', 'Sales'].filter((name) =>
				oracle.group(name).nested.includes(id),
			);
			expect(people.groupsOf?.get(id)?.map(({ displayName }) => displayName)).toEqual(through);
		}
		const lists = new Set(people.groupsOf?.values());
		expect(lists.size).toBeLessThanOrEqual(4);
	});

	it('are the union that the tenant knows, nested or direct, whatever they are', async () => {
		const names = [...new Set(oracle.groups.map(({ displayName }) => displayName))].filter(
			(name) => name !== 'Contractors' && name !== 'Works Council',
		);
		await fc.assert(
			fc.asyncProperty(fc.subarray(names, { minLength: 1 }), fc.boolean(), async (some, nested) => {
				const people = await read(severalGroups(...some), { nested });
				const expected = some.flatMap((name) => oracle.group(name)[nested ? 'nested' : 'direct']);
				expect(idsOf(people)).toEqual(sorted(new Set(expected)));
				expect(people.read).toBe(people.users.length);
			}),
			{ numRuns: 12 },
		);
	});

	it('are not read in part when one of them cannot be read', async () => {
		const { id } = oracle.group('Sales');
		await entra.fault({ path: id, times: 'always', fault: { kind: 'shortPage' } });
		await expect(read(severalGroups('Engineering', 'Sales'))).rejects.toThrow(
			'The group "Sales" could not be read completely',
		);
	});

	it('count the others of each, however many groups they are', async () => {
		expect((await read(severalGroups('All Employees', 'Sales'))).otherMembers).toBe(3);
		const many = Array.from({ length: 12 }, () => 'Sales');
		expect((await read(severalGroups(...many, 'All Employees'))).otherMembers).toBe(3);
	});

	it('stop early at a limit', async () => {
		const people = await read(severalGroups('Engineering', 'Sales', 'All Employees'), { limit: 5 });
		expect(people.users).toHaveLength(5);
		expect(people.partial).toBe(true);
		expect((await entra.stats()).graphRequests).toBe(1);
	});
});

describe('all users', () => {
	it('are everybody in the tenant', async () => {
		const people = await read({ kind: 'allUsers' });
		expect(idsOf(people)).toEqual(sorted(oracle.people.map(({ id }) => id)));
		expect((await entra.stats()).graphRequests).toBe(1);
	});

	it('are read whole over many pages', async () => {
		await entra.settings({ pageSize: 50 });
		expect(idsOf(await read({ kind: 'allUsers' }))).toHaveLength(oracle.people.length);
	});

	it('need the permission that is named', async () => {
		await entra.settings({ permissions: ['GroupMember.Read.All'] });
		await expect(read({ kind: 'allUsers' })).rejects.toMatchObject({
			message: 'Graph refused to list the users of the tenant (403)',
			description: expect.stringContaining('User.Read.All'),
		});
	});
});

describe('an enterprise application', () => {
	it.each([
		[true, true],
		[true, false],
		[false, true],
		[false, false],
	])('gives who is assigned: nested groups %s, Default Access %s', async (nested, defaultAccess) => {
		const people = await read(pulse(defaultAccess), { nested });
		const expected = oracle.assigned(APP, { nested, defaultAccess });
		expect(idsOf(people)).toEqual(sorted(expected));
		expect(people.defaultOnly).toBe(defaultAccess ? 0 : 1);
		expect(people.otherMembers).toBe(1);
	});

	it('differs with nested groups, and with Default Access', async () => {
		const sizes = [true, false].flatMap((nested) =>
			[true, false].map((defaultAccess) => oracle.assigned(APP, { nested, defaultAccess }).size),
		);
		expect(new Set(sizes).size).toBe(4);
	});

	it('gives the groups that people came through, and none for those who are assigned themselves', async () => {
		const { groupsOf, users } = await read(pulse());
		const through = (id: string) => groupsOf?.get(id)?.map(({ displayName }) => displayName);
		const own = users.filter(({ id }) => through(id)?.length === 0);
		expect(own.length).toBeGreaterThan(1);
		for (const { id } of users) {
			const expected = ['Engineering', 'Sales'].filter((name) => oracle.group(name).nested.includes(id));
			expect(through(id)).toEqual(expected);
		}
	});

	it('is read over many pages', async () => {
		await entra.settings({ pageSize: 2 });
		const expected = oracle.assigned(APP, { nested: true, defaultAccess: true });
		expect(idsOf(await read(pulse()))).toEqual(sorted(expected));
	});

	it('is read twice where Graph does not count the assignments', async () => {
		await entra.fault({ path: 'AssignedTo.*count=true', times: 'always', fault: { kind: 'status', status: 400 } });
		const expected = oracle.assigned(APP, { nested: true, defaultAccess: true });
		expect(idsOf(await read(pulse()))).toEqual(sorted(expected));
	});

	it('without counts: one short list among three is not believed', async () => {
		await entra.settings({ pageSize: 2 });
		await entra.fault({ path: 'AssignedTo.*count=true', times: 'always', fault: { kind: 'status', status: 400 } });
		await entra.fault({ path: 'AssignedTo', skip: 1, times: 1, fault: { kind: 'shortPage' } });
		const expected = oracle.assigned(APP, { nested: true, defaultAccess: true });
		expect(idsOf(await read(pulse()))).toEqual(sorted(expected));
	});

	it.each([
		['a short list', { kind: 'shortPage' }, 'could not be read completely: read'],
		['a loop', { kind: 'loopNextLink' }, 'go round in a circle'],
		['a wrong count', { kind: 'wrongCount' }, 'could not be read completely: read'],
	])('is not read in part: %s', async (_, fault, words) => {
		await entra.settings({ pageSize: 3 });
		await entra.fault({ path: 'appRoleAssignedTo', times: 'always', fault });
		await expect(read(pulse())).rejects.toThrow(words);
	});

	it('sends its token nowhere else', async () => {
		const other = await serve(() => undefined);
		const fault = { kind: 'foreignNextLink', url: `${other.url}/v1.0` };
		await entra.fault({ path: 'appRoleAssignedTo', times: 'always', fault });
		await expect(read(pulse())).rejects.toThrow('pointed to another server');
		expect(other.received).toHaveLength(0);
		await other.stop();
	});

	it('asks for people alone when the filter over ids is refused', async () => {
		const fault = { kind: 'status', status: 400 };
		await entra.fault({ path: 'id in \\(', in: 'batch', times: 'always', fault });
		const expected = oracle.assigned(APP, { nested: true, defaultAccess: true });
		expect(idsOf(await read(pulse()))).toEqual(sorted(expected));
	});

	it('leaves out who is gone meanwhile, once Graph has said so twice', async () => {
		const gone = oracle.app(APP).assignments.find(({ appRoleId }) => appRoleId.startsWith('00000000'))?.principalId;
		await entra.fault({ path: 'id in \\(', in: 'batch', times: 'always', fault: { kind: 'emptyPage' } });
		const error = { code: 'Request_ResourceNotFound', message: `Resource '${gone}' does not exist` };
		const fault = { kind: 'status', status: 404, body: { error } };
		await entra.fault({ path: `users/${gone}`, in: 'batch', times: 1, fault });
		expect(idsOf(await read(pulse()))).toContain(gone);
		await entra.fault({ path: `users/${gone}`, in: 'batch', times: 2, fault });
		expect(idsOf(await read(pulse()))).not.toContain(gone);
	});

	it('stops when Graph does not know more people than can be gone, or says so in other words', async () => {
		const ids = oracle.people.slice(0, 6).map(({ id }) => id);
		const missing = async (body: object) => {
			await entra.fault({ path: 'id in \\(', in: 'batch', times: 'always', fault: { kind: 'emptyPage' } });
			await entra.fault({
				path: '/users/',
				in: 'batch',
				times: 'always',
				fault: { kind: 'status', status: 404, body },
			});
			return readUsersById(entra.open(), { ids, properties: [], from: { list: 'users' } });
		};
		await expect(missing({ error: { code: 'Request_ResourceNotFound', message: 'No' } })).rejects.toThrow(
			'The list of all users could not be read completely: Graph does not know 6 of its people',
		);
		await entra.reset();
		await expect(missing({})).rejects.toThrow('Graph could not read the people (404)');
	});

	it('stops when people may not be read', async () => {
		await entra.settings({ permissions: ['GroupMember.Read.All', 'Application.Read.All'] });
		await expect(read(pulse())).rejects.toMatchObject({ description: expect.stringContaining('User.Read.All') });
	});

	it('names the permission that it needs', async () => {
		await entra.settings({ permissions: ['GroupMember.Read.All', 'User.Read.All'] });
		const description = expect.stringContaining('Application.Read.All');
		await expect(resolveApp(entra.open(), APP)).rejects.toMatchObject({ description });
		await expect(searchApps(entra.open(), '')).rejects.toMatchObject({ description });
		await expect(read(pulse())).rejects.toMatchObject({ description });
	});

	it('is found by its name, its object ID and its application ID', async () => {
		const { id, appId, displayName } = oracle.app(APP);
		for (const wanted of [id, appId, ` ${displayName} `]) {
			expect(await resolveApp(entra.open(), wanted)).toEqual({ id, appId, displayName });
		}
	});

	it('is not found when there is none, or several: those are named', async () => {
		await expect(resolveApp(entra.open(), "Nobody's")).rejects.toThrow(
			'There is no enterprise application named "Nobody\'s"',
		);
		const nothing = '00000000-0000-4000-8000-000000000000';
		await expect(resolveApp(entra.open(), nothing)).rejects.toThrow(`with the ID ${nothing}`);
		const both = oracle.apps.filter(({ displayName }) => displayName === 'Expenses').map(({ id }) => id);
		expect(both).toHaveLength(2);
		await expect(resolveApp(entra.open(), 'Expenses')).rejects.toThrow(new RegExp(`${both[0]}.*${both[1]}`));
	});

	it('is found by the beginning of a word', async () => {
		const { apps } = await searchApps(entra.open(), 'pul');
		expect(apps.map(({ displayName }) => displayName)).toEqual(['Lindenhof Pulse', 'Pulse Archive']);
	});

	it('is read in part at a limit', async () => {
		const people = await read(pulse(), { limit: 6 });
		expect([people.users.length, people.partial]).toEqual([6, true]);
	});
});

it('is whole or fails, whatever goes wrong and wherever', async () => {
	const whole = oracle.assigned(APP, { nested: true, defaultAccess: true });
	const faults = fc.record({
		path: fc.constantFrom('appRoleAssignedTo', 'transitiveMembers', 'users'),
		skip: fc.nat(4),
		times: fc.constantFrom<number | string>(1, 2, 3, 'always'),
		fault: fc.constantFrom(
			{ kind: 'shortPage' },
			{ kind: 'emptyPage' },
			{ kind: 'loopNextLink' },
			{ kind: 'repeatPage' },
			{ kind: 'wrongCount' },
			{ kind: 'limitedData' },
			{ kind: 'status', status: 403 },
			{ kind: 'throttle', retryAfter: '0.01' },
		),
		batch: fc.boolean(),
	});
	const survived: boolean[] = [];
	await fc.assert(
		fc.asyncProperty(faults, fc.integer({ min: 2, max: 60 }), async ({ batch, ...fault }, pageSize) => {
			fc.pre(!(fault.fault.kind === 'throttle' && fault.times === 'always'));
			await entra.reset();
			await entra.settings({ permissions: WITH_APPS, pageSize });
			await entra.fault({ ...fault, ...(batch && { in: 'batch' }) });
			const people = await read(pulse()).catch((error: unknown) => error);
			survived.push(!(people instanceof Error));
			if (people instanceof Error) expect(people).toBeInstanceOf(SyncError);
			else expect(idsOf(people as People)).toEqual(sorted(whole));
		}),
		{ numRuns: 60 },
	);
	expect(new Set(survived).size).toBe(2);
});

it('names the permission of a property that needs its own', async () => {
	const group = await resolveGroup(entra.open(), 'All Employees');
	await expect(read({ kind: 'group', group }, { properties: ['signInActivity'] })).rejects.toMatchObject({
		description: expect.stringContaining('AuditLog.Read.All for the property signInActivity'),
	});
});
