import { join } from 'node:path';

import { employee, startHr } from './hrClient';
import type { Hr, Json } from './hrClient';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();
let hr: Hr;

beforeAll(async () => {
	hr = await startHr(join(folder.path, 'people.jsonl'));
});
beforeEach(async () => {
	await hr.sim('DELETE', '/faults');
	await hr.sim('DELETE', '/people');
	const people = Array.from({ length: 10 }, (_, index) => employee(`p${index}@example.com`, { id: `id-${index}` }));
	await hr.sim('POST', '/people', people);
});
afterAll(async () => {
	await hr.server.stop();
	folder.remove();
});

async function fault(kind: Json, where: Json = {}): Promise<void> {
	await hr.sim('POST', '/faults', { path: '/Users', ...where, fault: kind });
}

async function raw(path: string): Promise<Response> {
	const { baseUrl, token } = hr.server.ready;
	return await fetch(`${baseUrl ?? ''}${path}`, { redirect: 'manual', headers: { authorization: `Bearer ${token}` } });
}

const newcomer = employee('new@example.com');

async function isThere(): Promise<boolean> {
	const people = await hr.sim<Json[]>('GET', '/people');
	return people.some(({ userName }) => userName === newcomer.userName);
}

describe('which requests are hit', () => {
	it('goes by method, path with query, skip and times', async () => {
		await fault({ kind: 'status', status: 500 }, { method: 'get', path: 'startIndex=\\d+', skip: 1, times: 2 });
		const statuses: number[] = [];
		for (let index = 0; index < 4; index += 1) statuses.push((await hr.scim('GET', '/Users?startIndex=1')).status);
		expect(statuses).toEqual([200, 500, 500, 200]);
		expect((await hr.scim('GET', '/Users')).status).toBe(200);
		expect((await hr.scim('POST', '/Users?startIndex=1', newcomer)).status).toBe(201);
		expect(await hr.sim('GET', '/faults')).toMatchObject([{ method: 'GET', skip: 1, times: 2, seen: 4, hits: 2 }]);
	});

	it('is one request unless told otherwise, and always when told so', async () => {
		await fault({ kind: 'status', status: 503 });
		await fault({ kind: 'status', status: 500 }, { times: 'always', method: 'DELETE' });
		expect((await hr.scim('GET', '/Users')).status).toBe(503);
		expect((await hr.scim('GET', '/Users')).status).toBe(200);
		for (let index = 0; index < 3; index += 1) expect((await hr.scim('DELETE', '/Users/id-1')).status).toBe(500);
		await hr.sim('DELETE', '/faults');
		expect((await hr.scim('DELETE', '/Users/id-1')).status).toBe(204);
	});

	it('is refused when it makes no sense', async () => {
		const unknown = await hr.sim('POST', '/faults', { path: '', fault: { kind: 'earthquake' } });
		expect(unknown).toEqual({ error: 'There is no fault of the kind "earthquake".' });
		expect(await hr.sim('GET', '/faults')).toEqual([]);
	});

	it('counts in the statistics all the same', async () => {
		await hr.sim('POST', '/stats/reset');
		await fault({ kind: 'reset' });
		await expect(hr.scim('POST', '/Users', newcomer)).rejects.toThrow();
		expect(await hr.sim('GET', '/stats')).toMatchObject({ hrReads: 0, hrWrites: 1 });
		expect(await hr.sim('GET', '/log?last=1')).toMatchObject([{ body: { userName: 'new@example.com' }, status: null }]);
	});
});

describe('in place of an answer', () => {
	it('status', async () => {
		await fault({ kind: 'status', status: 403, body: { reason: 'no' }, headers: { 'x-reason': 'plan' } });
		const answer = await hr.scim('POST', '/Users', newcomer);
		expect(answer).toMatchObject({ status: 403, body: { reason: 'no' } });
		expect(answer.headers.get('x-reason')).toBe('plan');
		expect(await isThere()).toBe(false);
	});

	it('throttle', async () => {
		await fault({ kind: 'throttle', retryAfter: 7 });
		const answer = await hr.scim('GET', '/Users');
		expect(answer).toMatchObject({ status: 429, body: { status: '429' } });
		expect(answer.headers.get('retry-after')).toBe('7');
	});

	it('redirect', async () => {
		await fault({ kind: 'redirect', url: 'https://elsewhere.example/scim' });
		const answer = await raw('/Users');
		expect(answer.status).toBe(307);
		expect(answer.headers.get('location')).toBe('https://elsewhere.example/scim');
	});

	it('html', async () => {
		await fault({ kind: 'html' });
		const answer = await raw('/Users');
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
		expect(await answer.text()).toMatch(/^<!doctype html>/);
	});

	it('reset', async () => {
		await fault({ kind: 'reset' });
		await expect(hr.scim('POST', '/Users', newcomer)).rejects.toThrow();
		expect(await isThere()).toBe(false);
	});

	it('timeout', async () => {
		await fault({ kind: 'timeout' });
		const { baseUrl } = hr.server.ready;
		const unanswered = fetch(`${baseUrl}/Users`, { signal: AbortSignal.timeout(300) });
		await expect(unanswered).rejects.toThrow(/aborted|timeout/);
	});
});

describe('after the work was done', () => {
	it('timeoutAfterWrite', async () => {
		await fault({ kind: 'timeoutAfterWrite' });
		await expect(hr.scim('POST', '/Users', newcomer)).rejects.toThrow();
		expect(await isThere()).toBe(true);
		expect((await hr.scim('POST', '/Users', newcomer)).status).toBe(409);
	});

	it('statusAfterWrite', async () => {
		await fault({ kind: 'statusAfterWrite', status: 504 }, { times: 2 });
		expect(await hr.scim('POST', '/Users', newcomer)).toMatchObject({ status: 504, body: undefined });
		expect(await isThere()).toBe(true);
		// A deletion has no answer of its own to put away.
		expect((await hr.scim('DELETE', '/Users/id-1')).status).toBe(504);
		expect((await hr.scim('GET', '/Users/id-1')).status).toBe(404);
	});

	it('truncate', async () => {
		await fault({ kind: 'truncate' });
		const answer = await raw('/Users');
		expect(answer.status).toBe(200);
		await expect(answer.text()).rejects.toThrow();
	});

	it('invalidJson', async () => {
		await fault({ kind: 'invalidJson' });
		const answer = await raw('/Users');
		expect(answer.headers.get('content-type')).toMatch(/^application\/scim\+json/);
		const text = await answer.text();
		expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
		expect(JSON.parse(`${text}}`)).toMatchObject({ totalResults: 10 });
	});

	it('emptyPage', async () => {
		await fault({ kind: 'emptyPage' }, { path: 'startIndex=5' });
		expect((await hr.list('?startIndex=1&count=4')).Resources).toHaveLength(4);
		expect(await hr.list('?startIndex=5&count=4')).toMatchObject({ totalResults: 10, startIndex: 5, Resources: [] });
		expect((await hr.list('?startIndex=5&count=4')).Resources).toHaveLength(4);
	});

	it('shortList', async () => {
		await fault({ kind: 'shortList' }, { path: 'startIndex=5' });
		expect((await hr.list('?startIndex=1&count=4')).Resources).toHaveLength(4);
		const short = await hr.list('?startIndex=5&count=4');
		expect(short).toMatchObject({ totalResults: 10, itemsPerPage: 2 });
		expect(short.Resources.map(({ id }) => id)).toEqual(['id-4', 'id-5']);
		// Neither the next person nor the next page is there, however the client counts on.
		for (const startIndex of [7, 9]) {
			const rest = await hr.list(`?startIndex=${startIndex}&count=4`);
			expect(rest).toMatchObject({ totalResults: 10, Resources: [] });
		}
		// A new reading finds everybody.
		expect((await hr.list('?startIndex=1&count=4')).Resources).toHaveLength(4);
		expect((await hr.list('?startIndex=7&count=4')).Resources).toHaveLength(4);
	});
});
