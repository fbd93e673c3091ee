import { join } from 'node:path';

import { callApi, startHr } from './hrClient';
import type { Answer, Hr, Json } from './hrClient';
import { temporaryFolder } from './temporaryFolder';

interface Page extends Json {
	records: Array<Json & { id: number }>;
}

const USUAL_LIMIT = { requests: 300, seconds: 60, blockSeconds: 60 };

const folder = temporaryFolder();
const state = join(folder.path, 'people.jsonl');
let hr: Hr;

beforeAll(async () => {
	hr = await startHr(state, 'tribal-habits');
});
beforeEach(async () => {
	await hr.sim('DELETE', '/people');
	await hr.sim('DELETE', '/faults');
	await hr.sim('POST', '/settings', { maxPageSize: 25, rateLimit: null });
});
afterAll(async () => {
	await hr.server.stop();
	folder.remove();
});

async function api(method: string, path: string, body?: unknown): Promise<Answer> {
	return await callApi(hr.server, hr.server.ready.token ?? '', method, path, body);
}

function user(name: string, fields: Json = {}): Json {
	return { user_name: name, first_name: 'Ann', last_name: 'Lee', email: `${name}@example.com`, ...fields };
}

async function created(body: Json): Promise<Json & { id: number }> {
	const answer = await api('POST', '/users', body);
	expect(answer).toMatchObject({ status: 201 });
	return answer.body as Json & { id: number };
}

describe('access', () => {
	it('is by the key as it is, without Bearer', async () => {
		const key = hr.server.ready.token ?? '';
		expect((await callApi(hr.server, key, 'GET', '/users')).status).toBe(200);
		for (const wrong of [`Bearer ${key}`, 'wrong']) {
			expect((await callApi(hr.server, wrong, 'GET', '/users')).status).toBe(401);
		}
		expect(hr.server.ready).toMatchObject({ baseUrl: `${hr.server.ready.url ?? ''}/papi`, system: 'tribal-habits' });
	});
});

describe('the list', () => {
	it('comes 25 a page', async () => {
		await hr.sim(
			'POST',
			'/people',
			Array.from({ length: 51 }, (_, index) => user(`p${index}`)),
		);
		const first = (await api('GET', '/users')).body as Page;
		expect(first).toMatchObject({ total_records: 51, max_per_page: 25, current_page: 1, total_pages: 3 });
		const pages = await Promise.all(
			[2, 3, 4].map(async (page) => (await api('GET', `/users?page=${page}`)).body as Page),
		);
		expect([first, ...pages].map(({ records }) => records.length)).toEqual([25, 25, 1, 0]);
		expect(pages[1]?.records[0]).toMatchObject({ user_name: 'p50', manager_email: '', active: true });
	});

	it('can end early by a fault, with the total as it was', async () => {
		await hr.sim(
			'POST',
			'/people',
			Array.from({ length: 60 }, (_, index) => user(`p${index}`)),
		);
		await hr.sim('POST', '/faults', { path: 'page=2', fault: { kind: 'shortList' } });
		const pages: Page[] = [];
		for (const page of [1, 2, 3]) pages.push((await api('GET', `/users?page=${page}`)).body as Page);
		expect(pages.map(({ records }) => records.length)).toEqual([25, 12, 0]);
		expect(pages.map(({ total_records }) => total_records)).toEqual([60, 60, 60]);
		expect(((await api('GET', '/users?page=1')).body as Page).records).toHaveLength(25);
		expect(((await api('GET', '/users?page=3')).body as Page).records).toHaveLength(10);
	});
});

describe('user_name', () => {
	it('is required, unique and stays as it is', async () => {
		expect((await api('POST', '/users', user('', { email: 'ann@example.com' }))).status).toBe(400);
		const { id } = await created(user('ann'));
		expect((await api('POST', '/users', user('ANN', { email: 'other@example.com' }))).status).toBe(409);
		const renamed = await api('PUT', `/users/${id}`, { user_name: 'anna', first_name: 'Anna' });
		expect(renamed).toMatchObject({ status: 400, body: { errors: [{ field: 'user_name' }] } });
		expect((await api('PUT', `/users/${id}`, { user_name: 'ann', first_name: 'Anna' })).status).toBe(200);
	});
});

describe('email', () => {
	it('is required and unique', async () => {
		expect((await api('POST', '/users', user('ann', { email: '' }))).status).toBe(400);
		await created(user('ann'));
		const bob = await created(user('bob'));
		expect((await api('POST', '/users', user('cem', { email: 'Ann@example.com' }))).status).toBe(409);
		expect((await api('PUT', `/users/${bob.id}`, { email: 'ann@example.com' })).status).toBe(409);
		expect((await api('PUT', `/users/${bob.id}`, { email: '' })).status).toBe(400);
	});
});

describe('changing', () => {
	it('leaves alone what it does not speak of', async () => {
		const ann = await created(user('ann', { 'X-Country': 'Chile', 'X-Job Title': 'Lead' }));
		const changed = await api('PUT', `/users/${ann.id}`, { active: false, 'X-Job Title': '' });
		expect(changed.body).toMatchObject({ user_name: 'ann', active: false, 'X-Country': 'Chile', 'X-Job Title': '' });
		expect((await api('GET', `/users/${ann.id}`)).body).toEqual(changed.body);
		expect((await api('PUT', `/users/${ann.id}`, { active: 'false' })).status).toBe(400);
		expect((await api('PUT', '/users/1', { active: false })).status).toBe(404);
		expect((await api('DELETE', `/users/${ann.id}`)).status).toBe(405);
	});
});

describe('the manager', () => {
	it('goes by an e-mail that somebody has', async () => {
		expect((await api('POST', '/users', user('ann', { manager_email: 'boss@example.com' }))).status).toBe(400);
		const boss = await created(user('boss'));
		const ann = await created(user('ann', { manager_email: 'Boss@example.com' }));
		expect(ann).toMatchObject({ manager_email: 'boss@example.com' });
		await api('PUT', `/users/${boss.id}`, { email: 'new@example.com' });
		expect((await api('GET', `/users/${ann.id}`)).body).toMatchObject({ manager_email: 'new@example.com' });
		const alone = await api('PUT', `/users/${ann.id}`, { manager_email: '' });
		expect(alone.body).toMatchObject({ manager_email: '' });
	});
});

describe('custom fields', () => {
	it.each([
		['2024-03-01', '2024-03-01'],
		['31/12/2023', '2023-12-31'],
	])('take the date %s', async (sent, kept) => {
		expect(await created(user('ann', { 'X-Start Date': sent }))).toMatchObject({ 'X-Start Date': kept });
	});

	it.each(['2024-02-30', '1 March 2024', '2024-03-01T00:00:00Z'])('refuse the date %s', async (sent) => {
		expect((await api('POST', '/users', user('ann', { 'X-Start Date': sent }))).status).toBe(400);
	});

	it('take lists of items that exist', async () => {
		await hr.sim('POST', '/settings', { lists: { 'X-Sites': ['North', 'South'] } });
		const { id } = await created(user('ann', { 'X-Sites': 'North;South' }));
		const unknown = await api('PUT', `/users/${id}`, { 'X-Sites': 'North;West' });
		expect(unknown).toMatchObject({ status: 400, body: { errors: [{ field: 'X-Sites' }] } });
		expect((await api('GET', `/users/${id}`)).body).toMatchObject({ 'X-Sites': 'North;South' });
		expect((await api('PUT', `/users/${id}`, { 'X-Sites': '' })).status).toBe(200);
	});
});

describe('the rate limit', () => {
	it('is 300 a minute unless changed, and then a block', async () => {
		const fresh = await startHr(join(folder.path, 'limited.jsonl'), 'tribal-habits');
		expect(await fresh.sim('GET', '/settings')).toMatchObject({ rateLimit: USUAL_LIMIT, maxPageSize: 25 });
		await fresh.sim('POST', '/settings', { rateLimit: { requests: 2, seconds: 60, blockSeconds: 1 } });
		const status = async () => {
			const answer = await callApi(fresh.server, fresh.server.ready.token ?? '', 'GET', '/users');
			return [answer.status, answer.headers.get('retry-after')];
		};
		expect([await status(), await status(), await status()]).toEqual([
			[200, null],
			[200, null],
			[429, '1'],
		]);
		await new Promise((done) => setTimeout(done, 1_050));
		expect(await status()).toEqual([200, null]);
		await fresh.server.stop();
	});
});

describe('the control API', () => {
	it('shows people in the common shape, and as the API does', async () => {
		const boss = await created(user('boss'));
		const ann = await created(
			user('ann', { manager_email: 'boss@example.com', 'X-Job Title': 'Lead', 'X-Department': 'Sales' }),
		);
		const people = await hr.sim<Json[]>('GET', '/people');
		expect(people[1]).toMatchObject({
			id: String(ann.id),
			userName: 'ann',
			active: true,
			name: { givenName: 'Ann', familyName: 'Lee' },
			emails: [{ value: 'ann@example.com', type: 'work' }],
			title: 'Lead',
			'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
				department: 'Sales',
				manager: { value: String(boss.id) },
			},
			raw: ann,
		});
		await hr.sim('DELETE', '/people');
		// Those who come first may be managed by those who come later.
		expect(await hr.sim('POST', '/people', [people[1]?.raw, people[0]?.raw])).toEqual({ people: 2 });
		expect((await api('GET', `/users/${ann.id}`)).body).toMatchObject({ manager_email: 'boss@example.com' });
	});

	it('seeds all people or none', async () => {
		await created(user('ann'));
		const refused = await hr.sim('POST', '/people', [user('bob'), user('ann')]);
		expect(refused).toEqual({ error: 'user_name ann is already in use' });
		expect(await hr.sim('GET', '/people')).toMatchObject([{ userName: 'ann' }]);
	});

	it('counts and logs, and makes faults after a write', async () => {
		await hr.sim('POST', '/stats/reset');
		await hr.sim('POST', '/faults', { method: 'POST', path: '/users', fault: { kind: 'timeoutAfterWrite' } });
		await expect(api('POST', '/users', user('ann'))).rejects.toThrow();
		expect((await api('POST', '/users', user('ann'))).status).toBe(409);
		await hr.sim('POST', '/faults', { path: '/users', fault: { kind: 'throttle', retryAfter: 7 } });
		const throttled = await api('GET', '/users/1001');
		expect(throttled).toMatchObject({ status: 429, body: { errors: [{ message: 'Too many requests' }] } });
		expect(throttled.headers.get('retry-after')).toBe('7');
		expect(await hr.sim('GET', '/stats')).toEqual({
			hrReads: 1,
			hrWrites: 2,
			byRequest: { 'POST /users': 2, 'GET /users/{id}': 1 },
		});
		expect(await hr.sim('GET', '/log?last=1')).toMatchObject([{ path: '/papi/users', status: 409 }]);
	});
});

describe('the state', () => {
	it('is kept, and belongs to this system', async () => {
		const path = join(folder.path, 'kept.jsonl');
		const first = await startHr(path, 'tribal-habits');
		await callApi(first.server, first.server.ready.token ?? '', 'POST', '/users', user('ann'));
		await first.server.stop();
		await expect(startHr(path, 'peakon')).rejects.toThrow(
			/code 1 .*kept\.jsonl holds what the HR system "tribal-habits" knows, not "peakon"/,
		);
		const second = await startHr(path, 'tribal-habits');
		expect(await second.sim('GET', '/people')).toMatchObject([{ userName: 'ann' }]);
		const html = await (await fetch(second.server.ready.url ?? '')).text();
		expect(html).toContain('<td>ann@example.com</td>');
		await second.server.stop();
	});

	it('of a system that does not exist is not made', async () => {
		const unknown = startHr(join(folder.path, 'unknown.jsonl'), 'workday');
		await expect(unknown).rejects.toThrow(/There is no HR system "workday". --system takes one of: scim, peakon/);
	});
});
