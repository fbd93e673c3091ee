import type { Cause } from '../../base/cause';
import type { Action } from '../model';

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
