import { parseCause } from '../base/cause';
import type { Cause, CauseKind } from '../base/cause';
import { isRecord, oneOf } from '../base/json';
import { ACTIONS } from '../sync/model';
import type { Action, ResultRow } from '../sync/model';

/** Somebody the report names: whoever failed, was skipped, or lost access. */
export interface ReportedPerson {
	displayName: string;
	userPrincipalName: string;
	action: Action;
	reason: string;
	/** Absent for rows that were not made here. */
	cause?: Cause;
	/** An employee found missing from the group, not a member of it. */
	missing?: true;
}

const REPORTED: ReadonlySet<Action> = new Set(['failed', 'skipped', 'deactivated', 'deleted', 'unassigned']);

/** The rows that a person should read about. */
export function reportedPeople(rows: readonly ResultRow[]): ReportedPerson[] {
	return rows
		.filter(({ action }) => REPORTED.has(action))
		.map(({ entra, action, reason, cause, missing }) => ({
			displayName: entra.displayName ?? '',
			userPrincipalName: entra.userPrincipalName ?? entra.id,
			action,
			reason: reason ?? '',
			...(cause && { cause }),
			...(missing && { missing }),
		}));
}

/** People as a node's error details carry them. */
export function parsePeople(json: unknown): ReportedPerson[] {
	if (!Array.isArray(json)) return [];
	return json.filter(isRecord).flatMap((person): ReportedPerson[] => {
		const action = oneOf(ACTIONS, person.action);
		if (!action) return [];
		const cause = parseCause(person.cause);
		const text = (name: string): string => (typeof person[name] === 'string' ? person[name] : '');
		return [
			{
				displayName: text('displayName'),
				userPrincipalName: text('userPrincipalName'),
				action,
				reason: text('reason'),
				...(cause && { cause }),
				...(person.missing === true && { missing: true }),
			},
		];
	});
}

/** What somebody has chosen, or what time or a newer run takes care of: nobody has to do anything about these leavers. */
const ON_PURPOSE: ReadonlySet<CauseKind> = new Set<CauseKind>(['missingProtected', 'missingInGrace', 'newerRead']);

/** Somebody who has left and was not deactivated, though nobody has said that it should be so: a person has to look. */
export function isLeftActive({ action, missing, cause }: ReportedPerson): boolean {
	return action === 'skipped' && missing === true && !(cause && ON_PURPOSE.has(cause.kind));
}
