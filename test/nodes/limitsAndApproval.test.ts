import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { EngineRun, WorkflowNode } from '../support/engine';
import { ScimStore } from '../support/scimStore';
import { activeIn, departuresOf, employeeOf, guidOf, runSync } from '../support/syncRun';
import type { SyncRun } from '../support/syncRun';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => store.reset());

const names = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => `p${from + i}`);
const company = (people: readonly string[]): void => people.forEach((name) => store.put(employeeOf(name)));
const writes = (): string[] => store.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path);
const wrong = (name: string): { name: string; employee: { title: string } } => ({ name, employee: { title: 'Lead' } });

interface Refusal {
	allowOnce: string;
	description: string;
	wouldDeactivate?: string[];
}

/** What the node that stopped says on its error output. */
async function refused(run: SyncRun, node: 'Upsert Employee' | 'Deactivate Missing'): Promise<Refusal> {
	const onError = 'continueErrorOutput' as const;
	const output = node === 'Upsert Employee' ? 2 : 1;
	const result = await runSync(store, { ...run, onError });
	expect(result.items(node, 0)).toEqual([]);
	const [item] = result.items(node, output);
	return item?.details as unknown as Refusal;
}

describe('a limit for each thing that is done to people', () => {
	it.each<[string, INodeParameters, SyncRun['members'], IDataObject]>([
		[
			'creations',
			{ creationsAtMost: 2 },
			[...names(4), 'x', 'y', 'z'],
			{ wouldCreate: ['x (x@example.com)', 'y (y@example.com)', 'z (z@example.com)'] },
		],
		[
			'creations, as a share',
			{ creationsPercent: 50, creationsAtLeast: 1 },
			[...names(4), 'x', 'y', 'z'],
			{ limits: [{ kind: 'creations', count: 3, before: 0, allowed: 2, of: 4 }] },
		],
		[
			'changes',
			{ changesAtMost: 1 },
			names(4).map((name, i) => (i < 2 ? wrong(name) : name)),
			{ wouldChange: ['p0 (p0@example.com)', 'p1 (p1@example.com)'] },
		],
		[
			'deactivations, by number',
			{ deactivationsAtMost: 1 },
			names(4).map((name, i) => ({ name, enabled: i > 1 })),
			{ wouldDeactivate: ['p0 (p0@example.com)', 'p1 (p1@example.com)'] },
		],
		[
			'several at once',
			{ creationsAtMost: 0, changesAtMost: 0 },
			[wrong('p0'), 'x'],
			{ wouldCreate: ['x (x@example.com)'], wouldChange: ['p0 (p0@example.com)'] },
		],
	])('stops Upsert Employee before its first write: %s', async (_, limits, members, details) => {
		company(names(4));
		const told = await refused({ members, upsert: { limits } }, 'Upsert Employee');
		expect(told).toMatchObject({ ...details, allowOnce: expect.stringMatching(/^\d{8}-[0-9a-f]{10}$/) });
		expect(writes()).toEqual([]);
	});

	it('lets through what is within them, and what they are not about', async () => {
		company(names(4));
		const run = await runSync(store, {
			members: [...names(3), wrong('p3'), 'x', 'y'],
			upsert: { limits: { creationsAtMost: 2, changesAtMost: 1 } },
		});
		expect(run.error?.message).toBeUndefined();
		expect(activeIn(store)).toEqual([...names(4), 'x', 'y']);
	});

	it('stops Deactivate Missing by a number, whatever the percentage allows', async () => {
		company(names(10));
		const deactivate = { limitPercent: 100, limits: { deactivationsAtMost: 2 } };
		const told = await refused({ members: names(7), deactivate }, 'Deactivate Missing');
		expect(told).toMatchObject({ limits: [{ kind: 'deactivations', count: 3, allowed: 2 }] });
		expect(writes()).toEqual([]);
	});

	it('counts disabled people and missing people together', async () => {
		company(names(20));
		const members = names(17).map((name, i) => ({ name, enabled: i > 2 }));
		const told = await refused({ members }, 'Deactivate Missing');
		expect(told).toMatchObject({ limits: [{ count: 3, before: 3, allowed: 5, of: 20 }] });
		expect(activeIn(store)).toHaveLength(17);
	});

	it.each([
		['text', 'ten'],
		['nothing', ''],
		['less than nothing', -1],
	])('stops for a limit that is %s', async (_, value) => {
		company(names(2));
		const run = await runSync(store, {
			members: ['x'],
			upsert: { limits: { creationsAtMost: `={{ ${JSON.stringify(value)} }}` } },
		});
		expect(run.error?.message).toContain('"Creations at Most" is');
		expect(writes()).toEqual([]);
	});
});

describe('a code that lets one plan through', () => {
	const leavers = (count: number): SyncRun => ({ members: names(20 - count) });

	it('lets Deactivate Missing carry out exactly that plan', async () => {
		company(names(20));
		const { allowOnce } = await refused(leavers(8), 'Deactivate Missing');
		const another = await refused({ ...leavers(9), deactivate: { allowOnce } }, 'Deactivate Missing');
		expect(another.description).toContain(`The code ${allowOnce} was given for another plan`);
		expect(writes()).toEqual([]);
		const run = await runSync(store, {
			...leavers(8),
			deactivate: { allowOnce: ` ${allowOnce.toUpperCase()}\n` },
		});
		expect(departuresOf(run)).toHaveLength(8);
		expect(activeIn(store)).toHaveLength(12);
	});

	it('is one for each node, and both may stand in one setting', async () => {
		company(names(20));
		const members = names(13).map((name, i) => ({ name, enabled: i >= 6 }));
		const first = await refused({ members }, 'Upsert Employee');
		expect(first.wouldDeactivate).toHaveLength(6);
		const code = first.allowOnce;
		const second = await refused(
			{ members, upsert: { allowOnce: code }, deactivate: { allowOnce: code, dryRun: true } },
			'Deactivate Missing',
		);
		expect(second.wouldDeactivate).toHaveLength(7);
		const both = `${code}, ${second.allowOnce}`;
		const run = await runSync(store, { members, upsert: { allowOnce: both }, deactivate: { allowOnce: both } });
		expect(run.error?.message).toBeUndefined();
		expect(activeIn(store)).toHaveLength(7);
	});

	it('does not make the deactivations of Upsert Employee count for Deactivate Missing', async () => {
		company(names(20));
		const members = names(18).map((name, i) => ({ name, enabled: i >= 6 }));
		const { allowOnce } = await refused({ members }, 'Upsert Employee');
		const run = await runSync(store, { members, upsert: { allowOnce } });
		expect(run.error?.message).toBeUndefined();
		expect(departuresOf(run)).toEqual(['p18 deactivated', 'p19 deactivated']);
	});

	it('is bound to what would be written, not only to whom', async () => {
		company(names(3));
		const limits = { changesAtMost: 0 };
		const { allowOnce } = await refused({ members: names(3).map(wrong), upsert: { limits } }, 'Upsert Employee');
		const others = names(3).map((name) => ({ name, employee: { title: 'Boss' } }));
		const upsert = { limits, allowOnce };
		await refused({ members: others, upsert }, 'Upsert Employee');
		expect(writes()).toEqual([]);
		expect((await runSync(store, { members: names(3).map(wrong), upsert })).error?.message).toBeUndefined();
	});
});

describe('keeping to the plan of a dry run', () => {
	const keepTo = (node: string): INodeParameters => ({ keepTo: 'node', keepToNode: `Preview: ${node}` });

	const preview = (node: string): WorkflowNode => ({
		type: `n8n-nodes-entra-hr-sync.${node === 'Upsert Employee' ? 'upsertEmployee' : 'deactivateMissing'}`,
		name: `Preview: ${node}`,
		parameters: {
			...{ system: 'scim', dryRun: true, scope: 'linked', limitPercent: 100 },
			...(node === 'Deactivate Missing' && { settingsFrom: 'here' }),
		},
	});

	/** Somebody changes the HR system after the preview. */
	async function approved(members: SyncRun['members'], meanwhile: () => void = () => {}): Promise<EngineRun> {
		return await runSync(store, {
			members,
			upsert: keepTo('Upsert Employee'),
			deactivate: { ...keepTo('Deactivate Missing'), limitAtLeast: 0, limitPercent: 0 },
			more: [
				preview('Upsert Employee'),
				preview('Deactivate Missing'),
				{ type: 'test.meanwhile', name: 'Meanwhile' },
				{ type: 'test.people', name: 'People again', executeOnce: true },
			],
			wires: [
				'Every night -> People -> Preview: Upsert Employee -> Preview: Deactivate Missing -> Meanwhile',
				'Meanwhile -> People again -> Upsert Employee -> Deactivate Missing',
			],
			meanwhile,
		});
	}

	it('does exactly that, beyond the limits too', async () => {
		company(names(4));
		const run = await approved([{ name: 'p0', enabled: false }, wrong('p1'), 'x']);
		expect(run.error?.message).toBeUndefined();
		expect(run.items('Upsert Employee').map(({ action }) => action)).toEqual(['deactivated', 'updated', 'created']);
		expect(departuresOf(run)).toEqual(['p2 deactivated', 'p3 deactivated']);
		expect(activeIn(store)).toEqual(['p1', 'x']);
	});

	it.each<[string, () => void, string]>([
		[
			'somebody else has come',
			() => company(['q']),
			'q@example.com is to be deactivated now, and was not in the plan.',
		],
		[
			'somebody is gone',
			() => store.people.delete('hr-p2'),
			'p2@example.com is to be deactivated then, and is not concerned any more.',
		],
		[
			'somebody was deactivated by hand',
			() => store.put(employeeOf('p2', { active: false })),
			'p2@example.com is to be deactivated then, and is not concerned any more.',
		],
	])('Deactivate Missing stops when %s', async (_, meanwhile, difference) => {
		company(names(3));
		const run = await approved(names(2), meanwhile);
		expect(run.error?.message).toBe('Stopped: the plan is no longer the one that was approved (1 difference)');
		expect(run.error?.description).toContain(difference);
		expect(writes()).toEqual([]);
	});

	it.each<[string, () => void, string]>([
		[
			'a value is another one',
			() => store.put(employeeOf('p0', { title: 'Boss' })),
			'is to be changed otherwise: title from "Boss" to "Lead" instead of from nothing to "Lead".',
		],
		[
			'somebody has that value already',
			() => store.put(employeeOf('p0', { title: 'Lead' })),
			'p0 (p0@example.com) needs no change now, and is to be changed then.',
		],
		[
			'somebody is there already',
			() => store.put({ userName: 'X@example.com', externalId: guidOf('x'), active: true }),
			'x (x@example.com) needs no change now, and is to be created then.',
		],
	])('Upsert Employee stops when %s', async (_, meanwhile, difference) => {
		company(names(2));
		const run = await approved([wrong('p0'), 'p1', 'x'], meanwhile);
		expect(run.error?.message).toContain('the plan is no longer the one that was approved');
		expect(run.error?.description).toContain(difference);
		expect(writes()).toEqual([]);
	});

	it('what changed without making a difference to the plan stops nobody', async () => {
		company(names(3));
		const run = await approved(names(2), () => store.put(employeeOf('p1', { nickName: 'Pete' })));
		expect(run.error?.message).toBeUndefined();
		expect(activeIn(store)).toEqual(['p0', 'p1']);
	});

	it.each<[string, INodeParameters, string]>([
		['has not run', { keepTo: 'node', keepToNode: 'Elsewhere' }, 'There is no node "Elsewhere" that has run before'],
		['is none of this kind', { keepTo: 'node', keepToNode: 'Table' }, 'is not a result of Upsert Employee'],
		['is the node itself, in its first run', { keepTo: 'node' }, 'that has run before'],
		['is said to be something else', { keepTo: '={{ "table" }}' }, 'which is none of nothing, node'],
	])('stops when the node of the dry run %s', async (_, upsert, words) => {
		company(names(2));
		const run = await runSync(store, { members: ['x'], upsert });
		expect(run.error?.message).toContain(words);
		expect(writes()).toEqual([]);
	});

	it('stops when the other node was no dry run', async () => {
		company(names(2));
		const real = preview('Upsert Employee');
		const run = await runSync(store, {
			members: names(2),
			upsert: keepTo('Upsert Employee'),
			more: [
				{ ...real, parameters: { ...real.parameters, dryRun: false } },
				{ type: 'test.people', name: 'People again', executeOnce: true },
			],
			wires: ['Every night -> People -> Preview: Upsert Employee -> People again -> Upsert Employee'],
		});
		expect(run.error?.message).toBe('"Preview: Upsert Employee" was no dry run, so its results are no plan to keep to');
	});

	it('is ignored by a dry run', async () => {
		company(names(2));
		const run = await runSync(store, {
			members: names(1),
			upsert: { dryRun: true, keepTo: 'node', keepToNode: 'Elsewhere' },
		});
		expect(run.error?.message).toBeUndefined();
		expect(departuresOf(run)).toEqual(['p1 deactivated']);
		expect(writes()).toEqual([]);
	});
});
