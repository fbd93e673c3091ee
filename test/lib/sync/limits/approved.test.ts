import fc from 'fast-check';

import { SyncError } from '../../../../lib/base/errors';
import { inEnglish } from '../../../../lib/base/words/english';
import { checkApproved, differencesBetween } from '../../../../lib/sync/limits/approved';
import { ACTIONS } from '../../../../lib/sync/model';
import type { ResultRow } from '../../../../lib/sync/model';

const sentences = (...both: Parameters<typeof differencesBetween>): string[] =>
	differencesBetween(...both).map(inEnglish.text);

const EFFECTIVE = ['created', 'updated', 'reactivated', 'deactivated', 'deleted', 'unassigned'];

const change = fc.record({
	attribute: fc.constantFrom('title', 'active', 'manager'),
	from: fc.constantFrom(null, 'a', true),
	to: fc.constantFrom(null, 'a', 'b', false),
});

/** Members and missing employees, each there once. */
const rows = fc.uniqueArray(
	fc.record({
		action: fc.constantFrom(...ACTIONS),
		changes: fc.array(change, { maxLength: 3 }),
		number: fc.nat(12),
		missing: fc.boolean(),
		reason: fc.constantFrom(undefined, 'some reason'),
	}),
	{ selector: ({ number, missing }) => `${number} ${missing}`, maxLength: 12 },
);

const toRows = (list: typeof rows extends fc.Arbitrary<infer T> ? T : never, dryRun: boolean): ResultRow[] =>
	list.map(({ action, changes, number, missing, reason }) => ({
		action,
		changes,
		hrId: `hr-${number}`,
		entra: { id: missing ? '' : `entra-${number}`, displayName: `p${number}` },
		...(missing && { missing: true }),
		...(reason !== undefined && { reason }),
		...(dryRun && { dryRun: true }),
	}));

const copied = (list: ResultRow[]): ResultRow[] => JSON.parse(JSON.stringify(list)) as ResultRow[];

describe('a plan that somebody has approved', () => {
	it('is the same plan as a copy, in any order, without employees to whom nothing is done', () => {
		fc.assert(
			fc.property(rows, fc.func(fc.integer()), (list, order) => {
				const approved = copied(toRows(list, true)).sort((a, b) => order(a.entra.id) - order(b.entra.id));
				const planned = toRows(list, false);
				expect(differencesBetween(approved, planned)).toEqual([]);
				const only = planned.filter(({ action, missing }) => !missing || EFFECTIVE.includes(action));
				expect(differencesBetween(approved, only)).toEqual([]);
				expect(differencesBetween(only, planned)).toEqual([]);
			}),
		);
	});

	it('is another plan with one person more, one less, or one who is done something else', () => {
		fc.assert(
			fc.property(rows, fc.nat(), fc.constantFrom(...ACTIONS), (list, at, action) => {
				const planned = toRows(list, false);
				const position = at % Math.max(planned.length, 1);
				const one = planned[position];
				fc.pre(one !== undefined && EFFECTIVE.includes(one.action) && action !== one.action);
				const without = planned.filter((row) => row !== one);
				const otherwise = planned.map((row) => (row === one ? { ...row, action } : row));
				const elsewhere = planned.map((row) => (row === one ? { ...row, hrId: 'another' } : row));
				for (const [left, right] of [
					[planned, without],
					[without, planned],
					[planned, otherwise],
					[otherwise, planned],
				]) {
					expect(differencesBetween(left!, right!)).toHaveLength(1);
				}
				expect(differencesBetween(planned, elsewhere)).not.toEqual([]);
			}),
		);
	});

	it('is another plan when somebody has come into the group or left it, although nothing is done to the member', () => {
		const member: ResultRow = { action: 'unchanged', changes: [], hrId: '1', entra: { id: 'a', displayName: 'Ann' } };
		expect(sentences([], [member])).toEqual(['Ann is a member of the group now, and was none then.']);
		expect(sentences([member], [])).toEqual(['Ann was a member of the group then, and is none now.']);
		const missing: ResultRow = { ...member, action: 'skipped', missing: true };
		expect([...differencesBetween([], [missing]), ...differencesBetween([missing], [])]).toEqual([]);
	});

	it('says of each change how it differs', () => {
		const row = (changes: ResultRow['changes']): ResultRow => ({
			action: 'updated',
			hrId: '1',
			entra: { id: 'a', displayName: 'Ann' },
			changes,
		});
		expect(
			sentences(
				[row([{ attribute: 'title', from: null, to: 'Lead' }])],
				[
					row([
						{ attribute: 'title', from: 'Boss', to: 'Lead' },
						{ attribute: 'city', from: null, to: 'Cork' },
					]),
				],
			),
		).toEqual([
			'Ann is to be changed otherwise: title from "Boss" to "Lead" instead of from nothing to "Lead"; city from nothing to "Cork" instead of unchanged.',
		]);
	});

	it('gives the reason where somebody fails now', () => {
		const row: ResultRow = { action: 'created', changes: [], entra: { id: 'a', displayName: 'Ann' } };
		expect(sentences([row], [{ ...row, action: 'failed', reason: 'The e-mail is taken' }])).toEqual([
			'Ann fails now (The e-mail is taken), and is to be created then.',
		]);
	});

	it('names all differences in the details, and ten of them in words', () => {
		const planned = Array.from({ length: 12 }, (_, i): ResultRow => ({
			action: 'created',
			changes: [],
			entra: { id: `${i}`, displayName: `p${i}` },
		}));
		expect(() => checkApproved(planned, planned)).not.toThrow();
		let thrown: unknown;
		try {
			checkApproved([], planned);
		} catch (error) {
			thrown = error;
		}
		expect(thrown).toBeInstanceOf(SyncError);
		const { message, description, details } = thrown as SyncError;
		expect(message).toBe('Stopped: the plan is no longer the one that was approved (12 differences)');
		expect(description).toContain('p9 is to be created now, and was not in the plan. And 2 more.');
		expect(details.differences).toHaveLength(12);
	});
});
