import { digestOf } from '../../base/digest';
import type { Effect } from './effects';

/** How long a code is good for: a plan that comes up again later is looked at again. */
const DAYS = 3;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The code with which a person lets one plan through: the day on which it was made, and a digest of what the plan does to
 * whom. Another plan, be it one person more or less, has another code.
 * @param now wall-clock time in milliseconds
 */
export function allowanceFor(effects: readonly Effect[], now: number): string {
	return codeOf(effects, dayOf(now));
}

/** Whether a code is that of the plan, and not too old. */
export function isAllowance(code: string, effects: readonly Effect[], now: number): boolean {
	const days = Array.from({ length: DAYS + 1 }, (_, ago) => dayOf(now - ago * DAY_MS));
	return days.some((day) => codeOf(effects, day) === code.trim().toLowerCase());
}

function codeOf(effects: readonly Effect[], day: string): string {
	return `${day}-${digestOf([day, ...effects.map(({ what }) => what)]).slice(0, 10)}`;
}

function dayOf(time: number): string {
	return new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
}
