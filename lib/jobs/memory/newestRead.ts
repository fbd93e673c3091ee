import { digestOf } from '../../base/digest';
import { failure } from '../../base/failure';
import { KeptFor } from '../../base/keptFor';
import type { Roster, ScopeMark } from '../../sync/model';
import { OLDEST_MS } from '../../sync/roster';
import type { Run } from '../run';

/**
 * Which read of the group is the newest that a run of a sync works with. Where two runs of one sync overlap, the older read
 * knows nothing of who has joined since, so that its run takes nobody for missing. Kept in the process only.
 */
interface Read {
	execution: string;
	/** In milliseconds since 1970. */
	readAt: number;
}

/** Rows that are older deactivate nobody anyway. */
const newest = new KeptFor<string, Read>(OLDEST_MS);

/** Runs of one workflow are runs of one sync, for each HR system and scope mark that it serves. */
function syncOf({ workflow }: Run, place: string, mark: ScopeMark | undefined): string | undefined {
	return workflow && digestOf([workflow, place, JSON.stringify(mark ?? null)]);
}

/**
 * To be told of the rosters that a run works with. Rows of several reads are as good as the oldest; a part of the people, and
 * a time that is still to come, are no newer read.
 */
export function noteReads(run: Run, place: string, mark: ScopeMark | undefined, rosters: Iterable<Roster>): void {
	const sync = syncOf(run, place, mark);
	let readAt = Infinity;
	// One after the other: behind nodes that copy rows, each has a roster of its own.
	for (const roster of rosters) readAt = roster.partial ? NaN : Math.min(readAt, Date.parse(roster.readAt));
	if (sync === undefined || run.execution === undefined || !(readAt <= run.now())) return;
	if ((newest.get(sync, run.now())?.readAt ?? -Infinity) >= readAt) return;
	newest.set(sync, { execution: run.execution, readAt }, run.now());
}

/** When another run of the sync has read the group since (ISO 8601); undefined where none has. */
export function supersededAt(run: Run, place: string, mark: ScopeMark | undefined, roster: Roster): string | undefined {
	const read = newest.get(syncOf(run, place, mark) ?? '', run.now());
	if (!read || read.execution === run.execution || read.readAt <= Date.parse(roster.readAt)) return undefined;
	return new Date(read.readAt).toISOString();
}

/** @throws SyncError when another run has read the group since: whoever joined meanwhile would be taken for missing */
export function checkNewest(newerRead: string | undefined, { readAt }: Roster): void {
	if (newerRead === undefined) return;
	throw failure({ kind: 'readSuperseded', newerRead, readAt });
}
