import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ADVANCED, Entra, type Json } from '../support/entra';
import { startServer } from '../support/server';

const entra = new Entra();
let cast = '';

beforeAll(async () => {
	await entra.start(60);
	cast = `/groups/${entra.ready.groupId}/transitiveMembers/microsoft.graph.user?$count=true`;
});
afterEach(() => entra.reset());
afterAll(() => entra.dispose());

const readMembers = async () => (await entra.readAll(`${cast}&$select=id,jobTitle`, ADVANCED)).rows;
const lay = (fault: Json | Json[]) => entra.control('POST', 'faults', fault);
const onMembers = (kind: string, more: Json = {}, fault: Json = {}) =>
	lay({ path: 'transitiveMembers', ...more, fault: { kind, ...fault } });

describe('changes', () => {
	it('changes, removes and adds as many people as asked for, again and again, and keeps them over a crash', async () => {
		const touched = new Set<string>();
		for (let day = 0; day < 3; day++) {
			const before = new Map((await entra.people()).map((person) => [person.id, person]));
			const { status, body: answer } = await entra.control('POST', 'mutate', { count: 4 });
			const body = answer as unknown as Record<'changed' | 'removed' | 'added', string[]>;
			expect(status).toBe(200);
			const after = new Map((await entra.people()).map((person) => [person.id, person]));
			for (const list of [body.changed, body.removed, body.added]) expect(new Set(list).size).toBe(4);
			for (const id of body.changed) {
				expect(touched.has(id)).toBe(false);
				touched.add(id);
				expect(after.get(id)?.jobTitle).not.toBe(before.get(id)?.jobTitle);
				expect({ ...after.get(id), jobTitle: '' }).toEqual({ ...before.get(id), jobTitle: '' });
			}
			for (const id of body.removed) expect(after.get(id)?.inGroup ?? false).toBe(false);
			expect(body.removed.filter((id) => after.has(id))).toHaveLength(2);
			for (const id of body.added) {
				expect(before.has(id)).toBe(false);
				expect(after.get(id)).toMatchObject({ accountEnabled: true, inGroup: true, mail: expect.any(String) });
				expect(after.get(after.get(id)?.managerId ?? '')?.inGroup).toBe(true);
			}
			expect(await readMembers()).toHaveLength(60);
		}
		const kept = await entra.people();
		const { clientSecret, groupId } = entra.ready;
		await entra.crash();
		expect(await entra.people()).toEqual(kept);
		expect(entra.ready).toMatchObject({ clientSecret, groupId });
		expect(await readMembers()).toHaveLength(60);
		expect(statSync(entra.stateFile).mode & 0o777).toBe(0o600);
	});

	it('says so when too few people qualify', async () => {
		const before = await entra.people();
		const { status, body } = await entra.control('POST', 'mutate', { count: 60 });
		expect(status).toBe(409);
		expect(body.error).toMatch(/^Too few people/);
		expect(await entra.people()).toEqual(before);
	});

	it('makes groups and renames them', async () => {
		const [one, other] = (await entra.people()).map(({ id }) => id);
		const { body } = await entra.control('POST', 'groups', { displayName: 'Choir', members: [one, other] });
		const path = `/groups/${body.id}`;
		await entra.control('POST', path.slice(1), { displayName: 'Big Choir' });
		await entra.crash();
		expect((await entra.get(path)).body).toMatchObject({ displayName: 'Big Choir', securityEnabled: true });
		const members = (await entra.get(`${path}/members`)).body.value;
		expect(members.map(({ id }) => id)).toEqual([one, other]);
		for (const wrong of [{}, { displayName: ' ' }, { displayName: 'Choir', members: 'everybody' }]) {
			expect((await entra.control('POST', 'groups', wrong)).status).toBe(400);
		}
		expect((await entra.control('POST', 'groups', { displayName: 'Choir', members: ['nobody'] })).status).toBe(404);
		expect((await entra.control('POST', `groups/${one}`, { displayName: 'Choir' })).status).toBe(404);
	});

	it('patches, deletes, adds and regroups single people', async () => {
		const [boss, person] = (await entra.people()).filter(({ inGroup }) => inGroup);
		const path = `people/${person?.id}`;
		await entra.control('POST', path, { jobTitle: null, mail: 'x@y.example', managerId: boss?.id });
		expect(
			(await entra.get(`/users/${person?.id}?$select=jobTitle,mail&$expand=manager($select=id)`)).body,
		).toMatchObject({
			jobTitle: null,
			mail: 'x@y.example',
			manager: { id: boss?.id },
		});
		await entra.control('POST', path, { managerId: null });
		expect((await entra.get(`/users/${person?.id}/manager`)).status).toBe(404);
		expect((await entra.control('POST', path, { shoeSize: 44 })).status).toBe(400);
		expect((await entra.control('POST', path, { employeeId: 'x'.repeat(17) })).status).toBe(400);
		expect((await entra.control('POST', path, { userPrincipalName: boss?.userPrincipalName })).status).toBe(409);

		await entra.control('DELETE', path);
		expect((await entra.get(`/users/${person?.id}`)).status).toBe(404);
		const again = await entra.control('POST', 'people', { mail: 'x@y.example', managerId: boss?.id });
		expect((await readMembers()).map(({ id }) => id)).toContain(again.body.id);
		await entra.control('POST', `groups/${entra.ready.groupId}/members`, { remove: [again.body.id] });
		expect((await readMembers()).map(({ id }) => id)).not.toContain(again.body.id);
		expect((await entra.get(`/users/${again.body.id}`)).status).toBe(200);
	});
});

describe('settings', () => {
	it('caps the pages of a small group', async () => {
		await entra.control('POST', 'settings', { pageSize: 7 });
		const { rows, pages } = await entra.readAll(`${cast}&$top=999`, ADVANCED);
		expect(pages[0]?.body.value).toHaveLength(7);
		expect(pages.length).toBe(Math.ceil(rows.length / 7));
		expect(pages[0]?.body['@odata.count']).toBe(rows.length);
	});

	it('refuses settings that it does not have', async () => {
		expect((await entra.control('POST', 'settings', { speed: 1 })).body.error).toContain('"speed"');
		expect((await entra.control('POST', 'settings', { latencyMs: 'slow' })).status).toBe(400);
	});
});

describe('faults', () => {
	it('hit as often as told, after those that pass', async () => {
		await onMembers('status', { skip: 1, times: 2 }, { status: 503, headers: { 'Retry-After': '0.5' } });
		const answers = [];
		for (let turn = 0; turn < 4; turn++) answers.push(await entra.get(cast, ADVANCED));
		expect(answers.map(({ status }) => status)).toEqual([200, 503, 503, 200]);
		expect(answers[1]?.headers.get('retry-after')).toBe('0.5');
		expect((await entra.control('GET', 'faults')).body).toEqual([]);
		expect((await entra.control('GET', 'faults?all')).body).toMatchObject([{ hits: 2, remaining: 0 }]);
	});

	it('stay until they are cleared when told so, and hit the token endpoint as well', async () => {
		await lay({ path: 'oauth2', method: 'POST', times: 'always', fault: { kind: 'throttle', retryAfter: '3' } });
		for (let turn = 0; turn < 2; turn++) expect((await entra.requestToken()).status).toBe(429);
		expect((await entra.control('GET', 'faults')).body).toMatchObject([{ hits: 2, remaining: 'always' }]);
		await entra.control('DELETE', 'faults');
		expect((await entra.requestToken()).status).toBe(200);
	});

	it('break the connection', async () => {
		await lay(['reset', 'truncate'].map((kind) => ({ path: '/v1.0/users', fault: { kind } })));
		for (let turn = 0; turn < 2; turn++) await expect(entra.get('/users')).rejects.toThrow();
		await lay({ path: '/v1.0/users', fault: { kind: 'timeout' } });
		const { url } = entra.ready;
		await expect(fetch(`${url}/v1.0/users`, { signal: AbortSignal.timeout(200) })).rejects.toThrow(/timeout|aborted/i);
		expect((await entra.get('/users')).status).toBe(200);
	});

	it('answer something else than JSON, or send away', async () => {
		const kinds = [{ kind: 'html' }, { kind: 'invalidJson' }, { kind: 'redirect', url: 'http://127.0.0.1:9/else' }];
		await lay(kinds.map((fault) => ({ path: '/v1.0/users', fault })));
		const html = await entra.get('/users');
		expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
		expect(Object.keys((await entra.get('/users')).body)).toEqual(['text']);
		const sent = await entra.get('/users');
		expect([sent.status, sent.headers.get('location')]).toEqual([302, 'http://127.0.0.1:9/else']);
	});

	it('spoil pages', async () => {
		await entra.control('POST', 'settings', { pageSize: 10 });
		const first = (await entra.get(`${cast}&$select=id`, ADVANCED)).body;
		const second = (await entra.get(first['@odata.nextLink'], ADVANCED)).body;
		const spoilt = async (kind: string, fault: Json = {}, path = `${cast}&$select=id`) => {
			await onMembers(kind, {}, fault);
			return (await entra.get(path, ADVANCED)).body;
		};
		expect(await spoilt('emptyPage')).toEqual({ ...first, value: [], '@odata.nextLink': undefined });
		const short = await spoilt('shortPage');
		expect(short).toMatchObject({ '@odata.count': first['@odata.count'], value: first.value.slice(0, 5) });
		expect(short).not.toHaveProperty('@odata.nextLink');
		expect(await spoilt('wrongCount', { by: -3 })).toEqual({ ...first, '@odata.count': first['@odata.count'] - 3 });
		expect((await spoilt('foreignNextLink', { url: 'http://evil.example/x' }))['@odata.nextLink']).toBe(
			'http://evil.example/x',
		);
		const next = first['@odata.nextLink'];
		expect((await spoilt('loopNextLink', {}, next))['@odata.nextLink']).toBe(next);
		expect((await spoilt('repeatPage', {}, next)).value).toEqual([...first.value, ...second.value]);
		const limited = (await spoilt('limitedData', {}, `${cast}&$select=id,mail`)).value[0];
		expect(limited).toEqual({ '@odata.type': '#microsoft.graph.user', id: first.value[0]?.id, mail: null });
	});

	it('hit single items of a batch', async () => {
		await lay({ path: '/users/.*manager', in: 'batch', skip: 1, fault: { kind: 'status', status: 403 } });
		const url = `/users/${(await readMembers())[3]?.id}/manager`;
		const requests = ['1', '2', '3'].map((id) => ({ id, method: 'GET', url }));
		const { status, body } = await entra.post('/$batch', { requests });
		expect(status).toBe(200);
		const statuses = Object.fromEntries(body.responses.map((item) => [item.id, item.status]));
		expect(statuses[2]).toBe(403);
		expect([statuses[1], statuses[3]]).not.toContain(403);
		expect((await lay({ path: 'x', in: 'batch', fault: { kind: 'reset' } })).status).toBe(400);
	});

	it('are refused when they make no sense', async () => {
		expect((await lay({ path: 'x', fault: { kind: 'gremlin' } })).body.error).toContain('truncate');
		expect((await lay({ path: '(', fault: { kind: 'reset' } })).status).toBe(400);
	});
});

describe('the program', () => {
	it('shows the tenant to a person, safely', async () => {
		const [person] = await entra.people();
		await entra.control('POST', `people/${person?.id}`, { displayName: '<script>alert(1)</script>' });
		const { body, headers } = await entra.get(`${entra.ready.url}/`);
		expect(headers.get('content-type')).toContain('text/html');
		expect(body.text).toContain('All Employees');
		expect(body.text).toContain('&lt;script&gt;');
		expect(body.text).not.toContain('<script>');
		expect(body.text).not.toContain(entra.ready.clientSecret);
	});

	it('works for three people, and starts over when asked for another number', async () => {
		const small = new Entra();
		try {
			await small.start(3);
			const people = await small.people();
			expect(people.filter(({ inGroup }) => inGroup)).toHaveLength(3);
			const { clientSecret } = small.ready;
			expect((await small.control('POST', 'mutate', { count: 1 })).status).toBe(200);
			await small.stop();
			await small.start(20);
			const more = (await small.people()).filter(({ inGroup }) => inGroup);
			expect(more).toHaveLength(20);
			expect(more.filter(({ mail }) => mail === null)).toHaveLength(1);
			expect(more.filter(({ accountEnabled }) => !accountEnabled)).toHaveLength(1);
			expect(more.filter(({ userPrincipalName }) => userPrincipalName.includes('#EXT#'))).toHaveLength(1);
			expect(small.ready.clientSecret).toBe(clientSecret);
			await small.stop();
			await small.start(3);
			expect(await small.people()).toEqual(people);
		} finally {
			await small.dispose();
		}
	});

	it('says in one sentence that its port is in use', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await new Promise((done) => other.once('listening', done));
		const { port } = other.address() as AddressInfo;
		const file = `${entra.stateFile}.other`;
		try {
			const start = startServer('sandbox/entra/main.ts', ['--port', String(port), '--state', file, '--members', '3']);
			await expect(start).rejects.toThrow(
				`ended with code 1 before it was ready: Port ${port} is in use: choose another one with --port.`,
			);
		} finally {
			other.close();
		}
	});
});
