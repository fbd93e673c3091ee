import { causeOf } from '../../base/cause';
import type { Cause } from '../../base/cause';
import { SyncError } from '../../base/errors';
import type { Action, EntraPerson, ResultRow } from '../model';
import { causeOfRow } from '../reasons';
import { proveComplete } from '../roster';

/** A group of Entra, as rows name it. */
export interface EntraGroup {
	id: string;
	displayName: string;
}

export type TeamAction = Extract<Action, 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed'>;

/** What became of one team: the rows that Upsert Team puts out on "Teams". */
export interface TeamRow {
	action: TeamAction;
	/** Always there for skipped and failed rows, and wherever an action needs explaining. */
	reason?: string;
	cause?: Cause;
	/** Its name in the HR system. */
	team: string;
	/** What it was called before, if it was renamed. */
	renamedFrom?: string;
	/** The group that it is linked to; no name where the group is gone. */
	entraGroup: { id: string; displayName?: string };
	/** Names of the people who came in. */
	added: string[];
	/** Names of the people who went out. */
	removed: string[];
	hrId?: string;
	dryRun?: true;
}

/** Somebody among the rows, as teams see the person. */
export interface TeamPerson {
	entraId: string;
	name: string;
	/** Absent: no employee, or one who only a real run creates. */
	hrId?: string;
	/**
	 * `employee`: comes into teams. `leaving`: disabled, so neither brought into teams nor taken out of those that the
	 * person still belongs to. `absent`: no employee there, for the cause.
	 */
	state: 'employee' | 'leaving' | 'absent';
	cause?: Cause;
}

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
