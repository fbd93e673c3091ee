import { failure } from '../../base/failure';
import { KeptFor } from '../../base/keptFor';
import type { Roster, ScopeMark } from '../../sync/model';
import { OLDEST_MS } from '../../sync/roster';
import type { Run } from '../run';

/** What was read for one sync in one execution: when, by source. */
type Sources = Map<string, string>;

/**
 * What the people of an HR system were read from, by execution, HR system and mark. One group after another would take the
 * members of each for missing from the others, whichever way a workflow brings that about: a loop, a branch, or another
 * workflow that is called for each. Kept in the process only.
 */
const executions = new KeptFor<string, Sources>(OLDEST_MS);

/** To be told of what a run works with before its first write. */
export function noteSource(run: Run, place: string, mark: ScopeMark | undefined, roster: Roster): void {
	const key = keyOf(run, place, mark);
	if (key === undefined) return;
	const sources: Sources = executions.get(key, run.now()) ?? new Map<string, string>();
	executions.set(key, sources.set(sourceOf(roster), roster.readAt), run.now());
}

/** @throws SyncError when something else was read before for the same sync in this execution, or the one that called it */
export function checkOneSource(run: Run, place: string, mark: ScopeMark | undefined, roster: Roster): void {
	const key = keyOf(run, place, mark);
	const own = sourceOf(roster);
	const other = [...(executions.get(key ?? '', run.now()) ?? [])].find(([source]) => source !== own);
	if (other) throw failure({ kind: 'otherSource', readAt: other[1] });
}

function keyOf({ root, execution }: Run, place: string, mark: ScopeMark | undefined): string | undefined {
	const called = root ?? execution;
	return called && JSON.stringify([called, place, mark ?? null]);
}

/** A read that does not say of what it is stands for itself. */
function sourceOf({ source, id, digest }: Roster): string {
	return source ?? JSON.stringify([id, digest]);
}
