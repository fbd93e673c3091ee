import { SyncError } from '../errors';
import { nameOf } from './rows';
import type { ResultRow, Roster } from './rows';

/** Rows older than this are from another day: pinned data, or an execution that was retried. */
const OLDEST_MS = 6 * 60 * 60 * 1000;

/**
 * The proof that rows hold every member of one read of the group. Only with it may anybody be taken for missing.
 * @returns the roster all rows share
 * @throws SyncError that says what was found
 */
export function proveComplete(rows: ResultRow[], now = Date.now()): Roster {
	const members = rows.filter((row) => !row.missing);
	if (members.length === 0) {
		throw incomplete('No rows arrived, so it is not known who is in the group');
	}
	const rosters = new Map<string, Roster>();
	for (const row of members) {
		if (!row.roster) throw incomplete('A row arrived that no read of a group vouches for (it has no roster)');
		rosters.set(row.roster.id, row.roster);
	}
	if (rosters.size > 1) throw incomplete(`The rows come from ${rosters.size} different reads of a group`);
	const [roster] = [...rosters.values()] as [Roster];
	if (members.some((row) => row.roster?.partial)) {
		throw incomplete('The group was read with a limit, so these are only some of its people', {
			read: roster.size,
			partial: true,
		});
	}
	if (members.some((row) => row.roster?.size !== roster.size)) {
		throw incomplete('The rows of one read disagree about how many people it found');
	}
	const people = new Set(members.map((row) => row.entra.id));
	if (people.has('')) throw incomplete('A row arrived without an Entra object id');
	if (people.size !== roster.size) {
		throw incomplete(`Only ${people.size} of the ${roster.size} people that were read arrived here`, {
			arrived: people.size,
			read: roster.size,
		});
	}
	const unmatched = members.find(isWithoutEmployee);
	if (unmatched) throw incomplete(`The row of ${nameOf(unmatched.entra)} has lost the id of the employee (hrId)`);
	const age = now - Date.parse(roster.readAt);
	if (!(age < OLDEST_MS)) {
		throw incomplete(`The group was read at ${roster.readAt}, which is too long ago to say who has left since`);
	}
	return roster;
}

/** Who was neither failed, skipped, nor only to be created has an employee, so a row without one was cut down. */
function isWithoutEmployee({ action, hrId, dryRun }: ResultRow): boolean {
	if (hrId !== undefined || action === 'failed' || action === 'skipped') return false;
	return !(action === 'created' && dryRun);
}

function incomplete(found: string, details: Record<string, unknown> = {}): SyncError {
	return new SyncError(
		`Stopped: ${lowerFirst(found)}`,
		'Nobody was deactivated. This node acts only when every member of one read of the group reaches it in one go: connect Get Group Members, Get Manager, Map Attributes and Upsert Employee directly, without a filter, a loop or a second wire in between, and look at the steps before for errors.',
		details,
	);
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
