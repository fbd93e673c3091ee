import { causeOf } from '../../base/cause';
import type { Cause } from '../../base/cause';
import { SyncError } from '../../base/errors';
import type { EntraPerson, ResultRow } from '../model';
import { causeOfRow } from '../reasons';
import { proveComplete } from '../roster';
import type { TeamPerson } from './model';

/** The people that rows are about. */
export function teamPeople(rows: readonly ResultRow[], name: (person: EntraPerson) => string): TeamPerson[] {
	return rows.map((row): TeamPerson => {
		const { action, entra, hrId, dryRun } = row;
		const person = { entraId: entra.id.toLowerCase(), name: name(entra), ...(hrId !== undefined && { hrId }) };
		if (hrId === undefined && !(action === 'created' && dryRun)) {
			return { ...person, state: 'absent', cause: causeOfRow(row) ?? { kind: 'said', text: action } };
		}
		const leaving = action === 'deactivated' || row.missing === true || entra.accountEnabled === false;
		return { ...person, state: leaving ? 'leaving' : 'employee' };
	});
}

/** HR ids of employees that a failed row may stand for: nobody can say whether they belong to a team. */
export function uncertainIds(rows: readonly ResultRow[]): ReadonlySet<string> {
	return new Set(rows.flatMap(({ candidates = [], lookalikes = [] }) => [...candidates, ...lookalikes]));
}

/** Why the rows are not all people of one read, so that nobody is known to be missing; undefined where they are. */
export function whyIncomplete(rows: ResultRow[], now?: number): Cause | undefined {
	try {
		proveComplete(rows, now);
		return undefined;
	} catch (error) {
		if (!(error instanceof SyncError)) throw error;
		return causeOf(error);
	}
}
