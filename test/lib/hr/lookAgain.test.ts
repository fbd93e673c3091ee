import { createRestDirectory } from '../../../lib/hr/rest/restDirectory';
import { createScimDirectory } from '../../../lib/hr/scim/scimDirectory';
import type { Directory } from '../../../lib/hr/directory';
import type { HrConnection } from '../../../lib/hr/connect/connect';
import { whoChanged } from '../../../lib/jobs/lookAgain';
import type { Run } from '../../../lib/jobs/run';
import { SCIM } from '../../../lib/hr/systems/scim';
import { ScimStore } from '../../support/scimStore';
import type { StoreAnswer, StoreRequest } from '../../support/scimStore';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => {
	store.reset();
	for (const id of ['a', 'b', 'c']) store.put({ id, userName: id, active: true });
});

/** Both read the same server. */
const SYSTEMS: Record<string, () => Directory> = {
	scim: () => createScimDirectory({ http: store.http(), pageSize: 50 }),
	rest: () =>
		createRestDirectory({
			http: store.http(),
			profile: {
				id: 'id',
				list: { method: 'GET', path: 'Users', items: 'Resources', paging: { style: 'none' } },
				get: { method: 'GET', path: 'Users/{id}', item: '' },
				create: { method: 'POST', path: 'Users', item: '' },
				update: { method: 'PATCH', path: 'Users/{id}', sends: 'changes' },
			} as never,
		}),
};

const ofOne = ({ method, path }: StoreRequest): boolean => method === 'GET' && path.startsWith('/Users/');
const refuse = (answer: StoreAnswer) => {
	store.answer = (request) => (ofOne(request) ? answer : undefined);
};
const singles = (): number => store.requests.filter(ofOne).length;
const lists = (): number => store.log.filter((line) => line === 'GET /Users').length;

const REFUSALS: [string, StoreAnswer][] = [
	...[400, 403, 404, 405, 410, 501].map((status): [string, StoreAnswer] => [String(status), { status, body: {} }]),
	['an array', { status: 200, body: [{ id: 'a' }] }],
	['another person', { status: 200, body: { id: 'b', userName: 'b' } }],
	['a page', { status: 200, body: '<html>' }],
];

describe.each(Object.entries(SYSTEMS))('%s', (_, open) => {
	it.each(REFUSALS)('takes people out of the list where one is answered with %s', async (_name, answer) => {
		const directory = open();
		const employees = await directory.list();
		refuse(answer);
		store.people.delete('c');
		const found = [];
		for (const employee of employees) found.push((await directory.again!(employee))?.hrId);
		expect(found).toEqual(['a', 'b', undefined]);
		expect([singles(), lists()]).toEqual([1, 2]);
	});

	it('reads the list for who is gone, and goes on to ask for others', async () => {
		const directory = open();
		const [a, b] = await directory.list();
		store.people.delete('a');
		expect(await directory.again!(a!)).toBeUndefined();
		expect(await directory.again!(b!)).toMatchObject({ hrId: 'b' });
		expect([singles(), lists()]).toEqual([2, 2]);
	});

	it.each([401, 429])('is stopped by %s', async (status) => {
		const directory = open();
		const [a] = await directory.list();
		refuse({ status, body: {} });
		await expect(directory.again!(a!)).rejects.toMatchObject({ status });
		expect(lists()).toBe(1);
	});

	it('asks for the list anew when it could not be read', async () => {
		const directory = open();
		const [a] = await directory.list();
		store.answer = ({ path }) => (path === '/Users' ? { status: 500 } : { status: 405, body: {} });
		await expect(directory.again!(a!)).rejects.toMatchObject({ status: 500 });
		refuse({ status: 405, body: {} });
		expect(await directory.again!(a!)).toMatchObject({ hrId: 'a' });
	});

	it('does not take leavers for changed, where none can be asked for', async () => {
		const directory = open();
		const employees = await directory.list();
		refuse({ status: 404, body: {} });
		store.people.delete('b');
		const hr = { system: SCIM, directory, concurrency: 2 } as unknown as HrConnection;
		const looking = { employees, unchanged: new Set<string>() };
		expect(await whoChanged(hr, { ...looking, suspects: employees.slice(0, 1) }, {} as Run)).toEqual(new Set());
		expect(await whoChanged(hr, { ...looking, suspects: employees.slice(1, 2) }, {} as Run)).toEqual(new Set(['b']));
	});
});
