import { join } from 'node:path';

import { CORE, employee, ENTERPRISE, startHr } from './hrClient';
import type { Answer, Hr, Json } from './hrClient';
import { temporaryFolder } from './temporaryFolder';

const PEAKON = 'urn:ietf:params:scim:schemas:extension:peakon:2.0:User';

const folder = temporaryFolder();
const state = join(folder.path, 'people.jsonl');
let hr: Hr;

beforeAll(async () => {
	hr = await startHr(state, 'peakon');
});
beforeEach(async () => {
	await hr.sim('DELETE', '/people');
	await hr.sim('POST', '/settings', { rateLimit: { requests: 25_000, seconds: 3600 } });
});
afterAll(async () => {
	await hr.server.stop();
	folder.remove();
});

function person(email: string, attributes: Json = {}): Json {
	return employee(email, { name: { givenName: 'Ann', familyName: 'Lee' }, active: true, ...attributes });
}

async function created(resource: Json): Promise<Json & { id: string }> {
	const { status, body } = await hr.scim('POST', '/Users', resource);
	expect({ status, body }).toMatchObject({ status: 201 });
	return body as Json & { id: string };
}

async function put(id: string, attributes: Json): Promise<Answer> {
	return await hr.scim('PUT', `/Users/${id}`, { schemas: [CORE, ENTERPRISE, PEAKON], ...attributes });
}

const invalid = { status: 400, body: { status: '400', scimType: 'invalidValue' } };

describe('creating', () => {
	it.each(['schemas', 'name', 'emails', 'userName'])('needs %s', async (name) => {
		const { [name]: _left, ...rest } = person('ann@example.com');
		expect((await hr.scim('POST', '/Users', rest)).status).toBe(400);
		expect(await hr.sim('GET', '/people')).toEqual([]);
	});

	it('needs a userName that is the work e-mail', async () => {
		expect(await hr.scim('POST', '/Users', person('ann@example.com', { userName: 'ann' }))).toMatchObject(invalid);
		await created(person('ann@example.com', { userName: 'Ann@example.com' }));
	});

	it('makes somebody inactive unless it says otherwise', async () => {
		expect(await created(person('ann@example.com', { active: undefined }))).toMatchObject({ active: false });
		expect(await created(person('bob@example.com'))).toMatchObject({ active: true });
	});
});

describe('groups', () => {
	it('are not there', async () => {
		expect((await hr.scim('GET', '/Groups')).status).toBe(404);
		const types = await hr.scim('GET', '/ResourceTypes');
		expect(types.body).toMatchObject({ totalResults: 1, Resources: [{ endpoint: '/Users' }] });
	});
});

describe('lists', () => {
	it.each(['userName', 'externalId', 'emails', 'emails.value', 'id'])('are filtered by %s', async (path) => {
		const { id } = await created(person('ann@example.com', { externalId: 'e-1' }));
		await created(person('bob@example.com'));
		const value = { externalId: 'e-1', id }[path] ?? 'ann@example.com';
		const { body } = await hr.scim('GET', `/Users?filter=${encodeURIComponent(`${path} eq "${value}"`)}`);
		expect(body).toMatchObject({ totalResults: 1, Resources: [{ id }] });
	});

	it.each([`${ENTERPRISE}:employeeNumber eq "1"`, 'title eq "Lead"', 'userName eq "a" and active eq true'])(
		'are not filtered by %s',
		async (expression) => {
			const answer = await hr.scim('GET', `/Users?filter=${encodeURIComponent(expression)}`);
			expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
		},
	);

	it('have at most 100 people a page', async () => {
		const people = Array.from({ length: 101 }, (_, index) => person(`p${index}@example.com`));
		await hr.sim('POST', '/people', people);
		expect((await hr.list('?count=500')).Resources).toHaveLength(100);
		expect(await hr.list('?startIndex=101&count=500')).toMatchObject({ totalResults: 101, itemsPerPage: 1 });
	});
});

describe('changing', () => {
	it('by PUT leaves alone what it does not speak of', async () => {
		const boss = await created(person('boss@example.com'));
		const ann = await created(
			person('ann@example.com', {
				externalId: 'e-1',
				[ENTERPRISE]: { employeeNumber: '7', department: 'Sales', manager: { value: boss.id } },
				[PEAKON]: { 'Job Title': 'Lead', 'Business Unit': 'North' },
			}),
		);
		const changed = await put(ann.id, {
			name: { familyName: 'Wu' },
			[ENTERPRISE]: { department: 'Research' },
			[PEAKON]: { 'Job Title': 'Head' },
		});
		expect(changed.status).toBe(200);
		expect(changed.body).toMatchObject({
			userName: 'ann@example.com',
			externalId: 'e-1',
			active: true,
			name: { givenName: 'Ann', familyName: 'Wu' },
			[ENTERPRISE]: { employeeNumber: '7', Department: 'Research', Manager: { value: boss.id } },
			[PEAKON]: { 'Job Title': 'Head', 'Business Unit': 'North' },
		});
		const cleared = await put(ann.id, { [PEAKON]: { 'Job Title': null } });
		expect(cleared.body[PEAKON]).toEqual({ 'Business Unit': 'North' });
		expect((await put(ann.id, { active: false })).body).toMatchObject({ active: false, externalId: 'e-1' });
	});

	it('by PUT needs schemas', async () => {
		const ann = await created(person('ann@example.com'));
		expect((await hr.scim('PUT', `/Users/${ann.id}`, { active: false })).status).toBe(400);
	});

	it('by PATCH takes paths with blanks', async () => {
		const ann = await created(person('ann@example.com', { [PEAKON]: { 'Business Unit': 'North' } }));
		const path = `${PEAKON}:Job Title`;
		const added = await hr.patch(ann.id, { op: 'replace', path, value: 'Lead' });
		expect(added).toMatchObject({ status: 200, body: { [PEAKON]: { 'Job Title': 'Lead', 'Business Unit': 'North' } } });
		const whole = await hr.patch(ann.id, { op: 'replace', value: { [PEAKON]: { 'Job Title': 'Head' } } });
		expect(whole.body[PEAKON]).toEqual({ 'Job Title': 'Head', 'Business Unit': 'North' });
		const removed = await hr.patch(ann.id, { op: 'remove', path });
		expect(removed.body[PEAKON]).toEqual({ 'Business Unit': 'North' });
		expect((await hr.patch(ann.id, { op: 'replace', path: 'active', value: true })).status).toBe(204);
	});

	it('keeps userName and work e-mail the same', async () => {
		const ann = await created(person('ann@example.com'));
		const alone = await hr.patch(ann.id, { op: 'replace', path: 'userName', value: 'new@example.com' });
		expect(alone).toMatchObject(invalid);
		const both = await hr.patch(
			ann.id,
			{ op: 'replace', path: 'userName', value: 'new@example.com' },
			{ op: 'replace', path: 'emails[type eq "work"].value', value: 'new@example.com' },
		);
		expect(both).toMatchObject({ status: 200, body: { userName: 'new@example.com' } });
	});

	it('takes a manager who is there, and shows them as Manager', async () => {
		const boss = await created(person('boss@example.com'));
		const ann = await created(person('ann@example.com'));
		const path = `${ENTERPRISE}:manager`;
		const unknown = await hr.patch(ann.id, { op: 'replace', path, value: { value: 'nobody' } });
		expect(unknown).toMatchObject(invalid);
		const known = await hr.patch(ann.id, { op: 'replace', path, value: { value: boss.id } });
		expect(known.body[ENTERPRISE]).toMatchObject({ Department: 'Sales', Manager: { value: boss.id } });
		expect((await hr.list()).Resources[1]?.[ENTERPRISE]).toEqual(known.body[ENTERPRISE]);
	});
});

describe('attributes of the company', () => {
	it('are in the schemas by their display names', async () => {
		const { body } = await hr.scim('GET', `/Schemas/${PEAKON}`);
		expect(body.attributes).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ name: 'Job Title', type: 'string' }),
				expect.objectContaining({ name: 'Start Date', type: 'dateTime' }),
				expect.objectContaining({ name: 'Seniority', type: 'integer' }),
			]),
		);
	});

	it('come back as they were sent', async () => {
		const boss = await created(person('boss@example.com'));
		const sent = { 'Job Title': 'Lead', 'Start Date': '2024-03-01', Seniority: 4, 'Line Manager': 'boss@example.com' };
		const ann = await created(person('ann@example.com', { [PEAKON]: sent }));
		expect(ann[PEAKON]).toEqual(sent);
		expect((await hr.scim('GET', `/Users/${ann.id}`)).body[PEAKON]).toEqual(sent);
		expect(boss).not.toHaveProperty([PEAKON]);
	});

	it.each([
		['an option that is too long', { 'Job Title': 'x'.repeat(257) }],
		['a date that is none', { 'Start Date': 'soon' }],
		['a number that is not whole', { Seniority: 1.5 }],
		['a number as words', { Seniority: 'four' }],
		['an employee who is not there', { 'Line Manager': 'nobody@example.com' }],
	])('refuse %s', async (_what, attributes) => {
		expect(await hr.scim('POST', '/Users', person('ann@example.com', { [PEAKON]: attributes }))).toMatchObject(invalid);
		const ann = await created(person('ann@example.com'));
		expect(await put(ann.id, { [PEAKON]: attributes })).toMatchObject(invalid);
	});
});

describe('bulk', () => {
	const request = (count: number): Json => ({
		schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
		Operations: Array.from({ length: count }, (_, index) => ({
			method: 'POST',
			path: '/Users',
			bulkId: `b${index}`,
			data: person(`p${index}@example.com`, { [PEAKON]: { 'Job Title': 'Lead' } }),
		})),
	});

	it('is offered, and does each operation for itself', async () => {
		const config = await hr.scim('GET', '/ServiceProviderConfig');
		expect(config.body).toMatchObject({ bulk: { supported: true }, filter: { maxResults: 100 } });
		await created(person('p1@example.com'));
		const { status, body } = await hr.scim('POST', '/Bulk', request(3));
		expect(status).toBe(200);
		expect((body.Operations as Json[]).map((operation) => operation.status)).toEqual(['201', '409', '201']);
		expect((await hr.list()).totalResults).toBe(3);
	});

	it('counts for the rate limit with each operation', async () => {
		await hr.sim('POST', '/settings', { rateLimit: { requests: 3, seconds: 60 } });
		const refused = await hr.scim('POST', '/Bulk', request(4));
		expect(refused.status).toBe(429);
		expect(await hr.sim('GET', '/people')).toEqual([]);
	});
});

describe('the rate limit', () => {
	it('answers 429 with Retry-After until its time is over', async () => {
		await hr.sim('POST', '/settings', { rateLimit: { requests: 2, seconds: 3 } });
		expect((await hr.scim('GET', '/Users')).status).toBe(200);
		expect((await hr.scim('POST', '/Users', person('ann@example.com'))).status).toBe(201);
		const refused = await hr.scim('POST', '/Users', person('bob@example.com'));
		expect(refused).toMatchObject({ status: 429, body: { status: '429' } });
		const seconds = Number(refused.headers.get('retry-after'));
		expect([1, 2, 3]).toContain(seconds);
		await new Promise((done) => setTimeout(done, seconds * 1_000 + 50));
		expect((await hr.list()).totalResults).toBe(1);
	});
});

describe('the control API', () => {
	it('shows people in the common shape, and as the API does', async () => {
		const boss = await created(person('boss@example.com'));
		const ann = await created(
			person('ann@example.com', {
				title: 'Lead',
				[ENTERPRISE]: { department: 'Sales', manager: { value: boss.id } },
			}),
		);
		const [, shown] = await hr.sim<Json[]>('GET', '/people');
		expect(shown).toMatchObject({
			id: ann.id,
			title: 'Lead',
			[ENTERPRISE]: { department: 'Sales', manager: { value: boss.id } },
			raw: { [ENTERPRISE]: { Department: 'Sales', Manager: { value: boss.id, displayName: boss.displayName } } },
		});
		expect(await hr.sim('POST', '/people', [shown?.raw, boss])).toEqual({ people: 2 });
		const [, again] = await hr.sim<Json[]>('GET', '/people');
		expect(again?.[ENTERPRISE]).toEqual(shown?.[ENTERPRISE]);
	});
});
