import { isEmpty } from '../../base/json';

const HOUR_MS = 60 * 60 * 1000;
/** Noon comes so much later than in Greenwich where the day ends last. */
const LATEST_ZONE_MS = 12 * HOUR_MS;
/** A clock is told by a header that counts whole seconds, and read some time after it was written. */
const INEXACT_MS = 2_500;

/** Some systems count seconds since 1970, others milliseconds. */
const LATEST_IN_SECONDS = 1e11;

const ZONED = /(?:Z|UTC|GMT|[+-]\d{2}:\d{2})$/i;
const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;
/** `/Date(1769860800000)/` of older APIs. */
const IN_BRACKETS = /^\/Date\((\d+)/;

/**
 * The latest moment that a time of an HR system can mean, in milliseconds since 1970. A time without a zone may be that of
 * any place on earth, whatever zone n8n runs in, and a day ends 24 hours after it began. NaN for nothing; what is there and
 * can't be read may be any time at all.
 */
export function latestOf(time: unknown): number {
	if (isEmpty(time)) return Number.NaN;
	if (typeof time === 'number') return time < LATEST_IN_SECONDS ? time * 1000 : time;
	if (typeof time !== 'string') return Number.POSITIVE_INFINITY;
	const text = time.trim();
	const counted = IN_BRACKETS.exec(text)?.[1] ?? text;
	if (/^\d{9,}$/.test(counted)) return latestOf(Number(counted));
	const moment = momentOf(text);
	return Number.isNaN(moment) ? Number.POSITIVE_INFINITY : moment;
}

function momentOf(text: string): number {
	// Java puts the name of the zone behind; and `+0100`, `+01` are `+01:00`.
	const [time = ''] = text.split('[');
	const plain = time.replace(
		/([T ][\d:.]+[+-]\d{2})(\d{2})?$/,
		(_, hours: string, minutes = '00') => `${hours}:${minutes}`,
	);
	if (ZONED.test(plain)) return Date.parse(plain);
	if (DAY_ONLY.test(plain)) return Date.parse(plain) + 24 * HOUR_MS + LATEST_ZONE_MS;
	const inGreenwich = [`${plain}Z`, `${plain} UTC`].map((one) => Date.parse(one)).find((one) => !Number.isNaN(one));
	return (inGreenwich ?? Number.NaN) + LATEST_ZONE_MS;
}

/** The earliest moment that a time can mean: the zones of the earth are 26 hours apart, and a day lasts 24. */
export function earliestOf(time: unknown): number {
	const latest = latestOf(time);
	if (typeof time !== 'string' || !Number.isFinite(latest)) return latest;
	const asWritten = momentOf(`${time.trim()}Z`);
	const isZoned = asWritten !== latest - LATEST_ZONE_MS && !DAY_ONLY.test(time.trim());
	if (isZoned) return latest;
	return latest - LATEST_ZONE_MS - 14 * HOUR_MS - (DAY_ONLY.test(time.trim()) ? 24 * HOUR_MS : 0);
}

/**
 * From when on what an HR system dates may have come after a group was read, in milliseconds since 1970 by its own clock.
 * @param readAt when the group was read (ISO 8601), by the clock here
 * @param skewMs how far the HR system's clock is ahead of the one here, as far as it is known
 */
export function sinceRead(readAt: string, skewMs = 0): number {
	return Date.parse(readAt) + (skewMs < -INEXACT_MS ? skewMs - INEXACT_MS : 0);
}
