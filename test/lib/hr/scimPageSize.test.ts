import { createScimDirectory } from '../../../lib/hr/scim/scimDirectory';
import type { ScimOptions } from '../../../lib/hr/scim/scimDirectory';
import { ScimStore } from '../../support/scimStore';

let store: ScimStore;
beforeAll(async () => {
	store = await ScimStore.open();
});
afterAll(async () => {
	await store.close();
});
beforeEach(() => {
	store.reset();
});

/** The `count` of each request for a page. */
async function countsOf(options: Partial<ScimOptions>): Promise<(string | null)[]> {
	await createScimDirectory({ http: store.http(), pageSize: 100, ...options }).list();
	return store.requests.filter(({ path }) => path === '/Users').map(({ query }) => query.get('count'));
}

it.each([
	['as many as the server says that a page holds', 250, '250'],
	['no more than the bound', 5000, '1000'],
	['no fewer than usual: the server may still give fewer', 20, '100'],
	['as usual where the server says nothing', undefined, '100'],
	['as usual where the server says nonsense', 'many', '100'],
])('asks for pages of %s', async (_, maxResults, count) => {
	store.config = { filter: { supported: true, maxResults } };
	expect(await countsOf({ pageSizeUpTo: 1000 })).toEqual([count]);
});

it('asks for what a person has set without asking the server', async () => {
	store.config = { filter: { supported: true, maxResults: 250 } };
	expect(await countsOf({ pageSize: 30 })).toEqual(['30']);
	expect(store.requests.map(({ path }) => path)).toEqual(['/Users']);
});

it('asks the server once, for Bulk as well', async () => {
	store.config = { filter: { supported: true, maxResults: 250 }, bulk: { supported: true, maxOperations: 10 } };
	const directory = createScimDirectory({
		http: store.http(),
		pageSize: 100,
		pageSizeUpTo: 1000,
	});
	await directory.list();
	await directory.writesAtOnce();
	expect(store.requests.filter(({ path }) => path === '/ServiceProviderConfig')).toHaveLength(1);
});
