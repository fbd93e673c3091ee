import { ADVANCED, Entra, type Person, type Row } from '../support/entra';

const entra = new Entra();
let people: Person[] = [];
let cast = '';

beforeAll(async () => {
	await entra.start(250);
	people = await entra.people();
	cast = `/groups/${entra.ready.groupId}/transitiveMembers/microsoft.graph.user`;
});
afterEach(() => entra.reset());
afterAll(() => entra.dispose());

const inGroup = () => people.filter((person) => person.inGroup);
/** The one group of a name. */
const groupId = async (name: string) => (await entra.get(`/groups?$filter=displayName eq '${name}'`)).body.value[0]!.id;
const idsOf = (rows: { id?: string }[]) => rows.map(({ id }) => id).sort();
const batchOf = (urls: string[]) => ({
	requests: urls.map((url, index) => ({ id: String(index), method: 'GET', url })),
});

describe('signing in', () => {
	it('gives an opaque token for an hour', async () => {
		const { status, body } = await entra.requestToken();
		expect(status).toBe(200);
		expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
		expect(body.access_token).not.toContain('.');
	});

	it.each([
		['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
		['an unknown app', { client_id: '11111111-1111-4111-8111-111111111111' }, 400, 'unauthorized_client', 700016],
		['a scope without /.default', { scope: 'User.Read.All' }, 400, 'invalid_scope', 1002012],
		[
			'the scope of another resource',
			{ scope: 'https://graph.microsoft.us/.default' },
			400,
			'invalid_resource',
			500011,
		],
	])('refuses %s', async (_, fields, status, error, code) => {
		const answer = await entra.requestToken(fields);
		expect(answer.status).toBe(status);
		expect(answer.body).toMatchObject({ error, error_codes: [code] });
		expect(answer.body.error_description).toMatch(new RegExp(`^AADSTS${code}: `));
		expect(Object.keys(answer.body)).toEqual(expect.arrayContaining(['timestamp', 'trace_id', 'correlation_id']));
	});

	it('refuses an unknown tenant', async () => {
		const { status, body } = await entra.requestToken({}, '22222222-2222-4222-8222-222222222222');
		expect(status).toBe(400);
		expect(body).toMatchObject({ error: 'invalid_request', error_codes: [90002] });
	});

	it('refuses an expired secret and a disabled app', async () => {
		await entra.control('POST', 'settings', { secretState: 'expired' });
		expect(await entra.requestToken()).toMatchObject({ status: 401, body: { error_codes: [7000222] } });
		await entra.control('POST', 'settings', { appState: 'disabled' });
		expect(await entra.requestToken()).toMatchObject({ status: 400, body: { error_codes: [7000112] } });
	});

	it('refuses Graph calls without a token or with a made-up one', async () => {
		for (const Authorization of ['', 'Bearer abc']) {
			const { status, body } = await entra.get('/users', { Authorization });
			expect(status).toBe(401);
			expect(body.error.code).toBe('InvalidAuthenticationToken');
		}
	});
});

describe('the company', () => {
	it('has the members asked for, with the troubles of a directory', () => {
		const members = inGroup();
		expect(members).toHaveLength(250);
		expect(people.length).toBeGreaterThan(250);
		expect(members.filter(({ mail }) => mail === null)).toHaveLength(3);
		expect(members.filter(({ managerId }) => managerId === null)).toHaveLength(5);
		expect(members.filter(({ userPrincipalName }) => userPrincipalName.includes('#EXT#'))).toHaveLength(3);
		expect(members.filter(({ accountEnabled }) => !accountEnabled)).toHaveLength(4);
		expect(members.filter(({ userPrincipalName }) => userPrincipalName.includes("'"))).toHaveLength(1);
		expect(members.filter(({ department }) => department !== department?.trim())).toHaveLength(1);
		expect(members.length - new Set(members.map(({ displayName }) => displayName)).size).toBe(1);
		expect(new Set(people.map(({ userPrincipalName }) => userPrincipalName)).size).toBe(people.length);
		const known = new Map(people.map((person) => [person.id, person]));
		const managers = members.flatMap(({ managerId }) => managerId ?? []);
		expect(managers.filter((id) => known.get(id)?.inGroup === false)).toHaveLength(1);
		expect(managers.filter((id) => !known.has(id))).toHaveLength(1);
	});

	it('lists nested members once each, with groups, a device, a contact and a service principal', async () => {
		const group = `/groups/${entra.ready.groupId}`;
		const { rows } = await entra.readAll(`${group}/transitiveMembers`);
		const direct = await entra.readAll(`${group}/members`);
		const types = (list: Row[]) => list.map((row) => String(row['@odata.type']).replace('#microsoft.graph.', ''));
		expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
		expect(types(rows).filter((type) => type === 'user')).toHaveLength(250);
		expect(new Set(types(rows))).toEqual(new Set(['user', 'group', 'device', 'orgContact', 'servicePrincipal']));
		expect(direct.rows.length).toBeLessThan(60);
	});

	it('finds groups by name, two of them under the same one', async () => {
		const names = async (query: string) => {
			const { body } = await entra.get(`/groups?${query}&$select=displayName`, ADVANCED);
			return body.value.map(({ displayName }) => displayName);
		};
		expect(await names("$filter=displayName eq 'contractors'")).toEqual(['Contractors', 'Contractors']);
		expect(await names("$filter=startswith(displayName,'All')")).toEqual(['All Employees']);
		expect(await names('$search="displayName:empl"')).toEqual(['All Employees']);
		const refused = await entra.get('/groups?$search="displayName:empl"');
		expect(refused).toMatchObject({ status: 400, body: { error: { code: 'Request_UnsupportedQuery' } } });
		const empty = await groupId('Nobody yet');
		const members = await entra.get(`/groups/${empty}/transitiveMembers/microsoft.graph.user?$count=true`, ADVANCED);
		expect(members.body).toMatchObject({ '@odata.count': 0, value: [] });
	});
});

describe('reading members through the cast', () => {
	it('pages with the count on the first page only', async () => {
		const { rows, pages } = await entra.readAll(`${cast}?$count=true&$select=id`, ADVANCED);
		expect(pages.map(({ body }) => body.value.length)).toEqual([100, 100, 50]);
		expect(pages.map(({ body }) => body['@odata.count'])).toEqual([250, undefined, undefined]);
		expect(idsOf(rows)).toEqual(idsOf(inGroup()));
		expect(pages[0]?.body['@odata.nextLink']).toMatch(new RegExp(`^${entra.ready.url}/v1\\.0/.*skiptoken=`));
	});

	it('needs $count=true and the ConsistencyLevel header', async () => {
		for (const answer of [await entra.get(cast, ADVANCED), await entra.get(`${cast}?$count=true`)]) {
			expect(answer).toMatchObject({ status: 400, body: { error: { code: 'Request_UnsupportedQuery' } } });
		}
	});

	it('expires the page token when the header is dropped on a nextLink, or the query changed', async () => {
		const next = (await entra.get(`${cast}?$count=true&$top=20`, ADVANCED)).body['@odata.nextLink'];
		const expired = { status: 400, body: { error: { code: 'Directory_ExpiredPageToken' } } };
		expect(await entra.get(next)).toMatchObject(expired);
		expect(await entra.get(next.replace('top=20', 'top=21'), ADVANCED)).toMatchObject(expired);
		expect((await entra.get(next, ADVANCED)).status).toBe(200);
	});

	it('takes $top from 1 to 999, and no $expand', async () => {
		for (const top of ['0', '1000', 'ten'])
			expect((await entra.get(`${cast}?$count=true&$top=${top}`, ADVANCED)).status).toBe(400);
		expect((await entra.get(`${cast}?$count=true&$top=999`, ADVANCED)).body.value).toHaveLength(250);
		expect(await entra.get(`${cast}?$count=true&$expand=manager`, ADVANCED)).toMatchObject({
			status: 400,
			body: { error: { code: 'Request_UnsupportedQuery' } },
		});
	});

	it('filters, and counts what the filter leaves', async () => {
		const { body } = await entra.get(`${cast}?$count=true&$filter=accountEnabled eq false`, ADVANCED);
		expect(body['@odata.count']).toBe(4);
		expect(idsOf(body.value)).toEqual(idsOf(inGroup().filter(({ accountEnabled }) => !accountEnabled)));
	});

	it('goes on behind the last row when somebody before it has left meanwhile', async () => {
		const empty = await groupId('Nobody yet');
		const ids = idsOf(inGroup()).slice(0, 4) as string[];
		await entra.control('POST', `groups/${empty}/members`, { add: ids });
		const path = `/groups/${empty}/members?$top=2`;
		const first = await entra.get(path);
		await entra.control('POST', `groups/${empty}/members`, { remove: [ids[0]] });
		const second = await entra.get(first.body['@odata.nextLink']);
		expect(second.body.value.map((row) => row.id)).toEqual(ids.slice(2));
		await entra.control('POST', `groups/${empty}/members`, { remove: ids });
	});
});

describe('properties', () => {
	it('returns eleven without $select, and just those selected with it', async () => {
		const id = inGroup()[0]?.id;
		const { body } = await entra.get(`/users/${id}`);
		expect(Object.keys(body).filter((name) => !name.startsWith('@'))).toHaveLength(11);
		const selected = await entra.get(`/users/${id}?$select=employeeId,employeeOrgData,onPremisesExtensionAttributes`);
		expect(Object.keys(selected.body)).toEqual([
			'@odata.context',
			'employeeId',
			'employeeOrgData',
			'onPremisesExtensionAttributes',
		]);
		expect(Object.keys(selected.body.onPremisesExtensionAttributes as object)).toHaveLength(15);
		expect(selected.body.employeeId).toMatch(/^.{1,16}$/);
	});

	it('refuses an unknown property with 400 and one that a collection lacks with 501', async () => {
		const unknown = await entra.get('/users?$select=id,shoeSize');
		expect(unknown.status).toBe(400);
		expect(unknown.body.error.message).toContain(
			"Could not find a property named 'shoeSize' on type 'microsoft.graph.user'",
		);
		expect((await entra.get('/users?$select=hireDate')).status).toBe(501);
		expect((await entra.get(`/users/${inGroup()[0]?.id}?$select=hireDate`)).status).toBe(200);
	});

	it('blanks the leave date without its permission', async () => {
		const left = async () => {
			const { rows } = await entra.readAll('/users?$filter=accountEnabled eq false&$select=employeeLeaveDateTime');
			return rows.filter(({ employeeLeaveDateTime }) => employeeLeaveDateTime !== null);
		};
		expect(await left()).toEqual([]);
		await entra.control('POST', 'settings', { permissions: ['User.Read.All', 'User-LifeCycleInfo.Read.All'] });
		expect(await left()).toHaveLength(2);
	});
});

describe('managers', () => {
	it('answers a user, a contact, or 404 quoting what is missing', async () => {
		const led = inGroup().find(({ managerId }) => people.some(({ id }) => id === managerId));
		const unled = inGroup().find(({ managerId }) => managerId === null);
		const byContact = inGroup().find(({ managerId }) => managerId && !people.some(({ id }) => id === managerId));
		expect((await entra.get(`/users/${led?.id}/manager`)).body).toMatchObject({
			'@odata.type': '#microsoft.graph.user',
			id: led?.managerId,
		});
		expect((await entra.get(`/users/${byContact?.id}/manager`)).body['@odata.type']).toBe(
			'#microsoft.graph.orgContact',
		);
		const none = await entra.get(`/users/${unled?.id}/manager`);
		expect(none).toMatchObject({ status: 404, body: { error: { code: 'Request_ResourceNotFound' } } });
		expect(none.body.error.message).toContain("'manager'");
		const nobody = '33333333-3333-4333-8333-333333333333';
		const missing = await entra.get(`/users/${nobody}/manager`);
		expect(missing).toMatchObject({ status: 404, body: { error: { code: 'Request_ResourceNotFound' } } });
		expect(missing.body.error.message).toContain(`'${nobody}'`);
	});

	it('expands the manager of 15 people in one request, 100 rows a page at most', async () => {
		const some = inGroup().slice(0, 15);
		const inList = (ids: string[]) => `$filter=id in (${ids.map((id) => `'${id}'`).join(',')})`;
		const { body } = await entra.get(
			`/users?${inList(idsOf(some) as string[])}&$select=id&$expand=manager($select=id)&$top=15`,
		);
		const found = new Map(body.value.map((row) => [row.id, row.manager?.id ?? null]));
		expect(found).toEqual(new Map(some.map(({ id, managerId }) => [id, managerId])));
		expect((await entra.get(`/users?${inList(idsOf(inGroup()).slice(0, 16) as string[])}`)).status).toBe(400);
		expect((await entra.get('/users?$top=999&$expand=manager($select=id)')).body.value).toHaveLength(100);
	});

	it('walks up the chain of a single user, as an advanced query only', async () => {
		const person = inGroup()
			.filter(({ managerId }) => people.some(({ id }) => id === managerId))
			.at(-1);
		const path = (user: string) => `/users${user}?$count=true&$select=id&$expand=manager($levels=max;$select=id)`;
		let row: Row | undefined = (await entra.get(path(`/${person?.id}`), ADVANCED)).body;
		for (let next: Person | undefined = person; next; next = people.find(({ id }) => id === next.managerId)) {
			expect(row?.id).toBe(next.id);
			row = row?.manager;
		}
		expect(row).toBeUndefined();
		expect((await entra.get(path(`/${person?.id}`))).status).toBe(400);
		expect((await entra.get(path(''), ADVANCED)).status).toBe(400);
	});

	it('finds people by sign-in name and mail, apostrophes and # included', async () => {
		const odd = inGroup().filter(({ userPrincipalName }) => /['#]/.test(userPrincipalName));
		expect(odd.length).toBeGreaterThan(1);
		for (const { id, userPrincipalName, mail } of odd) {
			expect((await entra.get(`/users/${encodeURIComponent(userPrincipalName)}`)).body.id).toBe(id);
			const quoted = (text: string | null) => encodeURIComponent(`'${text?.toUpperCase().replaceAll("'", "''")}'`);
			expect(
				idsOf((await entra.get(`/users?$filter=userPrincipalName eq ${quoted(userPrincipalName)}`)).body.value),
			).toEqual([id]);
			expect(idsOf((await entra.get(`/users?$filter=mail eq ${quoted(mail)}`)).body.value)).toEqual([id]);
		}
	});
});

describe('permissions', () => {
	const permit = (...permissions: string[]) => entra.control('POST', 'settings', { permissions });

	it('shows ids only of members whose type the app may not read', async () => {
		await permit('GroupMember.Read.All');
		const { status, body } = await entra.get(`${cast}?$count=true&$select=id,displayName,mail`, ADVANCED);
		expect(status).toBe(200);
		expect(body['@odata.count']).toBe(250);
		expect(body.value[0]).toEqual({
			'@odata.type': '#microsoft.graph.user',
			id: expect.any(String),
			displayName: null,
			mail: null,
		});
	});

	it.each([
		['members', 'User.Read.All', () => `${cast}?$count=true`],
		['people', 'GroupMember.Read.All', () => '/users'],
		['managers', 'GroupMember.Read.All', () => `/users/${inGroup()[1]?.id}/manager`],
		['the organization', 'User.Read.All', () => '/organization'],
	])('refuses %s to an app that has %s alone', async (_, permission, path) => {
		await permit(permission);
		expect(await entra.get(path(), ADVANCED)).toMatchObject({
			status: 403,
			body: { error: { code: 'Authorization_RequestDenied' } },
		});
	});

	it('hides hidden memberships', async () => {
		const council = await groupId('Works Council');
		expect((await entra.get(`/groups/${council}/members`)).status).toBe(403);
		await permit('GroupMember.Read.All', 'User.Read.All', 'Member.Read.Hidden');
		expect((await entra.get(`/groups/${council}/members`)).body.value).toHaveLength(3);
	});

	it('lets an app read when its secrets end, if it may read applications', async () => {
		const other = { displayName: null, hint: 'Q~x', endDateTime: '2026-02-03T00:00:00Z' };
		await entra.control('POST', 'settings', { secretEndDateTime: '2031-05-06T00:00:00Z', otherSecrets: [other] });
		const path = `/applications(appId='${entra.ready.clientId}')?$select=passwordCredentials,keyCredentials`;
		expect((await entra.get(path)).status).toBe(403);
		await entra.control('POST', 'settings', { readsOwnApplication: true });
		expect((await entra.get(path)).status).toBe(200);
		await entra.control('POST', 'settings', { readsOwnApplication: false });
		await permit('Application.Read.All');
		const { body } = await entra.get(path);
		expect(body.passwordCredentials).toMatchObject([
			{ endDateTime: '2031-05-06T00:00:00Z', secretText: null },
			{ ...other, secretText: null },
		]);
		expect(JSON.stringify(body)).not.toContain(entra.ready.clientSecret);
	});
});

describe('cost and throttling', () => {
	it('prices requests by path and options', async () => {
		const id = inGroup()[0]?.id;
		const group = entra.ready.groupId;
		const prices: [string, string][] = [
			['/users', '2'],
			['/users?$select=id', '1'],
			['/users?$select=id&$expand=manager($select=id)', '2'],
			['/users?$select=id&$expand=manager($select=id)&$top=15', '1'],
			[`/groups/${group}/members`, '3'],
			[`/groups/${group}/transitiveMembers`, '5'],
			[`${cast}?$count=true&$select=id`, '4'],
			[`${cast}?$count=true&$select=id&$top=19`, '3'],
			[`/users/${id}/manager`, '1'],
			['/groups', '1'],
		];
		for (const [path, price] of prices) {
			expect([path, (await entra.get(path, ADVANCED)).headers.get('x-ms-resource-unit')]).toEqual([path, price]);
		}
		const ids = await entra.post('/directoryObjects/getByIds', { ids: [id], types: ['user'] });
		expect(ids.headers.get('x-ms-resource-unit')).toBe('3');
		expect(ids.body.value).toHaveLength(1);
		const { body } = await entra.control('GET', 'stats');
		expect(body).toMatchObject({ graphRequests: 11, resourceUnits: 26, throttled: 0, batchItems: 0 });
	});

	it('warns from 80 % on, refuses beyond the budget, and takes requests again in the next window', async () => {
		await entra.control('POST', 'settings', { budgetPerWindow: 10, windowMs: 60_000 });
		const shares: (string | null)[] = [];
		for (let turn = 0; turn < 10; turn++) {
			shares.push((await entra.get('/groups')).headers.get('x-ms-throttle-limit-percentage'));
		}
		expect(shares).toEqual([null, null, null, null, null, null, null, '0.80', '0.90', '1.00']);
		const refused = await entra.get('/groups');
		expect(refused).toMatchObject({ status: 429, body: { error: { code: 'TooManyRequests' } } });
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(refused.headers.get('x-ms-throttle-scope')).toContain(entra.ready.clientId);
		expect(refused.headers.get('x-ms-throttle-information')).toBe('ResourceUnitLimitExceeded');
		expect((await entra.control('GET', 'stats')).body.throttled).toBe(1);

		await entra.control('POST', 'settings', { windowMs: 1_000 });
		const atOnce = await Promise.all(Array.from({ length: 11 }, () => entra.get('/groups')));
		const [soon, ...others] = atOnce.filter(({ status }) => status === 429);
		expect(others).toEqual([]);
		await new Promise((done) => setTimeout(done, Number(soon?.headers.get('retry-after')) * 1000));
		expect((await entra.get('/groups')).status).toBe(200);
	});
});

describe('faults of the budget', () => {
	const warning = 'x-ms-throttle-limit-percentage';

	it('warns of its end, beside the answer, also to an item of a batch', async () => {
		await entra.control('POST', 'faults', { path: '/groups', fault: { kind: 'nearLimit', share: 0.95 } });
		const warned = await entra.get('/groups');
		expect(warned).toMatchObject({ status: 200, body: { value: expect.any(Array) } });
		expect(warned.headers.get(warning)).toBe('0.95');
		expect((await entra.get('/groups')).headers.get(warning)).toBeNull();

		await entra.control('POST', 'faults', { path: '/groups', in: 'batch', fault: { kind: 'nearLimit' } });
		const { body } = await entra.post('/$batch', batchOf(['/groups', '/groups']));
		expect(body.responses.map(({ headers }) => headers[warning]).filter(Boolean)).toEqual(['0.90']);
	});

	it('counts the most requests that were under way at once', async () => {
		await entra.control('POST', 'settings', { latencyMs: 50 });
		await Promise.all([1, 2, 3].map(() => entra.get('/groups')));
		await entra.get('/groups');
		expect((await entra.control('GET', 'stats')).body).toMatchObject({ graphRequests: 4, atOnce: 3 });
	});
});

describe('batches', () => {
	it('answers every item, in another order, and counts as one request', async () => {
		const ids = idsOf(inGroup()).slice(0, 20);
		const { body } = await entra.post('/$batch', batchOf(ids.map((id) => `/users/${id}?$select=id`)));
		const order = body.responses.map(({ id }) => Number(id));
		expect(order).not.toEqual([...order].sort((left, right) => left - right));
		for (const item of body.responses) {
			expect(item).toMatchObject({ status: 200, body: { id: ids[Number(item.id)] } });
			expect(item.headers['x-ms-resource-unit']).toBe('1');
		}
		expect((await entra.control('GET', 'stats')).body).toMatchObject({
			graphRequests: 1,
			batchItems: 20,
			resourceUnits: 20,
		});
	});

	it('takes 20 items at most, with unique ids and relative urls', async () => {
		const twice = { requests: [0, 1].map(() => ({ id: '1', method: 'GET', url: '/users' })) };
		for (const wrong of [
			batchOf(Array<string>(21).fill('/groups')),
			twice,
			batchOf([`${entra.ready.url}/v1.0/users`]),
			batchOf([]),
		]) {
			expect((await entra.post('/$batch', wrong)).status).toBe(400);
		}
	});

	it("reads the ConsistencyLevel from the item's headers", async () => {
		const requests = [{}, { headers: ADVANCED }].map((more, index) => ({
			id: String(index),
			method: 'GET',
			url: `${cast}?$count=true&$top=1`,
			...more,
		}));
		const { body } = await entra.post('/$batch', { requests }, ADVANCED);
		const statuses = Object.fromEntries(body.responses.map(({ id, status }) => [id, status]));
		expect(statuses).toEqual({ 0: 400, 1: 200 });
	});

	it('throttles items one by one', async () => {
		await entra.control('POST', 'settings', { budgetPerWindow: 12, windowMs: 60_000 });
		const { status, body } = await entra.post('/$batch', batchOf(Array<string>(20).fill('/groups')));
		expect(status).toBe(200);
		const refused = body.responses.filter((item) => item.status === 429);
		expect(refused).toHaveLength(8);
		for (const { headers } of refused) expect(headers['Retry-After']).toBe('60');
	});
});
