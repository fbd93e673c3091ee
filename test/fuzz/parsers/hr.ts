import fc from 'fast-check';

import type { Directory } from '../../../lib/hr/directory';
import { listRecords } from '../../../lib/hr/rest/list';
import { parseRestProfile } from '../../../lib/hr/rest/profile/parseProfile';
import { parseTeams } from '../../../lib/hr/rest/profile/parseTeams';
import type { RestPaging, RestProfile } from '../../../lib/hr/rest/profile/profile';
import { createRestDirectory } from '../../../lib/hr/rest/restDirectory';
import { canonicalPath, formatPath, parsePath, readPath } from '../../../lib/hr/scim/path';
import { DEFAULT_SCIM_PROFILE, parseScimProfile } from '../../../lib/hr/scim/profile';
import { assign } from '../../../lib/hr/scim/resource';
import { readSchemas } from '../../../lib/hr/scim/schemas';
import { createScimDirectory } from '../../../lib/hr/scim/scimDirectory';
import { createScimTeams } from '../../../lib/hr/scim/scimTeams';
import { readServiceProvider } from '../../../lib/hr/scim/serviceProvider';
import { SYSTEMS } from '../../../lib/hr/systems';
import { HttpError } from '../../../lib/http/client';
import type { Employee } from '../../../lib/sync/model';
import { httpThat } from '../fakes';
import { mutated } from '../mutate';
import { parser } from '../parser';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ATTRIBUTES = [
	'userName',
	'externalId',
	'active',
	'displayName',
	'name.givenName',
	'emails[type eq "work"].value',
	`${ENTERPRISE}:department`,
	'urn:x:2.0:User:Job Title',
];

const person = (id: number): Record<string, unknown> => ({
	schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE],
	id: `p${id}`,
	externalId: `e${id}`,
	userName: `p${id}@example.com`,
	active: true,
	displayName: `Person ${id}`,
	name: { givenName: 'Ann', familyName: 'Lee' },
	emails: [
		{ type: 'work', value: `p${id}@example.com`, primary: true },
		{ type: 'home', value: 'h@example.com' },
	],
	[ENTERPRISE]: { department: 'Sales', manager: { value: 'p1', displayName: 'Boss' } },
	'urn:x:2.0:User': { 'Job Title': 'Lead' },
	meta: { version: 'W/"1"', location: `https://hr.example/scim/v2/Users/p${id}`, created: '2024-01-01T00:00:00Z' },
});

const list = (resources: unknown[]): unknown => ({
	schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
	totalResults: resources.length,
	itemsPerPage: resources.length,
	startIndex: 1,
	Resources: resources,
});

/** Every question that the nodes ask of an employee. Each gives a value or refuses. */
function askAll(directory: Directory, employee: Employee, attributes: readonly string[]): void {
	expect(typeof directory.describe(employee)).toBe('string');
	expect(['string', 'undefined']).toContain(typeof directory.readManager(employee));
	for (const attribute of attributes) {
		const value = directory.read(employee, attribute);
		directory.same?.(attribute, value, 'wanted');
	}
}

/** What every write is answered with. */
const conflict = () =>
	new HttpError(
		{ kind: 'answered', asked: 'hr', request: 'PUT x', status: 409 },
		{ kind: 'status', method: 'PUT', url: 'x', status: 409 },
	);

/** Writes one person, and lets one that is refused pass: what must not come is a fault of ours. */
const write = async (
	directory: Directory,
	employee: Employee,
	attributes: readonly string[],
	manager?: string,
): Promise<void> => {
	await directory.update(
		employee,
		attributes.map((attribute) => ({ attribute, from: null, to: attribute === 'active' ? true : 'x' })),
		manager,
	);
	await directory.deactivate(employee);
};

const scimProfile = fc.constantFrom(
	...(['patch', 'patchPlain', 'put', 'putPartial'] as const).flatMap((update) =>
		(['reference', 'email', 'id'] as const).map((manager) => ({ ...DEFAULT_SCIM_PROFILE, update, manager })),
	),
);

const schema = {
	id: 'urn:ietf:params:scim:schemas:core:2.0:User',
	name: 'User',
	attributes: [
		{
			name: 'userName',
			type: 'string',
			multiValued: false,
			required: true,
			mutability: 'readWrite',
			uniqueness: 'server',
			canonicalValues: ['a'],
		},
		{ name: 'name', type: 'complex', subAttributes: [{ name: 'givenName', type: 'string' }] },
		{
			name: 'emails',
			type: 'complex',
			multiValued: true,
			subAttributes: [
				{ name: 'value', type: 'string' },
				{ name: 'type', type: 'string', canonicalValues: ['work', 'home'] },
			],
		},
	],
};
const extension = { id: ENTERPRISE, attributes: [{ name: 'department', type: 'string' }] };
const userType = {
	id: 'User',
	name: 'User',
	endpoint: '/Users',
	schema: schema.id,
	schemaExtensions: [{ schema: ENTERPRISE, required: false }],
};

const scim = [
	parser({
		name: 'SCIM lists',
		input: mutated(fc.constant([list([person(1), person(2), person(3)])])),
		read: async (given) => {
			const body = (given as unknown[] | undefined)?.[0] as { totalResults?: unknown } | undefined;
			const directory = createScimDirectory({ http: httpThat(() => ({ body: structuredClone(body) })), pageSize: 3 });
			const employees = await directory.list();
			expect(new Set(employees.map(({ hrId }) => hrId)).size).toBe(employees.length);
			for (const employee of employees) askAll(directory, employee, ATTRIBUTES);
		},
	}),
	parser({
		name: 'SCIM users, found, read and written',
		input: fc.tuple(mutated(fc.constant(person(2))), scimProfile, fc.boolean()),
		read: async ([given, profile, refuses]) => {
			const http = httpThat(({ method, url }) => {
				if (method === 'GET')
					return { body: url.startsWith('Users?') ? list([structuredClone(given)]) : structuredClone(given) };
				return refuses
					? conflict()
					: { body: structuredClone(given), headers: { location: 'https://hr.example/Users/p2' } };
			});
			const directory = createScimDirectory({ http, pageSize: 10, profile });
			for (const found of await directory.find('userName', '"\\\ud800')) askAll(directory, found, ATTRIBUTES);
			const created = await directory.create({ userName: 'p2@example.com' }, 'p1');
			expect(created.hrId).not.toBe('');
			askAll(directory, created, ATTRIBUTES);
			await write(directory, created, ATTRIBUTES, 'p1');
		},
	}),
	parser({
		name: 'SCIM Bulk answers',
		input: mutated(
			fc.constant({
				schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
				Operations: [1, 2].map((id) => ({
					location: `https://hr.example/Users/p${id}`,
					method: 'POST',
					bulkId: `w${id}`,
					version: 'W/"1"',
					status: '201',
					response: person(id),
				})),
			}),
		),
		read: async (given) => {
			const http = httpThat(({ url }) => {
				if (url === 'ServiceProviderConfig')
					return { body: { bulk: { supported: true, maxOperations: 10, maxPayloadSize: 100_000 } } };
				return url === 'Bulk' ? { body: structuredClone(given) } : conflict();
			});
			const directory = createScimDirectory({ http, pageSize: 10, profile: { ...DEFAULT_SCIM_PROFILE, bulk: 'auto' } });
			const outcomes = await Promise.allSettled(
				[1, 2].map(async (id) => await directory.create({ userName: `p${id}@example.com` })),
			);
			for (const outcome of outcomes) {
				if (outcome.status === 'rejected') throw outcome.reason;
				expect(outcome.value.hrId).not.toBe('');
			}
		},
	}),
	parser({
		name: 'SCIM ServiceProviderConfig',
		input: mutated(
			fc.constant({
				patch: { supported: true },
				bulk: { supported: true, maxOperations: 50, maxPayloadSize: 1_048_576 },
				filter: { maxResults: 100 },
			}),
		),
		read: async (body) => {
			const { bulk: limits, maxResults = 1 } = await readServiceProvider(httpThat(() => ({ body })));
			expect(Number.isInteger(maxResults) && maxResults > 0).toBe(true);
			if (!limits) return;
			expect(Number.isInteger(limits.maxOperations) && limits.maxOperations > 1 && limits.maxOperations <= 100).toBe(
				true,
			);
			expect(limits.maxPayloadSize > 0 && limits.maxPayloadSize <= 1_000_000).toBe(true);
		},
	}),
	parser({
		name: 'SCIM Schemas and ResourceTypes',
		input: mutated(fc.constant([list([schema, extension]), list([userType])])),
		read: async (given) => {
			const [schemas, types] = Array.isArray(given) ? (given as unknown[]) : [];
			const live = await readSchemas(httpThat(({ url }) => ({ body: url === 'Schemas' ? schemas : types })));
			expect(live.length).toBeLessThanOrEqual(2_000);
			for (const { path } of live) expect(formatPath(parsePath(path))).toBe(path);
		},
	}),
	parser({
		name: 'SCIM groups',
		input: mutated(
			fc.constant(
				list(
					[1, 2].map((id) => ({
						id: `g${id}`,
						displayName: `Team ${id}`,
						externalId: `x${id}`,
						members: [{ value: 'p1', type: 'User' }, { value: 'p2' }],
					})),
				),
			),
		),
		read: async (body) => {
			const teams = createScimTeams({
				http: httpThat(({ method }) => ({ body: method === 'GET' ? structuredClone(body) : {} })),
				pageSize: 10,
			});
			const all = await teams.list();
			for (const team of all) {
				expect(typeof team.name).toBe('string');
				for (const member of await teams.members(team)) expect(typeof member).toBe('string');
				await teams.addMembers({ ...team, members: [] }, ['p1', '"\\\ud800']);
			}
		},
	}),
	parser({
		name: 'SCIM paths',
		input: fc.tuple(
			mutated(
				fc.constantFrom(
					...ATTRIBUTES,
					'emails[type eq "a\\"]b"].value',
					'urn:a:2.0:User:__proto__',
					'name.constructor',
				),
			),
			mutated(fc.constant(person(1))),
			fc.constantFrom<unknown>(null, 'x', true, ''),
		),
		read: ([text, resource, value]) => {
			if (typeof text !== 'string') return;
			const path = parsePath(text);
			expect(canonicalPath(canonicalPath(text))).toBe(canonicalPath(text));
			expect(readPath(resource, parsePath(formatPath(path)))).toEqual(readPath(resource, path));
			const written = assign(resource, [{ path, value }]);
			if (value === 'x') expect(readPath(written, path)).toEqual('x');
			expect(({} as Record<string, unknown>).x).toBeUndefined();
		},
	}),
	parser({
		name: 'SCIM settings',
		input: mutated(
			fc.constant({ ...DEFAULT_SCIM_PROFILE, filterBy: ['userName'], keys: { department: 'Department' } }),
		),
		read: (given) => parseScimProfile(given),
	}),
];

const PAGINGS: RestPaging[] = [
	{ style: 'none' },
	{ style: 'page', first: 1, size: 3, totalPages: 'pages' },
	{ style: 'offset', size: 3 },
	{ style: 'cursor', next: 'next', size: 3 },
	{ style: 'nextLink', next: 'next' },
	{ style: 'linkHeader' },
];
const PROFILES = SYSTEMS.flatMap((system) =>
	'rest' in system
		? [
				{
					...system.rest,
					list: { path: 'users', ...system.rest.list },
					create: { path: 'users', ...system.rest.create },
					update: { path: 'users/{id}', ...system.rest.update },
				},
			]
		: [],
);
const restProfile: RestProfile = {
	id: 'id',
	list: { method: 'GET', path: 'users', items: 'data', paging: { style: 'none' } },
	find: { method: 'GET', path: 'users', query: { '{attribute}': '{value}' }, items: 'data' },
	create: { method: 'POST', path: 'users', item: 'data.0' },
	update: { method: 'PATCH', path: 'users/{id}', sends: 'changed' },
	status: { field: 'status', active: 'active', inactive: ['left', null] },
	externalId: 'external_id',
	manager: { field: 'manager', style: 'email' },
	dates: { fields: ['start'], format: 'dd/MM/yyyy' },
	lists: { fields: ['tags'], separator: ';', as: 'array' },
	aliases: { userName: 'email', displayName: 'name' },
};
const record = (id: number): Record<string, unknown> => ({
	id,
	email: `p${id}@example.com`,
	name: `P ${id}`,
	status: 'active',
	external_id: `e${id}`,
	manager: 'p1@example.com',
	start: '31/12/2024',
	tags: ['a', 'b'],
	custom: { 'Job Title': 'Lead' },
});

const rest = [
	parser({
		name: 'REST lists',
		input: fc.tuple(
			mutated(
				fc.constant([
					{ data: [record(1), record(2), record(3)], total: 4, pages: 2, next: 'users?c=2' },
					{ data: [record(4)], total: 4, pages: 2 },
				]),
			),
			fc.constantFrom(...PAGINGS),
			fc.boolean(),
		),
		read: async ([given, paging, total]) => {
			const pages = Array.isArray(given) ? (given as unknown[]) : [given];
			const http = httpThat(({ url }) => ({
				body: structuredClone(pages[/c=|page=2|offset=3|\/2/.test(url) ? 1 : 0]),
				headers: url.includes('c=2') ? { link: '' } : { link: '<users?c=2>; rel="next"' },
			}));
			const query: Record<string, string> = { page: { page: '{page}' }.page };
			const list = {
				method: 'GET' as const,
				path: 'users',
				items: 'data',
				paging,
				query: paging.style === 'page' ? query : paging.style === 'offset' ? { offset: '{offset}' } : { c: '{cursor}' },
				...(total && { total: 'total' }),
			};
			const people = await listRecords({ http, profile: { id: 'id', list } });
			for (const [id, held] of people) expect(String(held.id)).toBe(id);
		},
	}),
	parser({
		name: 'REST records, found, read and written',
		input: fc.tuple(mutated(fc.constant([record(1), record(2)])), fc.boolean()),
		read: async ([given, refuses]) => {
			const http = httpThat(({ method }) =>
				method !== 'GET' && refuses ? conflict() : { body: { data: structuredClone(given) } },
			);
			const directory = createRestDirectory({ http, profile: restProfile });
			const attributes = ['userName', 'displayName', 'externalId', 'active', 'start', 'tags', 'Job Title'];
			const employees = await directory.list();
			for (const employee of employees) askAll(directory, employee, attributes);
			for (const found of await directory.find('userName', "'\ud800")) askAll(directory, found, attributes);
			const created = await directory.create({ userName: 'p1@example.com', start: '2024-12-31', tags: 'a;b' });
			await write(directory, created, ['displayName', 'active', 'tags']);
		},
	}),
	parser({
		name: 'Descriptions of REST APIs',
		input: mutated(fc.constantFrom<unknown>(restProfile, ...PROFILES)),
		read: (given) => {
			const profile = parseRestProfile(given);
			expect(parseRestProfile(profile)).toEqual(profile);
		},
	}),
	parser({
		name: 'Descriptions of teams in REST APIs',
		input: mutated(
			fc.constantFrom<unknown>(
				...SYSTEMS.flatMap((system) =>
					'teams' in system && system.teams
						? [
								{
									...system.teams,
									list: { path: 'teams', ...system.teams.list },
									create: { path: 'teams', ...system.teams.create },
									update: { path: 'teams/{id}', ...system.teams.update },
									change: {
										add: { path: 'teams/{id}', method: 'POST', field: 'ids' },
										remove: { path: 'teams/{id}', method: 'DELETE', field: 'ids' },
									},
								},
							]
						: [],
				),
			),
		),
		read: (given) =>
			typeof given === 'object' && given !== null ? parseTeams(given as Record<string, unknown>) : undefined,
	}),
];

export const hr = [...scim, ...rest];
