import { digestOf } from '../base/digest';
import type { Cause } from '../base/cause';
import { failure } from '../base/failure';
import { isRecord } from '../base/json';
import type { ResultRow, Roster, ScopeMark } from './model';
import { nameOf } from './names';

/** Rows older than this are from another day: pinned data, or an execution that was retried. */
export const OLDEST_MS = 6 * 60 * 60 * 1000;

export interface Proof {
	roster: Roster;
	/** The mark of the sync, where several feed the HR system. */
	mark?: ScopeMark;
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
	const mark = checkUnedited(members);
	const oldest = [...rosters.values()].reduce((least, { readAt }) => Math.min(least, Date.parse(readAt)), Infinity);
	if (members.some((row) => row.roster && isTooOld(row.roster, now))) {
		throw failure({ kind: 'readTooOld', readAt: roster.readAt });
	}
	const lack = lackOf(members, rosters, roster);
	if (!lack) return { roster, mark };
	if (!acceptIncomplete) throw failure(lack, countsOf(lack));
	return { mark, roster: { ...roster, readAt: new Date(oldest).toISOString() }, accepted: lack };
}

/** Whether what was read says nothing about people as they are now. */
export function isTooOld({ readAt }: Roster, now: number): boolean {
	return !(now - Date.parse(readAt) < OLDEST_MS);
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

/**
 * What a row says of a person must be what Upsert Employee said: with another id, somebody else would seem to be there.
 * @returns the mark that Upsert Employee gives its people
 */
function checkUnedited(members: ResultRow[]): ScopeMark | undefined {
	if (members.some(({ entra }) => entra.id === '')) throw failure({ kind: 'rowWithoutId' });
	const lost = members.find(isWithoutEmployee);
	if (lost) throw failure({ kind: 'hrIdLost', person: nameOf(lost.entra) });
	const batches = new Map<string | undefined, { batch: Roster['batch']; rows: ResultRow[] }>();
	for (const row of members) {
		const batch = row.roster?.batch;
		const known = batches.get(batch?.digest);
		if (known) known.rows.push(row);
		else batches.set(batch?.digest, { batch, rows: [row] });
	}
	for (const { batch, rows } of batches.values()) {
		if (!isSeal(batch)) throw failure({ kind: 'rowOfOthers' });
		const outcomes = outcomesOf(rows);
		// Rows that are not there are another matter: how many people arrived is looked at apart.
		if (outcomes.size >= batch.size && digestOf(outcomes.add(JSON.stringify(batch.mark ?? null))) !== batch.digest) {
			throw failure({ kind: 'rowChanged' });
		}
	}
	const marks = new Map([...batches.values()].map(({ batch }) => [JSON.stringify(batch?.mark ?? null), batch?.mark]));
	if (marks.size > 1) throw failure({ kind: 'severalMarks' });
	const [mark] = marks.values();
	return mark;
}

/** Whatever stands there else is not Upsert Employee's, and proves nothing. */
function isSeal(batch: unknown): batch is NonNullable<Roster['batch']> {
	return isRecord(batch) && typeof batch.size === 'number' && typeof batch.digest === 'string';
}

/** Who was neither failed, skipped, nor only to be created has an employee, so a row without one was cut down. */
function isWithoutEmployee({ action, hrId, dryRun }: ResultRow): boolean {
	if (hrId !== undefined || action === 'failed' || action === 'skipped') return false;
	return !(action === 'created' && dryRun);
}

/** What decides who is present, of each row. */
function outcomesOf(rows: readonly ResultRow[]): Set<string> {
	return new Set(
		rows.map(({ entra, hrId, action, candidates, lookalikes }) =>
			JSON.stringify([entra.id, hrId, action, candidates, lookalikes]),
		),
	);
}

/** Lets whoever gets these rows see that nothing about them was changed on the way; they go on sharing their roster. */
export function sealed(rows: readonly ResultRow[], mark?: ScopeMark): ResultRow[] {
	const outcomes = outcomesOf(rows);
	const { size } = outcomes;
	const digest = digestOf(outcomes.add(JSON.stringify(mark ?? null)));
	const batch = { size, digest, ...(mark && { mark }) };
	const rosters = new Map<Roster, Roster>();
	return rows.map((row) => {
		if (!row.roster) return row;
		const roster = rosters.get(row.roster) ?? { ...row.roster, batch };
		rosters.set(row.roster, roster);
		return { ...row, roster };
	});
}

/** What is missing, in numbers, as the details of a stop hold it. */
function countsOf(lack: Cause): Record<string, unknown> {
	if (lack.kind === 'partialRead') return { read: lack.read, partial: true };
	return lack.kind === 'rowsLost' || lack.kind === 'rowsAdded' ? { arrived: lack.arrived, read: lack.read } : {};
}
