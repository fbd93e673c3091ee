import { digestOf } from '../base/digest';
import type { Cause } from '../base/cause';
import { failure } from '../base/failure';
import type { Batch, ResultRow, Roster } from './model';
import { checkSeals } from './seal';

/** Rows older than this are from another day: pinned data, or an execution that was retried. */
export const OLDEST_MS = 6 * 60 * 60 * 1000;

export interface Proof {
	roster: Roster;
	/** What Upsert Employee says of the rows. */
	batch: Batch;
	/** What is wrong with the rows, where somebody has chosen to accept rows that are not everybody. */
	accepted?: Cause;
}

/**
 * The proof that rows hold every member of one read of the group, as the nodes before left them. Only with it may anybody
 * be taken for missing.
 * @param acceptIncomplete rows that are only a part of the members, or of several reads, will do
 * @returns the roster all rows share
 * @throws SyncError that says what was found
 */
export function proveComplete(rows: ResultRow[], now = Date.now(), acceptIncomplete = false): Proof {
	const members = rows.filter((row) => !row.missing);
	const rosters = rostersOf(members);
	const [roster] = [...rosters.values()] as [Roster];
	const oldest = [...rosters.values()].reduce((least, { readAt }) => Math.min(least, Date.parse(readAt)), Infinity);
	const unfit = members.find((row) => row.roster && isTooOld(row.roster, now))?.roster;
	if (unfit) throw failure({ kind: isAhead(unfit, now) ? 'readInFuture' : 'readTooOld', readAt: unfit.readAt });
	const batch = checkSeals(members);
	const lack = lackOf(members, rosters, roster);
	if (!lack) return { roster, batch };
	if (!acceptIncomplete) throw failure(lack, countsOf(lack));
	return { batch, roster: { ...roster, readAt: new Date(oldest).toISOString() }, accepted: lack };
}

/** Workers of one n8n have clocks of their own. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** Whether what was read says nothing about people as they are now. */
export function isTooOld(roster: Roster, now: number): boolean {
	return !(now - Date.parse(roster.readAt) < OLDEST_MS) || isAhead(roster, now);
}

/** A time that is still to come would never grow old. */
function isAhead({ readAt }: Roster, now: number): boolean {
	return Date.parse(readAt) - now > CLOCKS_DIFFER_MS;
}

function rostersOf(members: ResultRow[]): Map<string, Roster> {
	if (members.length === 0) throw failure({ kind: 'noRows' });
	const rosters = new Map<string, Roster>();
	for (const { roster } of members) {
		if (!roster) throw failure({ kind: 'noRoster' });
		rosters.set(roster.id, roster);
	}
	return rosters;
}

/** Why the rows are not every member of one read, if they aren't. */
function lackOf(members: ResultRow[], rosters: Map<string, Roster>, roster: Roster): Cause | undefined {
	if (rosters.size > 1) return { kind: 'severalReads', count: rosters.size };
	if (members.some((row) => row.roster?.partial)) {
		return { kind: 'partialRead', read: roster.size };
	}
	if (members.some((row) => row.roster?.size !== roster.size)) {
		return { kind: 'sizesDisagree' };
	}
	const people = new Set(members.map((row) => row.entra.id));
	if (people.size !== roster.size) {
		const counts = { arrived: people.size, read: roster.size };
		return people.size < roster.size ? { kind: 'rowsLost', ...counts } : { kind: 'rowsAdded', ...counts };
	}
	return digestOf(people) === roster.digest ? undefined : { kind: 'idChanged' };
}

/** What is missing, in numbers, as the details of a stop hold it. */
function countsOf(lack: Cause): Record<string, unknown> {
	if (lack.kind === 'partialRead') return { read: lack.read, partial: true };
	return lack.kind === 'rowsLost' || lack.kind === 'rowsAdded' ? { arrived: lack.arrived, read: lack.read } : {};
}
