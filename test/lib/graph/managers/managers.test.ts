import { readManagers } from '../../../../lib/graph/managers/managers';
import type { ManagerResult } from '../../../../lib/graph/managers/managers';
import type { Person } from '../../../support/entra';
import { GraphSimulator } from '../../../support/graph';

const CHUNK = '/users\\?';
const ALONE = '/manager';

let entra: GraphSimulator;
let people: Person[];
let allIds: Set<string>;
beforeAll(async () => {
	entra = await GraphSimulator.open(250);
	const everybody = await entra.people();
	allIds = new Set(idsOf(everybody));
	people = everybody.filter(({ inGroup }) => inGroup);
});
afterAll(async () => await entra.dispose());
beforeEach(async () => await entra.reset());

const idsOf = (of: Person[]) => of.map(({ id }) => id);
const managerIdOf = (result: ManagerResult | undefined) => (result?.known ? (result.manager?.id ?? null) : 'unknown');

/** What was read about everyone, and what the directory says. */
async function readAll() {
	const results = await readManagers(entra.open(), idsOf(people));
	return {
		read: people.map(({ id }) => [id, managerIdOf(results.get(id))]),
		truth: people.map(({ id, managerId }) => [id, managerId]),
	};
}

const stats = async () => await entra.stats();

it('reads the managers of 250 people in one batch of 17 units', async () => {
	const { read, truth } = await readAll();
	expect(read).toEqual(truth);
	expect(await stats()).toMatchObject({ graphRequests: 1, batchItems: 17, resourceUnits: 17 });
});

it('asks for nobody when there is nobody, and for each person once', async () => {
	expect((await readManagers(entra.open(), [])).size).toBe(0);
	const one = people.find(({ managerId }) => managerId !== null);
	await readManagers(entra.open(), [one!.id, one!.id, one!.id]);
	expect(await stats()).toMatchObject({ graphRequests: 1, batchItems: 1 });
});

const CHOSEN = ['id', 'userPrincipalName', 'mail', 'employeeId', 'displayName'];

describe('of a manager', () => {
	const isPerson = (id: string | null) => people.some((person) => person.id === id);
	const ledByContact = () => people.find(({ managerId }) => managerId !== null && !allIds.has(managerId))!;
	const allow = async (...more: string[]) =>
		await entra.settings({ permissions: ['GroupMember.Read.All', 'User.Read.All', ...more] });
	const managerOf = async (id: string, properties?: string[]) => {
		const result = (await readManagers(entra.open(), [id], properties)).get(id);
		return result?.known ? result.manager : undefined;
	};

	it('gives what identifies a person', async () => {
		const led = people.find(({ managerId }) => isPerson(managerId))!;
		expect(Object.keys((await managerOf(led.id))!)).toEqual(CHOSEN);
	});

	it('gives what was chosen, and always who it is', async () => {
		const led = people.find(({ managerId }) => isPerson(managerId))!;
		expect(Object.keys((await managerOf(led.id, ['department']))!)).toEqual(['id', 'userPrincipalName', 'department']);
	});

	it('gives null for what a contact lacks', async () => {
		await allow('OrgContact.Read.All');
		expect(await managerOf(ledByContact().id)).toEqual({
			id: ledByContact().managerId,
			userPrincipalName: null,
			mail: expect.any(String),
			employeeId: null,
			displayName: expect.any(String),
		});
	});

	it('leaves out what it may not see of a contact, since that is not empty, and says so', async () => {
		const said: string[] = [];
		const results = await readManagers(entra.open({ log: (line) => said.push(line) }), idsOf(people));
		const { id, managerId } = ledByContact();
		expect(results.get(id)).toEqual({ known: true, manager: { id: managerId, userPrincipalName: null } });
		expect(said).toEqual([expect.stringContaining('OrgContact.Read.All')]);
	});

	it('names a property that Graph does not know, after one batch', async () => {
		await expect(readManagers(entra.open(), idsOf(people), ['shoeSize'])).rejects.toThrow('shoeSize');
		expect((await stats()).graphRequests).toBe(1);
	});

	it('never takes ids without data for people without data', async () => {
		const chunk = { path: CHUNK, in: 'batch', times: 'always' };
		const manager = { '@odata.type': '#microsoft.graph.user', id: people[0]!.id, userPrincipalName: null };
		const { id, userPrincipalName } = people[1]!;
		const body = { value: [{ id, userPrincipalName, manager }] };
		await entra.fault({ ...chunk, fault: { kind: 'status', status: 200, body } });
		await expect(readManagers(entra.open(), [id])).rejects.toMatchObject({
			message: 'Graph gave only the IDs of people and managers, not their data',
			description: expect.stringContaining('User.Read.All'),
		});
	});
});

it('never takes people whose data it may not see for people without a manager', async () => {
	await entra.fault({ path: CHUNK, in: 'batch', skip: 1, fault: { kind: 'limitedData' } });
	await expect(readManagers(entra.open(), idsOf(people))).rejects.toThrow('Graph gave only the IDs of people');
});

it('does not believe that nobody has a manager before it has asked for some alone', async () => {
	const some = people.filter(({ managerId }) => managerId !== null).slice(0, 30);
	const body = { value: some.map(({ id, userPrincipalName }) => ({ id, userPrincipalName })) };
	await entra.fault({ path: CHUNK, in: 'batch', times: 'always', fault: { kind: 'status', status: 200, body } });
	const results = await readManagers(entra.open(), idsOf(some));
	expect(some.map(({ id }) => managerIdOf(results.get(id)))).toEqual(some.map(({ managerId }) => managerId));
});

it('reads them one by one where a filter over many is refused', async () => {
	await entra.fault({
		path: CHUNK,
		in: 'batch',
		times: 'always',
		fault: { kind: 'status', status: 400, body: { error: { code: 'Request_UnsupportedQuery', message: 'No.' } } },
	});
	const { read, truth } = await readAll();
	expect(read).toEqual(truth);
	// 17 refused, then 250 in batches of 20.
	expect((await stats()).graphRequests).toBe(1 + 13);
});

it('reads one by one only those whose filter is refused', async () => {
	const fault = { kind: 'status', status: 400, body: { error: { code: 'Request_UnsupportedQuery', message: 'No.' } } };
	await entra.fault({ path: CHUNK, in: 'batch', skip: 4, fault });
	const { read, truth } = await readAll();
	expect(read).toEqual(truth);
	expect(await stats()).toMatchObject({ graphRequests: 2, batchItems: 17 + 15 });
});

it.each([
	['throttled', { kind: 'throttle', retryAfter: '0.05' }],
	['throttled without a time', { kind: 'throttle' }],
	['sent away with 503 and a time', { kind: 'status', status: 503, headers: { 'Retry-After': '0.05' }, body: {} }],
	['refused for its token', { kind: 'status', status: 401, body: {} }],
	['failed', { kind: 'status', status: 503, body: {} }],
])('repeats only the items of a batch that were %s', async (_, fault) => {
	await entra.fault({ path: CHUNK, in: 'batch', skip: 3, times: 2, fault });
	const { read, truth } = await readAll();
	expect(read).toEqual(truth);
	expect(await stats()).toMatchObject({ graphRequests: 2, batchItems: 19 });
});

it.each([
	['throttled', { kind: 'throttle', retryAfter: '0.05' }],
	['cut', { kind: 'reset' }],
	['answered with a web page', { kind: 'html' }],
])('repeats a batch that was %s as a whole', async (_, fault) => {
	await entra.fault({ path: 'batch', fault });
	const { read, truth } = await readAll();
	expect(read).toEqual(truth);
});

it('asks again for people whom an answer left out', async () => {
	await entra.fault({ path: CHUNK, in: 'batch', fault: { kind: 'shortPage' } });
	const { read, truth } = await readAll();
	expect(read).toEqual(truth);
});

it('knows people who are gone from people without a manager', async () => {
	const gone = '00000000-0000-4000-8000-000000000000';
	const chief = people.find(({ managerId }) => managerId === null)!;
	const results = await readManagers(entra.open(), [gone, chief.id]);
	expect(results.get(gone)).toEqual({ known: false, because: { kind: 'personGone' } });
	expect(results.get(chief.id)).toEqual({ known: true, manager: null });
});

it('takes a 404 that says nothing for a failure, not for somebody who is gone', async () => {
	const [first] = people;
	await entra.fault({ path: '.', in: 'batch', times: 'always', fault: { kind: 'status', status: 404, body: {} } });
	const results = await readManagers(entra.open(), [first!.id]);
	expect(results.get(first!.id)).toEqual({ known: false, because: { kind: 'managerUnreadable', status: 404 } });
});

it('reads by user principal names in batches, 15 a request', async () => {
	const names = people.map(({ userPrincipalName }) => userPrincipalName.toUpperCase());
	const results = await readManagers(entra.open(), names);
	expect(names.map((name) => managerIdOf(results.get(name)))).toEqual(people.map(({ managerId }) => managerId));
	expect(await stats()).toMatchObject({ graphRequests: 1, batchItems: 17, resourceUnits: 17 });
});

it('takes user principal names as well, also odd ones', async () => {
	const odd = people.filter(({ userPrincipalName }) => /['#]/.test(userPrincipalName));
	expect(odd.length).toBeGreaterThan(1);
	const results = await readManagers(
		entra.open(),
		odd.map(({ userPrincipalName }) => userPrincipalName),
	);
	expect(odd.map(({ userPrincipalName }) => managerIdOf(results.get(userPrincipalName)))).toEqual(
		odd.map(({ managerId }) => managerId),
	);
});

it('stops when the permission is missing, and says which', async () => {
	await entra.settings({ permissions: ['GroupMember.Read.All'] });
	await expect(readManagers(entra.open(), idsOf(people))).rejects.toMatchObject({
		message: 'Graph refused to read the managers (403)',
		description: expect.stringContaining('User.Read.All'),
	});
});

it('names the permission that a property needs beside', async () => {
	await expect(readManagers(entra.open(), idsOf(people), ['signInActivity'])).rejects.toMatchObject({
		message: 'Graph refused to read the managers (403)',
		description: expect.stringContaining('AuditLog.Read.All for the property signInActivity'),
	});
});

it('never takes a refusal of one person for "no manager"', async () => {
	await entra.fault({ path: CHUNK, in: 'batch', times: 'always', fault: { kind: 'status', status: 400, body: {} } });
	await entra.fault({ path: ALONE, in: 'batch', skip: 5, fault: { kind: 'status', status: 403, body: {} } });
	await expect(readManagers(entra.open(), idsOf(people))).rejects.toThrow('(403)');
});

it('does not know what Graph could not read', async () => {
	const [first] = people;
	const failure = { kind: 'status', status: 501, body: {} };
	await entra.fault({ path: '.', in: 'batch', times: 'always', fault: failure });
	const results = await readManagers(entra.open(), [first!.id]);
	expect(results.get(first!.id)).toEqual({ known: false, because: { kind: 'managerUnreadable', status: 501 } });
});

it('passes on a few people as unknown, and stops when Graph fails for more', async () => {
	const failure = { kind: 'status', status: 501, body: {} };
	await entra.fault({ path: CHUNK, in: 'batch', times: 'always', fault: failure });
	await entra.fault({ path: ALONE, in: 'batch', times: 5, fault: failure });
	const some = people.slice(0, 30);
	const results = [...(await readManagers(entra.open(), idsOf(some))).values()];
	expect(results.filter(({ known }) => !known)).toHaveLength(5);

	await entra.fault({ path: ALONE, in: 'batch', times: 6, fault: failure });
	await expect(readManagers(entra.open(), idsOf(some))).rejects.toMatchObject({
		message: 'Graph could not read the managers of more than 5 people (501)',
		description: expect.stringContaining('Up to 5 people are passed on'),
	});
});

it('stops before it asks thousands one by one when Graph fails for all', async () => {
	await entra.fault({ path: '.', in: 'batch', times: 'always', fault: { kind: 'status', status: 501, body: {} } });
	await expect(readManagers(entra.open(), idsOf(people))).rejects.toThrow('Graph could not read the managers (501)');
	expect((await stats()).graphRequests).toBe(1);
});

it('stops when the execution is cancelled while items wait', async () => {
	await entra.fault({ path: CHUNK, in: 'batch', times: 'always', fault: { kind: 'throttle', retryAfter: '60' } });
	const abort = new AbortController();
	const graph = entra.open({ signal: abort.signal, log: () => abort.abort() });
	await expect(readManagers(graph, idsOf(people))).rejects.toThrow('canceled');
});
