import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import type { ScimOptions } from '../../../../lib/hr/scim/scimDirectory';
import { ScimStore } from '../../../support/scimStore';

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

/** The pages that are asked for where there are so many people: `startIndex+count`. */
async function pagesOf(people: number, options: Partial<ScimOptions>): Promise<string[]> {
	for (let id = 1; id <= people; id++) store.people.set(`hr-${id}`, { id: `hr-${id}`, userName: `p${id}` });
	const directory = createScimDirectory({ http: store.http(), pageSize: 10, ...options });
	expect(await directory.list()).toHaveLength(people);
	return store.requests
		.filter(({ path }) => path === '/Users')
		.map(({ query }) => ({ start: Number(query.get('startIndex')), count: query.get('count') }))
		.sort((one, other) => one.start - other.start)
		.map(({ start, count }) => `${start}+${count}`);
}

it.each([
	['as many as the server says that a page holds', 25, ['1+10', '11+25', '36+25', '61+25']],
	['no more than the bound', 5000, ['1+10', '11+40', '51+40']],
	['no fewer than usual', 5, ['1+10', '11+10', '21+10', '31+10', '41+10', '51+10', '61+10']],
	['as usual where the server says nothing', undefined, ['1+10', '11+10', '21+10', '31+10', '41+10', '51+10', '61+10']],
	['as usual where it says nonsense', 'many', ['1+10', '11+10', '21+10', '31+10', '41+10', '51+10', '61+10']],
])('asks behind the first page for %s', async (_, maxResults, pages) => {
	store.config = { filter: { supported: true, maxResults } };
	expect(await pagesOf(65, { pageSizeUpTo: 40 })).toEqual(pages);
});

it('does not ask the server where the first page is all', async () => {
	store.config = { filter: { supported: true, maxResults: 25 } };
	expect(await pagesOf(10, { pageSizeUpTo: 40 })).toEqual(['1+10', '11+10']);
	expect(store.requests).toHaveLength(2);
});

it('asks for what a person has set without asking the server', async () => {
	store.config = { filter: { supported: true, maxResults: 25 } };
	expect(await pagesOf(15, {})).toEqual(['1+10', '11+10']);
	expect(store.requests).toHaveLength(2);
});

it('reads everybody where the server gives fewer than it says', async () => {
	store.config = { filter: { supported: true, maxResults: 40 } };
	store.answer = (request) => {
		if (request.path !== '/Users') return undefined;
		request.query.set('count', String(Math.min(12, Number(request.query.get('count')))));
		return undefined;
	};
	const pages = await pagesOf(65, { pageSizeUpTo: 40 });
	expect(pages).toEqual(expect.arrayContaining(['1+10', '11+12', '23+12', '35+12', '47+12', '59+12']));
});

it('reads everybody of a server that counts in pages, which must not change their size', async () => {
	store.config = { filter: { supported: true, maxResults: 40 } };
	store.answer = (request) => {
		if (request.path !== '/Users') return undefined;
		const count = Number(request.query.get('count'));
		const page = Math.floor((Number(request.query.get('startIndex')) - 1) / count);
		request.query.set('startIndex', String(page * count + 1));
		return undefined;
	};
	await pagesOf(65, { pageSizeUpTo: 40 });
});

it('reads everybody of a server that refuses as large pages as it says that it gives', async () => {
	store.config = { filter: { supported: true, maxResults: 40 } };
	store.answer = ({ query }) =>
		Number(query.get('count')) > 10 ? { status: 400, body: { detail: 'Too many' } } : undefined;
	const pages = await pagesOf(65, { pageSizeUpTo: 40 });
	expect(pages.filter((page) => page.endsWith('+10')).length).toBeGreaterThanOrEqual(7);
});

it('reads everybody where the server does not say what it can do, and redirects instead', async () => {
	store.answer = ({ path }) =>
		path === '/ServiceProviderConfig'
			? { status: 302, headers: { location: 'https://login.example/' }, body: '' }
			: undefined;
	expect(await pagesOf(15, { pageSizeUpTo: 40 })).toEqual(['1+10', '11+10']);
});

it('asks the server once, for Bulk as well', async () => {
	store.config = { filter: { supported: true, maxResults: 25 }, bulk: { supported: true, maxOperations: 10 } };
	const directory = createScimDirectory({ http: store.http(), pageSize: 1, pageSizeUpTo: 40 });
	for (const id of ['one', 'two', 'three']) store.people.set(id, { id, userName: id });
	await directory.list();
	await directory.writesAtOnce();
	expect(store.requests.filter(({ path }) => path === '/ServiceProviderConfig')).toHaveLength(1);
});
