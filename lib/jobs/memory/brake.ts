import { KeptFor } from '../../base/keptFor';
import { effectsOf, NO_EFFECTS, together, without } from '../../sync/limits/effects';
import type { Effect } from '../../sync/limits/effect';
import type { Effects } from '../../sync/limits/effects';
import { checkLimits } from '../../sync/limits/guard';
import type { Check, LimitedKind, Limits } from '../../sync/limits/guard';
import type { ResultRow } from '../../sync/model';
import { OLDEST_MS } from '../../sync/roster';

interface Done {
	/** What counts towards the limits. */
	counted: Effects;
	/** What a person has let through, which doesn't. */
	allowed: Effects;
}

/** What was done so far, by execution and HR system. After so long, nobody carries an older plan out any more. */
const executions = new KeptFor<string, Done>(OLDEST_MS);

/** How many active people each round of a loop was about, by execution, HR system and sync. */
const loops = new KeptFor<string, ReadonlyMap<string, number>>(OLDEST_MS);

/** What tells the rows that a node is about from those of other rounds. */
export interface Round {
	/** The same for rows of one sync. */
	sync: string;
	/** The same for the same rows. */
	id: string;
}

export interface Braking extends Omit<Check, 'effects' | 'before'> {
	/** Names the execution and the HR system; undefined outside of an execution. */
	key: string | undefined;
	/** What the node is about to do, as rows. */
	planned: readonly ResultRow[];
	/** What earlier nodes have done, as the rows say; what counts of it are deactivations. */
	earlier?: readonly ResultRow[];
	/** Set where `active` is about the node's rows alone, of which a loop brings others in other rounds. */
	round?: Round;
	dryRun: boolean;
}

/**
 * The brake of a node, before its first write. A node that runs several times in an execution (a loop, two wires into
 * one input) does not get the whole limit each time, and a node that is retried counts nobody twice.
 *
 * @returns the code with which a person has let the plan through, where one was needed
 * @throws SyncError beyond the limits, see checkLimits
 */
export function brake(braking: Braking): string | undefined {
	const { key, planned, earlier = [], limits, dryRun, now = Date.now() } = braking;
	const done = key === undefined ? undefined : executions.get(key, now);
	const { counted, allowed } = done ?? { counted: NO_EFFECTS, allowed: NO_EFFECTS };
	// What a person has let through stays so when the node is tried again.
	const effects = without(effectsOf(planned), allowed);
	const deactivations = { ...NO_EFFECTS, deactivations: effectsOf(earlier).deactivations };
	const before = without(without(together(counted, deactivations), allowed), effects);
	// Whoever an earlier round has deactivated counts among `before`.
	const others = Math.max(0, peopleOfOtherRounds(braking, now) - before.deactivations.length);
	const verdict = checkLimits({ ...braking, effects, before, active: braking.active + others, now });
	const code = verdict.allowed ? verdict.code : undefined;
	if (key === undefined || dryRun) return code;
	const kept = onlyWho(effects, limits);
	executions.set(
		key,
		verdict.allowed ? { counted, allowed: together(allowed, kept) } : { counted: together(counted, kept), allowed },
		now,
	);
	return code;
}

/** How many people the other rounds of a loop were about, and what is remembered of this one. */
function peopleOfOtherRounds({ key, round, active, dryRun }: Braking, now: number): number {
	if (key === undefined || round === undefined) return 0;
	const loop = `${key}\n${round.sync}`;
	const others = new Map(loops.get(loop, now));
	others.delete(round.id);
	const people = [...others.values()].reduce((sum, count) => sum + count, 0);
	if (!dryRun) loops.set(loop, others.set(round.id, active), now);
	return people;
}

/**
 * What is written about people is not kept in memory, and who it is only where a limit keeps them few. Deactivations count
 * for nodes that have other limits.
 */
function onlyWho({ deactivations, creations, changes, overwrites }: Effects, limits: Limits): Effects {
	const who = (effects: readonly Effect[]): Effect[] => effects.map(({ id, name }) => ({ id, name, what: '' }));
	const limited = (kind: LimitedKind, effects: readonly Effect[]): Effect[] => (limits[kind] ? who(effects) : []);
	const attributes = [...(overwrites ?? [])];
	return {
		deactivations: who(deactivations),
		creations: limited('creations', creations),
		changes: limited('changes', changes),
		overwrites: new Map(attributes.map(([attribute, people]) => [attribute, limited('overwrites', people)])),
	};
}
