import fc from 'fast-check';

import { CORE_USER, ENTERPRISE_USER, parsePath, readPath } from '../../../../lib/hr/scim/path';
import { DEFAULT_SCIM_PROFILE } from '../../../../lib/hr/scim/profile';
import type { ScimProfile } from '../../../../lib/hr/scim/profile';
import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import type { Change } from '../../../../lib/sync/model';
import { ScimStore } from '../../../support/scimStore';
import type { Json } from '../../../support/scimStore';

const CUSTOM = 'urn:ietf:params:scim:schemas:extension:peakon:2.0:User';

let store: ScimStore;
beforeAll(async () => {
	store = await ScimStore.open();
});
afterAll(async () => {
	await store.close();
});

/** Each way to write, and a server that takes what is written in that way. */
const WAYS: [string, Partial<ScimProfile>, ScimStore['plainWrite']][] = [
	['PATCH with operations', { update: 'patch', literalKeys: 'path' }, 'whole'],
	['PATCH with attributes', { update: 'patchPlain' }, 'shallow'],
	['PATCH with attributes, merged in depth', { update: 'patchPlain' }, 'deep'],
	['PUT of the whole person', { update: 'put' }, 'whole'],
	['PUT of the whole person, without nulls', { update: 'put', clearing: 'omit' }, 'whole'],
	['PUT of what changed', { update: 'putPartial' }, 'shallow'],
	['PUT of what changed, merged in depth', { update: 'putPartial' }, 'deep'],
];

const PATHS = [
	'externalId',
	'title',
	'displayName',
	'active',
	'name.givenName',
	'name.familyName',
	'emails[type eq "work"].value',
	'emails[type eq "home"].value',
	'phoneNumbers[type eq "mobile"].value',
	'addresses[type eq "work"].locality',
	'addresses[type eq "work"].country',
	`${ENTERPRISE_USER}:department`,
	`${ENTERPRISE_USER}:costCenter`,
	`${CUSTOM}:Job Title`,
	`${CUSTOM}:Level`,
];

const word = fc.stringMatching(/^[a-zA-Zäøł人 '-]{0,8}[a-z]$/);
const few = (values: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Json> =>
	fc.record(values, { requiredKeys: [] });
const typed = (rest: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Json[]> =>
	fc
		.array(fc.record({ type: fc.constantFrom('work', 'home', 'mobile', 'other'), ...rest }), { maxLength: 4 })
		.map((elements) => elements.map((element, i) => (i === 0 ? { ...element, primary: true } : element)));

const person = few({
	externalId: word,
	title: word,
	displayName: word,
	nickName: word,
	active: fc.boolean(),
	name: few({ givenName: word, familyName: word, middleName: word }),
	emails: typed({ value: word.map((text) => `${text}@example.com`), display: word }),
	phoneNumbers: typed({ value: word }),
	addresses: typed({ locality: word, country: word, postalCode: word }),
	groups: fc.constant([{ value: 'g1' }]),
	[ENTERPRISE_USER]: few({
		department: word,
		costCenter: word,
		organization: word,
		manager: fc.constant({ value: 'boss' }),
	}),
	[CUSTOM]: few({ 'Job Title': word, Level: word, 'Hired: by': word }),
}).map((attributes): Json => ({ userName: 'ann@example.com', schemas: [CORE_USER], ...attributes }));

const changes = fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 6 }).chain((paths) =>
	fc.tuple(
		...paths.map((attribute) =>
			(attribute === 'active' ? fc.boolean() : fc.oneof(word, fc.constant(null))).map((to): Change => ({
				attribute,
				from: null,
				to,
			})),
		),
	),
);

/** What a person says, with all that means "nothing there" taken out, in an order of its own. */
function said(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(said).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value)
		.map(([name, one]) => [name, said(one)] as const)
		.filter(([, one]) => one !== null && JSON.stringify(one) !== '[]' && JSON.stringify(one) !== '{}');
	return Object.fromEntries(entries.sort());
}

/** A person without what the changes are about: of multi-valued attributes that part, or the elements that it clears. */
function untouched(resource: Json, written: Change[]): unknown {
	const rest = structuredClone(resource);
	delete rest.schemas;
	for (const { attribute, to } of written) {
		const { urn, attribute: name, filter, subAttribute } = parsePath(attribute);
		const owner = (urn === undefined ? rest : rest[urn]) as Json | undefined;
		if (!owner) continue;
		if (filter) {
			const elements = (owner[name] ?? []) as Json[];
			owner[name] = elements.flatMap((element) => {
				if (element.type !== filter.value) return [element];
				const { [subAttribute ?? 'value']: _, ...others } = element;
				const cleared = subAttribute === 'value' && to === null;
				return cleared || Object.keys(others).every((part) => ['type', 'primary'].includes(part)) ? [] : [others];
			});
		} else if (subAttribute) delete (owner[name] as Json | undefined)?.[subAttribute];
		else Reflect.deleteProperty(owner, name);
	}
	return said(rest);
}

describe.each(WAYS)('%s', (_, settings, plainWrite) => {
	const profile = { ...DEFAULT_SCIM_PROFILE, ...settings };

	it('brings the wanted values about and leaves the rest alone', async () => {
		await fc.assert(
			fc.asyncProperty(person, changes, async (before, written) => {
				store.reset();
				store.plainWrite = plainWrite;
				const { id } = store.put(before);
				const directory = createScimDirectory({ http: store.http(), pageSize: 10, profile });
				const [employee] = await directory.list();
				await directory.update(employee!, written);
				const after = store.people.get(String(id))!;
				const [read] = await directory.list();
				for (const { attribute, to } of written) {
					expect(directory.read(read!, attribute) ?? null).toBe(to);
					const { attribute: name, filter, subAttribute } = parsePath(attribute);
					if (!filter || subAttribute !== 'value' || to !== null) continue;
					expect(((after[name] ?? []) as Json[]).map(({ type }) => type)).not.toContain(filter.value);
				}
				expect(untouched(after, written)).toEqual(untouched({ ...before, id }, written));
				for (const { urn } of written.filter(({ to }) => to !== null).map(({ attribute }) => parsePath(attribute))) {
					if (urn !== undefined && profile.update.startsWith('put')) expect(after.schemas).toContain(urn);
				}
			}),
			{ numRuns: 60 },
		);
	});

	it('starts a second write from what the first one left', async () => {
		store.reset();
		store.plainWrite = plainWrite;
		store.put({ userName: 'ann', title: 'Old', name: { givenName: 'Ann' } });
		const directory = createScimDirectory({ http: store.http(), pageSize: 10, profile });
		const [ann] = await directory.list();
		await directory.update(ann!, [
			{ attribute: 'title', from: 'Old', to: 'New' },
			{ attribute: 'emails[type eq "work"].value', from: null, to: 'a@x' },
		]);
		await directory.update(ann!, [{ attribute: 'emails[type eq "work"].value', from: null, to: 'b@x' }], 'boss');
		const [after] = store.people.values();
		expect(after).toMatchObject({
			title: 'New',
			name: { givenName: 'Ann' },
			emails: [{ type: 'work', value: 'b@x' }],
			[ENTERPRISE_USER]: { manager: { value: 'boss' } },
		});
		expect(store.log.filter((line) => !line.startsWith('GET /Users/'))).toHaveLength(3);
	});
});

describe('somebody who was changed in the HR system since the list was read', () => {
	const before = {
		userName: 'ann@example.com',
		name: { givenName: 'Ann', familyName: 'Hall' },
		emails: [
			{ type: 'work', value: 'a@example.com' },
			{ type: 'work', value: 'a2@example.com' },
		],
		[CUSTOM]: { Level: '1' },
	};
	const since = {
		nickName: 'Annie',
		name: { givenName: 'Ann', familyName: 'Hall', middleName: 'B.' },
		emails: [...before.emails, { type: 'home', value: 'home@example.com' }],
		[CUSTOM]: { Level: '1', Salary: '5' },
	};
	const written: Change[] = [
		{ attribute: 'name.familyName', from: 'Hall', to: 'Berg' },
		{ attribute: `${CUSTOM}:Level`, from: '1', to: '2' },
		// The two addresses can't be told by a filter, so that all are written.
		{ attribute: 'emails[type eq "work"].value', from: 'a@example.com', to: 'b@example.com' },
		{ attribute: 'emails[type eq "work"].display', from: null, to: 'B' },
	];

	it.each(WAYS)('keeps that: %s', async (_, settings, plainWrite) => {
		store.reset();
		store.plainWrite = plainWrite;
		const { id } = store.put(before);
		const profile = { ...DEFAULT_SCIM_PROFILE, ...settings };
		const directory = createScimDirectory({ http: store.http(), pageSize: 10, profile });
		const [employee] = await directory.list();
		store.put({ ...before, ...since, id });
		await directory.update(employee!, written);
		expect(store.people.get(String(id))).toMatchObject({
			nickName: 'Annie',
			name: { givenName: 'Ann', familyName: 'Berg', middleName: 'B.' },
			emails: [
				{ type: 'work', value: 'b@example.com', display: 'B' },
				{ type: 'work', value: 'a2@example.com' },
				{ type: 'home', value: 'home@example.com' },
			],
			[CUSTOM]: { Level: '2', Salary: '5' },
		});
		expect(store.log).toHaveLength(3);
	});

	it.each(WAYS)('costs no request more where nothing else is sent: %s', async (_, settings, plainWrite) => {
		store.reset();
		store.plainWrite = plainWrite;
		store.put({ userName: 'ann@example.com', title: 'Lead' });
		const profile = { ...DEFAULT_SCIM_PROFILE, ...settings };
		const directory = createScimDirectory({ http: store.http(), pageSize: 10, profile });
		const [employee] = await directory.list();
		await directory.update(employee!, [{ attribute: 'title', from: 'Lead', to: 'CEO' }]);
		expect(store.log).toHaveLength(settings.update === 'put' ? 3 : 2);
	});
});

describe('bodies', () => {
	const resource = {
		schemas: [CORE_USER],
		userName: 'ann',
		title: 'Old',
		name: { givenName: 'Ann', familyName: 'Lee' },
		meta: { resourceType: 'User' },
		groups: [{ value: 'g' }],
		[ENTERPRISE_USER]: {
			department: 'Sales',
			division: null,
			manager: { value: 'boss', $ref: 'http://x/Users/boss', displayName: 'Boss' },
		},
	};
	const write = async (
		settings: Partial<ScimProfile>,
		written: Change[],
		manager?: string | null,
	): Promise<unknown> => {
		store.reset();
		const { id } = store.put(resource);
		const profile = { ...DEFAULT_SCIM_PROFILE, ...settings };
		const directory = createScimDirectory({ http: store.http(), pageSize: 10, profile });
		const [employee] = await directory.list();
		await directory.update(employee!, written, manager);
		const { body, headers } = store.requests.at(-1)!;
		expect(headers['content-type']).toBe(profile.mediaType);
		expect(id).toBeDefined();
		return body;
	};
	const department = { attribute: `${ENTERPRISE_USER}:department`, from: 'Sales', to: 'HR' };
	const familyName = { attribute: 'name.familyName', from: 'Lee', to: null };

	it('of a whole person leave out what only the server sets', async () => {
		expect(await write({ update: 'put' }, [department, familyName])).toEqual({
			schemas: [CORE_USER, ENTERPRISE_USER],
			id: expect.any(String),
			userName: 'ann',
			title: 'Old',
			name: { givenName: 'Ann', familyName: null },
			[ENTERPRISE_USER]: { department: 'HR', division: null, manager: { value: 'boss' } },
		});
		expect(await write({ update: 'put', clearing: 'omit' }, [department, familyName])).toEqual({
			schemas: [CORE_USER, ENTERPRISE_USER],
			id: expect.any(String),
			userName: 'ann',
			title: 'Old',
			name: { givenName: 'Ann' },
			[ENTERPRISE_USER]: { department: 'HR', manager: { value: 'boss' } },
		});
	});

	it('of a part hold the changed attributes, whole', async () => {
		expect(await write({ update: 'putPartial' }, [department, familyName])).toEqual({
			schemas: [CORE_USER, ENTERPRISE_USER],
			name: { givenName: 'Ann', familyName: null },
			[ENTERPRISE_USER]: { department: 'HR', division: null, manager: { value: 'boss' } },
		});
		const settings = { update: 'patchPlain', mediaType: 'application/json' } as const;
		expect(await write(settings, [department, familyName])).toEqual({
			name: { givenName: 'Ann', familyName: null },
			[ENTERPRISE_USER]: { department: 'HR', division: null, manager: { value: 'boss' } },
		});
	});

	it('use the casing of the vendor', async () => {
		const keys = { department: 'Department', manager: 'Manager' };
		const body = await write({ update: 'putPartial', manager: 'id', keys }, [department], 'ceo');
		expect(body).toEqual({
			schemas: [CORE_USER, ENTERPRISE_USER],
			[ENTERPRISE_USER]: { Department: 'HR', division: null, Manager: 'ceo' },
		});
		const whole = await write({ update: 'put', keys }, [department]);
		expect(readPath(whole, parsePath(department.attribute))).toBe('HR');
		expect(Object.keys((whole as Json)[ENTERPRISE_USER] as Json).sort()).toEqual(['Department', 'division', 'manager']);
	});
});
