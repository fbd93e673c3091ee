import { join } from 'node:path';

import { employee, ENTERPRISE, startHr } from './hrClient';
import type { Hr, Json } from './hrClient';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();
let hr: Hr;

beforeAll(async () => {
	hr = await startHr(join(folder.path, 'people.jsonl'), 'pingboard');
});
beforeEach(async () => {
	await hr.sim('DELETE', '/people');
});
afterAll(async () => {
	await hr.server.stop();
	folder.remove();
});

function profile(email: string, attributes: Json = {}): Json {
	return employee(email, { name: { givenName: 'Ann', familyName: 'Lee' }, ...attributes });
}

async function created(resource: Json): Promise<Json & { id: string }> {
	const { status, body } = await hr.scim('POST', '/Users', resource);
	expect({ status, body }).toMatchObject({ status: 201 });
	return body as Json & { id: string };
}

describe('names', () => {
	it.each([
		['first', { familyName: 'Lee' }],
		['last', { givenName: 'Ann' }],
		['first', undefined],
		['last', { givenName: 'Ann', familyName: '' }],
	])('must hold a %s name: %j', async (_which, name) => {
		const answer = await hr.scim('POST', '/Users', profile('ann@example.com', { name }));
		expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
	});

	it('can not lose one later', async () => {
		const ann = await created(profile('ann@example.com'));
		expect((await hr.patch(ann.id, { op: 'remove', path: 'name.familyName' })).status).toBe(400);
	});
});

describe('a profile', () => {
	it('keeps what Pingboard knows, and no more', async () => {
		const known = {
			nickName: 'Annie',
			title: 'Lead',
			locale: 'de-CH',
			timezone: 'Europe/Zurich',
			phoneNumbers: [{ value: '+41 1', type: 'work', primary: true }],
		};
		const ann = await created(
			profile('ann@example.com', {
				...known,
				userType: 'Employee',
				[ENTERPRISE]: { costCenter: '7', department: 'HR' },
			}),
		);
		expect(ann).toMatchObject({ ...known, active: true, [ENTERPRISE]: { department: 'HR' } });
		expect(ann).not.toHaveProperty('userType');
		expect(ann[ENTERPRISE]).not.toHaveProperty('costCenter');
	});

	it.each(['PATCH', 'PUT'])('is deleted when %s makes it inactive', async (method) => {
		const boss = await created(profile('boss@example.com'));
		const ann = await created(profile('ann@example.com', { [ENTERPRISE]: { manager: { value: boss.id } } }));
		const answer =
			method === 'PATCH'
				? await hr.patch(boss.id, { op: 'replace', path: 'active', value: false })
				: await hr.scim('PUT', `/Users/${boss.id}`, profile('boss@example.com', { active: false }));
		expect(answer).toMatchObject({ status: 200, body: { id: boss.id, active: false } });
		expect((await hr.scim('GET', `/Users/${boss.id}`)).status).toBe(404);
		expect((await hr.list()).Resources.map(({ id }) => id)).toEqual([ann.id]);
		expect((await hr.scim('GET', `/Users/${ann.id}`)).body).not.toHaveProperty([ENTERPRISE, 'manager']);
		// The user name is free again.
		await created(profile('boss@example.com'));
	});

	it('can not begin inactive', async () => {
		expect((await hr.scim('POST', '/Users', profile('ann@example.com', { active: false }))).status).toBe(400);
	});

	it('needs a bearer token', async () => {
		const response = await fetch(`${hr.server.ready.baseUrl ?? ''}/Users`);
		expect(response.status).toBe(401);
		expect((await hr.scim('GET', '/ServiceProviderConfig')).body).toMatchObject({
			authenticationSchemes: [{ type: 'oauthbearertoken' }],
		});
	});
});
