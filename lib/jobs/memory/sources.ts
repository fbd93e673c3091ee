import { failure } from '../../base/failure';
import { KeptFor } from '../../base/keptFor';
import type { Roster, ScopeMark } from '../../sync/model';
import { executionOf } from '../run';
import type { Run } from '../run';

/** What was read for one sync in one execution: when, by source. */
type Sources = Map<string, string>;

/** A nightly run is to know of the one before. */
const KEPT_MS = 48 * 60 * 60 * 1000;

/**
 * What the people of an HR system were read from, by execution, HR system and mark. One group after another would take the
 * members of each for missing from the others, whichever way a workflow brings that about: a loop, a branch, or another
 * workflow that is called for each. Kept in the process only.
 */
const executions = new KeptFor<string, Sources>(KEPT_MS);

/** The last two executions of each workflow, the newest first. */
const lastOnes = new KeptFor<string, string[]>(KEPT_MS);

/** To be told of what a run works with before its first write. */
export function noteSource(run: Run, place: string, mark: ScopeMark | undefined, roster: Roster): void {
	const called = executionOf(run);
	if (called === undefined) return;
	const now = run.now();
	const sources: Sources = executions.get(keyOf(called, place, mark), now) ?? new Map<string, string>();
	executions.set(keyOf(called, place, mark), sources.set(sourceOf(roster), roster.readAt), now);
	const workflow = keyOf(run.workflow ?? '', place, mark);
	const last = lastOnes.get(workflow, now) ?? [];
	if (last[0] !== called) lastOnes.set(workflow, [called, ...last.slice(0, 1)], now);
}

/**
 * The first of several groups can't know of the others; the next night it does, and nobody is lost again.
 * @throws SyncError when something else was read before for the same sync in this execution, or the one that called it, or
 * several were in the last one of the workflow
 */
export function checkOneSource(run: Run, place: string, mark: ScopeMark | undefined, roster: Roster): void {
	const called = executionOf(run);
	if (called === undefined) return;
	const own = sourceOf(roster);
	const sourcesOf = (execution: string): [source: string, readAt: string][] => [
		...(executions.get(keyOf(execution, place, mark), run.now()) ?? []),
	];
	const before = (lastOnes.get(keyOf(run.workflow ?? '', place, mark), run.now()) ?? []).find((one) => one !== called);
	const earlier = before === undefined ? [] : sourcesOf(before);
	const others = [...sourcesOf(called), ...(earlier.length > 1 ? earlier : [])];
	const other = others.find(([source]) => source !== own);
	if (other) throw failure({ kind: 'otherSource', readAt: other[1] });
}

function keyOf(of: string, place: string, mark: ScopeMark | undefined): string {
	return JSON.stringify([of, place, mark ?? null]);
}

/** A read that does not say of what it is stands for itself. */
function sourceOf({ source, id, digest }: Roster): string {
	return source ?? JSON.stringify([id, digest]);
}
