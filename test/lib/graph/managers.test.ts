import { readManagers } from '../../../lib/graph/managers';
import type { ManagerResult } from '../../../lib/graph/managers';
import { GraphSimulator } from '../../support/graph';
import type { Person } from '../../support/entra';

const CHUNK = '/users\\?';
const ALONE = '/manager';

let entra: GraphSimulator;
let people: Person[];
beforeAll(async () => {
	entra = await GraphSimulator.open(250);
	people = (await entra.people()).filter(({ inGroup }) => inGroup);
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
	const [one] = people;
	await readManagers(entra.open(), [one!.id, one!.id, one!.id]);
	expect(await stats()).toMatchObject({ graphRequests: 1, batchItems: 1 });
});

it('gives what identifies a manager, and null for what a contact lacks', async () => {
	const results = await readManagers(entra.open(), idsOf(people));
	const managers = [...results.values()].flatMap((result) => (result.known && result.manager ? [result.manager] : []));
	for (const manager of managers) {
		expect(Object.keys(manager)).toEqual(['id', 'userPrincipalName', 'mail', 'employeeId', 'displayName']);
	}
	expect(managers.some(({ userPrincipalName }) => userPrincipalName === null)).toBe(true);
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
});

it.each([
	['throttled', { kind: 'throttle', retryAfter: '0.05' }],
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
	expect(results.get(gone)).toEqual({ known: false, reason: 'The person is no longer in Entra' });
	expect(results.get(chief.id)).toEqual({ known: true, manager: null });
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
	expect(results.get(first!.id)).toEqual({ known: false, reason: 'Graph could not read the manager (501)' });
});

it('stops when the execution is cancelled while items wait', async () => {
	await entra.fault({ path: CHUNK, in: 'batch', times: 'always', fault: { kind: 'throttle', retryAfter: '60' } });
	const abort = new AbortController();
	const graph = entra.open({ signal: abort.signal, log: () => abort.abort() });
	await expect(readManagers(graph, idsOf(people))).rejects.toThrow('cancelled');
});
