import { SyncError } from '../../../../lib/base/errors';
import { effectsOf } from '../../../../lib/sync/limits/effects';
import { checkLimits } from '../../../../lib/sync/limits/guard';
import type { Check } from '../../../../lib/sync/limits/guard';
import { overwritesOf } from '../../../../lib/sync/limits/overwrites';
import type { Action, Change, ResultRow } from '../../../../lib/sync/model';

const row = (id: number, changes: Change[], action: Action = 'updated'): ResultRow => ({
	action,
	changes,
	hrId: `hr-${id}`,
	entra: { id: `${id}`, displayName: `Person ${id}` },
});
const rows = (count: number, changes: (id: number) => Change[]): ResultRow[] =>
	Array.from({ length: count }, (_, id) => row(id, changes(id)));
const title = (from: unknown, to: unknown): Change => ({ attribute: 'title', from, to });

function stopOf(planned: ResultRow[], more: Partial<Check> = {}): SyncError | undefined {
	const limits = { overwrites: { percent: 30, atLeast: 20 } };
	try {
		checkLimits({ effects: effectsOf(planned), active: 100, limits, ...more });
	} catch (error) {
		if (error instanceof SyncError) return error;
		throw error;
	}
	return undefined;
}

describe('what counts as an overwrite', () => {
	it.each<[string, ResultRow, string[]]>([
		['another value', row(1, [title('Clerk', 'Lead')]), ['title']],
		['a value that is cleared', row(1, [title('Clerk', null)]), ['title']],
		['a value of somebody who comes back', row(1, [title('Clerk', 'Lead')], 'reactivated'), ['title']],
		[
			'another manager, and one who is taken away',
			row(1, [{ attribute: 'manager', from: 'hr-2', to: null }]),
			['manager'],
		],
		['a field that was empty', row(1, [title(null, 'Lead'), { attribute: 'x', from: ' ', to: 'y' }]), []],
		['who is active', row(1, [{ attribute: 'active', from: true, to: false }], 'deactivated'), []],
		['somebody new', { ...row(1, [title('x', 'y')], 'created'), hrId: undefined }, []],
		['a link that Deactivate Missing takes away', { ...row(1, [title('x', null)], 'unassigned'), missing: true }, []],
	])('%s', (_, one, attributes) => {
		expect([...overwritesOf([one]).keys()]).toEqual(attributes);
	});
});

describe('the limit for overwrites of one attribute', () => {
	it('is a share of the people, or a number that is always allowed', () => {
		const changed = (count: number): ResultRow[] => rows(count, () => [title('Clerk', 'Lead')]);
		expect(stopOf(changed(30))).toBeUndefined();
		expect(stopOf(changed(31))?.message).toContain(
			"title would be overwritten for 31 of the sync's 100 active people, and the limit is 30",
		);
		expect(stopOf(changed(20), { active: 20 })).toBeUndefined();
		expect(stopOf(changed(21), { active: 21 })).toBeDefined();
		expect(stopOf(changed(100), { limits: { overwrites: { percent: 100, atLeast: 0 } } })).toBeUndefined();
		expect(stopOf(changed(100), { limits: {} })).toBeUndefined();
	});

	it('is one for each attribute: many who change in something each are no mistake in the mapping', () => {
		const each = rows(90, (id) => [{ attribute: `field ${id % 3}`, from: 'a', to: 'b' }]);
		expect(stopOf(each)).toBeUndefined();
	});

	it('names the attribute, five people with their values, and everybody once', () => {
		const wrong = rows(40, (id) => [
			title(`Job ${id}`, 'x'.repeat(999)),
			{ attribute: 'city', from: `Town ${id}`, to: null },
		]);
		const naming = {
			label: (attribute: string) => attribute.toUpperCase(),
			value: (_: string, one: unknown) => `<${String(one)}>`,
		};
		const stop = stopOf(wrong, { naming });
		expect(stop?.message).toContain('TITLE would be overwritten for 40');
		expect(stop?.message).toContain('CITY would be overwritten for 40');
		expect(stop?.description).toContain(
			'CITY, for example: Person 0: <Town 0> -> nothing; Person 1: <Town 1> -> nothing',
		);
		expect(stop?.description).toContain('Person 4: <Job 4>');
		expect(stop?.description).not.toContain('Person 5');
		expect(stop?.description.length).toBeLessThan(3000);
		expect(stop?.details.wouldOverwrite).toEqual(rows(40, () => []).map(({ entra }) => entra.displayName));
		expect(stop?.details.limits).toEqual([
			{ kind: 'overwrites', attribute: 'title', count: 40, before: 0, allowed: 30, of: 100 },
			{ kind: 'overwrites', attribute: 'city', count: 40, before: 0, allowed: 30, of: 100 },
		]);
	});

	it('is passed with the code of exactly these values, or with an approval', () => {
		const wrong = (to: string): ResultRow[] => rows(40, () => [title('Clerk', to)]);
		const code = String(stopOf(wrong('a'))?.details.allowOnce);
		expect(stopOf(wrong('a'), { allowOnce: [code] })).toBeUndefined();
		expect(stopOf(wrong('b'), { allowOnce: [code] })).toBeDefined();
		expect(stopOf(wrong('b'), { approved: true })).toBeUndefined();
	});
});
