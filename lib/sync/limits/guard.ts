import { SyncError } from '../../base/errors';
import { allowanceFor, isAllowance } from './allowance';
import { EFFECT_KINDS } from './effects';
import type { Effect, EffectKind, Effects } from './effects';

/**
 * How many people one run may do something to: the percentage or `atLeast` people, whichever is more, so that a small
 * company can still let five people go; never more than `atMost`. What is absent limits nothing.
 */
export interface Limit {
	percent?: number;
	atLeast?: number;
	atMost?: number;
}

export type Limits = Partial<Record<EffectKind, Limit>>;

/** How many of `of` employees one run may do it to; Infinity where nothing limits it. */
export function allowedOf(of: number, { percent, atLeast, atMost }: Limit): number {
	const unlimited = percent === undefined && atLeast === undefined;
	const share = unlimited ? Number.POSITIVE_INFINITY : Math.max(atLeast ?? 0, Math.floor((of * (percent ?? 0)) / 100));
	return Math.min(share, atMost ?? Number.POSITIVE_INFINITY);
}

export interface Check {
	/** What a node is about to do. */
	effects: Effects;
	/** What was done earlier in the same run, as far as it counts towards the limits; nobody of it is in `effects`. */
	before?: Effects;
	/** How many employees there are that may be affected: those who are active. */
	active: number;
	limits: Limits;
	/** Codes with which a person lets a plan through, see allowanceFor. */
	allowOnce?: readonly string[];
	now?: number;
}

interface Breach {
	kind: EffectKind;
	/** What this node would do. */
	effects: Effect[];
	before: Effect[];
	allowed: number;
	of: number;
}

/**
 * Stops before the first write when a plan goes beyond the limits, unless a person has let exactly this plan through.
 * @returns whether a person has
 * @throws SyncError whose details hold the names (`wouldDeactivate`, `wouldCreate`, `wouldChange`), the `limits` and the
 * code that lets the plan through (`allowOnce`)
 */
export function checkLimits({ effects, before, active, limits, allowOnce = [], now = Date.now() }: Check): {
	allowed: boolean;
} {
	const breaches = EFFECT_KINDS.flatMap((kind): Breach[] => {
		const earlier = before?.[kind] ?? [];
		const of = active + (kind === 'deactivations' ? earlier.length : 0);
		const allowed = allowedOf(of, limits[kind] ?? {});
		const planned = effects[kind];
		if (planned.length === 0 || planned.length + earlier.length <= allowed) return [];
		return [{ kind, effects: planned, before: earlier, allowed, of }];
	});
	if (breaches.length === 0) return { allowed: false };
	const planned = breaches.flatMap((breach) => breach.effects);
	if (allowOnce.some((code) => isAllowance(code, planned, now))) return { allowed: true };
	throw stopped(breaches, allowOnce, allowanceFor(planned, now), limits);
}

const WORDS: Record<EffectKind, { would: string; details: string; none: string; limit: string }> = {
	deactivations: {
		would: 'deactivated',
		details: 'wouldDeactivate',
		none: 'if they have really left',
		limit: 'deactivation limit',
	},
	creations: {
		would: 'created',
		details: 'wouldCreate',
		none: 'if they are really new',
		limit: 'limit for creations',
	},
	changes: { would: 'changed', details: 'wouldChange', none: 'if the changes are right', limit: 'limit for changes' },
};

function stopped(breaches: Breach[], given: readonly string[], code: string, limits: Limits): SyncError {
	const found = breaches.map(inWords).join('; ');
	const [first] = breaches as [Breach];
	const { none, limit } = WORDS[first.kind];
	const advice = [
		`This step has written nothing. Look at the names: ${none}, let exactly this plan through with the code ${code} under Allow Once (in the templates: allowOnce in Sync settings), or raise the ${limit}; if not, find out why they are in the plan.`,
		...breaches.map(({ kind }) => limitInWords(kind, limits[kind] ?? {})),
		...(given.length > 0
			? [`The code ${given.join(', ')} was given for another plan, or more than three days ago.`]
			: []),
	].join(' ');
	return new SyncError(`Stopped: ${found}`, advice, {
		...Object.fromEntries(breaches.map(({ kind, effects }) => [WORDS[kind].details, effects.map(({ name }) => name)])),
		limits: breaches.map(({ kind, effects, before, allowed, of }) => ({
			kind,
			count: effects.length,
			before: before.length,
			allowed,
			of,
		})),
		deactivatedBefore: first.kind === 'deactivations' ? first.before.map(({ name }) => name) : [],
		allowOnce: code,
	});
}

function inWords({ kind, effects, before, allowed, of }: Breach): string {
	const { length: count } = effects;
	if (kind === 'creations') {
		const more = before.length === 0 ? '' : ` more, beside ${before.length} before,`;
		return `${count} people${more} would be created where there are ${of}, and the limit is ${allowed}`;
	}
	const earlier = before.length === 0 ? '' : `, ${before.length} were before`;
	const more = before.length === 0 ? '' : ' more';
	return `${count}${more} of ${of} active employees would be ${WORDS[kind].would}${earlier}, and the limit is ${allowed}`;
}

function limitInWords(kind: EffectKind, { percent, atLeast, atMost }: Limit): string {
	const parts = [
		...(percent === undefined ? [] : [`${percent} % of the active employees`]),
		...(atLeast === undefined ? [] : [`${percent === undefined ? '' : 'at least '}${atLeast} people`]),
		...(atMost === undefined ? [] : [`never more than ${atMost}`]),
	];
	return `The ${WORDS[kind].limit} is ${parts.join(' and ')}.`;
}
