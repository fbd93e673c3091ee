import { backoffMs, MAX_RETRY_AFTER_MS, parseRetryAfter } from '../../../lib/http/retry';

const NOW = Date.UTC(2026, 0, 5, 12, 0, 0);

describe('Retry-After', () => {
	it.each([
		['3', 3_000],
		['0.25', 250],
		[' 2 ', 2_000],
		['Mon, 05 Jan 2026 12:00:07 GMT', 7_000],
		['Mon, 05 Jan 2026 11:00:00 GMT', 0],
		['86400', MAX_RETRY_AFTER_MS],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
		[5, 5_000],
	])('%p is %p ms', (value, ms) => {
		expect(parseRetryAfter(value, undefined, NOW)).toBe(ms);
	});

	it.each([
		['a day ahead', 'Tue, 06 Jan 2026 12:00:00 GMT', 'Tue, 06 Jan 2026 12:00:07 GMT', 7_000],
		['a day behind', 'Sun, 04 Jan 2026 12:00:00 GMT', 'Sun, 04 Jan 2026 12:00:07 GMT', 7_000],
		['not readable', 'noon', 'Mon, 05 Jan 2026 12:00:07 GMT', 7_000],
		['of no use for seconds', 'Tue, 06 Jan 2026 12:00:00 GMT', '3', 3_000],
	])("goes by the server's clock: %s", (_, date, value, ms) => {
		expect(parseRetryAfter(value, date, NOW)).toBe(ms);
	});
});

it('backs off further with each failure, up to a limit', () => {
	const steps = [1, 2, 3, 4, 5, 6, 7, 20].map((failures) => backoffMs(failures, () => 1));
	expect(steps).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
	expect(backoffMs(1, () => 0)).toBe(125);
});
