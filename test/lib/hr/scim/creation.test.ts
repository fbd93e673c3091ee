import { CORE_USER } from '../../../../lib/hr/scim/path';
import { DEFAULT_SCIM_PROFILE } from '../../../../lib/hr/scim/profile';
import type { ScimProfile } from '../../../../lib/hr/scim/profile';
import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import type { ScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import { createOnce } from '../../../../lib/jobs/write/create';
import { ScimStore } from '../../../support/scimStore';
import type { StoreAnswer, StoreRequest } from '../../../support/scimStore';

let store: ScimStore;
beforeAll(async () => {
	store = await ScimStore.open();
});
afterAll(async () => {
	await store.close();
});
beforeEach(() => store.reset());

const open = (settings: Partial<ScimProfile> = {}): ScimDirectory =>
	createScimDirectory({ http: store.http(), pageSize: 50, profile: { ...DEFAULT_SCIM_PROFILE, ...settings } });
/** Carries creations out and answers something else. */
const creating =
	(answer: (done: StoreAnswer) => StoreAnswer) =>
	(request: StoreRequest): StoreAnswer | undefined =>
		request.method === 'POST' ? answer(store.carryOut(request)) : undefined;

describe('a creation', () => {
	it('always says whether the person is active', async () => {
		const directory = open();
		await directory.create({ userName: 'ann' });
		await directory.create({ userName: 'bob', active: 'False' });
		await directory.create({ userName: 'cem', active: null });
		expect(store.requests.map(({ body }) => body)).toEqual([
			{ schemas: [CORE_USER], userName: 'ann', active: true },
			{ schemas: [CORE_USER], userName: 'bob', active: false },
			{ schemas: [CORE_USER], userName: 'cem', active: true },
		]);
	});

	it.each([
		['an empty object', {}],
		['nothing', undefined],
		['a person without id', { userName: 'ann' }],
	])('that is answered with %s is looked up', async (_, body) => {
		store.answer = creating(() => ({ status: 201, body: body ?? '' }));
		const ann = await open().create({ userName: 'ann', title: 'Lead' });
		expect(ann.hrId).toBe([...store.people.keys()][0]);
		expect(store.log).toEqual(['POST /Users', 'GET /Users']);
		expect(store.requests[1]!.query.get('filter')).toBe('userName eq "ann"');
	});

	it('that is answered with an address alone is known by that', async () => {
		store.answer = creating(({ headers }) => ({ status: 201, headers }));
		const ann = await open().create({ userName: 'ann', title: 'Lead' });
		expect(store.people.get(ann.hrId)).toMatchObject({ userName: 'ann' });
		expect(store.log).toEqual(['POST /Users']);
	});

	it('that leaves nobody to be found is tried again, and nobody is there twice', async () => {
		let first = true;
		store.answer = (request) => {
			if (request.method !== 'POST' || !first) return undefined;
			first = false;
			return { status: 200, body: {} };
		};
		const row = { employee: { userName: 'ann' }, entra: { id: 'ann' }, problems: [], causes: [] };
		const { employee } = await createOnce(open(), row, undefined, { matchBy: ['userName'], wait: async () => {} });
		expect([...store.people.keys()]).toEqual([employee.hrId]);
	});

	it('that never leaves anybody ends with a sentence', async () => {
		store.answer = ({ method }) => (method === 'POST' ? { status: 200, body: {} } : undefined);
		await expect(open().create({ userName: 'ann' })).rejects.toThrow('without the id of the person');
	});

	it('is known as it was sent where the answer leaves things out', async () => {
		store.plainWrite = 'whole';
		store.answer = creating(({ body }) => ({ status: 201, body: { id: (body as { id: string }).id } }));
		const directory = open({ update: 'put' });
		const ann = await directory.create({ userName: 'ann', title: 'Lead' });
		await directory.update(ann, [], 'boss');
		expect([...store.people.values()]).toMatchObject([{ userName: 'ann', title: 'Lead', active: true }]);
	});
});

describe('people are found', () => {
	beforeEach(() => {
		for (const name of ['ann', 'bob']) store.put({ userName: name, externalId: `id-${name}`, title: name });
	});
	const namesOf = async (directory: ScimDirectory, attribute: string, value: string): Promise<unknown[]> =>
		(await directory.find(attribute, value)).map((employee) => directory.read(employee, 'userName'));

	it('in one list for all who ask, by what the server can not filter by', async () => {
		const directory = open({ filterBy: ['userName'] });
		const found = await Promise.all(
			['id-ann', 'id-bob', 'id-x'].map(async (id) => namesOf(directory, 'externalId', id)),
		);
		expect(found).toEqual([['ann'], ['bob'], []]);
		expect(await namesOf(directory, 'title', 'bob')).toEqual(['bob']);
		expect(await namesOf(directory, 'USERNAME', 'ann')).toEqual(['ann']);
		expect(store.requests.map(({ query }) => query.get('filter'))).toEqual([null, 'USERNAME eq "ann"']);
	});

	it('in a new list once something was written', async () => {
		const directory = open({ filterBy: [] });
		expect(await namesOf(directory, 'userName', 'cem')).toEqual([]);
		await directory.create({ userName: 'cem' });
		expect(await namesOf(directory, 'userName', 'cem')).toEqual(['cem']);
	});

	it('in the list where the server refuses the filter, or takes no notice of it', async () => {
		store.answer = ({ query }) => (query.has('filter') ? { status: 400 } : undefined);
		expect(await namesOf(open(), 'title', 'bob')).toEqual(['bob']);
		store.answer = ({ query }) => {
			const everybody = { totalResults: 2, Resources: [...store.people.values()] };
			return query.has('filter') ? { status: 200, body: everybody } : undefined;
		};
		expect(await namesOf(open(), 'title', 'bob')).toEqual(['bob']);
	});

	it('by names that no filter can hold', async () => {
		const urn = 'urn:ietf:params:scim:schemas:extension:peakon:2.0:User';
		store.put({ userName: 'cem', [urn]: { 'Badge No.': '7' } });
		expect(await namesOf(open(), `${urn}:Badge No.`, '7')).toEqual(['cem']);
		expect(store.requests.map(({ query }) => query.get('filter'))).toEqual([null]);
	});
});

describe('people leave', () => {
	it('by being deleted, also when they are gone already', async () => {
		const { id } = store.put({ userName: 'ann' });
		const directory = open({ deactivation: 'delete' });
		const [ann] = await directory.list();
		await directory.update(ann!, [{ attribute: 'active', from: true, to: false }]);
		expect(store.people.size).toBe(0);
		await directory.deactivate(ann!);
		expect(store.log.slice(1)).toEqual([`DELETE /Users/${String(id)}`, `DELETE /Users/${String(id)}`]);
	});

	it('not at all where the system can not do that', async () => {
		store.put({ userName: 'ann' });
		const directory = open({ deactivation: 'none' });
		const [ann] = await directory.list();
		await expect(directory.deactivate(ann!)).rejects.toThrow("this HR system can't deactivate anybody");
		const leaving = { attribute: 'active', from: true, to: false };
		await expect(directory.update(ann!, [leaving])).rejects.toThrow('ann (HR id');
		expect(store.log).toEqual(['GET /Users']);
	});

	it('and whoever says nothing about it is what the profile says', async () => {
		store.put({ userName: 'ann' });
		store.put({ userName: 'bob', active: 'True' });
		const active = async (activeDefault: boolean): Promise<boolean[]> =>
			(await open({ activeDefault }).list()).map((employee) => employee.active);
		expect(await active(true)).toEqual([true, true]);
		expect(await active(false)).toEqual([false, true]);
	});
});

it('a query that belongs to the address of the system goes along with every request', async () => {
	store.put({ userName: 'ann' });
	const directory = createScimDirectory({ http: store.http('?aadOptscim062020'), pageSize: 50 });
	const [ann] = await directory.list();
	await directory.find('userName', 'ann');
	await directory.create({ userName: 'bob' });
	await directory.update(ann!, [{ attribute: 'title', from: null, to: 'x' }]);
	expect(store.requests.map(({ query }) => query.has('aadOptscim062020'))).toEqual([true, true, true, true]);
	expect(store.requests[1]!.query.get('filter')).toBe('userName eq "ann"');
	expect([...store.people.values()]).toMatchObject([{ title: 'x' }, { userName: 'bob' }]);
});
