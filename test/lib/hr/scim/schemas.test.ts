import fc from 'fast-check';

import { SyncError } from '../../../../lib/base/errors';
import { CORE_USER, ENTERPRISE_USER } from '../../../../lib/hr/scim/path';
import { readSchemas } from '../../../../lib/hr/scim/schemas';
import type { LiveAttribute } from '../../../../lib/hr/scim/schemas';
import { ScimStore } from '../../../support/scimStore';

const CUSTOM = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';

let store: ScimStore;
beforeAll(async () => {
	store = await ScimStore.open();
});
afterAll(async () => {
	await store.close();
});
beforeEach(() => store.reset());

async function read(schemas: unknown, types?: unknown): Promise<LiveAttribute[]> {
	store.answer = ({ path }) => {
		if (path === '/Schemas') return { status: 200, body: schemas };
		return types === undefined ? { status: 404 } : { status: 200, body: types };
	};
	return await readSchemas(store.http());
}
const user = (...attributes: unknown[]): unknown => ({ id: CORE_USER, attributes });
const userName = { name: 'userName', type: 'string', required: true, uniqueness: 'server' };
const pathsOf = (attributes: LiveAttribute[]): string[] => attributes.map(({ path }) => path);

describe('attributes', () => {
	it('are labelled in words, with all that the server says of them', async () => {
		const attributes = await read([
			user(
				{ ...userName, description: 'Unique', mutability: 'immutable' },
				{ name: 'userType', type: 'string', canonicalValues: ['Employee', 'Contractor'] },
				{
					name: 'name',
					type: 'complex',
					subAttributes: [
						{ name: 'givenName', type: 'string' },
						{ name: 'formatted', mutability: 'readOnly' },
					],
				},
				{ name: 'startDate', type: 'dateTime' },
				{ name: 'profileUrl', type: 'reference', referenceTypes: ['external'] },
				{ name: 'score', type: 'decimal' },
			),
		]);
		expect(attributes).toEqual([
			{
				path: 'externalId',
				label: 'External id',
				type: 'string',
				required: false,
				mutability: 'readWrite',
				multiValued: false,
				uniqueness: 'none',
			},
			{
				path: 'userName',
				label: 'User name',
				description: 'Unique',
				type: 'string',
				required: true,
				mutability: 'immutable',
				multiValued: false,
				uniqueness: 'server',
			},
			expect.objectContaining({ label: 'User type', canonicalValues: ['Employee', 'Contractor'] }),
			expect.objectContaining({ path: 'name.givenName', label: 'Given name' }),
			expect.objectContaining({ path: 'startDate', type: 'dateTime' }),
			expect.objectContaining({ path: 'profileUrl', type: 'url' }),
			expect.objectContaining({ path: 'score', type: 'number' }),
		]);
	});

	it('with several values are told apart by their type, work first', async () => {
		const many = (name: string, parts: unknown[]): unknown => ({
			name,
			type: 'complex',
			multiValued: true,
			required: name === 'emails',
			subAttributes: [...parts, { name: 'primary', type: 'boolean' }],
		});
		const attributes = await read([
			user(
				userName,
				many('emails', [
					{ name: 'value', type: 'string', required: true },
					{ name: 'type', type: 'string', canonicalValues: ['home', 'work'] },
				]),
				many('phoneNumbers', [{ name: 'value' }, { name: 'type' }]),
				many('addresses', [{ name: 'locality' }, { name: 'type' }]),
				many('roles', [{ name: 'value' }]),
				{ name: 'tags', type: 'string', multiValued: true },
			),
		]);
		expect(attributes.slice(2).map(({ path, label, type, required }) => [path, label, type, required])).toEqual([
			['emails[type eq "work"].value', 'Work email', 'email', true],
			['emails[type eq "home"].value', 'Home email', 'email', false],
			['phoneNumbers[type eq "work"].value', 'Work phone number', 'string', false],
			['phoneNumbers[type eq "mobile"].value', 'Mobile phone number', 'string', false],
			['phoneNumbers[type eq "home"].value', 'Home phone number', 'string', false],
			['addresses[type eq "work"].locality', 'Work address: locality', 'string', false],
			['addresses[type eq "home"].locality', 'Home address: locality', 'string', false],
		]);
	});

	it('that nobody can map are left out', async () => {
		const left = ['id', 'meta', 'password', 'groups', 'manager', 'x509Certificates', '__proto__', 'a b'];
		const attributes = await read([
			user(
				userName,
				...left.map((name) => ({ name, type: 'string' })),
				{ name: 'photo', type: 'binary' },
				{ name: 'age', type: 'integer', mutability: 'READONLY' },
				{ type: 'string' },
				'garbage',
				null,
			),
		]);
		expect(pathsOf(attributes)).toEqual(['externalId', 'userName']);
	});

	it('of extensions are those that the resource type names', async () => {
		const schemas = {
			totalResults: 4,
			RESOURCES: [
				{ ID: CORE_USER.toLowerCase(), Attributes: [{ Name: 'userName', Type: 'String', MultiValued: 'False' }] },
				{ id: ENTERPRISE_USER, attributes: [{ name: 'employeeNumber' }, { name: 'manager', type: 'complex' }] },
				{
					id: CUSTOM,
					attributes: [{ name: 'Salary: base', type: 'integer' }, { name: 'T.1 [x]' }, { name: 'constructor' }],
				},
				{ id: 'urn:ietf:params:scim:schemas:extension:other:2.0:User', attributes: [{ name: 'x' }] },
			],
		};
		const types = [
			{ name: 'Group', schema: 'urn:ietf:params:scim:schemas:core:2.0:Group' },
			{
				name: 'User',
				endpoint: '/Users',
				schema: CORE_USER,
				schemaExtensions: [{ schema: ENTERPRISE_USER }, { schema: CUSTOM }],
			},
		];
		const attributes = await read(schemas, { totalResults: 2, Resources: types });
		expect(attributes.map(({ path, label }) => [path, label])).toEqual([
			['externalId', 'External id'],
			['userName', 'User name'],
			[`${ENTERPRISE_USER}:employeeNumber`, 'Employee number'],
			[`${CUSTOM}:Salary: base`, 'Salary: base'],
			[`${CUSTOM}:T.1 [x]`, 'T.1 [x]'],
		]);
		const withoutTypes = await read(schemas);
		expect(pathsOf(withoutTypes)).toContain('urn:ietf:params:scim:schemas:extension:other:2.0:User:x');
	});

	it('are 2,000 at most', async () => {
		const many = Array.from({ length: 5000 }, (_, i) => ({ name: `a${i}` }));
		expect(await read([user(...many)])).toHaveLength(2000);
	});
});

describe('a server that describes nothing', () => {
	it.each([
		['a list of nothing', { totalResults: 0, Resources: [] }],
		['an object', {}],
		['nothing', ''],
		['other schemas', [{ id: 'urn:x', attributes: [{ name: 'x' }] }]],
		['a user without attributes', [user()]],
	])('by %s is named as such', async (_, schemas) => {
		await expect(read(schemas)).rejects.toThrow('does not say which attributes its users have');
	});

	it('by a web page, or not at all, too', async () => {
		await expect(read('<html>Sign in</html>')).rejects.toThrow('not JSON');
		store.answer = () => ({ status: 404 });
		await expect(readSchemas(store.http())).rejects.toThrow('does not say which attributes its users have');
		store.answer = () => ({ status: 401 });
		await expect(readSchemas(store.http())).rejects.toMatchObject({ status: 401 });
	});

	it('by anything else ends in our own error or in a list', async () => {
		await fc.assert(
			fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (schemas, attributes) => {
				for (const answer of [
					schemas,
					[{ id: CORE_USER, attributes }],
					[{ id: CORE_USER, attributes: [attributes] }],
				]) {
					try {
						expect(Array.isArray(await read(answer, schemas))).toBe(true);
					} catch (error) {
						expect(error).toBeInstanceOf(SyncError);
					}
				}
			}),
			{ numRuns: 50 },
		);
	});
});
