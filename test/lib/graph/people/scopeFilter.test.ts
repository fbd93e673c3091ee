import fc from 'fast-check';

import { readPeople } from '../../../../lib/graph/people/people';
import type { People, PeopleRequest } from '../../../../lib/graph/people/request';
import { clause, scopeFilter } from '../../../../lib/graph/people/scopeFilter';
import type { Scope } from '../../../../lib/graph/people/scopeFilter';
import { Oracle } from '../../../support/entraOracle';
import type { OraclePerson } from '../../../support/entraOracle';
import { GraphSimulator } from '../../../support/graph';

const FRONTLINE = '66b55226-6b4f-492c-910c-a3b7a3c9d993';
const EVERYBODY: Scope = { guests: 'include', disabledAccounts: 'include', licenses: 'all' };

let entra: GraphSimulator;
let oracle: Oracle;
beforeAll(async () => {
	entra = await GraphSimulator.open(250);
	oracle = await Oracle.of(entra);
});
afterAll(async () => await entra.dispose());
beforeEach(async () => await entra.reset());

async function read(scope: Partial<Scope>, more: Partial<PeopleRequest> = {}): Promise<People> {
	const group = { id: entra.groupId, displayName: entra.groupName };
	return await readPeople(entra.open(), {
		source: { kind: 'group', group },
		nested: true,
		properties: [],
		scope: scopeFilter({ ...EVERYBODY, ...scope }),
		...more,
	});
}

const members = (wanted: (person: OraclePerson) => boolean): string[] =>
	oracle.people
		.filter((person) => person.inGroup && wanted(person))
		.map(({ id }) => id)
		.sort();
const idsOf = ({ users }: People): string[] => users.map(({ id }) => id).sort();

const isGuest = ({ userType }: OraclePerson) => userType === 'Guest';
const hasLicense = ({ assignedLicenses }: OraclePerson) => assignedLicenses.length > 0;
const isFrontline = ({ assignedLicenses }: OraclePerson) => assignedLicenses.some(({ skuId }) => skuId === FRONTLINE);

const SCOPES: [string, Partial<Scope>, (person: OraclePerson) => boolean][] = [
	['no guests', { guests: 'exclude' }, (person) => !isGuest(person)],
	['only guests', { guests: 'only' }, isGuest],
	['no disabled accounts', { disabledAccounts: 'exclude' }, ({ accountEnabled }) => accountEnabled],
	['any license', { licenses: 'licensed' }, hasLicense],
	['one license', { licenses: [FRONTLINE.toUpperCase()] }, isFrontline],
	[
		'all of these together',
		{ guests: 'exclude', disabledAccounts: 'exclude', licenses: ['6fd2c87f-b296-42f0-b197-1e91e994b900', FRONTLINE] },
		(person) => !isGuest(person) && person.accountEnabled && hasLicense(person),
	],
];

describe.each(SCOPES)('%s', (_, scope, wanted) => {
	it('gives just those, whom Graph has filtered, and counts the others', async () => {
		const expected = members(wanted);
		expect(expected.length).toBeGreaterThan(0);
		expect(expected.length).toBeLessThan(250);
		await entra.settings({ pageSize: 50 });
		const people = await read(scope);
		expect(idsOf(people)).toEqual(expected);
		expect(people).toMatchObject({ read: 250, otherMembers: 3, partial: false });
		expect((await entra.stats()).graphRequests).toBe(1 + Math.ceil(expected.length / 50));
	});

	it.each([
		['does not take the filter', { path: 'filter=', fault: { kind: 'status', status: 400 } }],
		['does not count', { path: 'batch', fault: { kind: 'status', status: 403 } }],
		['counts otherwise', { path: 'top=1&.*filter', in: 'batch', fault: { kind: 'wrongCount', by: 1 } }],
	])('gives the same where Graph %s', async (__, fault) => {
		await entra.fault({ times: 'always', ...fault });
		const people = await read(scope);
		expect(idsOf(people)).toEqual(members(wanted));
		expect(people.read).toBe(250);
	});

	it('gives the same out of several groups', async () => {
		const groups = ['All Employees', 'Sales'].map((name) => ({ id: oracle.group(name).id, displayName: name }));
		const people = await read(scope, { source: { kind: 'groups', groups } });
		expect(idsOf(people)).toEqual(members(wanted));
		expect(people.read).toBe(250);
	});

	it('gives at most so many of them, for trying out', async () => {
		const people = await read(scope, { limit: 2 });
		expect(people.users).toHaveLength(2);
		expect(idsOf(people).every((id) => members(wanted).includes(id))).toBe(true);
	});
});

it('gives everybody in scope and nobody else, once, whatever the scope and the source', async () => {
	const groups = ['Engineering', 'Sales', 'All Employees'].map((name) => oracle.group(name));
	const rules = {
		guests: { include: () => true, exclude: (person: OraclePerson) => !isGuest(person), only: isGuest },
		disabledAccounts: { include: () => true, exclude: ({ accountEnabled }: OraclePerson) => accountEnabled },
		licenses: { all: () => true, licensed: hasLicense, [FRONTLINE]: isFrontline },
	};
	const anyScope = fc.record({
		guests: fc.constantFrom('include', 'exclude', 'only'),
		disabledAccounts: fc.constantFrom('include', 'exclude'),
		licenses: fc.constantFrom('all', 'licensed', FRONTLINE),
	});
	const anyGroups = fc.subarray(groups, { minLength: 1 });
	await fc.assert(
		fc.asyncProperty(anyScope, anyGroups, async ({ guests, disabledAccounts, licenses }, some) => {
			const scope = { guests, disabledAccounts, licenses: licenses === FRONTLINE ? [FRONTLINE] : licenses } as Scope;
			const source = some[1] ? { kind: 'groups' as const, groups: some } : { kind: 'group' as const, group: some[0]! };
			const people = await read(scope, { source });
			const all = new Set(some.flatMap(({ nested }) => nested));
			const wanted = oracle.people.filter(
				(person) =>
					all.has(person.id) &&
					rules.guests[guests as 'only'](person) &&
					rules.disabledAccounts[disabledAccounts as 'exclude'](person) &&
					rules.licenses[licenses as 'licensed'](person),
			);
			expect(idsOf(people)).toEqual(wanted.map(({ id }) => id).sort());
			expect(people.read).toBe(all.size);
		}),
		{ numRuns: 25 },
	);
});

it('does not leave anybody out whose user type is not set', async () => {
	const [id = ''] = members((person) => !isGuest(person));
	await entra.control('POST', `people/${id}`, { userType: null });
	expect(idsOf(await read({ guests: 'exclude' }))).toContain(id);
	await entra.control('POST', `people/${id}`, { userType: 'Member' });
});

it('reads what the scope needs, and gives what was selected', async () => {
	const [user] = (await read({ guests: 'exclude', licenses: 'licensed' }, { properties: ['jobTitle'] })).users;
	expect(Object.keys(user ?? {}).sort()).toEqual(
		['accountEnabled', 'displayName', 'id', 'jobTitle', 'userPrincipalName'].sort(),
	);
	const [kept] = (await read({ guests: 'exclude' }, { properties: ['userType'] })).users;
	expect(kept).toHaveProperty('userType', 'Member');
});

it('looks at everybody whom Graph gives, so that its filter may be wider than the scope', async () => {
	const scope = scopeFilter({
		...EVERYBODY,
		conditions: {
			properties: ['department'],
			odata: [clause("department eq 'Sales'")],
			meets: ({ department, displayName }) => department === 'Sales' && String(displayName) < 'M',
		},
	});
	const expected = members(({ department, displayName }) => department === 'Sales' && displayName < 'M');
	expect(idsOf(await read({}, { scope }))).toEqual(expected);
});

it('takes no data for want of a permission for nobody in scope', async () => {
	await entra.settings({ permissions: ['GroupMember.Read.All'] });
	await expect(read({ guests: 'only' })).rejects.toThrow('gave only the IDs');
	await expect(read({ guests: 'only' }, { limit: 5 })).rejects.toThrow('gave only the IDs');
});

it('is never without the property that it asks for', () => {
	const keeps = scopeFilter({ ...EVERYBODY, guests: 'exclude' })?.keeps;
	expect(() => keeps?.({ id: 'a' })).toThrow('did not give the property "userType"');
	const licensed = scopeFilter({ ...EVERYBODY, licenses: 'licensed' })?.keeps;
	expect(() => licensed?.({ id: 'a', assignedLicenses: null })).toThrow('"assignedLicenses"');
});

it('is not made of licenses that are none', () => {
	expect(() => scopeFilter({ ...EVERYBODY, licenses: ['E5'] })).toThrow('"E5" is not the SKU ID of a license');
	expect(() => scopeFilter({ ...EVERYBODY, licenses: [] })).toThrow('No license is given');
	expect(scopeFilter(EVERYBODY)).toBeUndefined();
});
