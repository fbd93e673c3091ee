import { isEmpty } from '../../base/json';

const HOUR_MS = 60 * 60 * 1000;
/** Noon comes so much earlier than in Greenwich where the day begins first, and so much later where it ends last. */
const EARLIEST_ZONE_MS = 14 * HOUR_MS;
const LATEST_ZONE_MS = 12 * HOUR_MS;
/** A clock is told by a header that counts whole seconds, and read some time after it was written. */
const INEXACT_MS = 2_500;

/** Some systems count seconds since 1970, others milliseconds. */
const LATEST_IN_SECONDS = 1e11;

const ZONED = /(?:Z|UTC|GMT|[+-]\d{2}:\d{2})$/i;
const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;
/** `/Date(1769860800000)/` of older APIs. */
const IN_BRACKETS = /^\/Date\((\d+)/;

/** The moments that a time can mean, from the first to the last, in milliseconds since 1970. */
interface Span {
	earliest: number;
	latest: number;
}

/** The earliest moment that a time of an HR system can mean, see latestOf. */
export function earliestOf(time: unknown): number {
	return spanOf(time).earliest;
}

/**
 * The latest moment that a time of an HR system can mean, in milliseconds since 1970. A time without a zone may be that of
 * any place on earth, whatever zone n8n runs in, and a day ends 24 hours after it began. NaN for nothing; what is there and
 * can't be read may be any time at all.
 */
export function latestOf(time: unknown): number {
	return spanOf(time).latest;
}

function spanOf(time: unknown): Span {
	if (isEmpty(time)) return moment(Number.NaN);
	if (typeof time === 'number') return moment(time < LATEST_IN_SECONDS ? time * 1000 : time);
	if (typeof time !== 'string') return UNREADABLE;
	const text = time.trim();
	const counted = IN_BRACKETS.exec(text)?.[1] ?? text;
	if (/^\d{9,}$/.test(counted)) return spanOf(Number(counted));
	const span = spanOfText(text);
	return Number.isNaN(span.latest) ? UNREADABLE : span;
}

const UNREADABLE = moment(Number.POSITIVE_INFINITY);

function moment(at: number): Span {
	return { earliest: at, latest: at };
}

function spanOfText(text: string): Span {
	// Java puts the name of the zone behind; and `+0100`, `+01` are `+01:00`.
	const [time = ''] = text.split('[');
	const plain = time.replace(
		/([T ][\d:.]+[+-]\d{2})(\d{2})?$/,
		(_, hours: string, minutes = '00') => `${hours}:${minutes}`,
	);
	if (ZONED.test(plain)) return moment(Date.parse(plain));
	const forms = DAY_ONLY.test(plain) ? [plain] : [`${plain}Z`, `${plain} UTC`];
	const inGreenwich = forms.map((one) => Date.parse(one)).find((one) => !Number.isNaN(one)) ?? Number.NaN;
	const lastsMs = DAY_ONLY.test(plain) ? 24 * HOUR_MS : 0;
	return { earliest: inGreenwich - EARLIEST_ZONE_MS, latest: inGreenwich + lastsMs + LATEST_ZONE_MS };
}

/**
 * From when on what an HR system dates may have come after a group was read, in milliseconds since 1970 by its own clock.
 * @param readAt when the group was read (ISO 8601), by the clock here
 * @param skewMs how far the HR system's clock is ahead of the one here, as far as it is known
 */
export function sinceRead(readAt: string, skewMs = 0): number {
	return Date.parse(readAt) + (skewMs < -INEXACT_MS ? skewMs - INEXACT_MS : 0);
}
