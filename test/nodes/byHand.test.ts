import type { IDataObject } from 'n8n-workflow';

import { ScimStore } from '../support/scimStore';
import { activeIn, departuresOf, employeeOf, memoryIn, missingRows, nextNight, runSync } from '../support/syncRun';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => {
	store.reset();
	for (const name of ['ann', 'bob']) store.put(employeeOf(name));
});

/** What both writing nodes remember. */
const keptIn = (data: IDataObject): unknown[] =>
	['Upsert Employee', 'Deactivate Missing'].map((node) => data[`node:${node}`]);

describe('a run by hand', () => {
	const deactivate = { grace: 'runs', graceRuns: 2 };

	it('neither uses a grace period up nor begins one, in the process that published runs share with it', async () => {
		const staticData: IDataObject = {};
		const run = { members: ['ann'], deactivate, staticData };
		for (let i = 0; i < 3; i++) {
			const byHand = await runSync(store, { ...run, mode: 'manual' });
			expect(missingRows(byHand)[0]?.[2]).toContain('not counted yet in any of 2 runs');
		}
		expect(keptIn(staticData)).toEqual([{}, {}]);
		expect(departuresOf(await runSync(store, run))).toEqual(['bob skipped']);
		expect(departuresOf(await runSync(store, { ...run, mode: 'manual' }))).toEqual(['bob skipped']);
		expect(Object.values(memoryIn(staticData).missing)).toEqual([expect.objectContaining({ runs: 1 })]);
		expect(activeIn(store)).toEqual(['ann', 'bob']);
		expect(departuresOf(await runSync(store, run))).toEqual(['bob deactivated']);
	});

	it('does not make a grace period begin anew, though it finds the person in the group', async () => {
		const staticData: IDataObject = {};
		await runSync(store, { members: ['ann'], deactivate, staticData });
		const counted = JSON.stringify(keptIn(staticData));
		await runSync(store, { members: ['ann', 'bob'], deactivate, staticData, mode: 'manual' });
		expect(JSON.stringify(keptIn(staticData))).toBe(counted);
	});

	it('carries out what runs that count have waited for', async () => {
		const staticData: IDataObject = {};
		const run = { members: ['ann'], deactivate, staticData };
		await runSync(store, run);
		await runSync(store, { ...run, deactivate: { ...deactivate, limits: { deactivationsAtMost: 0 } } });
		expect(activeIn(store)).toEqual(['ann', 'bob']);
		expect(departuresOf(await runSync(store, { ...run, mode: 'manual' }))).toEqual(['bob deactivated']);
	});

	it.each(['runs', 'days'])('waits for whoever no run has counted, also where the period is %s', async (grace) => {
		const byHand = { grace, graceRuns: 1, graceDays: 1 };
		const run = await runSync(store, { members: ['ann'], deactivate: byHand, mode: 'manual' });
		expect(departuresOf(run)).toEqual(['bob skipped']);
	});

	it('does not begin the days after which somebody inactive is deleted', async () => {
		store.put(employeeOf('bob', { active: false }));
		const staticData: IDataObject = {};
		const deleting = { deleteInactive: true, deleteAfterDays: 1 };
		await runSync(store, { members: ['ann'], deactivate: deleting, staticData, mode: 'manual' });
		expect(staticData['node:Deactivate Missing']).toEqual({});
	});

	it('does not vouch for a scope mark having been written', async () => {
		const upsert = { scopeMark: 'uk', scopeMarkAttribute: 'userType' };
		const staticData: IDataObject = {};
		await runSync(store, { members: ['ann'], upsert, staticData, mode: 'manual' });
		expect(staticData['node:Upsert Employee']).toEqual({});
		await runSync(store, { members: ['ann'], upsert, staticData: nextNight(staticData) });
	});
});
