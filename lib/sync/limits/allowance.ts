import { digestOf } from '../../base/digest';
import type { Effect } from './effect';

/** How long a code is good for: a plan that comes up again later is looked at again. */
const DAYS = 3;
const DAY_MS = 24 * 60 * 60 * 1000;

/** After so long no code that was used can be good any more. */
export const CODE_LIFETIME_MS = (DAYS + 1) * DAY_MS;

/** A plan has so many codes on a day, should it not be known everywhere that the first ones were used. */
const SPARE = 10;

/** What codes are about beside a plan. */
export interface CodeContext {
	/** The HR system, as placeOf names it. */
	place?: string;
	/** When a code has let a plan through (ISO 8601); undefined for one that has not. */
	usedAt?: (code: string) => string | undefined;
}

/**
 * The code with which a person lets one plan through, once: the day on which it was made, and a digest of the HR system and of
 * what the plan does to whom. Another plan, be it one person more or less or somebody else with the same id, has another code,
 * and so has the same plan once its code was used.
 * @param now wall-clock time in milliseconds
 */
export function allowanceFor(effects: readonly Effect[], now: number, context: CodeContext = {}): string {
	const [code] = codesOf(planDigest(effects, context), dayOf(now), context, 1);
	return code ?? '';
}

/** Whether a code is one of the plan, not used yet, and not too old. */
export function isAllowance(
	given: string,
	effects: readonly Effect[],
	now: number,
	context: CodeContext = {},
): boolean {
	const code = asCode(given);
	const plan = planDigest(effects, context);
	return Array.from({ length: DAYS + 1 }, (_, ago) => dayOf(now - ago * DAY_MS)).some(
		(day) => code.startsWith(day) && codesOf(plan, day, context, SPARE).includes(code),
	);
}

/** A code as it is compared, however a person has entered it. */
export function asCode(given: string): string {
	return given.trim().toLowerCase();
}

function planDigest(effects: readonly Effect[], { place = '' }: CodeContext): string {
	return digestOf([place, ...effects.map(({ name, what }) => JSON.stringify([name, what]))]);
}

/** The first codes of a plan that were not used. */
function codesOf(plan: string, day: string, { usedAt }: CodeContext, count: number): string[] {
	const codes: string[] = [];
	for (let time = 0; codes.length < count; time++) {
		const code = `${day}-${digestOf([`${day} ${time}`, plan]).slice(0, 10)}`;
		if (usedAt?.(code) === undefined) codes.push(code);
	}
	return codes;
}

function dayOf(time: number): string {
	return new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
}
