import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { countRows } from '../../lib/report/counts';
import { reportedPeople } from '../../lib/report/reportedPeople';
import type { EntraPerson, ResultRow } from '../../lib/sync/model';

/**
 * Rows as items, in the order in which a person reads them; what nodes read comes last. n8n's table has its columns in the
 * order in which they come up first, so the first row has those for people also where only others have something to say in
 * them. `source(position)` is the input item a row came from; rows share their roster by reference.
 */
export function toItems(rows: readonly ResultRow[], source: (position: number) => number): INodeExecutionData[] {
	const unsaid = (name: 'what' | 'reason'): string | undefined =>
		rows.some((row) => row[name] !== undefined) ? '' : undefined;
	const first = { what: unsaid('what'), reason: unsaid('reason') };
	return rows.map(({ action, what, reason, cause, changes, hrId, entra, roster, ...row }, position) => {
		const nothing = position === 0 ? first : undefined;
		const forPeople = {
			action,
			person: addressOf(entra),
			what: what ?? nothing?.what,
			reason: reason ?? nothing?.reason,
		};
		return {
			json: { ...forPeople, ...row, cause, changes, hrId, entra, roster },
			pairedItem: { item: source(position) },
		};
	});
}

/** The items that came in, as they came, so that n8n keeps them once. */
export function passedOn(context: IExecuteFunctions): INodeExecutionData[] {
	return context.getInputData().map(({ json }, item) => ({ json, pairedItem: { item } }));
}

/**
 * Makes an error that stops a node also tell what was done before: counts and the people worth naming, which is what
 * the mail needs, rather than every row.
 */
export function withResults(error: unknown, rows: readonly ResultRow[], dryRun: boolean): unknown {
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

/** `Ann Miller <ann@example.com>` */
function addressOf({ id, displayName = '', userPrincipalName = '' }: EntraPerson): string {
	const name = displayName.trim();
	const login = userPrincipalName.trim();
	return name !== '' && login !== '' ? `${name} <${login}>` : name || login || id;
}
