import fc from 'fast-check';

import { earliestOf, latestOf, sinceRead } from '../../../../lib/sync/leavers/times';

const HOUR = 60 * 60 * 1000;
const NOON = Date.parse('2026-01-31T12:00:00Z');

it('a time with a zone is that moment, and one without may be that of any zone', () => {
	expect(latestOf('2026-01-31T12:00:00Z')).toBe(NOON);
	expect(latestOf('2026-01-31T13:00:00+01:00')).toBe(NOON);
	expect(latestOf('2026-01-31T13:00:00.000+0100')).toBe(NOON);
	expect(latestOf('2026-01-31T12:00:00')).toBe(NOON + 12 * HOUR);
	expect(latestOf('2026-01-31 12:00:00')).toBe(NOON + 12 * HOUR);
	expect(latestOf('2026-01-31')).toBe(NOON + 24 * HOUR);
	expect([latestOf(NOON), latestOf(NOON / 1000)]).toEqual([NOON, NOON]);
});

it.each([
	['2026-01-31T12:00:00+00', NOON],
	['2026-01-31T13:00:00.000+0100', NOON],
	['2026-01-31T12:00:00Z[UTC]', NOON],
	[`${NOON}`, NOON],
	[`${NOON / 1000}`, NOON],
	[`/Date(${NOON})/`, NOON],
	[`/Date(${NOON}+0100)/`, NOON],
	['01/31/2026 12:00:00', NOON + 12 * HOUR],
	['Sat, 31 Jan 2026 12:00:00 GMT', NOON],
])('reads %s', (time, moment) => {
	expect(latestOf(time)).toBe(moment);
});

it.each([undefined, null, '', ' '])('%j is no time', (time) => {
	expect(latestOf(time)).toBeNaN();
});

it.each(['never', {}, 'soon Z', '31.01.2026 12:00'])('%j may be any time', (time) => {
	expect(latestOf(time)).toBe(Number.POSITIVE_INFINITY);
});

it('a time without a zone is never earlier than it was, wherever it was written', () => {
	fc.assert(
		fc.property(fc.integer({ min: -12, max: 14 }), fc.integer({ min: 0, max: 10_000 }), (zone, hours) => {
			const moment = NOON + hours * HOUR;
			const written = new Date(moment + zone * HOUR).toISOString().replace('Z', '');
			expect(latestOf(written)).toBeGreaterThanOrEqual(moment);
		}),
	);
});

it('the moment of a read is taken by the slower clock', () => {
	const read = '2026-01-31T12:00:00Z';
	expect(sinceRead(read)).toBe(NOON);
	expect(sinceRead(read, 10 * 60_000)).toBe(NOON);
	expect(sinceRead(read, -900)).toBe(NOON);
	expect(sinceRead(read, -10 * 60_000)).toBeLessThan(NOON - 10 * 60_000);
});

it('a time is between the earliest and the latest moment that it can mean', () => {
	expect(earliestOf('2026-01-31T13:00:00+01:00')).toBe(NOON);
	expect(earliestOf('2026-01-31T12:00:00.5Z')).toBe(NOON + 500);
	expect(earliestOf('Sat, 31 Jan 2026 12:00:00 GMT')).toBe(NOON);
	expect([earliestOf(NOON), earliestOf(`${NOON}`)]).toEqual([NOON, NOON]);
	expect(earliestOf('2026-01-31T12:00:00')).toBe(NOON - 14 * HOUR);
	expect(earliestOf('01/31/2026 12:00:00')).toBe(NOON - 14 * HOUR);
	expect(earliestOf('2026-01-31')).toBe(NOON - 26 * HOUR);
	expect(earliestOf('')).toBeNaN();
	expect(earliestOf('never')).toBe(Number.POSITIVE_INFINITY);
});
