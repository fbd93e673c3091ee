import { Kept } from '../../base/kept';
import { effectsOf, NO_EFFECTS, together, without } from '../../sync/limits/effects';
import type { Effect, Effects } from '../../sync/limits/effects';
import { checkLimits } from '../../sync/limits/guard';
import type { Limits } from '../../sync/limits/guard';
import type { ResultRow } from '../../sync/model';

interface Done {
	/** What counts towards the limits. */
	counted: Effects;
	/** What a person has let through, which doesn't. */
	allowed: Effects;
}

/** What was done so far, by execution and HR system. */
const executions = new Kept<string, Done>(20);

export interface Braking {
	/** Names the execution and the HR system; undefined outside of an execution. */
	key: string | undefined;
	/** What the node is about to do, as rows. */
	planned: readonly ResultRow[];
	/** What earlier nodes have done, as the rows say; what counts of it are deactivations. */
	earlier?: readonly ResultRow[];
	/** How many employees are active now. */
	active: number;
	limits: Limits;
	/** Codes with which a person lets a plan through. */
	allowOnce?: readonly string[];
	dryRun: boolean;
}

/**
 * The brake of a node, before its first write. A node that runs several times in an execution (a loop, two wires into
 * one input) does not get the whole limit each time, and a node that is retried counts nobody twice.
 *
 * @throws SyncError beyond the limits, see checkLimits
 */
export function brake({ key, planned, earlier = [], active, limits, allowOnce, dryRun }: Braking): void {
	const done = key === undefined ? undefined : executions.get(key);
	const { counted, allowed } = done ?? { counted: NO_EFFECTS, allowed: NO_EFFECTS };
	// What a person has let through stays so when the node is tried again.
	const effects = without(effectsOf(planned), allowed);
	const deactivations = { ...NO_EFFECTS, deactivations: effectsOf(earlier).deactivations };
	const before = without(without(together(counted, deactivations), allowed), effects);
	const verdict = checkLimits({ effects, before, active, limits, allowOnce });
	if (key === undefined || dryRun) return;
	const kept = onlyWho(effects);
	executions.set(
		key,
		verdict.allowed ? { counted, allowed: together(allowed, kept) } : { counted: together(counted, kept), allowed },
	);
}

/** What is written about people is not kept in memory. */
function onlyWho({ deactivations, creations, changes }: Effects): Effects {
	const who = (effects: readonly Effect[]): Effect[] => effects.map(({ id, name }) => ({ id, name, what: '' }));
	return { deactivations: who(deactivations), creations: who(creations), changes: who(changes) };
}
