import type { HrConnection } from '../../../lib/hr/connect/connect';
import { createScimDirectory } from '../../../lib/hr/scim/scimDirectory';
import { SCIM } from '../../../lib/hr/systems/scim';
import { whoChanged } from '../../../lib/jobs/lookAgain';
import type { Run } from '../../../lib/jobs/run';
import { ScimStore } from '../../support/scimStore';
import type { Json, StoreRequest } from '../../support/scimStore';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => {
	store.reset();
	for (const name of ['ann', 'bob', 'cem']) {
		store.put({ id: name, userName: name, title: 'Clerk', active: true, photos: [{ value: 'https://x/1' }] });
	}
});

/** Who is said to have changed between the list and a second look, of bob alone; ann and cem have not. */
async function changedAfter(meanwhile: () => void, settings: { suspects?: string[] } = {}): Promise<string[]> {
	const directory = createScimDirectory({ http: store.http(), pageSize: 10 });
	const employees = await directory.list();
	meanwhile();
	const hr = { system: SCIM, directory, concurrency: 2 } as unknown as HrConnection;
	const { suspects = ['bob'] } = settings;
	const looking = {
		suspects: employees.filter(({ hrId }) => suspects.includes(hrId)),
		employees,
		unchanged: new Set(['ann', 'cem']),
	};
	store.requests.length = 0;
	return [...(await whoChanged(hr, looking, {} as Run))];
}

/** Each answer about one person is made otherwise. */
const spoilOne =
	(spoil: (person: Json) => Json) =>
	(request: StoreRequest): ReturnType<ScimStore['answer']> => {
		const answer = store.carryOut(request);
		const isOne = request.method === 'GET' && request.path.split('/').length === 3;
		return isOne && answer.status === 200 ? { ...answer, body: spoil(answer.body as Json) } : answer;
	};

it('nobody has changed, which takes one request a person', async () => {
	expect(await changedAfter(() => {})).toEqual([]);
	expect(store.log).toEqual(['GET /Users/bob']);
});

it.each<[string, Json]>([
	['another value', { title: 'Lead' }],
	['a value that nobody had', { nickName: 'B' }],
	['who is active', { active: false }],
])('%s is a change', async (_, change) => {
	expect(await changedAfter(() => store.put({ ...store.people.get('bob'), ...change }))).toEqual(['bob']);
});

it('whoever is gone has changed', async () => {
	expect(await changedAfter(() => store.people.delete('bob'))).toEqual(['bob']);
});

it('a version is believed', async () => {
	store.versions = true;
	store.put({ ...store.people.get('bob') });
	expect(await changedAfter(() => {})).toEqual([]);
	expect(await changedAfter(() => store.put({ ...store.people.get('bob') }))).toEqual(['bob']);
});

describe('where those who have not changed look otherwise too', () => {
	let times = 0;
	it.each<[string, (person: Json) => Json]>([
		['groups that the list does not show', (person) => ({ ...person, groups: [{ value: 'g1' }] })],
		['an address that is signed anew', (person) => ({ ...person, photos: [{ value: `https://x/1?s=${times++}` }] })],
		['a version of its own', (person) => ({ ...person, meta: { version: `"${times++}"` } })],
		['a time that is always now', (person) => ({ ...person, meta: { lastModified: new Date().toISOString() } })],
	])('%s is no change, and what matters still is', async (_, spoil) => {
		store.answer = spoilOne(spoil);
		expect(await changedAfter(() => {})).toEqual([]);
		expect(await changedAfter(() => store.put({ ...store.people.get('bob'), title: 'Lead' }))).toEqual(['bob']);
	});
});

it('many are looked for in the list', async () => {
	const names = Array.from({ length: 60 }, (_, i) => `p${i}`);
	for (const id of names) store.put({ id, userName: id, active: true });
	expect(await changedAfter(() => store.people.delete('p7'), { suspects: names })).toEqual(['p7']);
	expect(store.log.every((line) => line === 'GET /Users')).toBe(true);
});
