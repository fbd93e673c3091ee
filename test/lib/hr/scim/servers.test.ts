import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ENTERPRISE_USER } from '../../../../lib/hr/scim/path';
import { DEFAULT_SCIM_PROFILE } from '../../../../lib/hr/scim/profile';
import type { ScimProfile } from '../../../../lib/hr/scim/profile';
import { readSchemas } from '../../../../lib/hr/scim/schemas';
import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import type { ScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import { createHttpClient } from '../../../../lib/http/client';
import type { HttpClient } from '../../../../lib/http/client';
import type { AttributeValues } from '../../../../lib/sync/model';
import { startServer } from '../../../support/server';
import type { SandboxServer } from '../../../support/server';
import { call } from '../../../support/world';

const PEAKON_USER = 'urn:ietf:params:scim:schemas:extension:peakon:2.0:User';

let folder: string;
let plain: SandboxServer;
let peakon: SandboxServer;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'scim-servers-'));
	const start = async (system: string): Promise<SandboxServer> => {
		const args = ['--port', '0', '--system', system, '--state', join(folder, `${system}.jsonl`)];
		return await startServer('sandbox/hr/main.ts', args);
	};
	[plain, peakon] = await Promise.all([start('scim'), start('peakon')]);
});
afterAll(async () => {
	await Promise.all([plain.stop(), peakon.stop()]);
	await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
	for (const server of [plain, peakon]) {
		await call(server, '/_sim/people', 'DELETE');
		await call(server, '/_sim/stats/reset', 'POST');
	}
});

const httpOf = ({ ready }: SandboxServer): HttpClient =>
	createHttpClient({
		asked: 'hr',
		baseUrl: ready.baseUrl!,
		authorize: async () => ({ Authorization: `Bearer ${ready.token}` }),
	});
const open = (server: SandboxServer, settings: Partial<ScimProfile>): ScimDirectory =>
	createScimDirectory({ http: httpOf(server), pageSize: 50, profile: { ...DEFAULT_SCIM_PROFILE, ...settings } });
const person = (name: string): AttributeValues => ({
	userName: `${name}@example.com`,
	'name.givenName': name,
	'name.familyName': 'Example',
	'emails[type eq "work"].value': `${name}@example.com`,
});

describe('a plain server', () => {
	it('takes creations and updates together', async () => {
		const directory = open(plain, { bulk: 'auto' });
		const names = Array.from({ length: 20 }, (_, i) => `p${i}`);
		const created = await Promise.all(names.map(async (name) => await directory.create(person(name))));
		const managerOf = (i: number): string => created[(i + 1) % created.length]!.hrId;
		await Promise.all(
			created.map(async (one, i) => {
				await directory.update(one, [{ attribute: 'title', from: null, to: `T${i}` }], managerOf(i));
			}),
		);
		const employees = await directory.list();
		expect(employees).toHaveLength(20);
		for (const [i, { hrId }] of created.entries()) {
			const employee = employees.find((one) => one.hrId === hrId)!;
			expect(directory.read(employee, 'name.givenName')).toBe(names[i]);
			expect(directory.read(employee, 'title')).toBe(`T${i}`);
			expect(directory.readManager(employee)).toBe(managerOf(i));
		}
		expect(await call(plain, '/_sim/stats')).toMatchObject({ hrWrites: 2 });
	});

	it.each(['patch', 'put'] as const)('takes changes and clearings (%s)', async (update) => {
		const directory = open(plain, { update });
		const boss = await directory.create(person('boss'));
		const ann = await directory.create(
			{ ...person('ann'), title: 'Old', [`${ENTERPRISE_USER}:department`]: 'Sales', nickName: 'A' },
			boss.hrId,
		);
		await directory.update(
			ann,
			[
				{ attribute: 'title', from: 'Old', to: null },
				{ attribute: `${ENTERPRISE_USER}:department`, from: 'Sales', to: 'HR' },
				{ attribute: 'emails[type eq "work"].value', from: 'ann@example.com', to: 'a@example.com' },
			],
			null,
		);
		const after = (await directory.list()).find(({ hrId }) => hrId === ann.hrId)!;
		expect(after.raw).toMatchObject({
			nickName: 'A',
			name: { givenName: 'ann', familyName: 'Example' },
			emails: [{ type: 'work', value: 'a@example.com' }],
			[ENTERPRISE_USER]: { department: 'HR' },
		});
		expect(after.raw).not.toHaveProperty('title');
		expect(directory.readManager(after)).toBeUndefined();
	});
});

describe('a server with an extension whose names hold blanks', () => {
	it.each(['patch', 'put', 'putPartial'] as const)('keeps what is not written (%s)', async (update) => {
		const directory = open(peakon, {
			update,
			manager: 'email',
			managerPath: `${PEAKON_USER}:Line Manager`,
			keys: { department: 'Department', manager: 'Manager' },
		});
		const boss = await directory.create(person('boss'));
		const ann = await directory.create({
			...person('ann'),
			[`${PEAKON_USER}:Job Title`]: 'Clerk',
			[`${PEAKON_USER}:Business Unit`]: 'Sales',
			[`${PEAKON_USER}:Location`]: 'Oslo',
		});
		await directory.update(
			ann,
			[
				{ attribute: `${PEAKON_USER}:Job Title`, from: 'Clerk', to: 'Head' },
				{ attribute: `${PEAKON_USER}:Location`, from: 'Oslo', to: null },
			],
			boss.hrId,
		);
		const after = (await directory.list()).find(({ hrId }) => hrId === ann.hrId)!;
		expect(directory.read(after, `${PEAKON_USER}:Job Title`)).toBe('Head');
		expect(directory.read(after, `${PEAKON_USER}:Business Unit`)).toBe('Sales');
		expect(directory.read(after, `${PEAKON_USER}:Location`) ?? null).toBeNull();
		expect(directory.readManager(after)).toBe(boss.hrId);
		await directory.update(after, [], null);
		const cleared = (await directory.list()).find(({ hrId }) => hrId === ann.hrId)!;
		expect(directory.readManager(cleared)).toBeUndefined();
		expect(directory.read(cleared, `${PEAKON_USER}:Business Unit`)).toBe('Sales');
	});

	it('is found by what it can filter by, and else in the list', async () => {
		const directory = open(peakon, { filterBy: ['userName', 'externalId'], update: 'putPartial' });
		const ann = await directory.create({ ...person('ann'), [`${ENTERPRISE_USER}:employeeNumber`]: '42' });
		await directory.create(person('bob'));
		for (const [attribute, value] of [
			['userName', 'ann@example.com'],
			[`${ENTERPRISE_USER}:employeeNumber`, '42'],
		] as const) {
			const found = await directory.find(attribute, value);
			expect(found.map(({ hrId }) => hrId)).toEqual([ann.hrId]);
		}
	});
});

describe('the attributes of a live server', () => {
	it('are those of its users, core and enterprise', async () => {
		const attributes = await readSchemas(httpOf(plain));
		const paths = attributes.map(({ path }) => path);
		expect(paths).toEqual(
			expect.arrayContaining([
				'userName',
				'externalId',
				'name.givenName',
				'emails[type eq "work"].value',
				'phoneNumbers[type eq "mobile"].value',
				'addresses[type eq "work"].streetAddress',
				'profileUrl',
				'active',
				`${ENTERPRISE_USER}:employeeNumber`,
			]),
		);
		const unwanted = /^(password|groups|x509Certificates|id|meta|schemas)\b|:manager|\$ref/;
		expect(paths.filter((path) => unwanted.test(path))).toEqual([]);
		expect(new Set(paths).size).toBe(paths.length);
		expect(attributes.find(({ path }) => path === 'userName')).toMatchObject({ required: true, uniqueness: 'server' });
		expect(attributes.find(({ path }) => path === 'profileUrl')).toMatchObject({ type: 'url' });
		expect(attributes.find(({ path }) => path === 'active')).toMatchObject({ type: 'boolean' });
	});

	it('are also those of its own extension, under the names that it shows', async () => {
		const attributes = await readSchemas(httpOf(peakon));
		const own = attributes.filter(({ path }) => path.startsWith(PEAKON_USER));
		expect(own).toContainEqual(
			expect.objectContaining({ path: `${PEAKON_USER}:Job Title`, label: 'Job Title', type: 'string' }),
		);
		expect(own).toContainEqual(expect.objectContaining({ path: `${PEAKON_USER}:Start Date`, type: 'dateTime' }));
		expect(own).toContainEqual(expect.objectContaining({ path: `${PEAKON_USER}:Seniority`, type: 'integer' }));
	});

	it('can all be written and read back by their paths', async () => {
		const attributes = await readSchemas(httpOf(plain));
		const texts = attributes.filter(({ type, path }) => type === 'string' && path !== 'userName');
		const values = Object.fromEntries(texts.map(({ path }, i) => [path, `v${i}`]));
		const directory = open(plain, {});
		const created = await directory.create({ ...values, userName: 'all@example.com' });
		const [employee] = await directory.find('userName', 'all@example.com');
		expect(employee!.hrId).toBe(created.hrId);
		const read = texts.map(({ path }) => [path, directory.read(employee!, path)]);
		expect(Object.fromEntries(read)).toEqual(values);
	});
});
