import { ADVANCED, Entra } from '../support/entra';
import { DEFAULT_ACCESS, Oracle } from '../support/entraOracle';

const entra = new Entra();
let oracle: Oracle;

beforeAll(async () => {
	await entra.start(250);
	oracle = await Oracle.of(entra);
});
beforeEach(async () => await permit('Application.Read.All'));
afterEach(() => entra.reset());
afterAll(() => entra.dispose());

const permit = async (...more: string[]) =>
	await entra.control('POST', 'settings', { permissions: ['GroupMember.Read.All', 'User.Read.All', ...more] });
const unit = (answer: { headers: Headers }) => answer.headers.get('x-ms-resource-unit');

describe('enterprise applications', () => {
	it('are listed, searched for, and read by object ID and application ID', async () => {
		const app = oracle.app('Lindenhof Pulse');
		const { rows } = await entra.readAll('/servicePrincipals?$select=id,displayName');
		expect(rows.map(({ id }) => id).sort()).toEqual(oracle.apps.map(({ id }) => id).sort());
		const found = await entra.get(
			'/servicePrincipals?$search="displayName:pul"&$orderby=displayName&$count=true',
			ADVANCED,
		);
		expect(found.body.value.map(({ displayName }) => displayName)).toEqual(['Lindenhof Pulse', 'Pulse Archive']);
		for (const path of [`/servicePrincipals/${app.id}`, `/servicePrincipals(appId='${app.appId}')`]) {
			const answer = await entra.get(`${path}?$select=id,appId,displayName`);
			expect(answer.body).toMatchObject({ id: app.id, appId: app.appId, displayName: app.displayName });
			expect(unit(answer)).toBe('1');
		}
		expect((await entra.get(`/servicePrincipals/${app.appId}`)).status).toBe(404);
	});

	it('say who is assigned, page by page, and how many when asked to count', async () => {
		const { id, assignments } = oracle.app('Lindenhof Pulse');
		const path = `/servicePrincipals/${id}/appRoleAssignedTo`;
		const { rows, pages } = await entra.readAll(`${path}?$top=3&$count=true`, ADVANCED);
		expect(pages[0]?.body['@odata.count']).toBe(assignments.length);
		expect(rows.map(({ principalId, appRoleId }) => ({ principalId, appRoleId }))).toEqual(
			assignments.map(({ principalId, appRoleId }) => ({ principalId, appRoleId })),
		);
		expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
		expect(new Set(rows.map(({ principalType }) => principalType))).toEqual(
			new Set(['User', 'Group', 'ServicePrincipal']),
		);
		expect(rows.filter(({ appRoleId }) => appRoleId === DEFAULT_ACCESS)).toHaveLength(1);
		expect(new Set(rows.map(({ appRoleId }) => appRoleId)).size).toBe(3);
		expect((await entra.get(path)).body['@odata.count']).toBeUndefined();
	});

	it('are made for whoever they are to be assigned to', async () => {
		const principals = (await entra.people()).slice(0, 3).map(({ id }) => id);
		const { body } = await entra.control('POST', 'apps', { displayName: 'Canteen', principals });
		await entra.crash();
		await permit('Application.Read.All');
		const { rows } = await entra.readAll(`/servicePrincipals/${body.id}/appRoleAssignedTo`);
		expect(rows.map(({ principalId }) => principalId)).toEqual(principals);
		expect(rows.map(({ appRoleId }) => appRoleId)).not.toContain(DEFAULT_ACCESS);
		expect((await entra.control('POST', 'apps', { displayName: 'Canteen', principals: ['nobody'] })).status).toBe(404);
		expect((await entra.control('POST', 'apps', { principals })).status).toBe(400);
		oracle = await Oracle.of(entra);
	});

	it('need Application.Read.All', async () => {
		await permit();
		const { id } = oracle.app('Lindenhof Pulse');
		for (const path of ['', `/${id}`, `/${id}/appRoleAssignedTo`]) {
			expect((await entra.get(`/servicePrincipals${path}`)).status).toBe(403);
		}
	});

	it('forget who was deleted', async () => {
		const person = (await entra.control('POST', 'people', {})).body;
		const { id } = oracle.app('Lindenhof Pulse');
		const assigned = async () => (await entra.readAll(`/servicePrincipals/${id}/appRoleAssignedTo`)).rows.length;
		const before = await assigned();
		await entra.control('DELETE', `people/${person.id}`);
		expect(await assigned()).toBe(before);
		const own = oracle.app('Lindenhof Pulse').assignments.find(({ appRoleId }) => appRoleId === DEFAULT_ACCESS);
		await entra.control('DELETE', `people/${own?.principalId}`);
		expect(await assigned()).toBe(before - 1);
		oracle = await Oracle.of(entra);
	});
});

describe('licenses', () => {
	const count = async (filter: string, headers: Record<string, string> = ADVANCED) =>
		(await entra.get(`/users?$count=true&$top=1&$filter=${encodeURIComponent(filter)}`, headers)).body['@odata.count'];

	it('filter people by one of them, and by whether they have any', async () => {
		const has = (sku: string) =>
			oracle.people.filter(({ assignedLicenses }) => assignedLicenses.some(({ skuId }) => skuId === sku));
		const sku = '66b55226-6b4f-492c-910c-a3b7a3c9d993';
		expect(await count(`assignedLicenses/any(x:x/skuId eq ${sku})`)).toBe(has(sku).length);
		expect(await count(`not (assignedLicenses/any(x:x/skuId eq ${sku}))`)).toBe(oracle.people.length - has(sku).length);
		const without = oracle.people.filter(({ assignedLicenses }) => assignedLicenses.length === 0).length;
		expect(await count('assignedLicenses/$count eq 0')).toBe(without);
		expect(await count('assignedLicenses/$count ne 0')).toBe(oracle.people.length - without);
		expect(without).toBeGreaterThan(0);
	});

	it('are counted by an advanced query only, and compared as Graph compares', async () => {
		expect((await entra.get('/users?$filter=assignedLicenses/$count ne 0')).status).toBe(400);
		for (const filter of [
			"assignedLicenses/any(x:x/skuId eq 'x')",
			'assignedLicenses/any(x:y/skuId eq 1)',
			'proxyAddresses/$count ne 0',
		]) {
			expect((await entra.get(`/users?$count=true&$filter=${encodeURIComponent(filter)}`, ADVANCED)).status).toBe(400);
		}
	});

	it('are listed with their part numbers, for those who may', async () => {
		expect((await entra.get('/subscribedSkus')).status).toBe(403);
		await permit('LicenseAssignment.Read.All');
		const { body } = await entra.get('/subscribedSkus?$select=skuId,skuPartNumber');
		expect(body.value.map(({ skuPartNumber }) => skuPartNumber)).toEqual(['ENTERPRISEPACK', 'SPE_F1']);
	});
});

describe('directory extensions', () => {
	const ask = async () => await entra.post('/directoryObjects/getAvailableExtensionProperties', {});

	it('are listed for those who may read the directory', async () => {
		expect((await ask()).status).toBe(403);
		await permit('Directory.Read.All');
		const { body } = await ask();
		const users = body.value.filter(({ targetObjects }) => (targetObjects as string[]).includes('User'));
		expect(users).toHaveLength(1);
		const name = String(users[0]?.name);
		const { rows } = await entra.readAll(`/users?$select=id,${name}`);
		expect(rows.some((row) => typeof row[name] === 'string')).toBe(true);
	});
});

describe('members of each type', () => {
	it('are counted through a cast, and all together', async () => {
		const group = `/groups/${entra.ready.groupId}/transitiveMembers`;
		const count = async (cast: string) =>
			(await entra.get(`${group}${cast}?$count=true&$top=1&$select=id`, ADVANCED)).body['@odata.count'];
		const all = await count('');
		expect(all - (await count('/microsoft.graph.user')) - (await count('/microsoft.graph.group'))).toBe(3);
		expect((await entra.get(`${group}/microsoft.graph.group`)).status).toBe(400);
	});
});
