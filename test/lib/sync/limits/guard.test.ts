import fc from 'fast-check';

import { SyncError } from '../../../../lib/base/errors';
import { NO_EFFECTS } from '../../../../lib/sync/limits/effects';
import type { Effect } from '../../../../lib/sync/limits/effect';
import type { Effects } from '../../../../lib/sync/limits/effects';
import { allowedOf, checkLimits } from '../../../../lib/sync/limits/guard';
import type { Check, Limits, Verdict } from '../../../../lib/sync/limits/guard';

const people = (count: number, from = 0): Effect[] =>
	Array.from({ length: count }, (_, i) => ({
		id: `${from + i}`,
		name: `Person ${from + i}`,
		what: `it to ${from + i}`,
	}));

const deactivations = (count: number): Effects => ({ ...NO_EFFECTS, deactivations: people(count) });
const STRICT: Limits = { deactivations: { percent: 10, atLeast: 1 } };
const check = (more: Partial<Check>): Verdict =>
	checkLimits({ effects: deactivations(2), active: 10, limits: STRICT, ...more });

describe('limits', () => {
	it('never let through more than the larger of the share and the floor', () => {
		fc.assert(
			fc.property(fc.nat(1000), fc.nat(100), fc.nat(20), fc.nat(1000), (active, percent, atLeast, leaving) => {
				const limits = { deactivations: { percent, atLeast } };
				const attempt = () => check({ effects: deactivations(leaving), active, limits });
				if (leaving > Math.max(atLeast, (active * percent) / 100)) expect(attempt).toThrow(SyncError);
				else expect(attempt).not.toThrow();
			}),
		);
	});

	it('name everybody who would have been deactivated', () => {
		const error = catchError(() => check({}));
		expect(error.message).toContain("2 of the sync's 10 active people would be deactivated, and the limit is 1");
		expect(error.details.wouldDeactivate).toEqual(['Person 0', 'Person 1']);
		expect(error.details.limits).toEqual([{ kind: 'deactivations', count: 2, before: 0, allowed: 1, of: 10 }]);
	});

	it('name all that goes too far at once', () => {
		const effects = { deactivations: people(2), creations: people(3, 10), changes: people(1, 20) };
		const limits = { ...STRICT, creations: { atMost: 2 }, changes: { atMost: 0 } };
		const error = catchError(() => check({ effects, limits }));
		expect(error.message).toContain("2 of the sync's 10 active people would be deactivated, and the limit is 1");
		expect(error.message).toContain('3 people would be created where the sync has 10, and the limit is 2');
		expect(error.message).toContain("1 of the sync's 10 active people would be changed, and the limit is 0");
		expect(error.details).toMatchObject({
			wouldDeactivate: ['Person 0', 'Person 1'],
			wouldCreate: ['Person 10', 'Person 11', 'Person 12'],
			wouldChange: ['Person 20'],
		});
	});

	it.each<[string, Parameters<typeof allowedOf>[1], number]>([
		['an absolute limit below the share', { percent: 10, atLeast: 5, atMost: 3 }, 3],
		['the share where it is more than the floor', { percent: 10, atLeast: 5 }, 100],
		['a floor alone', { atLeast: 5 }, 5],
		['an absolute limit alone', { atMost: 7 }, 7],
		['no limit', {}, Number.POSITIVE_INFINITY],
	])('obey %s', (_, limit, allowed) => {
		expect(allowedOf(1000, limit)).toBe(allowed);
	});
});

describe('allowing once', () => {
	const now = Date.parse('2026-01-31T12:00:00Z');
	const days = (count: number): number => now + count * 24 * 60 * 60 * 1000;
	const code = catchError(() => check({ now })).details.allowOnce as string;

	it('lets through the plan that the code was made for, for three days', () => {
		expect(code).toMatch(/^20260131-[0-9a-f]{10}$/);
		expect(check({ now, allowOnce: [code] })).toEqual({ allowed: true, code });
		const upper = code.toUpperCase();
		expect(check({ now: days(3), allowOnce: ['another', upper] })).toEqual({ allowed: true, code: upper });
		expect(() => check({ now: days(4), allowOnce: [code] })).toThrow('and the limit is 1');
	});

	it('lets no other plan through, and says so', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.nat(6), { minLength: 2 }), (ids) => {
				const effects = { ...NO_EFFECTS, deactivations: ids.flatMap((id) => people(1, id)) };
				const attempt = () => check({ effects, now, allowOnce: [code] });
				if (ids.length === 2 && ids.includes(0) && ids.includes(1)) expect(attempt()).toEqual({ allowed: true, code });
				else expect(attempt).toThrow(SyncError);
			}),
		);
		const other = catchError(() => check({ effects: deactivations(3), now, allowOnce: [code] }));
		expect(other.description).toContain(`The code ${code} was given for another plan`);
	});

	it('has a code of its own for another HR system, and for somebody else with the same id', () => {
		const context = { now, place: 'here' };
		const here = catchError(() => check(context)).details.allowOnce as string;
		expect(check({ ...context, allowOnce: [here] })).toEqual({ allowed: true, code: here });
		expect(() => check({ now, place: 'there', allowOnce: [here] })).toThrow(SyncError);
		const others = people(2).map((one) => ({ ...one, name: `Somebody else ${one.id}` }));
		const effects = { ...NO_EFFECTS, deactivations: others };
		expect(() => check({ ...context, effects, allowOnce: [here] })).toThrow(SyncError);
	});

	it('says that a code was used, and offers another one', () => {
		const used = new Map([[code, '2026-01-31T08:00:00.000Z']]);
		const usedAt = (one: string): string | undefined => used.get(one);
		const stop = catchError(() => check({ now, usedAt, allowOnce: [code.toUpperCase()] }));
		expect(stop.description).toContain(`The code ${code.toUpperCase()} was used on 2026-01-31 for a plan already.`);
		expect(stop.description).not.toContain('for another plan');
		const next = stop.details.allowOnce as string;
		expect(next).not.toBe(code);
		expect(check({ now, usedAt, allowOnce: [code, next] })).toEqual({ allowed: true, code: next });
		// Another process may not know that the first one was used.
		expect(check({ now, allowOnce: [next] })).toEqual({ allowed: true, code: next });
	});

	it('is not needed within the limits', () => {
		expect(check({ effects: deactivations(1), allowOnce: [code] })).toEqual({ allowed: false });
	});
});

function catchError(run: () => unknown): SyncError {
	try {
		run();
	} catch (error) {
		if (error instanceof SyncError) return error;
	}
	throw new Error('no SyncError was thrown');
}
