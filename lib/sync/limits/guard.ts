import type { Cause } from '../../base/cause';
import type { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';
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

/** The names in the details of a stop. */
const NAMES: Record<EffectKind, string> = {
	deactivations: 'wouldDeactivate',
	creations: 'wouldCreate',
	changes: 'wouldChange',
};

function stopped(breaches: Breach[], given: readonly string[], code: string, limits: Limits): SyncError {
	const [first] = breaches as [Breach];
	const counted = breaches.map(({ kind, effects, before, allowed, of }) => ({
		kind,
		count: effects.length,
		before: before.length,
		allowed,
		of,
	}));
	const causes = counted.map(({ kind: effect, ...counts }): Cause => ({
		kind: 'breach',
		effect,
		...counts,
		...limits[effect],
	}));
	return failure(
		{ kind: 'overLimits', breaches: causes, code, given },
		{
			...Object.fromEntries(breaches.map(({ kind, effects }) => [NAMES[kind], effects.map(({ name }) => name)])),
			limits: counted,
			deactivatedBefore: first.kind === 'deactivations' ? first.before.map(({ name }) => name) : [],
			allowOnce: code,
		},
	);
}
