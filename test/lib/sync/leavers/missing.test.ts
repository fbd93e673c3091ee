import fc from 'fast-check';

import { planMissing } from '../../../../lib/sync/leavers/missing';
import { protection } from '../../../../lib/sync/leavers/protection';
import type { Employee, MappedRow, ResultRow } from '../../../../lib/sync/model';
import { planUpserts } from '../../../../lib/sync/plan';
import { planResults } from '../../../../lib/sync/planResults';
import { people, person, toEmployee, toRow } from '../../../support/arbitraries';

const read = (employee: Employee, attribute: string): unknown => (employee.raw as Record<string, unknown>)[attribute];

function results(rows: MappedRow[], employees: Employee[]): ResultRow[] {
	return planResults(
		planUpserts({
			rows,
			employees,
			matchBy: ['externalId', 'userName'],
			managers: 'leave',
			read,
			readManager: () => undefined,
			describe: ({ hrId }) => hrId,
		}),
		false,
	);
}

const employees = fc
	.array(fc.tuple(person, fc.boolean()), { maxLength: 10 })
	.map((list) => list.map(([source, linked], i) => toEmployee(source, `hr-${i}`, linked)));

const readAt = new Date().toISOString();
const row = (id: string): ResultRow => ({ action: 'unchanged', changes: [], hrId: `hr of ${id}`, entra: { id } });

const linked: Employee = {
	hrId: '1',
	active: true,
	raw: { userName: 'ann@example.com', externalId: '11111111-2222-4333-8444-555555555555' },
};
const byHand: Employee = { hrId: '2', active: true, raw: { userName: 'admin@example.com' } };
const input = { readAt, rows: [row('a')], employees: [linked, byHand], isProtected: () => false, read };

describe('who is missing', () => {
	it('is never a member, whatever became of the member', () => {
		fc.assert(
			fc.property(people, employees, fc.constantFrom<'all' | 'linked'>('all', 'linked'), (sources, existing, scope) => {
				const rows = results(
					sources.map((source) => toRow(source)),
					existing,
				);
				const { missing } = planMissing({ rows, readAt, employees: existing, scope, isProtected: () => false, read });
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
			causes: [{ kind: 'required' as const, attribute: 'User name', person: 'Ann' }],
		};
		const rows = results([member], [linked]);
		const { missing, undecided } = planMissing({ ...input, rows, scope: 'linked' });
		expect({ missing, undecided }).toEqual({ missing: [], undecided: [linked] });
	});

	it.each(['admin@example.com', 'ADMIN@*', ' 2 ', '*@example.com'])('spares the protected %s', (name) => {
		const { missing, protectedOnes } = planMissing({ ...input, scope: 'all', isProtected: protection([name], read) });
		expect(missing).not.toContain(byHand);
		expect(protectedOnes).toContain(byHand);
	});

	it('decides nothing about people without an external id while a member could not be matched', () => {
		const failed: ResultRow = { ...row('b'), hrId: undefined, action: 'failed', reason: 'no e-mail' };
		const byNumber: Employee = { hrId: '3', active: true, raw: { userName: 'bob@example.com', externalId: 'E100' } };
		const employeesThen = [linked, byHand, byNumber];
		const plan = planMissing({ ...input, employees: employeesThen, rows: [row('a'), failed], scope: 'all' });
		expect(plan).toMatchObject({ missing: [linked], undecided: [byHand, byNumber] });
	});

	it('does not count those that were deactivated before', () => {
		const before: ResultRow = { ...row('a'), action: 'deactivated', hrId: '2' };
		expect(planMissing({ ...input, rows: [before], scope: 'all' })).toMatchObject({
			active: 1,
			missing: [linked],
		});
	});

	it('an employee who came after the read may be a member by now', () => {
		const late = {
			...linked,
			raw: { ...(linked.raw as object), 'meta.created': new Date(Date.parse(readAt) + 1000).toISOString() },
		};
		const listedAt = new Date(Date.parse(readAt) + 2000).toISOString();
		expect(planMissing({ ...input, employees: [late], listedAt, scope: 'all' })).toMatchObject({
			missing: [],
			undecided: [late],
		});
	});

	it('an employee who was changed after the read may be a member by now, where the HR system knows when that was', () => {
		const changed = (employee: Employee, ms: number): Employee => ({
			...employee,
			raw: { ...(employee.raw as object), 'meta.lastModified': new Date(Date.parse(readAt) + ms).toISOString() },
		});
		const [late, before, always] = [changed(linked, 1000), changed(byHand, -1000), changed(byHand, 1000)];
		const plan = (employees: Employee[]) => planMissing({ ...input, employees, scope: 'all' });
		expect(plan([late, before])).toMatchObject({ missing: [before], undecided: [late] });
		expect(plan([late, always])).toMatchObject({ missing: [late, always], undecided: [] });
	});

	describe('by clocks of their own', () => {
		const at = (time: string, when: unknown): Employee => ({
			...linked,
			raw: { ...(linked.raw as object), [time]: when },
		});
		const minutes = (ago: number): string => new Date(Date.parse(readAt) - ago * 60_000).toISOString();
		const isLeftAlone = (employee: Employee, more: object = {}): boolean =>
			planMissing({ ...input, employees: [employee], scope: 'linked', ...more }).changed.includes(employee);

		it.each(['meta.created', 'meta.lastModified'])('%s of an HR system whose clock is behind', (time) => {
			const old = at(time, minutes(60));
			const plan = planMissing({
				...input,
				employees: [at(time, minutes(8)), { ...old, hrId: 'old' }],
				skewMs: -10 * 60_000,
				scope: 'linked',
			});
			expect(plan.changed.map(({ hrId }) => hrId)).toEqual(['1']);
			expect(plan.missing.map(({ hrId }) => hrId)).toEqual(['old']);
		});

		it('a time without a zone may be that of any', () => {
			expect(isLeftAlone(at('meta.created', minutes(11 * 60).replace('Z', '')))).toBe(true);
			expect(isLeftAlone(at('meta.created', minutes(13 * 60).replace('Z', '')))).toBe(false);
		});

		it('an HR system that says of everybody that they came while the list was read says nothing', () => {
			const member = { ...at('meta.created', minutes(-1)), hrId: 'hr of a' };
			const gone = at('meta.created', minutes(-1));
			const plan = (listedAt: string) =>
				planMissing({ ...input, employees: [member, gone], listedAt, scope: 'linked' }).changed;
			expect(plan(readAt)).toEqual([]);
			// Before the list was read they were there: so the times are true.
			expect(plan(minutes(-2))).toEqual([gone]);
		});
	});

	it('somebody found to be changed since is undecided', () => {
		const plan = planMissing({ ...input, scope: 'all', changed: new Set(['1']) });
		expect(plan).toMatchObject({ missing: [byHand], undecided: [linked], changed: [linked] });
	});

	it('links of others are counted, and no scope', () => {
		const payroll: Employee = { hrId: '4', active: true, raw: { externalId: 'PAYROLL-0042' } };
		const plan = planMissing({ ...input, employees: [linked, payroll, byHand], scope: 'linked' });
		expect(plan).toMatchObject({ missing: [linked], foreign: [payroll] });
	});

	it.each(['skipped', 'failed'] as const)(
		'whoever may be a member who was %s without a match is undecided',
		(action) => {
			const unmatched: ResultRow = { ...row('b'), hrId: undefined, action, reason: 'x', lookalikes: ['1'] };
			expect(planMissing({ ...input, rows: [row('a'), unmatched], scope: 'linked' }).undecided).toEqual([linked]);
		},
	);
});
