import { brake } from '../../../lib/jobs/memory/brake';
import { protection } from '../../../lib/sync/leavers/protection';
import { checkSameSystem } from '../../../lib/sync/leavers/sameSystem';
import { allowanceFor } from '../../../lib/sync/limits/allowance';
import { differencesBetween } from '../../../lib/sync/limits/approved';
import { effectsOf } from '../../../lib/sync/limits/effects';
import type { Employee, ResultRow } from '../../../lib/sync/model';

const leavers = (from: number, to: number, action: ResultRow['action'] = 'deactivated'): ResultRow[] =>
	Array.from({ length: to - from }, (_, i) => ({
		action,
		changes: [],
		hrId: `hr-${from + i}`,
		entra: { id: `${from + i}` },
	}));

it('protects somebody whose address the HR system keeps in another Unicode form', () => {
	const read = ({ raw }: Employee, attribute: string): unknown => (raw as Record<string, unknown>)[attribute];
	const isProtected = protection(['zo\u00eb@example.com'], read);
	expect(isProtected({ hrId: '1', active: true, raw: { userName: 'zoe\u0308@example.com' } })).toBe(true);
});

it.each([
	['people without an Entra id', ''],
	['two rows of one person', 'a'],
])('a plan is compared with what was approved for all rows of %s', (_, id) => {
	const row = (hrId: string, to: string): ResultRow => ({
		action: 'updated',
		hrId,
		entra: { id, displayName: hrId },
		changes: [{ attribute: 'title', from: null, to }],
	});
	const approved = [row('1', 'Lead'), row('2', 'Lead')];
	expect(differencesBetween(approved, [row('1', 'CEO'), row('2', 'Lead')])).toHaveLength(1);
	expect(differencesBetween([row('2', 'Lead')], approved)).not.toEqual([]);
});

it('goes on after a node that deleted people', () => {
	const rows = [...leavers(0, 10, 'unchanged'), ...leavers(10, 20, 'deleted')];
	const left = leavers(0, 10).map(({ hrId }) => ({ hrId: hrId!, active: true, raw: {} }));
	expect(() => checkSameSystem(rows, left)).not.toThrow();
});

it('a plan that was let through goes on when the node is retried in the middle of it', () => {
	const all = leavers(0, 30);
	const limits = { deactivations: { percent: 10, atLeast: 5 } };
	const allowOnce = [allowanceFor(effectsOf(all).deactivations, Date.now())];
	const braking = { key: 'retry', active: 100, limits, allowOnce, dryRun: false };
	brake({ ...braking, planned: all });
	expect(() => brake({ ...braking, planned: leavers(20, 30), active: 80 })).not.toThrow();
});

it('counts everybody who is created in a loop, also without an Entra id', () => {
	const created = (from: number, count: number): ResultRow[] =>
		Array.from({ length: count }, (_, i) => ({
			action: 'created',
			changes: [],
			entra: { id: '', displayName: `Person ${from + i}` },
		}));
	const braking = { key: 'custom', active: 100, limits: { creations: { atMost: 5 } }, dryRun: false };
	brake({ ...braking, planned: created(0, 4) });
	expect(() => brake({ ...braking, planned: created(4, 4) })).toThrow('would be created');
});
