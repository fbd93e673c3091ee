import fc from 'fast-check';

import { planDepartures } from '../../../../lib/sync/leavers/departures';
import type { Departure, DepartureInput, PlannedDeparture } from '../../../../lib/sync/leavers/departures';
import { planMissing } from '../../../../lib/sync/leavers/missing';
import { linkFormOf } from '../../../../lib/sync/links';
import type { Employee, ResultRow } from '../../../../lib/sync/model';
import { planUpserts } from '../../../../lib/sync/plan';
import { planResults } from '../../../../lib/sync/planResults';
import { explained } from '../../../../lib/sync/reasons';
import { people, person, toEmployee, toRow } from '../../../support/arbitraries';
import { rosterOf } from '../../../support/rosters';

const read = (employee: Employee, attribute: string): unknown => (employee.raw as Record<string, unknown>)[attribute];
const NOW = Date.parse('2026-03-10T00:00:00Z');
const readAt = '2026-03-10T00:00:00Z';
const roster = rosterOf(['a']);

const employees = fc
	.array(fc.tuple(person, fc.boolean()), { maxLength: 10 })
	.map((list) => list.map(([source, linked], i) => toEmployee(source, `hr-${i}`, linked)));
const departure = fc.constantFrom<Departure>('deactivate', 'delete', 'unassign', 'report');

function rowsFor(sources: Parameters<typeof toRow>[0][], existing: Employee[]): ResultRow[] {
	return planResults(
		planUpserts({
			rows: sources.map((source) => toRow(source)),
			employees: existing,
			matchBy: ['externalId', 'userName'],
			managers: 'leave',
			read,
			readManager: () => undefined,
			describe: ({ hrId }) => hrId,
		}),
		false,
	);
}

function plan(
	existing: Employee[],
	more: Partial<DepartureInput> & { rows?: ResultRow[]; protectedId?: string } = {},
): PlannedDeparture[] {
	const { rows = [], protectedId, ...input } = more;
	const isProtected = ({ hrId }: Employee): boolean => hrId === protectedId;
	return planDepartures({
		plan: planMissing({ rows, readAt, employees: existing, scope: 'all', isProtected, read, mark: input.mark }),
		among: 3,
		departure: 'deactivate',
		memory: { missing: {}, inactive: {} },
		links: linkFormOf(
			[1, 2].map((i) => ({ employee: { externalId: `e${i}` }, entra: { id: '' }, problems: [], causes: [] })),
		),
		read,
		roster,
		dryRun: false,
		now: NOW,
		...input,
	});
}

const inShort = (planned: PlannedDeparture[]): string[] => planned.map(({ row }) => `${row.hrId} ${row.action}`);

describe('the plan for who is missing', () => {
	it('is stable: the same input gives the same rows in the same order', () => {
		fc.assert(
			fc.property(people, employees, departure, (sources, existing, kind) => {
				const once = plan(existing, { rows: rowsFor(sources, existing), departure: kind });
				const copy = structuredClone(existing);
				expect(plan(copy, { rows: rowsFor(sources, copy), departure: kind })).toEqual(once);
			}),
		);
	});

	it('does the same to everybody when the system lists them in another order', () => {
		fc.assert(
			fc.property(people, employees, departure, (sources, existing, kind) => {
				const reversed = [...existing].reverse();
				const rows = rowsFor(sources, existing);
				expect(inShort(plan(reversed, { rows, departure: kind })).sort()).toEqual(
					inShort(plan(existing, { rows, departure: kind })).sort(),
				);
			}),
		);
	});

	it('has one row for each employee at most, never for a member, each with a reason', () => {
		fc.assert(
			fc.property(people, employees, departure, (sources, existing, kind) => {
				const rows = rowsFor(sources, existing);
				const memory = { missing: {}, inactive: Object.fromEntries(existing.map(({ hrId }) => [hrId, '2020-01-01'])) };
				const planned = plan(existing, { rows, departure: kind, memory, deleteAfterDays: 30, protectedId: 'hr-0' });
				const ids = planned.map(({ employee }) => employee.hrId);
				expect(new Set(ids).size).toBe(ids.length);
				const members = rows.flatMap(({ hrId, candidates = [] }) => [hrId, ...candidates]);
				for (const { employee, row } of planned) {
					expect(members).not.toContain(employee.hrId);
					expect(row).toMatchObject({ hrId: employee.hrId, missing: true });
					expect(row).toMatchObject(explained(row.cause!));
					if (employee.hrId === 'hr-0') expect(row.action).toBe('skipped');
				}
			}),
		);
	});

	it('says the same in a dry run, and marks it', () => {
		fc.assert(
			fc.property(people, employees, departure, (sources, existing, kind) => {
				const rows = rowsFor(sources, existing);
				const dry = plan(existing, { rows, departure: kind, dryRun: true }).map(({ row: { dryRun, ...row } }) => {
					expect(dryRun).toBe(true);
					return row;
				});
				expect(dry).toEqual(plan(existing, { rows, departure: kind }).map(({ row }) => row));
			}),
		);
	});
});

describe('what is done', () => {
	const ann: Employee = { hrId: '1', active: true, raw: { userName: 'ann', externalId: 'e1', site: 'uk' } };
	const bob: Employee = { hrId: '2', active: true, raw: { userName: 'bob' } };
	const cem: Employee = { hrId: '3', active: false, raw: { userName: 'cem', externalId: 'e3' } };

	it.each<[Departure, unknown]>([
		['deactivate', { action: 'deactivated', changes: [{ attribute: 'active', from: true, to: false }] }],
		['delete', { action: 'deleted', changes: [] }],
		['unassign', { action: 'unassigned', changes: [{ attribute: 'externalId', from: 'e1', to: null }] }],
		['report', { action: 'skipped', changes: [] }],
	])('%s', (kind, row) => {
		expect(plan([ann], { departure: kind })[0]!.row).toMatchObject(row as object);
	});

	it('unassigning takes the mark away too, and leaves alone who has no link', () => {
		const mark = { attribute: 'site', value: 'uk' };
		expect(plan([ann], { departure: 'unassign', mark })[0]!.row.changes).toEqual([
			{ attribute: 'externalId', from: 'e1', to: null },
			{ attribute: 'site', from: 'uk', to: null },
		]);
		expect(plan([bob], { departure: 'unassign' })[0]!.row).toMatchObject({
			action: 'skipped',
			reason: 'Not among the 3 members of the group, and already without a link to Entra',
			cause: { kind: 'missingUnlinked', among: 3 },
		});
	});

	it('is nothing where it can not be done, with the reason', () => {
		for (const kind of ['deactivate', 'delete', 'unassign'] as const) {
			const [{ row }] = plan([ann], { departure: kind, impossible: { kind: 'cantDeactivate', system: 'Acme' } }) as [
				PlannedDeparture,
			];
			expect(row).toMatchObject({ action: 'skipped', changes: [] });
			expect(row.cause).toMatchObject({ kind: 'missingImpossible', because: { kind: 'cantDeactivate' } });
			expect(row.reason).toContain("left as it is: Acme can't deactivate anybody");
		}
	});

	it('waits for the end of the grace period, of each person', () => {
		const memory = {
			missing: { 1: { since: '2026-03-07T00:00:00Z', runs: 3 }, 2: { since: '2026-03-09T00:00:00Z', runs: 1 } },
			inactive: {},
		};
		const reasons = [{ runs: 3 }, { days: 3 }].map((grace) => {
			const planned = plan([ann, bob], { grace, memory });
			expect(inShort(planned)).toEqual(['1 deactivated', '2 skipped']);
			expect(planned[1]!.row.cause?.kind).toBe('missingInGrace');
			return planned[1]!.row.reason;
		});
		expect(reasons).toEqual([
			'Not among the 3 members of the group; in the grace period: missing in 1 of 3 runs in a row',
			'Not among the 3 members of the group; in the grace period: missing since 2026-03-09, left alone until 2026-03-12',
		]);
	});

	it('deletes who has been inactive for so long, unless somebody has changed the record since', () => {
		const touched = { ...cem, hrId: '4', raw: { userName: 'dan', 'meta.lastModified': '2026-03-01T00:00:00Z' } };
		const memory = { missing: {}, inactive: { 3: '2026-01-01T00:00:00Z', 4: '2026-01-01T00:00:00Z' } };
		const days = (deleteAfterDays: number): string[] => inShort(plan([cem, touched], { memory, deleteAfterDays }));
		expect(days(60)).toEqual(['3 deleted']);
		expect(days(68)).toEqual(['3 deleted']);
		expect(days(69)).toEqual([]);
		expect(days(9)).toEqual(['3 deleted', '4 deleted']);
		expect(inShort(plan([cem], { memory }))).toEqual([]);
	});

	it('comes in the order: who is missing, who is deleted at last, who is left alone', () => {
		const memory = { missing: {}, inactive: { 3: '2020-01-01T00:00:00Z' } };
		expect(inShort(plan([cem, ann, bob], { memory, deleteAfterDays: 30, protectedId: '1' }))).toEqual([
			'2 deactivated',
			'3 deleted',
			'1 skipped',
		]);
	});
});
