import fc from 'fast-check';

import { SyncError } from '../../../lib/base/errors';
import type { ResultRow } from '../../../lib/sync/model';
import { linkFormOf } from '../../../lib/sync/links';
import { proveComplete } from '../../../lib/sync/roster';
import { parseResultRow } from '../../../lib/sync/rows';
import { sealed } from '../../../lib/sync/seal';
import { PLACE, resultRows, rosterOf } from '../../support/rosters';

const BATCH = { place: PLACE, links: linkFormOf([]) };
const rows = resultRows(['a', 'b', 'c']);
const [first, second, third] = rows as [ResultRow, ResultRow, ResultRow];

/** What the rows are after they were JSON, as between the nodes of different n8n processes. */
const copied = (given: ResultRow[]): ResultRow[] =>
	(JSON.parse(JSON.stringify(given)) as unknown[]).map((json, position) => parseResultRow(json, position));

describe('the proof of a complete roster', () => {
	it('holds for all rows of a read, in any order, and for no part of them', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 20 }), fc.func(fc.integer()), fc.nat(), (size, order, dropped) => {
				const whole = resultRows(Array.from({ length: size }, (_, i) => `e${i}`));
				const shuffled = copied(whole).sort((a, b) => order(a.entra.id) - order(b.entra.id));
				expect(proveComplete(shuffled).roster).toEqual(whole[0]!.roster);
				const part = shuffled.filter((_, i) => i !== dropped % size);
				expect(() => proveComplete(part)).toThrow(SyncError);
				expect(() => proveComplete([...part, ...part])).toThrow(SyncError);
			}),
		);
	});

	it('holds for batches that Upsert Employee put out one after the other', () => {
		const roster = rosterOf(['a', 'b', 'c']);
		const batch = (part: ResultRow[]): ResultRow[] =>
			sealed(
				part.map((row) => ({ ...row, roster })),
				BATCH,
			);
		expect(proveComplete([...batch([first, second]), ...batch([third])]).accepted).toBeUndefined();
	});

	it.each<[string, ResultRow[], string]>([
		['no rows', [], 'no rows arrived'],
		['a row without a roster', [{ ...first, roster: undefined }, second, third], 'no read of a group vouches for'],
		['two reads', [...rows, ...resultRows(['d'], { id: 'r2' })], '2 different reads'],
		['an edited row without an id', [{ ...first, entra: { id: '' } }, second, third], 'without an Entra object id'],
		['a filter in between', [first, second], 'only 2 of the 3 people that were read arrived here'],
		[
			'a read that stopped at a limit, even with everybody there',
			resultRows(['a'], { partial: true }),
			'read with a limit, so these are only some of its people',
		],
		['employees instead of members', [{ ...first, missing: true as const }], 'no rows arrived'],
		['rows that did not pass Upsert Employee', [{ ...first, roster: rosterOf(['a']) }], 'did not put out'],
		['a row that lost the id of its employee', [{ ...first, hrId: undefined }, second, third], 'lost the id'],
		['a row with the id of another employee', [{ ...first, hrId: 'hr of x' }, second, third], 'was changed after'],
		['a row about somebody else', [{ ...first, entra: { id: 'x' } }, second, third], 'was changed after'],
		['a failure made a success', [{ ...first, action: 'updated' }, second, third], 'was changed after'],
		['a read of hours ago', resultRows(['a'], { readAt: '2020-01-01T00:00:00Z' }), 'too long ago'],
		['a read at no time', resultRows(['a'], { readAt: 'yesterday' }), 'too long ago'],
		['a read that is still to come', resultRows(['a'], { readAt: '2999-01-01T00:00:00Z' }), 'still to come'],
		[
			'another time of the read than it had when Upsert Employee saw it',
			rows.map((row) => ({ ...row, roster: { ...row.roster!, readAt: new Date(Date.now() + 1000).toISOString() } })),
			'was changed after',
		],
		[
			'rows for two HR systems',
			[...resultRows(['a']), ...resultRows(['b'], {}, 'elsewhere')],
			'different HR systems or credentials',
		],
		['a plan made a result', resultRows(['a']).map((row) => ({ ...row, dryRun: true as const })), 'was changed after'],
	])('fails for %s and says so', (_, given, words) => {
		expect(() => proveComplete(given)).toThrow(words);
	});

	it('fails for somebody who was not read, in the place of somebody who was', () => {
		const mapped = sealed(
			rows.map((row, i) => (i === 0 ? { ...row, entra: { id: 'x' } } : row)),
			BATCH,
		);
		expect(() => proveComplete(mapped)).toThrow('was not read, in the place of somebody who was');
	});

	it('fails for an edited row also where others are lost, and that was accepted', () => {
		const edited = [{ ...second, action: 'skipped' as const }, third];
		expect(() => proveComplete(edited, Date.now(), true)).toThrow('was changed after');
		expect(proveComplete([second, third], Date.now(), true).accepted).toMatchObject({ kind: 'rowsLost' });
	});

	it('fails for any edit of any row, whichever it is', () => {
		const edit = fc.oneof(
			fc.record({ hrId: fc.string() }),
			fc.record({ action: fc.constantFrom<ResultRow['action']>('created', 'updated', 'failed', 'deactivated') }),
			fc.record({ entra: fc.record({ id: fc.string() }) }),
			fc.record({ candidates: fc.array(fc.string(), { minLength: 1 }) }),
		);
		fc.assert(
			fc.property(fc.nat(2), edit, (position, change) => {
				const edited = rows.map((row, i) => (i === position ? { ...row, ...change } : row));
				fc.pre(JSON.stringify(edited) !== JSON.stringify(rows));
				expect(() => proveComplete(edited)).toThrow(SyncError);
			}),
		);
	});
});

describe('accepting an incomplete roster', () => {
	const accept = (given: ResultRow[]) => proveComplete(given, Date.now(), true);

	it('lets a part through, and says what is wrong', () => {
		expect(accept([first, second]).accepted).toEqual({ kind: 'rowsLost', arrived: 2, read: 3 });
		expect(accept(resultRows(['a'], { partial: true })).accepted).toMatchObject({ kind: 'partialRead' });
		expect(accept([...rows, ...resultRows(['d'], { id: 'r2' })]).accepted).toEqual({ kind: 'severalReads', count: 2 });
		expect(accept(rows).accepted).toBeUndefined();
	});

	it.each<[string, ResultRow[]]>([
		['no rows', []],
		['rows of no read', [{ ...first, roster: undefined }]],
		['edited rows', [{ ...first, hrId: 'hr of x' }, second, third]],
		['an old read', resultRows(['a'], { readAt: '2020-01-01T00:00:00Z' })],
	])('never accepts %s', (_, given) => {
		expect(() => accept(given)).toThrow(SyncError);
	});
});

it('an id of digits that became a number on the way is the same id', () => {
	expect(parseResultRow({ action: 'unchanged', entra: { id: 'a' }, hrId: 17 }, 0).hrId).toBe('17');
});
