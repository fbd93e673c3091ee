import { resolveGroup, searchGroups } from '../../../../lib/graph/people/groups';
import { readMembers } from '../../../../lib/graph/people/members';
import type { Members } from '../../../../lib/graph/people/members';
import { GraphSimulator } from '../../../support/graph';
import { serve } from '../../http/localServer';

const PAGES = 'transitiveMembers';

let entra: GraphSimulator;
let employees: Set<string>;
beforeAll(async () => {
	entra = await GraphSimulator.open(250);
	employees = new Set((await entra.people()).filter(({ inGroup }) => inGroup).map(({ id }) => id));
});
afterAll(async () => await entra.dispose());
beforeEach(async () => await entra.reset());

async function read({ nested = true, properties = ['department'] } = {}): Promise<Members> {
	const graph = entra.open();
	const group = await resolveGroup(graph, entra.groupId);
	return await readMembers(graph, { group, nested, properties });
}

const idsOf = ({ users }: Members) => new Set(users.map(({ id }) => id));
const stats = async () => await entra.stats();

describe('a healthy group', () => {
	it('is read whole, with one request for the group and one for 999 members', async () => {
		const members = await read();
		expect(idsOf(members)).toEqual(employees);
		expect(members).toMatchObject({ groupId: entra.groupId, groupName: entra.groupName });
		expect((await stats()).graphRequests).toBe(2);
	});

	it('is read whole over many pages', async () => {
		await entra.settings({ pageSize: 20 });
		expect(idsOf(await read())).toEqual(employees);
		expect((await stats()).graphRequests).toBe(14);
	});

	it('has fewer direct members than nested ones', async () => {
		const direct = idsOf(await read({ nested: false }));
		expect(direct.size).toBeGreaterThan(0);
		expect(direct.size).toBeLessThan(employees.size);
		expect([...direct].every((id) => employees.has(id))).toBe(true);
	});

	it('gives what is always read beside what was chosen', async () => {
		const [user] = (await read({ properties: ['jobTitle'] })).users;
		expect(Object.keys(user ?? {}).sort()).toEqual(
			['accountEnabled', 'displayName', 'id', 'jobTitle', 'userPrincipalName'].sort(),
		);
	});

	it('may be empty', async () => {
		const graph = entra.open();
		const group = await resolveGroup(graph, 'Nobody yet');
		expect((await readMembers(graph, { group, nested: true, properties: [] })).users).toEqual([]);
	});
});

describe('a group is found', () => {
	it('by its name and by its ID', async () => {
		const graph = entra.open();
		expect(await resolveGroup(graph, ` ${entra.groupName} `)).toEqual(await resolveGroup(graph, entra.groupId));
	});

	it('not by a name that nothing has, also one with a quote', async () => {
		await expect(resolveGroup(entra.open(), "Nobody's")).rejects.toThrow('There is no group named "Nobody\'s"');
	});

	it('not by the ID of nothing', async () => {
		const id = '00000000-0000-4000-8000-000000000000';
		await expect(resolveGroup(entra.open(), id)).rejects.toThrow(`There is no group with the ID ${id}`);
	});

	it('not by a name that several have: both are named', async () => {
		const error = (await resolveGroup(entra.open(), 'Contractors').catch((e: unknown) => e)) as Error & {
			details: { candidates: { id: string }[] };
		};
		expect(error.details.candidates).toHaveLength(2);
		for (const { id } of error.details.candidates) expect(error.message).toContain(id);
	});

	it('by the beginning of a word', async () => {
		const { groups } = await searchGroups(entra.open(), 'empl');
		expect(groups).toEqual([{ id: entra.groupId, displayName: entra.groupName }]);
	});
});

describe('a fault that passes is survived', () => {
	beforeEach(async () => await entra.settings({ pageSize: 50 }));

	it.each([
		['a short page', { kind: 'shortPage' }],
		['an empty page', { kind: 'emptyPage' }],
		['a loop', { kind: 'loopNextLink' }],
		['a wrong count', { kind: 'wrongCount' }],
		['a repeated page', { kind: 'repeatPage' }],
		['a web page', { kind: 'html' }],
		['a truncated answer', { kind: 'truncate' }],
		['a cut connection', { kind: 'reset' }],
		['broken JSON', { kind: 'invalidJson' }],
		['throttling', { kind: 'throttle', retryAfter: '0.05' }],
		['503', { kind: 'status', status: 503 }],
		['a refused token', { kind: 'status', status: 401 }],
	])('%s in the middle', async (_, fault) => {
		const skip = fault.kind === 'wrongCount' ? 0 : 2;
		await entra.fault({ path: PAGES, skip, times: 1, fault });
		expect(idsOf(await read())).toEqual(employees);
	});
});

describe('a fault that stays stops the read', () => {
	beforeEach(async () => await entra.settings({ pageSize: 50 }));

	it.each([
		['an empty group', { kind: 'emptyPage' }, 'read 0 of 250 members'],
		['a wrong count', { kind: 'wrongCount', by: 3 }, 'read 250 of 253 members'],
		['a short page', { kind: 'shortPage' }, 'read 25 of 250 members'],
		['a loop', { kind: 'loopNextLink' }, 'go round in a circle'],
	])('%s', async (_, fault, message) => {
		await entra.fault({ path: PAGES, times: 'always', fault });
		await expect(read()).rejects.toThrow(message);
	});

	it('a nextLink to another server, which never hears of it', async () => {
		const other = await serve(() => undefined);
		await entra.fault({ path: PAGES, times: 'always', fault: { kind: 'foreignNextLink', url: `${other.url}/v1.0` } });
		await expect(read()).rejects.toThrow('pointed to another server');
		expect(other.received).toHaveLength(0);
		await other.stop();
	});

	it('a redirect', async () => {
		const other = await serve(() => undefined);
		await entra.fault({ path: PAGES, times: 'always', fault: { kind: 'redirect', url: other.url } });
		await expect(read()).rejects.toThrow('not followed');
		expect(other.received).toHaveLength(0);
		await other.stop();
	});

	it('an answer without a count', async () => {
		await entra.fault({ path: PAGES, times: 'always', fault: { kind: 'status', status: 200, body: { value: [] } } });
		await expect(read()).rejects.toThrow('did not say how many members');
	});

	it('an answer that is no list', async () => {
		const body = { '@odata.count': 0, value: 'none' };
		await entra.fault({ path: PAGES, times: 'always', fault: { kind: 'status', status: 200, body } });
		await expect(read()).rejects.toThrow('without a list of members');
	});
});

describe('a missing permission is named', () => {
	it('for people: limited data is never taken for empty fields', async () => {
		await entra.settings({ permissions: ['GroupMember.Read.All'] });
		await expect(read()).rejects.toMatchObject({
			message: expect.stringContaining('gave only the IDs'),
			description: expect.stringContaining('User.Read.All'),
		});
	});

	it('also when only one row is limited', async () => {
		await entra.settings({ pageSize: 50 });
		await entra.fault({ path: PAGES, skip: 1, fault: { kind: 'limitedData' } });
		await expect(read()).rejects.toThrow('gave only the IDs');
	});

	it('for groups', async () => {
		await entra.settings({ permissions: ['User.Read.All'] });
		await expect(read()).rejects.toMatchObject({
			message: 'Graph refused to read the group (403)',
			description: expect.stringContaining('GroupMember.Read.All'),
			details: { requestId: expect.any(String), code: 'Authorization_RequestDenied' },
		});
	});

	it('for a group that hides its members', async () => {
		const graph = entra.open();
		const group = await resolveGroup(graph, 'Works Council');
		const refused = readMembers(graph, { group, nested: true, properties: [] });
		await expect(refused).rejects.toMatchObject({ description: expect.stringContaining('Member.Read.Hidden') });
	});
});

it('stops when the execution is cancelled, also while it waits', async () => {
	await entra.fault({ path: PAGES, times: 'always', fault: { kind: 'throttle', retryAfter: '60' } });
	const abort = new AbortController();
	const graph = entra.open({ signal: abort.signal, log: () => abort.abort() });
	const group = await resolveGroup(graph, entra.groupId);
	await expect(readMembers(graph, { group, nested: true, properties: [] })).rejects.toThrow('canceled');
});

it('says which property Graph does not know', async () => {
	await expect(read({ properties: ['shoeSize'] })).rejects.toThrow('shoeSize');
});
