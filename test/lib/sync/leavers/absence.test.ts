import fc from 'fast-check';

import { longInactive, parseMemory, remember, waitsFor } from '../../../../lib/sync/leavers/absence';
import type { Wait } from '../../../../lib/sync/leavers/absence';
import type { AbsenceMemory } from '../../../../lib/sync/leavers/absence';

const DAY_MS = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-03-01T00:00:00Z');
const empty: AbsenceMemory = { missing: {}, inactive: {} };

const hrId = fc.constantFrom<string>('1', '2', '3', '__proto__', 'constructor', 'hasOwnProperty', '');
/** Who is missing and who is inactive, night by night. */
const nights = fc.array(
	fc.record({ missing: fc.uniqueArray(hrId), inactive: fc.uniqueArray(hrId), again: fc.boolean() }),
	{ minLength: 1, maxLength: 8 },
);

/** As n8n keeps it: JSON in a database. */
const stored = (memory: AbsenceMemory): AbsenceMemory => parseMemory(JSON.parse(JSON.stringify(memory)));

function after(
	list: { missing: string[]; inactive: string[]; again?: boolean }[],
	throughStorage = false,
): AbsenceMemory {
	return list.reduce((memory, { missing, inactive, again }, night) => {
		const observation = { missing, inactive, undecided: [], execution: `e${night}`, now: START + night * DAY_MS };
		const once = remember(throughStorage ? stored(memory) : memory, observation);
		return again ? remember(once, { ...observation, now: observation.now + 1000 }) : once;
	}, empty);
}

describe('what is remembered', () => {
	it('is how many nights in a row, up to the last, somebody was missing, and since when', () => {
		fc.assert(
			fc.property(nights, (list) => {
				const { missing } = after(list);
				const last = list.at(-1)!;
				expect(Object.keys(missing).sort()).toEqual([...last.missing].sort());
				for (const id of last.missing) {
					const present = list.findLastIndex((night) => !night.missing.includes(id));
					const since = new Date(START + (present + 1) * DAY_MS).toISOString();
					expect(Object.getOwnPropertyDescriptor(missing, id)?.value).toEqual({
						since,
						runs: list.length - 1 - present,
					});
				}
			}),
		);
	});

	it('is the first of the days in a row on which somebody was seen to be inactive', () => {
		fc.assert(
			fc.property(nights, (list) => {
				const memory = after(list);
				const now = START + (list.length - 1) * DAY_MS;
				for (const id of ['1', '__proto__', 'constructor']) {
					const seen = list.findLastIndex((night) => !night.inactive.includes(id)) + 1;
					const days = list.length - 1 - seen;
					expect(longInactive(memory, id, days + 0.5, now)).toBeUndefined();
					const since = seen === list.length ? undefined : new Date(START + seen * DAY_MS).toISOString();
					expect(longInactive(memory, id, Math.max(days, 0), now)).toBe(since);
				}
			}),
		);
	});

	it('neither grows nor goes while nobody can say whether somebody is missing', () => {
		fc.assert(
			fc.property(nights, (list) => {
				const before = after(list);
				const ids = ['1', '2', '__proto__'];
				const later = remember(before, { missing: [], inactive: [], undecided: ids, execution: 'later', now: START });
				for (const id of ids) {
					expect(Object.getOwnPropertyDescriptor(later.missing, id)).toEqual(
						Object.getOwnPropertyDescriptor(before.missing, id),
					);
				}
				expect(Object.keys(later.missing).every((id) => ids.includes(id))).toBe(true);
			}),
		);
	});

	it('is the same through storage, and stays as it was given', () => {
		fc.assert(
			fc.property(nights, (list) => {
				const before = after(list);
				const copy = JSON.stringify(before);
				expect(after(list, true)).toEqual(before);
				remember(before, { missing: ['1'], inactive: [], undecided: ['2'], execution: 'later', now: START });
				expect(JSON.stringify(before)).toBe(copy);
			}),
		);
	});
});

describe('the grace period', () => {
	it('is over exactly when somebody was missing in so many runs', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (runs, wanted) => {
				const memory = after(Array.from({ length: runs }, () => ({ missing: ['1'], inactive: [] })));
				const wait = waitsFor(memory, '1', { runs: wanted }, START);
				expect(wait).toEqual(runs >= wanted ? undefined : { runs, ofRuns: wanted });
			}),
		);
	});

	it('of days ends with the day, or an hour earlier, since a nightly run may begin earlier than the one before', () => {
		const memory = after([{ missing: ['1'], inactive: [] }]);
		const wait = (now: number): Wait | undefined => waitsFor(memory, '1', { days: 3 }, now);
		expect(wait(START + 3 * DAY_MS - 60 * 60 * 1000 - 1)).toEqual({ since: '2026-03-01', until: '2026-03-04' });
		expect(wait(START + 3 * DAY_MS - 60 * 60 * 1000)).toBeUndefined();
	});

	it('is none, or of no length, without waiting; and whoever is not remembered waits from now on', () => {
		expect(waitsFor(empty, '1', undefined, START)).toBeUndefined();
		expect(waitsFor(empty, '1', { days: 0 }, START)).toBeUndefined();
		expect(waitsFor(empty, '1', { runs: 0 }, START)).toBeUndefined();
		expect(waitsFor(empty, '1', { runs: 1 }, START)).toEqual({ runs: 0, ofRuns: 1 });
		expect(waitsFor(empty, 'constructor', { days: 1 }, START)).toHaveProperty('since', '2026-03-01');
	});
});

describe('what comes out of storage', () => {
	it('is never more than what is understood of it, whatever it is', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (absences, inactive, execution) => {
				const { missing, ...rest } = parseMemory({ missing: absences, inactive, execution });
				for (const { since, runs } of Object.values(missing)) {
					expect(Number.isNaN(Date.parse(since))).toBe(false);
					expect(runs).toBeGreaterThan(0);
				}
				for (const since of Object.values(rest.inactive)) expect(Number.isNaN(Date.parse(since))).toBe(false);
			}),
		);
	});

	it.each([undefined, null, '', 7, [], 'text', { missing: 'all' }])('may be %j', (json) => {
		expect(parseMemory(json)).toEqual(empty);
	});

	it('keeps the good entries beside a bad one', () => {
		const since = '2026-01-01T00:00:00.000Z';
		expect(
			parseMemory({
				missing: { a: { since, runs: 2 }, b: { since: 'x', runs: 2 }, c: null },
				inactive: { d: since, e: 1 },
			}),
		).toEqual({ missing: { a: { since, runs: 2 } }, inactive: { d: since } });
	});
});
