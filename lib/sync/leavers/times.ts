const HOUR_MS = 60 * 60 * 1000;
/** Noon comes so much later than in Greenwich where the day ends last. */
const LATEST_ZONE_MS = 12 * HOUR_MS;
/** A clock is told by a header that counts whole seconds, and read some time after it was written. */
const INEXACT_MS = 2_500;

/** Some systems count seconds since 1970, others milliseconds. */
const LATEST_IN_SECONDS = 1e11;

const ZONED = /(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})\s*$/i;
const DAY_ONLY = /^\s*\d{4}-\d{2}-\d{2}\s*$/;

/**
 * The latest moment that a time of an HR system can mean, in milliseconds since 1970. A time without a zone may be that of
 * any place on earth, whatever zone n8n runs in, and a day ends 24 hours after it began. NaN for what is no time.
 */
export function latestOf(time: unknown): number {
	if (typeof time === 'number') return time < LATEST_IN_SECONDS ? time * 1000 : time;
	if (typeof time !== 'string') return Number.NaN;
	if (ZONED.test(time)) return Date.parse(time);
	const inGreenwich = DAY_ONLY.test(time) ? Date.parse(time.trim()) + 24 * HOUR_MS : Date.parse(`${time.trim()}Z`);
	return inGreenwich + LATEST_ZONE_MS;
}

/**
 * From when on what an HR system dates may have come after a group was read, in milliseconds since 1970 by its own clock.
 * @param readAt when the group was read (ISO 8601), by the clock here
 * @param skewMs how far the HR system's clock is ahead of the one here, as far as it is known
 */
export function sinceRead(readAt: string, skewMs = 0): number {
	return Date.parse(readAt) + (skewMs < -INEXACT_MS ? skewMs - INEXACT_MS : 0);
}
