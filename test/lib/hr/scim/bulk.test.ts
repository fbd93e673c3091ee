import { DEFAULT_SCIM_PROFILE } from '../../../../lib/hr/scim/profile';
import type { ScimProfile } from '../../../../lib/hr/scim/profile';
import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import type { ScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import { HttpError } from '../../../../lib/http/client';
import type { HttpResponse } from '../../../../lib/http/client';
import { createOnce } from '../../../../lib/jobs/write/create';
import type { Employee } from '../../../../lib/sync/model';
import { ScimStore } from '../../../support/scimStore';
import type { Json, StoreAnswer, StoreRequest } from '../../../support/scimStore';

let store: ScimStore;
beforeAll(async () => {
	store = await ScimStore.open();
});
afterAll(async () => {
	await store.close();
});
beforeEach(() => {
	store.reset();
	store.config = { bulk: { supported: true, maxOperations: 10, maxPayloadSize: 100_000 } };
});

const open = (settings: Partial<ScimProfile> = {}): ScimDirectory =>
	createScimDirectory({
		http: store.http(),
		pageSize: 100,
		profile: { ...DEFAULT_SCIM_PROFILE, bulk: 'auto', ...settings },
	});

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `p${i}`);
const createAll = async (directory: ScimDirectory, people: string[]): Promise<PromiseSettledResult<Employee>[]> =>
	await Promise.allSettled(people.map(async (userName) => await directory.create({ userName })));
const setTitles = async (directory: ScimDirectory): Promise<PromiseSettledResult<void>[]> => {
	const employees = await directory.list();
	return await Promise.allSettled(
		employees.map(async (employee) => {
			await directory.update(employee, [{ attribute: 'title', from: null, to: 'Lead' }]);
		}),
	);
};
const bulkRequests = (): StoreRequest[] => store.requests.filter(({ path }) => path === '/Bulk');
const operationsOf = ({ body }: StoreRequest): Json[] => body.Operations as Json[];
const titles = (): unknown[] => [...store.people.values()].map(({ title }) => title);

/** Lets the store carry the Bulk request out, and changes what it answers. */
function answerBulk(change: (operations: Json[]) => unknown, status = 200): void {
	store.answer = (request): StoreAnswer | undefined => {
		if (request.path !== '/Bulk') return undefined;
		const carriedOut = store.carryOut(request);
		return { status, body: { Operations: change((carriedOut.body as { Operations: Json[] }).Operations) } };
	};
}

describe('writes that are asked for at the same time', () => {
	it('go together, no more than the server takes in one request', async () => {
		const directory = open();
		expect(await directory.writesAtOnce()).toBe(10);
		const results = await createAll(directory, names(25));
		expect(results.every(({ status }) => status === 'fulfilled')).toBe(true);
		expect(bulkRequests().map((request) => operationsOf(request).length)).toEqual([10, 10, 5]);
		expect(bulkRequests().every(({ body }) => !('failOnErrors' in body))).toBe(true);
		expect(store.people.size).toBe(25);
		const created = results.map((result) => (result as PromiseFulfilledResult<Employee>).value);
		for (const [i, { hrId, raw }] of created.entries()) {
			expect(store.people.get(hrId)).toMatchObject({ userName: `p${i}` });
			expect(directory.read({ hrId, active: true, raw }, 'userName')).toBe(`p${i}`);
		}
	});

	it('stay below the size that the server takes', async () => {
		store.config = { bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 1500 } };
		await createAll(open(), names(30));
		expect(store.people.size).toBe(30);
		expect(bulkRequests().length).toBeGreaterThan(2);
		for (const { headers } of bulkRequests()) expect(Number(headers['content-length'])).toBeLessThanOrEqual(1500);
	});

	// Not those that send whole people: each person is read before.
	it.each(['patch', 'patchPlain', 'putPartial'] as const)('can be updates (%s) and deactivations', async (update) => {
		store.plainWrite = 'shallow';
		for (const userName of names(4)) store.put({ userName });
		const directory = open({ update });
		await setTitles(directory);
		expect(titles()).toEqual(['Lead', 'Lead', 'Lead', 'Lead']);
		const employees = await directory.list();
		await Promise.all(employees.map(async (employee) => await directory.deactivate(employee)));
		expect([...store.people.values()].map(({ active }) => active)).toEqual([false, false, false, false]);
		expect(store.log.filter((line) => !line.startsWith('GET'))).toEqual(['POST /Bulk', 'POST /Bulk']);
	});

	it('can be deletions', async () => {
		for (const userName of names(3)) store.put({ userName });
		const directory = open({ deactivation: 'delete' });
		const employees = await directory.list();
		await Promise.all(employees.map(async (employee) => await directory.deactivate(employee)));
		expect(store.people.size).toBe(0);
		expect(bulkRequests()).toHaveLength(1);
	});

	it('go one by one when there is one, when Bulk is off, and when the server has none', async () => {
		await open().create({ userName: 'alone' });
		expect(store.log).toEqual(['POST /Users']);
		await createAll(open({ bulk: 'never' }), ['a', 'b']);
		store.config = { bulk: { supported: false } };
		await createAll(open(), ['c', 'd']);
		store.answer = ({ path }) => (path === '/ServiceProviderConfig' ? { status: 404 } : undefined);
		await createAll(open(), ['e', 'f']);
		expect(store.people.size).toBe(7);
		expect(bulkRequests()).toEqual([]);
	});
});

it('without Bulk as many are under way at once as were said, however many are asked for', async () => {
	let underWay = 0;
	let most = 0;
	const request = async (): Promise<HttpResponse> => {
		most = Math.max(most, ++underWay);
		await new Promise(setImmediate);
		underWay--;
		return { url: '', status: 200, headers: {}, body: { id: '1' } };
	};
	const profile = { ...DEFAULT_SCIM_PROFILE, bulk: 'auto' as const };
	await createAll(
		createScimDirectory({ http: { account: 'test', request }, pageSize: 100, profile, atOnce: 3 }),
		names(7),
	);
	expect(most).toBe(3);
});

describe('one that fails', () => {
	it('fails alone, with the error of a single request', async () => {
		store.put({ userName: 'p1' });
		const results = await createAll(open(), names(3));
		expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
		const { reason } = results[1] as PromiseRejectedResult;
		expect(reason).toBeInstanceOf(HttpError);
		expect(reason).toMatchObject({ status: 409, kind: 'status', outcomeUnknown: false });
		expect((reason as HttpError).message).toBe('The HR system answered 409 to POST Users: p1 is there already');
	});

	it('never shows the token, even if the server echoes it', async () => {
		answerBulk((operations) =>
			operations.map((one) => ({ ...one, status: '400', response: { detail: 'Bad token a-secret-token' } })),
		);
		const [first] = await createAll(open(), names(2));
		const { reason } = first as PromiseRejectedResult;
		expect((reason as HttpError).message).toContain('Bad token ***');
		expect(JSON.stringify(reason)).not.toContain('a-secret-token');
	});

	it.each([
		['asked to wait', 429],
		['failed', 503],
	])('and may be sent again is sent again alone (%s)', async (_, status) => {
		for (const userName of names(3)) store.put({ userName });
		answerBulk((operations) => operations.map((one, i) => (i === 1 ? { ...one, status: String(status) } : one)));
		const results = await setTitles(open());
		expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
		expect(store.log.filter((line) => line.startsWith('PATCH'))).toEqual([
			'PATCH /Users/' + String([...store.people.keys()][1]),
		]);
	});

	it('is a creation of unknown outcome after a server failure, and is looked up', async () => {
		answerBulk((operations) => operations.map((one) => ({ ...one, status: 500, location: undefined })));
		const directory = open();
		const options = { matchBy: ['userName'], wait: async () => {} };
		const created = await Promise.all(
			names(3).map(async (userName) => {
				const row = { employee: { userName }, entra: { id: userName }, problems: [], causes: [] };
				return await createOnce(directory, row, undefined, options);
			}),
		);
		expect(created.map(({ employee }) => employee.hrId)).toEqual([...store.people.keys()]);
		expect(store.people.size).toBe(3);
	});
});

describe('answers', () => {
	it('are told apart by bulkId, whatever their order and the kind of their status', async () => {
		answerBulk((operations) =>
			operations.map((one, i) => ({ ...one, status: [201, '201', { code: '201' }][i % 3] })).reverse(),
		);
		const results = await createAll(open(), names(6));
		for (const [i, result] of results.entries()) {
			const { hrId } = (result as PromiseFulfilledResult<Employee>).value;
			expect(store.people.get(hrId)).toMatchObject({ userName: `p${i}` });
		}
	});

	it('of updates may leave the bulkId out', async () => {
		for (const userName of names(3)) store.put({ userName });
		answerBulk((operations) => operations.map(({ bulkId: _, ...rest }) => rest).reverse());
		await setTitles(open());
		expect(titles()).toEqual(['Lead', 'Lead', 'Lead']);
		expect(store.log.filter((line) => line.startsWith('PATCH'))).toEqual([]);
	});

	it('that are missing leave updates to be sent alone, and creations unknown', async () => {
		for (const userName of names(3)) store.put({ userName });
		answerBulk((operations) => operations.slice(0, 1));
		await setTitles(open());
		expect(store.log.filter((line) => line.startsWith('PATCH'))).toHaveLength(2);
		const results = await createAll(open(), ['a', 'b']);
		expect((results[1] as PromiseRejectedResult).reason).toMatchObject({ outcomeUnknown: true });
	});

	it('that never come leave updates to be sent alone, and creations unknown', async () => {
		for (const userName of names(3)) store.put({ userName });
		answerBulk(() => [], 502);
		expect((await setTitles(open())).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
		const results = await createAll(open(), ['a', 'b']);
		expect(results.map((result) => (result as PromiseRejectedResult).reason as unknown)).toEqual([
			expect.objectContaining({ status: 502, outcomeUnknown: true }),
			expect.objectContaining({ status: 502, outcomeUnknown: true }),
		]);
	});
});

it.each([400, 403, 404, 405, 413, 501])('a server that refuses Bulk with %i gets single requests', async (status) => {
	store.answer = ({ path }) => (path === '/Bulk' ? { status } : undefined);
	const results = await createAll(open(), names(12));
	expect(results.every((result) => result.status === 'fulfilled')).toBe(true);
	expect(store.people.size).toBe(12);
});

it('a refused token fails all of them', async () => {
	store.answer = ({ path }) => (path === '/Bulk' ? { status: 401 } : undefined);
	const results = await createAll(open(), names(3));
	expect(results.map((result) => ((result as PromiseRejectedResult).reason as HttpError).status)).toEqual([
		401, 401, 401,
	]);
});

it('a version goes along, and a change meanwhile is overcome', async () => {
	store.versions = true;
	for (const userName of names(3)) store.put({ userName });
	const directory = open();
	const employees = await directory.list();
	store.put({ ...store.people.get(employees[1]!.hrId), nickName: 'changed' });
	await Promise.all(
		employees.map(async (one) => await directory.update(one, [{ attribute: 'title', from: null, to: 'Lead' }])),
	);
	expect(titles()).toEqual(['Lead', 'Lead', 'Lead']);
	expect(operationsOf(bulkRequests()[0]!).map(({ version }) => version)).toEqual(['W/"1"', 'W/"1"', 'W/"1"']);
	expect([...store.people.values()][1]).toMatchObject({ nickName: 'changed' });
});
