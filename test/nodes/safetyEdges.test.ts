import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ScimStore } from '../support/scimStore';
import { activeIn, departuresOf, employeeOf, memoryIn, nextNight, remembered, runSync } from '../support/syncRun';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => store.reset());

const conditions = (...list: [string, string, string][]): INodeParameters => ({
	scope: 'conditions',
	scopeConditions: {
		options: { caseSensitive: false, leftValue: '', typeValidation: 'loose', version: 2 },
		combinator: 'and',
		conditions: list.map(([leftValue, operation, rightValue], id) => ({
			id: String(id),
			leftValue,
			rightValue,
			operator: { type: 'string', operation },
		})),
	},
});

describe('scope conditions that compare no field', () => {
	it.each([
		['a plain name that is no attribute', 'contractType', 'notEquals', 'external'],
		['a nested field that nobody has', '={{ $json.name.familyNam }}', 'notEquals', 'Miller'],
		['a nested field, in a longer expression', '={{ String($json.name.familyNam).trim() }}', 'notEquals', 'Miller'],
	])('%s: everybody would be in scope', async (_, left, operation, right) => {
		store.put(employeeOf('ann', { name: { familyName: 'Ann' } }));
		store.put(employeeOf('bob', { name: { familyName: 'Miller' }, userType: 'external' }));
		store.put({ id: 'admin', userName: 'admin@example.com', active: true, name: { familyName: 'Miller' } });
		const run = await runSync(store, { members: ['ann'], deactivate: conditions([left, operation, right]) });
		expect(activeIn(store)).toEqual(['admin', 'ann', 'bob']);
		expect(run.error?.message).toBeDefined();
	});
});

it('a member of the other group who is disabled is not deleted by the sync that had the person before', async () => {
	// Mia is on leave (disabled, inactive in HR) and moves from the UK group to the German one.
	store.put(employeeOf('mia', { userType: 'uk', active: false }));
	const mark = (scopeMark: string): INodeParameters => ({ scopeMark, scopeMarkAttribute: 'userType' });
	const old = '2020-01-01T00:00:00Z';
	await runSync(store, { members: ['dan', { name: 'mia', enabled: false }], upsert: mark('de') });
	await runSync(store, {
		members: ['ann'],
		upsert: mark('uk'),
		deactivate: { deleteInactive: true, deleteAfterDays: 180 },
		staticData: remembered(
			store,
			{ execution: 'x', missing: {}, inactive: { 'hr-mia': old } },
			{ attribute: 'userType', value: 'uk' },
		),
	});
	expect(store.people.has('hr-mia')).toBe(true);
});

it('what was remembered of another HR system deletes nobody in this one', async () => {
	// Months of runs against a test system, then the credential is changed to the real one, where 17 is somebody else.
	const test = await ScimStore.open();
	test.put(employeeOf('tester', { id: '17', active: false }));
	const staticData: IDataObject = {};
	await runSync(test, { members: ['ann'], staticData });
	await test.close();
	const later = nextNight(staticData);
	memoryIn(later).inactive['17'] = '2020-01-01T00:00:00.000Z';
	store.put(employeeOf('real', { id: '17', active: false }));
	const deactivate = { deleteInactive: true, deleteAfterDays: 180 };
	const run = await runSync(store, { members: ['ann'], deactivate, staticData: later });
	expect(departuresOf(run)).toEqual([]);
	expect(store.people.has('17')).toBe(true);
});

it('the scope mark does not take the place of the link to Entra', async () => {
	const upsert = { scopeMark: 'uk', scopeMarkAttribute: 'externalId', matchBy: 'userName' };
	await runSync(store, { members: ['ann', 'bob'], upsert, wires: ['Every night -> People -> Upsert Employee'] });
	expect([...store.people.values()].map(({ externalId }) => externalId)).not.toContain('uk');
});

it('people are not marked night after night where the list does not show the mark', async () => {
	store.put(employeeOf('mia', { userType: 'uk' }));
	store.answer = (request) => {
		if (request.method !== 'GET' || request.path !== '/Users') return undefined;
		const answer = store.carryOut(request);
		const { Resources, ...list } = answer.body as { Resources: Record<string, unknown>[] };
		return { ...answer, body: { ...list, Resources: Resources.map(({ userType: _, ...person }) => person) } };
	};
	const upsert = { scopeMark: 'de', scopeMarkAttribute: 'userType' };
	const staticData: IDataObject = {};
	const first = await runSync(store, { members: ['mia'], upsert, staticData });
	expect(first.hints('Upsert Employee').join()).toContain('If it stays so after this run, the list hides it');
	store.put(employeeOf('leo', { userType: 'uk' }));
	const second = await runSync(store, { members: ['mia', 'leo'], upsert, staticData });
	expect(second.error?.message).toContain('shows userType of nobody');
	expect(store.people.get('hr-leo')).toMatchObject({ userType: 'uk' });
});

it('the scope mark does not silently replace a value that is mapped', async () => {
	store.put(employeeOf('ann', { userType: 'Member' }));
	const upsert = { scopeMark: 'uk', scopeMarkAttribute: 'userType' };
	const run = await runSync(store, {
		members: [{ name: 'ann', employee: { userType: 'Member' } }],
		upsert,
		wires: ['Every night -> People -> Upsert Employee'],
	});
	expect(run.error?.message ?? run.hints('Upsert Employee').join()).toContain('userType');
});

it("one person who fails in one night does not begin everybody's months anew", async () => {
	store.put(employeeOf('ann'));
	store.put(employeeOf('bob', { active: false, externalId: 'E-4711' }));
	store.put(employeeOf('cem', { externalId: 'E-4712' }));
	const since = '2026-01-01T00:00:00.000Z';
	const memory = { execution: 'x', missing: { 'hr-cem': { since, runs: 2 } }, inactive: { 'hr-bob': since } };
	const staticData = remembered(store, memory);
	await runSync(store, {
		members: ['ann', { name: 'new', problems: ['Work e-mail is empty and is required'] }],
		deactivate: { scope: 'all', grace: 'days', graceDays: 400, deleteInactive: true, deleteAfterDays: 400 },
		staticData,
	});
	const { missing, inactive } = memoryIn(staticData);
	expect(inactive).toEqual({ 'hr-bob': since });
	expect(missing).toMatchObject({ 'hr-cem': { since, runs: 2 } });
});

it('the limit of a loop is a share of those whom its rounds have been about', async () => {
	const all = Array.from({ length: 100 }, (_, i) => `p${i}`);
	for (const name of all) store.put(employeeOf(name));
	const run = await runSync(store, {
		members: all.slice(0, 8).map((name, i) => ({ name, enabled: i < 2 })),
		upsert: { options: { pageSize: 4 }, limitAtLeast: 0, limitPercent: 50 },
		more: [{ type: 'n8n-nodes-base.splitInBatches', name: 'Loop', parameters: { batchSize: 4, options: {} } }],
		wires: ['Every night -> People -> Loop', 'Loop:1 -> Upsert Employee -> Loop'],
	});
	expect(run.error?.message).toContain("4 more of the sync's 8 active people would be deactivated, 2 were before");
	expect(activeIn(store)).toHaveLength(98);
});

it('tells who failed before also where a setting stops Deactivate Missing', async () => {
	const run = await runSync(store, {
		members: ['ann', { name: 'bob', problems: ['Job title of bob is wrong'] }],
		deactivate: { grace: '={{ "never" }}' },
		onError: 'continueErrorOutput',
	});
	const [failed] = run.items('Deactivate Missing', 1);
	expect(failed).toMatchObject({
		error: '"Grace Period" is "never", which is none of none, runs, days',
		details: { counts: { members: 2, failed: 1 }, people: [{ displayName: 'bob', action: 'failed' }] },
	});
});
