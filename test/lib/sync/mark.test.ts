import fc from 'fast-check';

import { planMissing } from '../../../lib/sync/leavers/missing';
import { ownerOf } from '../../../lib/sync/mark';
import type { Employee, MappedRow } from '../../../lib/sync/model';
import { planUpserts } from '../../../lib/sync/plan';
import type { PlannedRow } from '../../../lib/sync/planned';
import { planResults } from '../../../lib/sync/planResults';
import { people, person, toEmployee, toRow } from '../../support/arbitraries';

const read = (employee: Employee, attribute: string): unknown => (employee.raw as Record<string, unknown>)[attribute];
const uk = { attribute: 'site', value: 'uk' };

const marked = fc.tuple(person, fc.constantFrom(undefined, '', 'uk', 'UK ', 'de'));
const employees = fc.array(marked, { maxLength: 10 }).map((list) =>
	list.map(([source, site], i): Employee => {
		const employee = toEmployee(source, `hr-${i}`, true);
		return { ...employee, raw: { ...(employee.raw as object), ...(site !== undefined && { site }) } };
	}),
);

function plan(rows: MappedRow[], existing: Employee[]): PlannedRow[] {
	return planUpserts({
		rows: rows.map((row) => ({ ...row, employee: { ...row.employee, site: uk.value } })),
		employees: existing,
		matchBy: ['externalId', 'userName'],
		managers: 'sync',
		read,
		readManager: () => undefined,
		describe: ({ hrId }) => hrId,
		mark: uk,
	});
}

it.each([
	[undefined, 'nobody'],
	[null, 'nobody'],
	['  ', 'nobody'],
	['uk', 'own'],
	[' UK', 'own'],
	['ukraine', { other: 'ukraine' }],
	[7, { other: '7' }],
])('an employee with the mark %j is of %j', (site, owner) => {
	expect(ownerOf({ hrId: '1', active: true, raw: { site } }, uk, read)).toEqual(owner);
});

it('no active employee with the mark of another sync is ever written to, nor taken for missing', () => {
	fc.assert(
		fc.property(people, employees, (sources, existing) => {
			const planned = plan(
				sources.map((source) => toRow(source)),
				existing,
			);
			const others = existing.filter((employee) => typeof ownerOf(employee, uk, read) === 'object');
			for (const { employee, action, changes, manager } of planned) {
				if (!employee?.active || !others.includes(employee) || action === 'failed') continue;
				expect({ action, changes, manager }).toEqual({ action: 'skipped', changes: [], manager: undefined });
			}
			const rows = planResults(planned, false);
			const readAt = new Date().toISOString();
			for (const scope of ['all', 'linked'] as const) {
				const { missing, inactive } = planMissing({
					rows,
					readAt,
					employees: existing,
					scope,
					mark: uk,
					isProtected: () => false,
					read,
				});
				for (const employee of [...missing, ...inactive]) expect(ownerOf(employee, uk, read)).toBe('own');
			}
		}),
	);
});

it('whoever is written to has the mark afterwards', () => {
	fc.assert(
		fc.property(people, employees, (sources, existing) => {
			const planned = plan(
				sources.map((source) => toRow(source)),
				existing,
			);
			for (const { employee, action, changes } of planned) {
				if (!['created', 'updated', 'reactivated', 'unchanged', 'deactivated'].includes(action)) continue;
				const mark = changes.find(({ attribute }) => attribute === 'site')?.to;
				expect(mark ?? String(employee && read(employee, 'site')).trim()).toMatch(/^uk$/i);
			}
		}),
	);
});
