import fc from 'fast-check';

import { readResults } from '../../../lib/report/input';
import { makeReport } from '../../../lib/report/report';
import { parseMemory, remember, waitsFor } from '../../../lib/sync/leavers/absence';
import { allowanceFor, isAllowance } from '../../../lib/sync/limits/allowance';
import { checkApproved } from '../../../lib/sync/limits/approved';
import { effectsOf } from '../../../lib/sync/limits/effects';
import type { ResultRow } from '../../../lib/sync/model';
import { planUpserts } from '../../../lib/sync/plan';
import { planResults } from '../../../lib/sync/planResults';
import { proveComplete } from '../../../lib/sync/roster';
import { parseMappedRow, parseResultRow } from '../../../lib/sync/rows';
import { resultRows, rosterOf } from '../../support/rosters';
import { mutated } from '../mutate';
import { parser } from '../parser';

const IDS = ['e1', 'e2', 'e3', 'e4'];
const NOW = Date.UTC(2026, 10, 21);
const changes = [{ attribute: 'title', from: 'Lead', to: null }];
const results = (): ResultRow[] =>
	resultRows(IDS).map((row, at) => ({
		...row,
		changes,
		entra: { id: IDS[at] ?? '', displayName: 'Ann', userPrincipalName: 'a@example.com' },
	}));

const mappedRows = IDS.map((id) => ({
	employee: { userName: `${id}@example.com`, externalId: id, active: true, title: null, displayName: 'Ann' },
	entra: { id, userPrincipalName: `${id}@example.com`, displayName: 'Ann', accountEnabled: true, managerId: 'e1' },
	roster: rosterOf(IDS),
	problems: [],
	causes: [],
	onlyOnCreate: ['displayName'],
}));

const employees = ['e1', 'e2', 'x1'].map((id) => ({
	hrId: `hr ${id}`,
	active: true,
	raw: { externalId: id, userName: `${id}@example.com`, active: true },
}));

const listOf = (given: unknown): unknown[] => (Array.isArray(given) ? (given as unknown[]) : [given]);

export const rows = [
	parser({
		name: 'Rows from Map Attributes',
		input: mutated(fc.constant(mappedRows)),
		read: (given) => {
			const read = listOf(given).map((json, position) => parseMappedRow(json, position));
			const planned = planUpserts({
				rows: read,
				employees,
				matchBy: ['externalId', 'userName'],
				read: ({ raw }, attribute) => (raw as Record<string, unknown>)[attribute],
				describe: ({ hrId }) => hrId,
				managers: 'sync',
				readManager: () => undefined,
				now: Date.now(),
			});
			// Everybody who came ends as one row, and whoever is not written has a reason.
			expect(planned).toHaveLength(read.length);
			for (const row of planResults(planned, false))
				if (row.action === 'failed' || row.action === 'skipped') expect(row.reason).toBeTruthy();
		},
	}),
	parser({
		name: 'Rows from Upsert Employee, and the proof that they are everybody',
		input: fc.tuple(mutated(fc.constant(null).map(results)), fc.boolean()),
		read: ([given, accept]) => {
			const read = listOf(given).map((json, position) => parseResultRow(json, position));
			const { accepted } = proveComplete(read, Date.now(), accept);
			if (accepted !== undefined) return;
			expect([...new Set(read.filter(({ missing }) => !missing).map(({ entra }) => entra.id))].sort()).toEqual(IDS);
		},
	}),
	parser({
		name: 'Approved plans and approval codes',
		input: fc.tuple(
			mutated(fc.constant(null).map(results)),
			fc.oneof(fc.string(), fc.constantFrom('__proto__', '20261121-', '\u0000')),
		),
		read: ([given, code]) => {
			const read = listOf(given).map((json, position) => parseResultRow(json, position));
			const { changes: effects } = effectsOf(read);
			expect(isAllowance(allowanceFor(effects, NOW), effects, NOW)).toBe(true);
			expect(isAllowance(code, effects, NOW)).toBe(false);
			checkApproved(results(), read);
		},
	}),
	parser({
		name: 'Memory of who is missing',
		input: fc.tuple(
			mutated(
				fc.constant({
					execution: '1',
					missing: { p1: { since: '2026-11-01T00:00:00.000Z', runs: 2 } },
					inactive: { p2: '2026-01-01T00:00:00.000Z' },
				}),
			),
			fc.constantFrom('p1', 'p2', '__proto__', 'constructor', 'toString'),
		),
		read: ([given, id]) => {
			const memory = remember(parseMemory(given), {
				missing: [id],
				inactive: ['p2'],
				undecided: ['constructor'],
				execution: '2',
				now: NOW,
			});
			expect(parseMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
			expect(memory.missing[id]?.runs).toBeGreaterThan(0);
			for (const grace of [{ runs: 3 }, { days: 30 }, undefined]) {
				expect(['object', 'undefined']).toContain(typeof waitsFor(memory, id, grace, NOW));
			}
		},
	}),
	parser({
		name: 'Items at Sync Report',
		input: fc.tuple(
			mutated(
				fc.constant(null).map((): unknown[] => [
					...results(),
					{
						action: 'created',
						team: 'Sales',
						entraGroup: { id: 'g1', displayName: 'Sales' },
						added: ['Ann'],
						removed: [],
					},
				]),
			),
			fc.option(
				mutated(
					fc.constant({
						error: 'Stopped: 3 people would be deactivated',
						details: {
							node: 'Deactivate Missing',
							description: 'Look',
							wouldDeactivate: ['Ann'],
							allowOnce: '20261121-abc',
							counts: { members: 4, failed: 1 },
							people: [{ action: 'failed', displayName: 'Ann', userPrincipalName: 'a', reason: 'x' }],
							teams: [],
						},
					}),
				),
			),
		),
		share: 4,
		read: async ([given, failure]) => {
			const read = readResults([...listOf(given), ...(failure === null ? [] : [failure])]);
			const { report } = await makeReport(read, {
				...{
					title: 'Sync',
					mailWhen: 'always',
					attach: 'csv',
					language: 'en',
					dateFormat: '',
					timezone: 'UTC',
					mostLines: 50,
				},
				origin: { workflow: '', group: '', system: '', link: '' },
				now: NOW,
			});
			expect(report.subject).not.toMatch(/[\r\n\u0000-\u001f\u2028]/);
			expect(report.ok).toBe(read.failures.length === 0);
		},
	}),
];
