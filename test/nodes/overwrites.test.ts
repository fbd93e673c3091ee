import type { INodeParameters } from 'n8n-workflow';

import { ScimStore } from '../support/scimStore';
import { employeeOf, runSync } from '../support/syncRun';
import type { SyncRun } from '../support/syncRun';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => store.reset());

const names = Array.from({ length: 30 }, (_, i) => `p${i}`);
const titled = (title?: string): void => {
	for (const name of names) store.put(employeeOf(name, { ...(title !== undefined && { title }) }));
};
const writes = (): number => store.requests.filter(({ method }) => method !== 'GET').length;
/** As when the wrong field was dragged onto an attribute. */
const wrong = (upsert: INodeParameters = {}): SyncRun => ({
	members: names.map((name) => ({ name, employee: { title: 'Munich' } })),
	upsert,
});

it('stops before the first write when one attribute would be overwritten for many, without any such setting', async () => {
	titled('Clerk');
	const { error } = await runSync(store, wrong());
	expect(error?.message).toContain(
		"Job title would be overwritten for 30 of the sync's 30 active people, and the limit is 19",
	);
	expect(error?.description).toContain('p0 (p0@example.com): Clerk -> Munich; p1 (p1@example.com): Clerk -> Munich');
	expect(writes()).toBe(0);
	const code = /with the code (\S+)/.exec(error?.description ?? '')?.[1] ?? '';
	expect((await runSync(store, wrong({ allowOnce: code }))).error?.message).toBeUndefined();
	expect(store.people.get('hr-p7')).toMatchObject({ title: 'Munich' });
});

it('fills what was empty for everybody', async () => {
	titled();
	expect((await runSync(store, wrong())).error?.message).toBeUndefined();
	expect(writes()).toBeGreaterThan(0);
});

it.each<[string, INodeParameters, boolean]>([
	['another percentage', { overwritesPercent: 90, overwritesAtLeast: 5 }, false],
	['another number', { overwritesAtLeast: 30 }, true],
	['100 %', { overwritesPercent: 100, overwritesAtLeast: 0 }, true],
	['other limits alone', { creationsAtMost: 5 }, false],
])('goes by %s', async (_, limits, passes) => {
	titled('Clerk');
	const { error } = await runSync(store, wrong({ limits }));
	expect(error === undefined).toBe(passes);
});

it.each(['', 'many', 101])('stops for a percentage of %j', async (overwritesPercent) => {
	titled('Clerk');
	const limits = { overwritesPercent: `={{ ${JSON.stringify(overwritesPercent)} }}` };
	expect((await runSync(store, wrong({ limits }))).error?.message).toContain('"Overwrites of One Attribute (%)" is');
	expect(writes()).toBe(0);
});

it('tells managers by name', async () => {
	for (const name of [...names, 'old', 'new']) {
		store.put(
			employeeOf(name, {
				displayName: name.toUpperCase(),
				...(names.includes(name) && {
					'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: 'hr-old' } },
				}),
			}),
		);
	}
	const { error } = await runSync(store, {
		members: [...names.map((name) => ({ name, manager: 'new' })), 'old', 'new'],
	});
	expect(error?.message).toContain("Manager would be overwritten for 30 of the sync's 32 active people");
	expect(error?.description).toContain('p0 (p0@example.com): OLD (old@example.com) -> NEW (new@example.com)');
});

it('puts everybody on the error output, for the mail', async () => {
	titled('Clerk');
	const run = await runSync(store, { ...wrong(), onError: 'continueErrorOutput' });
	const [item] = run.items('Upsert Employee', 2);
	expect(item?.details).toMatchObject({
		wouldOverwrite: names.map((name) => `${name} (${name}@example.com)`),
		allowOnce: expect.stringMatching(/^\d{8}-/),
	});
});
