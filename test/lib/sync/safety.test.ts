import fc from 'fast-check';

import { SyncError } from '../../../lib/errors';
import { allowedDeactivations, checkDeactivations, parseLimits } from '../../../lib/sync/guard';
import type { Employee } from '../../../lib/sync/match';
import { planMissing } from '../../../lib/sync/missing';
import { planUpserts } from '../../../lib/sync/plan';
import { proveComplete } from '../../../lib/sync/roster';
import { parseResultRow } from '../../../lib/sync/rows';
import type { MappedRow, ResultRow } from '../../../lib/sync/rows';
import { people, person, toEmployee, toRow } from '../../support/arbitraries';

const read = (employee: Employee, attribute: string): unknown => (employee.raw as Record<string, unknown>)[attribute];

function results(rows: MappedRow[], employees: Employee[]): ResultRow[] {
	return planUpserts({
		rows,
		employees,
		matchBy: ['externalId', 'userName'],
		managers: 'leave',
		read,
		readManager: () => undefined,
		describe: ({ hrId }) => hrId,
	}).map(({ row, action, employee, candidates, lookalikes, changes }) => ({
		action,
		changes,
		entra: row.entra,
		roster: row.roster,
		...(employee ? { hrId: employee.hrId } : candidates.length > 0 && { candidates }),
		...(lookalikes && { lookalikes }),
	}));
}

const employees = fc
	.array(fc.tuple(person, fc.boolean()), { maxLength: 10 })
	.map((list) => list.map(([source, linked], i) => toEmployee(source, `hr-${i}`, linked)));

const readAt = new Date().toISOString();
const row = (id: string, size: number, rosterId = 'r1'): ResultRow => ({
	action: 'unchanged',
	changes: [],
	hrId: `hr of ${id}`,
	entra: { id },
	roster: { id: rosterId, size, readAt },
});

const linked: Employee = {
	hrId: '1',
	active: true,
	raw: { userName: 'ann@example.com', externalId: '11111111-2222-4333-8444-555555555555' },
};
const byHand: Employee = { hrId: '2', active: true, raw: { userName: 'admin@example.com' } };
const input = { readAt, rows: [row('a', 1)], employees: [linked, byHand], protectedNames: [], read };

describe('the proof of a complete roster', () => {
	it('holds for all rows of a read, in any order, and for no part of them', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 20 }), fc.func(fc.integer()), fc.nat(), (size, order, dropped) => {
				const rows = Array.from({ length: size }, (_, i) => row(`e${i}`, size)).sort(
					(a, b) => order(a.entra.id) - order(b.entra.id),
				);
				expect(proveComplete(rows)).toEqual({ id: 'r1', size, readAt });
				const part = rows.filter((_, i) => i !== dropped % size);
				expect(() => proveComplete(part)).toThrow(SyncError);
				const doubled = [...part, part[0] ?? row('x', size + 1)];
				expect(() => proveComplete(doubled)).toThrow(SyncError);
			}),
		);
	});

	it.each([
		['no rows', [], 'no rows arrived'],
		['a row without a roster', [{ ...row('a', 1), roster: undefined }], 'no read of a group vouches for'],
		['two reads', [row('a', 2), row('b', 2, 'r2')], '2 different reads'],
		['disagreeing sizes', [row('a', 1), row('b', 2)], 'disagree'],
		['an edited row', [row('', 1)], 'without an Entra object id'],
		['a filter in between', [row('a', 250)], 'only 1 of the 250 people'],
		[
			'a read that stopped at a limit, even with everybody there',
			[{ ...row('a', 1), roster: { id: 'r1', size: 1, readAt, partial: true } }],
			'read with a limit, so these are only some of its people',
		],
		['employees instead of members', [{ ...row('a', 1), missing: true as const }], 'no rows arrived'],
	])('fails for %s and says so', (_, rows, words) => {
		expect(() => proveComplete(rows)).toThrow(words);
	});
});

describe('who is missing', () => {
	it('is never a member, whatever became of the member', () => {
		fc.assert(
			fc.property(people, employees, fc.constantFrom<'all' | 'linked'>('all', 'linked'), (sources, existing, scope) => {
				const rows = results(
					sources.map((source) => toRow(source)),
					existing,
				);
				const { missing } = planMissing({ rows, readAt, employees: existing, scope, protectedNames: [], read });
				for (const employee of missing) {
					expect(employee.active).toBe(true);
					expect(sources.map(({ id }) => id)).not.toContain(read(employee, 'externalId'));
					const claimed = rows.some(
						({ hrId, candidates }) => hrId === employee.hrId || candidates?.includes(employee.hrId),
					);
					expect(claimed).toBe(false);
				}
			}),
		);
	});

	it('leaves employees that no sync has linked alone, unless all are in scope', () => {
		expect(planMissing({ ...input, scope: 'linked' }).missing).toEqual([linked]);
		expect(planMissing({ ...input, scope: 'all' }).missing).toEqual([linked, byHand]);
	});

	it('leaves somebody alone who came back with a new account that can not be matched yet', () => {
		const member = {
			employee: { externalId: '99999999-2222-4333-8444-555555555555' },
			entra: { id: '99999999-2222-4333-8444-555555555555', userPrincipalName: 'Ann@example.com' },
			problems: ['User name is empty and is required'],
		};
		const rows = results([member], [linked]);
		const { missing, undecided } = planMissing({ ...input, rows, scope: 'linked' });
		expect({ missing, undecided }).toEqual({ missing: [], undecided: [linked] });
	});

	it.each(['admin@example.com', 'ADMIN@*', ' 2 ', '*@example.com'])('spares the protected %s', (name) => {
		const { missing, protectedOnes } = planMissing({ ...input, scope: 'all', protectedNames: [name] });
		expect(missing).not.toContain(byHand);
		expect(protectedOnes).toContain(byHand);
	});

	it('decides nothing about people without an external id while a member could not be matched', () => {
		const failed: ResultRow = { ...row('b', 2), hrId: undefined, action: 'failed', reason: 'no e-mail' };
		const byNumber: Employee = { hrId: '3', active: true, raw: { userName: 'bob@example.com', externalId: 'E100' } };
		const employeesThen = [linked, byHand, byNumber];
		const plan = planMissing({ ...input, employees: employeesThen, rows: [row('a', 2), failed], scope: 'all' });
		expect(plan).toMatchObject({ missing: [linked], undecided: [byHand, byNumber] });
	});

	it('does not count those that were deactivated before', () => {
		const before: ResultRow = { ...row('a', 1), action: 'deactivated', hrId: '2' };
		expect(planMissing({ ...input, rows: [before], scope: 'all' })).toMatchObject({
			active: 1,
			missing: [linked],
		});
	});
});

describe('what is too old or cut down proves nothing', () => {
	it('a read of hours ago, as pinned data or a retried execution bring it', () => {
		const now = Date.parse(readAt) + 7 * 60 * 60 * 1000;
		expect(() => proveComplete([row('a', 1)], now)).toThrow('too long ago');
		expect(() => proveComplete([{ ...row('a', 1), roster: { id: 'r', size: 1, readAt: 'yesterday' } }])).toThrow(
			'too long ago',
		);
	});

	it('a row that lost the id of its employee', () => {
		expect(() => proveComplete([{ ...row('a', 1), hrId: undefined }])).toThrow('lost the id of the employee');
		expect(parseResultRow({ action: 'unchanged', entra: { id: 'a' }, hrId: 17 }, 0).hrId).toBe('17');
	});

	it('an employee who came after the read may be a member by now', () => {
		const late = {
			...linked,
			raw: { ...(linked.raw as object), 'meta.created': new Date(Date.parse(readAt) + 1000).toISOString() },
		};
		expect(planMissing({ ...input, employees: [late], scope: 'all' })).toMatchObject({
			missing: [],
			undecided: [late],
		});
	});
});

describe('limits', () => {
	it('never let through more than the larger of the share and the floor', () => {
		fc.assert(
			fc.property(fc.nat(1000), fc.nat(100), fc.nat(20), fc.nat(1000), (active, percent, atLeast, leaving) => {
				const names = Array.from({ length: leaving }, (_, i) => `person ${i}`);
				const attempt = (): void => checkDeactivations(names, active, { percent, atLeast });
				if (leaving > Math.max(atLeast, (active * percent) / 100)) expect(attempt).toThrow(SyncError);
				else expect(attempt).not.toThrow();
			}),
		);
	});

	it('name everybody who would have been deactivated', () => {
		const error = catchError(() => checkDeactivations(['Ann', 'Bob'], 10, { percent: 10, atLeast: 1 }));
		expect(error.message).toContain('2 of 10 active employees would be deactivated, and the limit is 1');
		expect(error.details.wouldDeactivate).toEqual(['Ann', 'Bob']);
	});

	it('obey an absolute limit below the share', () => {
		expect(allowedDeactivations(1000, { percent: 10, atLeast: 5, absolute: 3 })).toBe(3);
	});

	it.each([undefined, null, '', 'ten', Number.NaN, -1, 101, {}])(
		'are refused when they are %p, instead of switching the brake off',
		(value) => {
			expect(() => parseLimits(value, 5)).toThrow(SyncError);
		},
	);
});

function catchError(run: () => void): SyncError {
	try {
		run();
	} catch (error) {
		if (error instanceof SyncError) return error;
	}
	throw new Error('no SyncError was thrown');
}
