import { createScimHttp } from '../../../../lib/hr/scim/credential';
import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import { createOnce } from '../../../../lib/jobs/write/create';
import { ScimStore } from '../../../support/scimStore';

let store: ScimStore;
beforeAll(async () => {
	store = await ScimStore.open();
	// No user name is unique here.
	store.answer = ({ method, body }) => {
		if (method !== 'POST') return undefined;
		store.put(body);
		return { status: 201, body: [...store.people.values()].at(-1) };
	};
});
afterAll(async () => await store.close());
beforeEach(() => store.people.clear());

const options = { since: 0, matchBy: ['userName'], wait: async () => {} };
const rowOf = (title: string) => {
	return { employee: { userName: 'ann@example.com', title }, entra: { id: 'a' }, problems: [], causes: [] };
};

test.each([
	['both plan from a list without the person', 1],
	['one after the other', 2],
])('two runs of one process create a person once in a system that takes everybody twice: %s', async (_, number) => {
	const run = async (title: string) => {
		const http = createScimHttp({ baseUrl: store.baseUrl, token: `token ${number}` });
		return await createOnce(createScimDirectory({ http, pageSize: 50 }), rowOf(title), undefined, options);
	};
	const first = run('Engineer');
	if (number === 2) await first;
	const [one, other] = await Promise.all([first, run('Lead')]);
	expect([...store.people.values()].map(({ userName, title }) => [userName, title])).toEqual([
		['ann@example.com', 'Lead'],
	]);
	expect(other.employee.hrId).toBe(one.employee.hrId);
	expect(other.found?.map(({ attribute }) => attribute)).toEqual(['title']);
});

test('two customers of one system, with a token each, do not wait for each other', async () => {
	const create = async (token: string) => {
		const http = createScimHttp({ baseUrl: store.baseUrl, token });
		return await createOnce(createScimDirectory({ http, pageSize: 50 }), rowOf('Lead'), undefined, options);
	};
	await create('of one');
	// What the first has created, the second does not see: theirs is another company.
	store.people.clear();
	expect((await create('of the other')).found).toBeUndefined();
	expect(store.people.size).toBe(1);
});
