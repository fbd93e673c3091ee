import type { IDataObject } from 'n8n-workflow';

import { ScimStore } from '../support/scimStore';
import { activeIn, departuresOf, employeeOf, runSync } from '../support/syncRun';
import type { SyncRun } from '../support/syncRun';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => {
	store.reset();
	everybody();
});

const names = Array.from({ length: 20 }, (_, i) => `p${i}`);
const everybody = (): void => names.forEach((name) => store.put(employeeOf(name)));
const leavers = (more: Partial<SyncRun> = {}): SyncRun => ({ members: names.slice(8), ...more });

/** The code in the words of a run that was stopped. */
async function codeOf(run: SyncRun): Promise<string> {
	const { error } = await runSync(store, run);
	expect(error?.message).toContain('would be deactivated');
	return /with the code (\S+)/.exec(error?.description ?? '')?.[1] ?? '';
}

it('a code that still stands in the settings does not let the same plan through again, and another one does', async () => {
	const code = await codeOf(leavers());
	expect(departuresOf(await runSync(store, leavers({ deactivate: { allowOnce: code } })))).toHaveLength(8);
	everybody();
	const again = await runSync(store, leavers({ deactivate: { allowOnce: code } }));
	expect(again.error?.description).toMatch(
		new RegExp(`The code ${code} was used on \\d{4}-\\d\\d-\\d\\d for a plan already`),
	);
	expect(activeIn(store)).toHaveLength(20);
	const next = await codeOf(leavers());
	expect(next).not.toBe(code);
	const both = `${code}, ${next}`;
	expect(departuresOf(await runSync(store, leavers({ deactivate: { allowOnce: both } })))).toHaveLength(8);
});

it('is remembered by the workflow, which outlives the process', async () => {
	const code = await codeOf(leavers());
	const staticData: IDataObject = {};
	await runSync(store, leavers({ deactivate: { allowOnce: code }, staticData }));
	expect(staticData['node:Deactivate Missing']).toMatchObject({ usedCodes: { [code]: expect.stringContaining('T') } });
});

it('is not used up by a dry run, nor where no limit asks for it', async () => {
	const code = await codeOf(leavers());
	const deactivate = { allowOnce: code };
	await runSync(store, leavers({ deactivate: { ...deactivate, dryRun: true } }));
	await runSync(store, { members: names, deactivate });
	expect(departuresOf(await runSync(store, leavers({ deactivate })))).toHaveLength(8);
});
