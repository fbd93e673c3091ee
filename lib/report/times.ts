import { DateTime, Duration } from 'luxon';

import type { ResultRow } from '../sync/model';
import type { Words } from './words';

/** When a run was. Times in milliseconds since 1970; `start` is absent where nothing says when the group was read. */
export interface Span {
	start?: number;
	end: number;
}

/** From when the rows' people were read, the earliest read if there were several, until now. */
export function spanOf(rows: readonly ResultRow[], now: number): Span {
	const reads = new Set(rows.flatMap(({ roster }) => roster?.readAt ?? []));
	const times = [...reads].map((readAt) => Date.parse(readAt)).filter((time) => time <= now);
	return times.length === 0 ? { end: now } : { start: times.reduce((one, other) => Math.min(one, other)), end: now };
}

/** How dates look: in the language's own way, or in luxon's tokens if there are any. */
export interface DateStyle {
	timezone: string;
	format: string;
}

/** n8n's time zone is often not that of who reads the mail: unless told, n8n's is New York's. */
const WITH_ZONE = { ...DateTime.DATETIME_MED, timeZoneName: 'short' } as const;

export function dateText(time: number, { timezone, format }: DateStyle, { locale }: Words): string {
	const date = inZone(time, timezone).setLocale(locale);
	return format.trim() === '' ? date.toLocaleString(WITH_ZONE) : date.toFormat(format);
}

/** The day in the time zone, such as 2026-11-21. */
export function dayText(time: number, timezone: string): string {
	return inZone(time, timezone).toFormat('yyyy-MM-dd');
}

/** "3 min, 12 sec" */
export function durationText({ start, end }: Required<Span>, { locale }: Words): string {
	const seconds = Math.round((end - start) / 1000);
	const parts = Object.entries({
		hours: Math.floor(seconds / 3600),
		minutes: Math.floor((seconds % 3600) / 60),
		seconds: seconds % 60,
	}).filter(([, value]) => value > 0);
	return Duration.fromObject(Object.fromEntries(parts.length === 0 ? [['seconds', 0]] : parts), { locale }).toHuman({
		unitDisplay: 'short',
	});
}

function inZone(time: number, timezone: string): DateTime {
	const date = DateTime.fromMillis(time, { zone: timezone });
	return date.isValid ? date : DateTime.fromMillis(time, { zone: 'utc' });
}
