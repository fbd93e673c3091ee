import type { Cause } from '../../base/cause';
import type { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';
import { plainText } from '../../base/json';
import { allowanceFor, asCode, isAllowance } from './allowance';
import type { CodeContext } from './allowance';
import { EFFECT_KINDS } from './effects';
import type { Effect } from './effect';
import type { EffectKind, Effects } from './effects';
import type { Overwrite } from './overwrites';

/**
 * How many people one run may do something to: the percentage or `atLeast` people, whichever is more, so that a small
 * company can still let five people go; never more than `atMost`. What is absent limits nothing.
 */
export interface Limit {
	percent?: number;
	atLeast?: number;
	atMost?: number;
}

/** What there can be a limit for: for overwrites it is one for each attribute. */
export type LimitedKind = EffectKind | 'overwrites';
export type Limits = Partial<Record<LimitedKind, Limit>>;

/** How many of `of` people one run may do it to; Infinity where nothing limits it. */
export function allowedOf(of: number, { percent, atLeast, atMost }: Limit): number {
	const unlimited = percent === undefined && atLeast === undefined;
	const share = unlimited ? Number.POSITIVE_INFINITY : Math.max(atLeast ?? 0, Math.floor((of * (percent ?? 0)) / 100));
	return Math.min(share, atMost ?? Number.POSITIVE_INFINITY);
}

/** How whoever reads a message calls attributes and values. */
export interface Naming {
	label: (attribute: string) => string;
	/** Such as the name of a manager rather than an id. */
	value: (attribute: string, value: unknown) => string;
}

const AS_IT_IS: Naming = { label: (attribute) => attribute, value: (_, value) => plainText(value) };

export interface Check extends CodeContext {
	/** What a node is about to do. */
	effects: Effects;
	/** What was done earlier in the same run, as far as it counts towards the limits; nobody of it is in `effects`. */
	before?: Effects;
	/** How many people the sync answers for who are active. */
	active: number;
	limits: Limits;
	/** Codes with which a person lets a plan through, see allowanceFor. */
	allowOnce?: readonly string[];
	/** A person has approved exactly this plan, so that no limit stops it. */
	approved?: boolean;
	naming?: Naming;
	now?: number;
}

/** Whether a person has let the plan through with a code, and with which. */
export type Verdict = { allowed: false } | { allowed: true; code: string };

interface Breach {
	kind: LimitedKind;
	/** What this node would do. */
	effects: readonly Effect[];
	before: readonly Effect[];
	allowed: number;
	of: number;
	/** Whose values would be overwritten, of which attribute. */
	overwrites?: { attribute: string; overwrites: readonly Overwrite[] };
}

/**
 * Stops before the first write when a plan goes beyond the limits, unless a person has let exactly this plan through.
 * @throws SyncError whose details hold the names (`wouldDeactivate`, `wouldCreate`, `wouldChange`, `wouldOverwrite`), the
 * `limits` and the code that lets the plan through (`allowOnce`)
 */
export function checkLimits(check: Check): Verdict {
	const { allowOnce = [], approved = false, now = Date.now() } = check;
	const breaches = [...breachesOf(check), ...overwriteBreaches(check)];
	if (breaches.length === 0) return { allowed: false };
	const planned = breaches.flatMap(({ effects }) => effects);
	const code = allowOnce.find((given) => isAllowance(given, planned, now, check));
	if (code !== undefined) return { allowed: true, code };
	if (approved) return { allowed: false };
	throw stopped(breaches, allowanceFor(planned, now, check), check);
}

function breachesOf({ effects, before, active, limits }: Check): Breach[] {
	return EFFECT_KINDS.flatMap((kind): Breach[] => {
		const earlier = before?.[kind] ?? [];
		const of = active + (kind === 'deactivations' ? earlier.length : 0);
		const allowed = allowedOf(of, limits[kind] ?? {});
		const planned = effects[kind];
		if (planned.length === 0 || planned.length + earlier.length <= allowed) return [];
		return [{ kind, effects: planned, before: earlier, allowed, of }];
	});
}

/** One attribute that is wrong for many is a mistake in the mapping rather than news about people. */
function overwriteBreaches({ effects, before, active, limits }: Check): Breach[] {
	const limit = limits.overwrites;
	if (!limit || (limit.percent ?? 0) >= 100) return [];
	const allowed = allowedOf(active, limit);
	return [...(effects.overwrites ?? [])].flatMap(([attribute, planned]): Breach[] => {
		const earlier = before?.overwrites?.get(attribute) ?? [];
		if (planned.length === 0 || planned.length + earlier.length <= allowed) return [];
		const overwrites = { attribute, overwrites: planned };
		return [{ kind: 'overwrites', effects: planned, before: earlier, allowed, of: active, overwrites }];
	});
}

/** The names in the details of a stop. */
const NAMES: Record<LimitedKind, string> = {
	deactivations: 'wouldDeactivate',
	creations: 'wouldCreate',
	changes: 'wouldChange',
	overwrites: 'wouldOverwrite',
};

function stopped(breaches: Breach[], code: string, check: Check): SyncError {
	const { allowOnce = [], usedAt } = check;
	const used = allowOnce.flatMap((given): Cause[] => {
		const at = usedAt?.(asCode(given));
		return at === undefined ? [] : [{ kind: 'codeUsed', code: given, at: at.slice(0, 10) }];
	});
	const given = allowOnce.filter((one) => usedAt?.(asCode(one)) === undefined);
	const [first] = breaches;
	return failure(
		{ kind: 'overLimits', breaches: breaches.map((breach) => causeOf(breach, check)), code, given, used },
		{
			...Object.fromEntries(breaches.map(({ kind }) => [NAMES[kind], namesIn(breaches, kind)])),
			limits: breaches.map(countsOf),
			deactivatedBefore: first?.kind === 'deactivations' ? first.before.map(({ name }) => name) : [],
			allowOnce: code,
		},
	);
}

/** Everybody once, also whoever has several attributes overwritten. */
function namesIn(breaches: readonly Breach[], kind: LimitedKind): string[] {
	const effects = breaches.filter((breach) => breach.kind === kind).flatMap((breach) => breach.effects);
	const once = kind === 'overwrites' ? new Map(effects.map((effect) => [effect.id, effect])).values() : effects;
	return [...once].map(({ name }) => name);
}

function countsOf({ kind, effects, before, allowed, of, overwrites }: Breach): Record<string, unknown> {
	const attribute = overwrites && { attribute: overwrites.attribute };
	return { kind, ...attribute, count: effects.length, before: before.length, allowed, of };
}

function causeOf({ kind, effects, before, allowed, of, overwrites }: Breach, { limits, naming }: Check): Cause {
	const counts = { count: effects.length, before: before.length, allowed, of, ...limits[kind] };
	if (kind !== 'overwrites') return { kind: 'breach', effect: kind, ...counts };
	const { attribute = '', overwrites: people = [] } = overwrites ?? {};
	const { label, value } = naming ?? AS_IT_IS;
	const shown = (one: unknown): string => shortened(value(attribute, one));
	const examples = people.slice(0, MOST_EXAMPLES).map(({ name, from, to }): Cause => ({
		kind: 'overwritten',
		person: name,
		from: shown(from),
		to: to === null || to === undefined ? '' : shown(to),
	}));
	return { kind: 'overwrites', attribute: label(attribute), ...counts, examples };
}

const MOST_EXAMPLES = 5;
const LONGEST_VALUE = 80;

/** A value may be of any length, and stands in a message. */
function shortened(text: string): string {
	const line = text.trim();
	return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE - 1)}…` : line;
}
