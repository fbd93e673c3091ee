import type { ResultRow } from '../sync/model';
import { parseResultRow } from '../sync/rows';
import type { TeamRow } from '../sync/teams/model';
import { parseFailure } from './stopped';
import type { RunFailure } from './stopped';
import { parseTeamRow } from './teamRows';

/** What a run has to tell. */
export interface RunResults {
	rows: ResultRow[];
	teams: TeamRow[];
	failures: RunFailure[];
}

/**
 * Sorts what arrives at the report: rows of people, rows of teams, and errors. Beside an error anything may come along,
 * and what stopped the run has to be told all the same.
 * @throws SyncError for an item that is none of these, in a run that was not stopped
 */
export function readResults(items: readonly unknown[]): RunResults {
	const results: RunResults = { rows: [], teams: [], failures: [] };
	const others: { json: unknown; position: number }[] = [];
	items.forEach((json, position) => {
		const failure = parseFailure(json);
		const team = failure ? undefined : parseTeamRow(json);
		if (failure) results.failures.push(failure);
		else if (team) results.teams.push(team);
		else others.push({ json, position });
	});
	for (const { json, position } of others) {
		try {
			results.rows.push(parseResultRow(json, position));
		} catch (error) {
			if (results.failures.length === 0) throw error;
		}
	}
	return results;
}
