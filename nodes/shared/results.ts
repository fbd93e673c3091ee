import type { INodeExecutionData } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { countRows } from '../../lib/report/counts';
import { reportedPeople } from '../../lib/report/people';
import type { ResultRow } from '../../lib/sync/model';

/**
 * Rows as items, with what matters most first, since n8n's table has its columns in this order. `source(position)` is the
 * input item a row came from; rows share their roster by reference.
 */
export function toItems(rows: ResultRow[], source: (position: number) => number): INodeExecutionData[] {
	return rows.map(({ action, reason, entra, changes, hrId, ...row }, position) => ({
		json: { action, reason, entra, changes, hrId, ...row },
		pairedItem: { item: source(position) },
	}));
}

/**
 * Makes an error that stops a node also tell what was done before: counts and the people worth naming, which is what
 * the mail needs, rather than every row.
 */
export function withResults(error: unknown, rows: ResultRow[], dryRun: boolean): unknown {
	if (!(error instanceof SyncError)) return error;
	const { results, ...details } = error.details;
	const all = [...rows, ...(Array.isArray(results) ? (results as ResultRow[]) : [])];
	return new SyncError(error.message, error.description, {
		...details,
		...(dryRun && { dryRun }),
		counts: countRows(all),
		people: reportedPeople(all),
	});
}

/** "3 created, 2 failed" for the hint and the log. */
export function countsInWords(rows: ResultRow[]): string {
	const { members, ...counts } = countRows(rows);
	const words = Object.entries(counts).flatMap(([action, count]) => (count > 0 ? [`${count} ${action}`] : []));
	return `${members} people: ${words.join(', ') || 'nothing to do'}`;
}
