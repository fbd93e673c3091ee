import type { EngineRun } from '../support/engine';
import { ScimStore } from '../support/scimStore';
import { activeIn, departuresOf, employeeOf, guidOf, nextNight, remembered, runSync } from '../support/syncRun';
import type { Member, SyncRun } from '../support/syncRun';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => store.reset());

type Site = 'uk' | 'de';

/** One night of the workflow of one site. */
async function night(site: Site, members: (string | Member)[], more: Partial<SyncRun> = {}): Promise<EngineRun> {
	const upsert = { scopeMark: site, scopeMarkAttribute: 'userType', ...more.upsert };
	return await runSync(store, { ...more, members, upsert });
}

const ofSite = (name: string, site: string, more: Record<string, unknown> = {}): Record<string, unknown> =>
	employeeOf(name, { userType: site, ...more });

const stateOf = (name: string): unknown => {
	const { active, userType, externalId } = store.people.get(`hr-${name}`) ?? {};
	return { active, userType, externalId };
};

const linked = (name: string, userType: Site, active = true): unknown => ({
	active,
	userType,
	externalId: guidOf(name),
});

const actionsOf = (run: EngineRun): string[] =>
	run
		.items('Upsert Employee')
		.map(({ entra, action }) => `${(entra as { displayName: string }).displayName} ${action as string}`);

describe('two syncs into one HR system', () => {
	it('mark whom they create, update and find, and never take the people of the other for missing', async () => {
		store.put(employeeOf('ann'));
		store.put({ id: 'hr-bob', userName: 'Bob@example.com', active: true });
		expect(actionsOf(await night('uk', ['ann', 'bob', 'cem']))).toEqual(['ann updated', 'bob updated', 'cem created']);
		expect([...store.people.values()].map(({ userType }) => userType)).toEqual(['uk', 'uk', 'uk']);
		expect(departuresOf(await night('de', ['dan']))).toEqual([]);
		expect(departuresOf(await night('uk', ['ann', 'bob', 'cem']))).toEqual([]);
		expect(activeIn(store)).toEqual(['Bob', 'ann', 'cem', 'dan']);
	});

	it('write nothing in the next night, also where the HR system keeps the mark in other case', async () => {
		for (const name of ['ann', 'bob']) store.put(ofSite(name, 'uk'));
		store.put(ofSite('dan', 'DE'));
		await night('uk', ['ann', 'bob']);
		expect(store.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		expect(departuresOf(await night('de', ['eve']))).toEqual(['dan deactivated']);
	});

	it('leave a linked employee without any mark alone, and say so', async () => {
		store.put(employeeOf('old'));
		store.put({ id: 'hr-admin', userName: 'admin@example.com', active: true });
		const run = await night('uk', ['ann'], { deactivate: { scope: 'all' } });
		expect(departuresOf(run)).toEqual(['old skipped']);
		expect(activeIn(store)).toEqual(['admin', 'ann', 'old']);
	});

	it('do not delete inactive people of each other', async () => {
		for (const [name, site] of [
			['gone', 'uk'],
			['other', 'de'],
			['nobodys', ''],
		] as const) {
			store.put(ofSite(name, site, { active: false }));
		}
		const inactive = Object.fromEntries(
			['gone', 'other', 'nobodys'].map((name) => [`hr-${name}`, '2020-01-01T00:00:00Z']),
		);
		const staticData = remembered(
			store,
			{ execution: 'earlier', missing: {}, inactive },
			{ attribute: 'userType', value: 'uk' },
		);
		const run = await night('uk', ['ann'], { deactivate: { deleteInactive: true, deleteAfterDays: 30 }, staticData });
		expect(departuresOf(run)).toEqual(['gone deleted']);
		expect([...store.people.keys()]).toEqual(expect.arrayContaining(['hr-other', 'hr-nobodys']));
	});

	it('say nothing about each other while one of them has a person that fails', async () => {
		store.put(ofSite('bob', 'de'));
		const run = await night('uk', ['ann', { name: 'bob', problems: ['Work e-mail is empty and is required'] }]);
		expect(departuresOf(run)).toEqual([]);
		expect(stateOf('bob')).toEqual(linked('bob', 'de'));
	});
});

describe.each(['deactivate', 'unassign'])('somebody who moves from one group to the other, with %s', (departure) => {
	const deactivate = { departure };

	it.each<[string, Site[]]>([
		['the old sync runs first', ['uk', 'de']],
		['the new sync runs first', ['de', 'uk']],
	])('is with the new sync after two nights at most, when %s', async (_, order) => {
		for (const name of ['ann', 'mia']) store.put(ofSite(name, 'uk'));
		store.put(ofSite('dan', 'de'));
		const members = { uk: ['ann'], de: ['dan', 'mia'] };
		for (let nights = 0; nights < 2; nights++) {
			for (const site of order) expect((await night(site, members[site], { deactivate })).status).toBe('success');
		}
		expect(stateOf('mia')).toEqual(linked('mia', 'de'));
		expect(stateOf('ann')).toEqual(linked('ann', 'uk'));
		store.requests.length = 0;
		for (const site of order) await night(site, members[site], { deactivate });
		expect(store.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		expect(store.people.size).toBe(3);
	});

	it('stays with the old sync while in both groups, and comes to no harm when leaving either', async () => {
		store.put(ofSite('mia', 'uk'));
		const both = await night('de', ['dan', 'mia'], { deactivate });
		expect(actionsOf(both)).toEqual(['dan created', 'mia skipped']);
		expect(both.items('Upsert Employee')[1]!.reason).toContain('Belongs to the sync "uk" (userType)');
		await night('uk', ['ann', 'mia'], { deactivate });
		expect(departuresOf(await night('de', ['dan'], { deactivate }))).toEqual([]);
		expect(stateOf('mia')).toEqual(linked('mia', 'uk'));
	});
});

it('unassigning takes the link and the own mark away, and nothing else', async () => {
	store.put(ofSite('bob', 'uk', { title: 'Lead', displayName: 'Bob' }));
	expect(departuresOf(await night('uk', ['ann'], { deactivate: { departure: 'unassign' } }))).toEqual([
		'bob unassigned',
	]);
	expect(store.people.get('hr-bob')).toEqual({
		id: 'hr-bob',
		userName: 'bob@example.com',
		active: true,
		title: 'Lead',
		displayName: 'Bob',
	});
});

it('the grace period of one sync is not shortened by the other', async () => {
	store.put(ofSite('bob', 'uk'));
	const deactivate = { grace: 'runs', graceRuns: 2 };
	const ofUk = {};
	const ofDe = {};
	expect(departuresOf(await night('uk', ['ann'], { deactivate, staticData: ofUk }))).toEqual(['bob skipped']);
	expect(departuresOf(await night('de', ['dan'], { deactivate, staticData: ofDe }))).toEqual([]);
	expect(departuresOf(await night('uk', ['ann'], { deactivate, staticData: nextNight(ofUk) }))).toEqual([
		'bob deactivated',
	]);
});

it.each([
	['a mark without an attribute', { scopeMark: 'uk', scopeMarkAttribute: '' }, 'which attribute keeps the scope mark'],
	['an attribute without a mark', { scopeMark: ' ', scopeMarkAttribute: 'userType' }, 'but no mark'],
	['the user name', { scopeMark: 'uk', scopeMarkAttribute: 'userName' }, "can't keep the scope mark in userName"],
])('stops for %s', async (_, upsert, words) => {
	store.put(employeeOf('bob'));
	const run = await night('uk', ['ann'], { upsert });
	expect(run.error?.message).toContain(words);
	expect(activeIn(store)).toEqual(['bob']);
});

it('Deactivate Missing goes by the mark of the rows, and stops when it was taken away on the way', async () => {
	for (const name of ['ann', 'bob']) store.put(ofSite(name, 'uk'));
	store.put(ofSite('dan', 'de'));
	const strip = {
		type: 'n8n-nodes-base.code',
		name: 'Take the mark away',
		parameters: {
			jsCode:
				'return items.map(({ json }) => ({ json: { ...json, roster: { ...json.roster, batch: { ...json.roster.batch, mark: undefined } } } }));',
		},
	};
	const run = await night('uk', ['ann', 'bob'], {
		more: [strip],
		wires: ['Every night -> People -> Upsert Employee -> Take the mark away -> Deactivate Missing'],
	});
	expect(run.error?.message).toContain('was changed after Upsert Employee');
	expect(activeIn(store)).toEqual(['ann', 'bob', 'dan']);
});
