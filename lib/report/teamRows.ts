import { parseCause } from '../base/cause';
import { isRecord, oneOf } from '../base/json';
import type { TeamRow } from '../sync/teams/model';
import { TEAM_ACTIONS } from './counts';

/** A row of Upsert Team's output "Teams", read back. Undefined for anything else. */
export function parseTeamRow(json: unknown): TeamRow | undefined {
	if (!isRecord(json) || !isRecord(json.entraGroup)) return undefined;
	const action = oneOf(TEAM_ACTIONS, json.action);
	if (!action) return undefined;
	const { displayName } = json.entraGroup;
	const cause = parseCause(json.cause);
	return {
		action,
		...(typeof json.reason === 'string' && { reason: json.reason }),
		...(cause && { cause }),
		team: textOf(json.team),
		...(typeof json.renamedFrom === 'string' && { renamedFrom: json.renamedFrom }),
		entraGroup: { id: textOf(json.entraGroup.id), ...(typeof displayName === 'string' && { displayName }) },
		added: namesOf(json.added),
		removed: namesOf(json.removed),
		...(json.hrId !== undefined && json.hrId !== null && { hrId: textOf(json.hrId) }),
		...(json.dryRun === true && { dryRun: true }),
	};
}

/** Some steps in between (CSV, tables) turn a name or id of digits into a number. */
function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function namesOf(value: unknown): string[] {
	return Array.isArray(value) ? value.map(textOf) : [];
}
