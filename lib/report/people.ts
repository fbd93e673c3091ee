import { isRecord, oneOf } from '../base/json';
import { ACTIONS } from '../sync/model';
import type { Action, ResultRow } from '../sync/model';

/** Somebody the report names: whoever failed, was skipped, or lost access. */
export interface ReportedPerson {
	displayName: string;
	userPrincipalName: string;
	action: Action;
	reason: string;
	/** An employee found missing from the group, not a member of it. */
	missing?: true;
}

const REPORTED: ReadonlySet<Action> = new Set(['failed', 'skipped', 'deactivated', 'deleted', 'unassigned']);

/** The rows that a person should read about. */
export function reportedPeople(rows: readonly ResultRow[]): ReportedPerson[] {
	return rows
		.filter(({ action }) => REPORTED.has(action))
		.map(({ entra, action, reason, missing }) => ({
			displayName: entra.displayName ?? '',
			userPrincipalName: entra.userPrincipalName ?? entra.id,
			action,
			reason: reason ?? '',
			...(missing && { missing }),
		}));
}

/** People as a node's error details carry them. */
export function parsePeople(json: unknown): ReportedPerson[] {
	if (!Array.isArray(json)) return [];
	return json.filter(isRecord).flatMap((person): ReportedPerson[] => {
		const action = oneOf(ACTIONS, person.action);
		if (!action) return [];
		const text = (name: string): string => (typeof person[name] === 'string' ? person[name] : '');
		return [
			{
				displayName: text('displayName'),
				userPrincipalName: text('userPrincipalName'),
				action,
				reason: text('reason'),
				...(person.missing === true && { missing: true }),
			},
		];
	});
}

/** Reasons that somebody has chosen, or that time takes care of: nobody has to do anything about these leavers. */
const ON_PURPOSE = [/protected list/i, /grace period/i];

/** Somebody who has left and was not deactivated, though nobody has said that it should be so: a person has to look. */
export function isLeftActive({ action, missing, reason }: ReportedPerson): boolean {
	return action === 'skipped' && missing === true && !ON_PURPOSE.some((pattern) => pattern.test(reason));
}
