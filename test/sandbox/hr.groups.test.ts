import { join } from 'node:path';

import { employee, startHr } from './hrClient';
import type { Hr, Json, List } from './hrClient';
import { temporaryFolder } from './temporaryFolder';

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const folder = temporaryFolder();
const state = join(folder.path, 'people.jsonl');
let hr: Hr;

beforeAll(async () => {
	hr = await startHr(state);
});
beforeEach(async () => {
	await hr.sim('DELETE', '/people');
	await hr.sim('DELETE', '/teams');
	const people = ['ann', 'bob', 'cem'].map((id) => employee(`${id}@example.com`, { id }));
	await hr.sim('POST', '/people', people);
});
afterAll(async () => {
	await hr.server.stop();
	folder.remove();
});

async function created(displayName: string, ...members: string[]): Promise<Json & { id: string }> {
	const group = { schemas: [GROUP], displayName, members: members.map((value) => ({ value })) };
	const { status, body } = await hr.scim('POST', '/Groups', group);
	expect({ status, body }).toMatchObject({ status: 201 });
	return body as Json & { id: string };
}

async function patch(id: string, ...Operations: Json[]): Promise<number> {
	const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
	return (await hr.scim('PATCH', `/Groups/${id}`, { schemas, Operations })).status;
}

async function membersOf(id: string): Promise<unknown[]> {
	const { body } = await hr.scim('GET', `/Groups/${id}`);
	return ((body.members ?? []) as Json[]).map(({ value }) => value);
}

it('are created with members, shown with their names', async () => {
	const group = await created('Sales', 'ann', 'bob', 'ann');
	expect(group).toMatchObject({
		displayName: 'Sales',
		members: [
			{ value: 'ann', display: 'Employee ann@example.com', type: 'User' },
			{ value: 'bob', $ref: `${hr.server.ready.baseUrl ?? ''}/Users/bob` },
		],
		meta: { resourceType: 'Group', location: `${hr.server.ready.baseUrl ?? ''}/Groups/${group.id}` },
	});
	expect((group.members as unknown[]).length).toBe(2);
	expect((await hr.scim('GET', `/Groups/${group.id}`)).body).toEqual(group);
});

it('get and lose members by PATCH', async () => {
	const { id } = await created('Sales', 'ann');
	expect(await patch(id, { op: 'add', path: 'members', value: [{ value: 'bob' }, { value: 'cem' }] })).toBe(200);
	expect(await membersOf(id)).toEqual(['ann', 'bob', 'cem']);
	await patch(id, { op: 'add', path: 'members', value: [{ value: 'bob' }] });
	expect(await membersOf(id)).toEqual(['ann', 'bob', 'cem']);
	expect(await patch(id, { op: 'remove', path: 'members[value eq "ann"]' })).toBe(200);
	expect(await patch(id, { op: 'remove', path: 'members', value: [{ value: 'cem' }] })).toBe(200);
	expect(await membersOf(id)).toEqual(['bob']);
	expect(await patch(id, { op: 'remove', path: 'members' })).toBe(200);
	expect(await membersOf(id)).toEqual([]);
});

it('are renamed, replaced and deleted', async () => {
	const { id } = await created('Sales', 'ann');
	expect(await patch(id, { op: 'replace', path: 'displayName', value: 'Field Sales' })).toBe(200);
	const replaced = { schemas: [GROUP], displayName: 'Service', externalId: 'g-1', members: [{ value: 'bob' }] };
	expect((await hr.scim('PUT', `/Groups/${id}`, replaced)).body).toMatchObject({
		displayName: 'Service',
		externalId: 'g-1',
	});
	expect(await hr.sim('GET', '/teams')).toEqual([{ id, displayName: 'Service', externalId: 'g-1', members: ['bob'] }]);
	expect((await hr.scim('DELETE', `/Groups/${id}`)).status).toBe(204);
	expect((await hr.scim('GET', `/Groups/${id}`)).status).toBe(404);
});

it('have a name of their own, and only members who are there', async () => {
	await created('Sales');
	const twin = await hr.scim('POST', '/Groups', { schemas: [GROUP], displayName: 'SALES' });
	expect(twin).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
	const stranger = { schemas: [GROUP], displayName: 'Other', members: [{ value: 'nobody' }] };
	expect(await hr.scim('POST', '/Groups', stranger)).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
});

it('lose members who are deleted', async () => {
	const { id } = await created('Sales', 'ann', 'bob');
	await hr.scim('DELETE', '/Users/ann');
	expect(await membersOf(id)).toEqual(['bob']);
	expect(await hr.sim('GET', '/teams')).toMatchObject([{ members: ['bob'] }]);
});

it.each([
	['displayName eq "sales"', ['Sales']],
	['members.value eq "bob"', ['Sales', 'Service']],
	['members[value eq "ann"]', ['Sales']],
	['displayName sw "se"', ['Service']],
])('are found by %s', async (expression, found) => {
	await created('Sales', 'ann', 'bob');
	await created('Service', 'bob');
	await created('Legal');
	const { body } = await hr.scim('GET', `/Groups?filter=${encodeURIComponent(expression)}`);
	expect((body as List).Resources.map(({ displayName }) => displayName)).toEqual(found);
});

it('come in pages', async () => {
	for (const name of ['A', 'B', 'C']) await created(name);
	const page = (await hr.scim('GET', '/Groups?startIndex=2&count=1')).body as List;
	expect(page).toMatchObject({ totalResults: 3, startIndex: 2, Resources: [{ displayName: 'B' }] });
});

it('are put back as the control API shows them', async () => {
	await created('Sales', 'ann', 'bob');
	const { id } = await created('Service');
	const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
	const Operations = [{ op: 'replace', path: 'externalId', value: 'g-1' }];
	await hr.scim('PATCH', `/Groups/${id}`, { schemas, Operations });
	const teams = await hr.sim<unknown[]>('GET', '/teams');
	await hr.sim('DELETE', '/teams');
	expect(await hr.sim('POST', '/teams', teams)).toEqual({ teams: 2 });
	expect(await hr.sim('GET', '/teams')).toEqual(teams);
	expect((await hr.scim('GET', `/Groups/${id}`)).body).toMatchObject({ displayName: 'Service', externalId: 'g-1' });

	const stranger = { id: 'x', displayName: 'Strangers', members: ['nobody'] };
	expect(await hr.sim('POST', '/teams', [stranger])).toEqual({
		error: 'nobody of the team "Strangers" is not the id of an employee.',
	});
	expect(await hr.sim('POST', '/teams', [{ id: 'x' }])).toMatchObject({
		error: expect.stringMatching(/^Team 0 is not/),
	});
	expect(await hr.sim('GET', '/teams')).toEqual(teams);
});

it('outlive the server', async () => {
	const { id } = await created('Sales', 'ann');
	await hr.server.stop();
	hr = await startHr(state);
	expect(await membersOf(id)).toEqual(['ann']);
});

it('leave out members when asked to, and count in the statistics', async () => {
	const { id } = await created('Sales', 'ann');
	await hr.sim('POST', '/stats/reset');
	const { body } = await hr.scim('GET', `/Groups/${id}?excludedAttributes=members`);
	expect(body).toMatchObject({ displayName: 'Sales' });
	expect(body).not.toHaveProperty('members');
	expect(await hr.sim('GET', '/stats')).toEqual({ hrReads: 1, hrWrites: 0, byRequest: { 'GET /Groups/{id}': 1 } });
});
