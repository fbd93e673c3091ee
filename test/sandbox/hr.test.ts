import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startServer } from '../support/server';
import { employee, ENTERPRISE, startHr, withManager } from './hrClient';
import type { Hr, Json } from './hrClient';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();
const state = join(folder.path, 'people.jsonl');
let hr: Hr;

beforeAll(async () => {
	hr = await startHr(state);
});
beforeEach(async () => {
	await hr.sim('DELETE', '/people');
	await hr.sim('POST', '/stats/reset');
});
afterAll(async () => {
	await hr.server.stop();
	folder.remove();
});

async function created(resource: Json): Promise<Json & { id: string }> {
	const { status, body } = await hr.scim('POST', '/Users', resource);
	expect(status).toBe(201);
	return body as Json & { id: string };
}

function filter(expression: string): string {
	return `?filter=${encodeURIComponent(expression)}`;
}

describe('access', () => {
	it('refuses a request without the token, in SCIM form', async () => {
		const { baseUrl } = hr.server.ready;
		for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
			const response = await fetch(`${baseUrl}/Users`, { headers });
			expect(response.status).toBe(401);
			expect(response.headers.get('content-type')).toMatch(/^application\/scim\+json/);
			expect(await response.json()).toMatchObject({
				schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
				status: '401',
			});
		}
	});

	it('keeps the token in a file that only its owner can read', () => {
		expect(readFileSync(`${state}.token`, 'utf8').trim()).toBe(hr.server.ready.token);
		expect(statSync(`${state}.token`).mode & 0o777).toBe(0o600);
	});

	it('answers a body that is not JSON with a SCIM error', async () => {
		const { baseUrl, token } = hr.server.ready;
		const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
		const response = await fetch(`${baseUrl}/Users`, { method: 'POST', headers, body: '{"userName":' });
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ scimType: 'invalidSyntax' });
	});

	it('describes itself', async () => {
		await hr.sim('POST', '/settings', { maxPageSize: 70 });
		const config = await hr.scim('GET', '/ServiceProviderConfig');
		await hr.sim('POST', '/settings', { maxPageSize: 1000 });
		expect(config.body).toMatchObject({ patch: { supported: true }, filter: { supported: true, maxResults: 70 } });
		const types = await hr.scim('GET', '/ResourceTypes');
		expect(types.body).toMatchObject({
			totalResults: 2,
			Resources: [{ endpoint: '/Users', schemaExtensions: [{ schema: ENTERPRISE }] }, { endpoint: '/Groups' }],
		});
		expect((await hr.scim('GET', `/Schemas/${ENTERPRISE}`)).status).toBe(200);
	});
});

describe('employees', () => {
	it('come back as they were created, without their password', async () => {
		const sent = employee('ann@example.com', { externalId: 'e-1', title: 'Lead', password: 'secret' });
		const person = await created(sent);
		const { password: _hidden, ...shown } = sent;
		expect(person).toMatchObject({ ...shown, active: true });
		expect(person).not.toHaveProperty('password');
		expect(person.meta).toMatchObject({
			resourceType: 'User',
			location: `${hr.server.ready.baseUrl ?? ''}/Users/${person.id}`,
			version: 'W/"1"',
		});
		expect((await hr.scim('GET', `/Users/${person.id}`)).body).toEqual(person);
		expect(readFileSync(state, 'utf8')).not.toContain('secret');
	});

	it('have a user name of their own, whatever its case', async () => {
		const ann = await created(employee('ann@example.com'));
		const bob = await created(employee('bob@example.com'));
		const again = await hr.scim('POST', '/Users', employee('Ann@Example.com'));
		expect(again).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
		const renamed = await hr.patch(bob.id, { op: 'replace', path: 'userName', value: 'ANN@example.com' });
		expect(renamed).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
		const respelled = await hr.patch(ann.id, { op: 'replace', path: 'userName', value: 'ANN@example.com' });
		expect(respelled.status).toBe(200);
	});

	it('are changed by PATCH, and not touched when nothing changes', async () => {
		const person = await created(employee('ann@example.com'));
		const changed = await hr.patch(
			person.id,
			{ op: 'replace', path: 'active', value: false },
			{ op: 'replace', path: 'emails[type eq "work"].value', value: 'new@example.com' },
			{ op: 'replace', path: `${ENTERPRISE}:department`, value: 'Research' },
			{ op: 'add', path: 'title', value: 'Head' },
		);
		expect(changed).toMatchObject({
			status: 200,
			body: {
				active: false,
				title: 'Head',
				emails: [{ value: 'new@example.com', type: 'work', primary: true }],
				[ENTERPRISE]: { department: 'Research' },
				meta: { version: 'W/"2"' },
			},
		});
		const before = readFileSync(state, 'utf8');
		const same = await hr.patch(person.id, { op: 'replace', path: 'active', value: false });
		expect(same.status).toBe(204);
		expect(readFileSync(state, 'utf8')).toBe(before);
		const cleared = await hr.patch(person.id, { op: 'remove', path: 'title' });
		expect(cleared.body).not.toHaveProperty('title');
	});

	it('insist on a real boolean for active', async () => {
		const person = await created(employee('ann@example.com'));
		const answer = await hr.patch(person.id, { op: 'replace', path: 'active', value: 'False' });
		expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
	});

	it('are replaced by PUT, but stay inactive when PUT does not speak of it', async () => {
		const person = await created(employee('ann@example.com', { title: 'Lead', active: false }));
		const { status, body } = await hr.scim('PUT', `/Users/${person.id}`, employee('ann@example.com'));
		expect({ status, body }).toMatchObject({ status: 200, body: { id: person.id, active: false } });
		expect(body).not.toHaveProperty('title');
	});

	it('are gone after DELETE', async () => {
		const person = await created(employee('ann@example.com'));
		expect((await hr.scim('DELETE', `/Users/${person.id}`)).status).toBe(204);
		expect((await hr.scim('GET', `/Users/${person.id}`)).status).toBe(404);
		expect((await hr.scim('DELETE', `/Users/${person.id}`)).status).toBe(404);
		await created(employee('ann@example.com'));
	});
});

describe('managers', () => {
	it('must be employees already', async () => {
		const unknown = await hr.scim('POST', '/Users', withManager('bob@example.com', 'nobody'));
		expect(unknown).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
		const bob = await created(employee('bob@example.com'));
		const patched = await hr.patch(bob.id, { op: 'add', path: `${ENTERPRISE}:manager`, value: { value: 'nobody' } });
		expect(patched).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
	});

	it('are shown with the name they have now', async () => {
		const ann = await created(employee('ann@example.com', { displayName: 'Ann' }));
		const bob = await created(withManager('bob@example.com', ann.id));
		await hr.patch(ann.id, { op: 'replace', path: 'displayName', value: 'Ann Lee' });
		const manager = {
			value: ann.id,
			displayName: 'Ann Lee',
			$ref: `${hr.server.ready.baseUrl ?? ''}/Users/${ann.id}`,
		};
		expect((await hr.scim('GET', `/Users/${bob.id}`)).body[ENTERPRISE]).toEqual({ manager });
		expect((await hr.list()).Resources[1]?.[ENTERPRISE]).toEqual({ manager });
		const stored = await hr.sim<Json[]>('GET', '/people');
		expect(stored[1]?.[ENTERPRISE]).toEqual({ manager: { value: ann.id } });
	});

	it('can be exchanged and taken away, and go when they are deleted', async () => {
		const ann = await created(employee('ann@example.com'));
		const cem = await created(employee('cem@example.com'));
		const bob = await created(withManager('bob@example.com', ann.id));
		const path = `${ENTERPRISE}:manager`;
		const exchanged = await hr.patch(bob.id, { op: 'replace', path, value: { value: cem.id } });
		expect(exchanged.body[ENTERPRISE]).toMatchObject({ manager: { value: cem.id, displayName: cem.displayName } });
		const removed = await hr.patch(bob.id, { op: 'remove', path });
		expect(removed.body).not.toHaveProperty([ENTERPRISE, 'manager']);
		await hr.patch(bob.id, { op: 'add', path, value: { value: ann.id } });
		await hr.scim('DELETE', `/Users/${ann.id}`);
		expect((await hr.scim('GET', `/Users/${bob.id}`)).body).not.toHaveProperty([ENTERPRISE, 'manager']);
	});
});

describe('lists', () => {
	it('page in the order of creation, at any start and size', async () => {
		const people = Array.from({ length: 250 }, (_, index) => employee(`p${index}@example.com`, { id: `id-${index}` }));
		await hr.sim('POST', '/people', people);
		await hr.patch('id-3', { op: 'replace', path: 'title', value: 'Changed' });
		for (const [startIndex, count, first, length] of [
			[1, 100, 'id-0', 100],
			[51, 100, 'id-50', 100],
			[101, 100, 'id-100', 100],
			[201, 100, 'id-200', 50],
			[250, 100, 'id-249', 1],
			[251, 100, undefined, 0],
			[2, 0, undefined, 0],
		] as const) {
			const list = await hr.list(`?startIndex=${startIndex}&count=${count}`);
			expect(list).toMatchObject({ totalResults: 250, startIndex, itemsPerPage: length });
			expect(list.Resources).toHaveLength(length);
			expect(list.Resources[0]?.id).toBe(first);
		}
		expect((await hr.list()).Resources).toHaveLength(20);
		await hr.sim('POST', '/settings', { maxPageSize: 30 });
		expect((await hr.list('?count=100')).Resources).toHaveLength(30);
		await hr.sim('POST', '/settings', { maxPageSize: 1000 });
	});

	it.each([
		['userName eq "ANN@example.com"', ['ann@example.com']],
		['externalId eq "e-1"', ['ann@example.com']],
		['emails.value eq "bob@example.com"', ['bob@example.com']],
		['emails[type eq "work"].value eq "bob@example.com"', ['bob@example.com']],
		['emails[type eq "home"].value eq "bob@example.com"', []],
		['emails eq "bob@example.com"', ['bob@example.com']],
		[`${ENTERPRISE}:employeeNumber eq "007"`, ['ann@example.com']],
		[`${ENTERPRISE}:department eq "sales"`, ['bob@example.com']],
		['active eq false', ['bob@example.com']],
		['name.familyName eq "Lee"', ['ann@example.com']],
		['userName eq "ann@example.com" or userName eq "bob@example.com"', ['ann@example.com', 'bob@example.com']],
		['userName eq "ann@example.com" and active eq false', []],
		['meta.lastModified gt "2000-01-01T00:00:00Z"', ['ann@example.com', 'bob@example.com']],
		['title pr', []],
	])('find by %s', async (expression, found) => {
		const extension = { employeeNumber: '007', department: 'R&D' };
		await created(
			employee('ann@example.com', { externalId: 'e-1', name: { familyName: 'Lee' }, [ENTERPRISE]: extension }),
		);
		await created(employee('bob@example.com', { active: false }));
		const list = await hr.list(filter(expression));
		expect(list.Resources.map(({ userName }) => userName)).toEqual(found);
		expect(list.totalResults).toBe(found.length);
	});

	it('refuse a filter that makes no sense', async () => {
		const answer = await hr.scim('GET', `/Users${filter('user name')}`);
		expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
	});

	it('page what a filter found, show chosen attributes, and sort', async () => {
		for (const name of ['carl', 'ann', 'bob']) await created(employee(`${name}@example.com`));
		const page = await hr.list(`${filter('userName co "example"')}&startIndex=2&count=1&attributes=userName`);
		expect(page).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 });
		expect(page.Resources).toEqual([{ id: expect.any(String), userName: 'ann@example.com' }]);
		const sorted = await hr.list('?sortBy=userName&startIndex=1&count=2');
		expect(sorted.totalResults).toBe(3);
		expect(sorted.Resources.map(({ userName }) => userName)).toEqual(['ann@example.com', 'bob@example.com']);
	});
});

describe('the journal', () => {
	it('holds every change that was answered, though the server is killed in the middle', async () => {
		const path = join(folder.path, 'killed.jsonl');
		const doomed = await startHr(path);
		const answered: unknown[] = [];
		let next = 0;
		const client = async () => {
			for (;;) {
				const { status, body } = await doomed.scim('POST', '/Users', employee(`p${next++}@example.com`));
				if (status === 201) answered.push(body);
				if (answered.length === 60) doomed.server.kill();
			}
		};
		// Each client works until its connection breaks.
		await Promise.allSettled([client(), client(), client(), client()]);
		await doomed.server.stop();

		const restarted = await startHr(path);
		const people = (await restarted.list('?count=1000')).Resources;
		const stored = new Map(people.map((person) => [person.id, person]));
		for (const person of answered as Array<Json & { id: string; meta: Json }>) {
			const kept = stored.get(person.id);
			expect(kept).toMatchObject({ userName: person.userName, meta: { version: 'W/"1"' } });
		}
		expect(answered.length).toBeGreaterThanOrEqual(60);
		expect(restarted.server.ready.token).toBe(doomed.server.ready.token);
		await restarted.server.stop();
	});

	it('may end in a torn line', async () => {
		const path = join(folder.path, 'torn.jsonl');
		const first = await startHr(path);
		const ann = (await first.scim('POST', '/Users', employee('ann@example.com'))).body;
		await first.scim('POST', '/Users', employee('bob@example.com'));
		await first.scim('DELETE', `/Users/${String(ann.id)}`);
		await first.server.stop();
		appendFileSync(path, '{"put":{"id":"torn","userName":"to');

		for (const name of ['cem@example.com', 'dan@example.com']) {
			const again = await startHr(path);
			await again.scim('POST', '/Users', employee(name));
			await again.server.stop();
		}
		const last = await startHr(path);
		const names = (await last.list()).Resources.map(({ userName }) => userName);
		await last.server.stop();
		expect(names).toEqual(['bob@example.com', 'cem@example.com', 'dan@example.com']);
	});

	it('is refused when it is broken in the middle', async () => {
		const path = join(folder.path, 'broken.jsonl');
		writeFileSync(path, '{"delete":"a"}\nnot json\n{"delete":"b"}\n');
		await expect(startHr(path)).rejects.toThrow('line 2 is not JSON');
	});
});

describe('the program', () => {
	it('says that a port is taken', async () => {
		const { port } = new URL(hr.server.ready.url ?? '');
		const path = join(folder.path, 'second.jsonl');
		const second = startServer('sandbox/hr/main.ts', ['--port', port, '--state', path]);
		await expect(second).rejects.toThrow(new RegExp(`code 1 .*HR system: port ${port} is already in use\\.$`));
	});
});

describe('the control API', () => {
	it('counts reads and writes, refused ones too, and logs the writes', async () => {
		const person = await created(employee('ann@example.com'));
		await hr.scim('POST', '/Users', employee('ann@example.com'));
		await hr.list();
		await hr.list(filter('userName pr'));
		await hr.scim('GET', `/Users/${person.id}`);
		await hr.patch(person.id, { op: 'replace', path: 'title', value: 'Lead' });
		await fetch(`${hr.server.ready.baseUrl ?? ''}/Users`);
		expect(await hr.sim('GET', '/stats')).toEqual({
			hrReads: 4,
			hrWrites: 3,
			byRequest: { 'POST /Users': 2, 'GET /Users': 3, 'GET /Users/{id}': 1, 'PATCH /Users/{id}': 1 },
		});
		const log = await hr.sim<Json[]>('GET', '/log?last=2');
		expect(log).toMatchObject([
			{ method: 'POST', path: '/scim/v2/Users', body: { userName: 'ann@example.com' }, status: 409 },
			{ method: 'PATCH', path: `/scim/v2/Users/${person.id}`, body: { Operations: [{ value: 'Lead' }] }, status: 200 },
		]);
		await hr.sim('POST', '/stats/reset');
		expect(await hr.sim('GET', '/stats')).toEqual({ hrReads: 0, hrWrites: 0, byRequest: {} });
	});

	it('seeds all people or none', async () => {
		const good = [withManager('bob@example.com', 'ann'), employee('ann@example.com', { id: 'ann' })];
		expect(await hr.sim('POST', '/people', good)).toEqual({ people: 2 });
		const bad = [employee('cem@example.com'), employee('ANN@example.com')];
		expect(await hr.sim('POST', '/people', bad)).toEqual({ error: "The userName 'ANN@example.com' is already taken" });
		expect((await hr.list()).totalResults).toBe(2);
	});
});

describe('the page', () => {
	it('shows people, counts and managers, and escapes everything', async () => {
		const ann = await created(employee('ann@example.com', { displayName: '<img src=x>', active: false }));
		await created(withManager('bob@example.com', ann.id));
		const html = await (await fetch(hr.server.ready.url ?? '')).text();
		expect(html).toContain('<b>2</b><span>employees</span>');
		expect(html).toContain('<b>1</b><span>inactive</span>');
		expect(html.match(/&lt;img src=x&gt;/g)).toHaveLength(2);
		expect(html).not.toContain('<img');
	});

	it('shows the first 500 rows and says so', async () => {
		await hr.sim(
			'POST',
			'/people',
			Array.from({ length: 501 }, (_, index) => employee(`p${index}@example.com`)),
		);
		const html = await (await fetch(hr.server.ready.url ?? '')).text();
		expect(html.match(/<tr><td>/g)).toHaveLength(500);
		expect(html).toContain('The first 500 of 501 employees are shown.');
	});
});
