import { join } from 'node:path';

import { callApi, startHr } from './hrClient';
import type { Answer, Hr, Json } from './hrClient';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();
const state = join(folder.path, 'people.jsonl');
let hr: Hr;

beforeAll(async () => {
	hr = await startHr(state, 'peoplegoal');
});
beforeEach(async () => {
	await hr.sim('DELETE', '/people');
	await hr.sim('DELETE', '/teams');
	await hr.sim('DELETE', '/faults');
	await hr.sim('POST', '/settings', { tokenSeconds: 3600 });
});
afterAll(async () => {
	await hr.server.stop();
	folder.remove();
});

async function api(method: string, path: string, body?: unknown): Promise<Answer> {
	return await callApi(hr.server, `Bearer ${hr.server.ready.token ?? ''}`, method, path, body);
}

function user(name: string, fields: Json = {}): Json {
	return { email: `${name}@example.com`, first_name: 'Ann', last_name: 'Lee', ...fields };
}

async function created(fields: Json): Promise<Json & { id: number }> {
	const answer = await api('POST', '/users', { user: fields });
	expect(answer).toMatchObject({ status: 201 });
	return answer.body.data as Json & { id: number };
}

async function changed(id: number, fields: Json): Promise<Json> {
	const answer = await api('PATCH', `/users/${id}`, { user: fields });
	expect(answer).toMatchObject({ status: 200 });
	return answer.body.data as Json;
}

describe('access', () => {
	async function token(body: string | URLSearchParams, headers: Record<string, string> = {}): Promise<Answer> {
		const response = await fetch(hr.server.ready.tokenUrl ?? '', { method: 'POST', body, headers });
		return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
	}
	const client = () => ({
		client_id: hr.server.ready.clientId ?? '',
		client_secret: hr.server.ready.clientSecret ?? '',
	});
	const grant = { grant_type: 'client_credentials' };

	it('is by a personal access token', async () => {
		expect((await api('GET', '/users')).status).toBe(200);
		expect((await callApi(hr.server, hr.server.ready.token ?? '', 'GET', '/users')).status).toBe(401);
		expect((await callApi(hr.server, 'Bearer wrong', 'GET', '/users')).status).toBe(401);
	});

	it('is by a token for client credentials, in the body or as Basic, and ends with it', async () => {
		const long = `Bearer ${String((await token(new URLSearchParams({ ...grant, ...client() }))).body.access_token)}`;
		await hr.sim('POST', '/settings', { tokenSeconds: 1 });
		const { client_id, client_secret } = client();
		const basic = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
		const answers = [
			await token(new URLSearchParams({ ...grant, ...client() })),
			await token(JSON.stringify({ ...grant, ...client() }), { 'content-type': 'application/json' }),
			await token(new URLSearchParams(grant), { authorization: basic }),
		];
		for (const { status, body } of answers) {
			expect({ status, body }).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 1 } });
		}
		const last = `Bearer ${String(answers[2]?.body.access_token)}`;
		await new Promise((done) => setTimeout(done, 1_050));
		expect((await callApi(hr.server, last, 'GET', '/users')).status).toBe(401);
		expect((await callApi(hr.server, long, 'GET', '/users')).status).toBe(200);
	});

	it('is not by other credentials or grants, and tokens count as no writes', async () => {
		await hr.sim('POST', '/stats/reset');
		const wrong = await token(new URLSearchParams({ ...grant, ...client(), client_secret: 'wrong' }));
		expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
		const other = await token(new URLSearchParams({ ...client(), grant_type: 'password' }));
		expect(other).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
		expect(await hr.sim('GET', '/stats')).toMatchObject({ hrWrites: 0 });
	});
});

describe('users', () => {
	it('are created active and not invited', async () => {
		const ann = await created(user('ann', { external_id: 'e-1', job_title: 'Lead', start_date: '2024-03-01' }));
		expect(ann).toMatchObject({
			...user('ann'),
			external_id: 'e-1',
			job_title: 'Lead',
			start_date: '2024-03-01',
			manager_id: null,
			status: 'active',
			invited: false,
		});
		expect((await api('GET', `/users/${ann.id}`)).body.data).toEqual(ann);
		expect(await created(user('bob', { invited: true }))).toMatchObject({ invited: true });
	});

	it('come in pages', async () => {
		await hr.sim(
			'POST',
			'/people',
			Array.from({ length: 101 }, (_, index) => user(`p${index}`)),
		);
		const first = await api('GET', '/users');
		expect(first.body.meta).toEqual({ total: 101, page: 1, per_page: 25, total_pages: 5 });
		const last = await api('GET', '/users?page=2&per_page=500');
		expect(last.body.meta).toEqual({ total: 101, page: 2, per_page: 100, total_pages: 2 });
		expect(last.body.data).toMatchObject([{ email: 'p100@example.com' }]);
	});

	it('are found by e-mail and external id', async () => {
		const ann = await created(user('ann', { external_id: 'e-1' }));
		await created(user('bob'));
		for (const query of ['email=ANN%40example.com', 'external_id=e-1', 'email=ann@example.com&external_id=e-1']) {
			expect((await api('GET', `/users?${query}`)).body).toMatchObject({ meta: { total: 1 }, data: [{ id: ann.id }] });
		}
		expect((await api('GET', '/users?email=ann@example.com&external_id=e-2')).body.data).toEqual([]);
	});

	it('keep what a change does not speak of, and are not touched by none', async () => {
		const ann = await created(user('ann', { department: 'Sales', phone: '1', custom_fields: { site: 'North' } }));
		const after = await changed(ann.id, { department: null, status: 'deactivated', custom_fields: { shirt: 'M' } });
		expect(after).toMatchObject({
			...user('ann'),
			department: null,
			phone: '1',
			status: 'deactivated',
			custom_fields: { site: 'North', shirt: 'M' },
		});
		expect(await changed(ann.id, { status: 'deactivated' })).toEqual(after);
		expect(await changed(ann.id, { status: 'active' })).toMatchObject({ status: 'active' });
	});

	it('have a manager who is a user', async () => {
		const boss = await created(user('boss'));
		const ann = await created(user('ann', { manager_id: boss.id }));
		expect(ann.manager_id).toBe(boss.id);
		// A number as text is a number.
		expect(await changed(boss.id, { manager_id: String(ann.id) })).toMatchObject({ manager_id: ann.id });
		expect(await changed(boss.id, { manager_id: null })).toMatchObject({ manager_id: null });
		const refused = await api('PATCH', `/users/${ann.id}`, { user: { manager_id: 1 } });
		expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'manager_id' }] } });
	});

	it.each([
		['no e-mail', { email: '' }, 422],
		['no last name', { last_name: null }, 422],
		['an e-mail that is taken', { email: 'BOB@example.com' }, 409],
		['an external id that is taken', { external_id: 'e-bob' }, 409],
		['an unknown status', { status: 'inactive' }, 422],
		['a date that is none', { start_date: '01/03/2024' }, 422],
	])('are refused with %s', async (_what, fields, status) => {
		await created(user('bob', { external_id: 'e-bob' }));
		expect((await api('POST', '/users', { user: user('ann', fields) })).status).toBe(status);
		const { id } = await created(user('ann'));
		expect((await api('PATCH', `/users/${id}`, { user: fields })).status).toBe(status);
	});

	it('need the envelope', async () => {
		expect((await api('POST', '/users', user('ann'))).status).toBe(400);
		expect((await api('GET', '/users/1')).status).toBe(404);
	});

	it('are gone once deleted, also for those whom they managed and for their teams', async () => {
		const { id } = await created(user('ann'));
		const bob = await created(user('bob', { manager_id: id }));
		const { body } = await api('POST', '/teams', { team: { name: 'Sales' } });
		const team = `/teams/${(body.data as { id: number }).id}`;
		await api('POST', `${team}/members`, { user_ids: [id, bob.id] });
		await hr.sim('POST', '/stats/reset');
		expect((await api('DELETE', `/users/${id}`)).status).toBe(204);
		expect(await hr.sim('GET', '/stats')).toMatchObject({ hrWrites: 1, byRequest: { 'DELETE /users/{id}': 1 } });
		for (const method of ['GET', 'DELETE']) expect((await api(method, `/users/${id}`)).status).toBe(404);
		expect((await api('GET', `/users/${bob.id}`)).body.data).toMatchObject({ manager_id: null });
		expect((await api('GET', team)).body.data).toMatchObject({ user_ids: [bob.id] });
		expect(await created(user('ann'))).not.toMatchObject({ id });
	});
});

describe('teams', () => {
	it('are put back as the control API shows them', async () => {
		await api('POST', '/teams', { team: { name: 'Sales', external_id: 'g-1' } });
		await api('POST', '/teams', { team: { name: 'Service' } });
		const teams = await hr.sim<unknown[]>('GET', '/teams');
		await hr.sim('DELETE', '/teams');
		expect(await hr.sim('POST', '/teams', teams)).toEqual({ teams: 2 });
		expect(await hr.sim('GET', '/teams')).toEqual(teams);
	});

	async function team(name: string): Promise<number> {
		const answer = await api('POST', '/teams', { team: { name, external_id: `g-${name}` } });
		expect(answer).toMatchObject({ status: 201, body: { data: { name, external_id: `g-${name}`, user_ids: [] } } });
		return (answer.body.data as { id: number }).id;
	}

	it('are listed, renamed and deleted', async () => {
		const [sales, service] = [await team('Sales'), await team('Service')];
		const list = await api('GET', '/teams?page=1&per_page=1');
		expect(list.body).toMatchObject({ meta: { total: 2, total_pages: 2 }, data: [{ id: sales, name: 'Sales' }] });
		for (const [method, name] of [
			['PATCH', 'Field'],
			['PUT', 'Inside'],
		] as const) {
			const renamed = await api(method, `/teams/${sales}`, { team: { name } });
			expect(renamed).toMatchObject({ status: 200, body: { data: { id: sales, name, external_id: 'g-Sales' } } });
		}
		expect((await api('PATCH', `/teams/${service}`, { team: { name: 'INSIDE' } })).status).toBe(409);
		expect((await api('POST', '/teams', { team: { name: '' } })).status).toBe(422);
		expect((await api('DELETE', `/teams/${sales}`)).status).toBe(204);
		expect((await api('GET', `/teams/${sales}`)).status).toBe(404);
	});

	it('get and lose members', async () => {
		const id = await team('Sales');
		const ids = [(await created(user('ann'))).id, (await created(user('bob'))).id];
		const added = await api('POST', `/teams/${id}/members`, { user_ids: ids });
		expect(added).toMatchObject({ status: 200, body: { data: { user_ids: ids } } });
		expect((await api('POST', `/teams/${id}/members`, { user_ids: ids })).body).toEqual(added.body);
		const removed = await api('DELETE', `/teams/${id}/members`, { user_ids: ids.slice(0, 1) });
		expect(removed.body).toMatchObject({ data: { user_ids: ids.slice(1) } });
		expect((await api('GET', `/teams/${id}/members`)).body).toMatchObject({ data: [{ user_id: ids[1] }] });
		expect((await api('POST', `/teams/${id}/members`, { user_ids: [1] })).status).toBe(422);
		expect(await hr.sim('GET', '/teams')).toEqual([
			{ id: String(id), displayName: 'Sales', externalId: 'g-Sales', members: [String(ids[1])] },
		]);
	});
});

describe('the control API', () => {
	it('shows people in the common shape, takes them back, and keeps them', async () => {
		const boss = await created(user('boss'));
		const ann = await created(
			user('ann', {
				external_id: 'e-1',
				job_title: 'Lead',
				department: 'Sales',
				employee_number: '7',
				manager_id: boss.id,
			}),
		);
		await changed(ann.id, { status: 'deactivated' });
		const people = await hr.sim<Json[]>('GET', '/people');
		expect(people[1]).toMatchObject({
			id: String(ann.id),
			userName: 'ann@example.com',
			externalId: 'e-1',
			active: false,
			name: { givenName: 'Ann', familyName: 'Lee' },
			emails: [{ value: 'ann@example.com', type: 'work' }],
			title: 'Lead',
			'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
				department: 'Sales',
				employeeNumber: '7',
				manager: { value: String(boss.id) },
			},
			raw: { id: ann.id, status: 'deactivated', manager_id: boss.id },
		});
		await hr.sim('DELETE', '/people');
		expect(await hr.sim('POST', '/people', [people[1]?.raw, people[0]?.raw])).toEqual({ people: 2 });
		await hr.server.stop();
		hr = await startHr(state, 'peoplegoal');
		const kept = (await api('GET', `/users/${ann.id}`)).body.data;
		expect(kept).toMatchObject({ manager_id: boss.id, status: 'deactivated' });
		// Ids go on from those there are.
		expect((await created(user('cem'))).id).toBeGreaterThan(ann.id);
	});

	it('ends lists early when a fault says so', async () => {
		await hr.sim(
			'POST',
			'/people',
			Array.from({ length: 6 }, (_, index) => user(`p${index}`)),
		);
		await hr.sim('POST', '/faults', { path: '/users', fault: { kind: 'shortList' } });
		const first = await api('GET', '/users?page=1&per_page=4');
		expect(first.body).toMatchObject({ meta: { total: 6 }, data: [{}, {}] });
		expect((await api('GET', '/users?page=2&per_page=4')).body).toMatchObject({ meta: { total: 6 }, data: [] });
		expect((await api('GET', '/users?page=1&per_page=4')).body.data).toHaveLength(4);
	});
});
