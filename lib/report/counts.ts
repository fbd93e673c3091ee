import { isRecord } from '../base/json';
import { ACTIONS } from '../sync/model';
import type { Action, ResultRow } from '../sync/model';
import type { TeamAction, TeamRow } from '../sync/teams/model';

export type Counts = Record<Action | 'members', number>;

export const TEAM_ACTIONS: readonly TeamAction[] = ['created', 'updated', 'unchanged', 'skipped', 'failed'];

export type TeamCounts = Record<TeamAction | 'teams', number>;

export function countRows(rows: readonly ResultRow[]): Counts {
	const counts = noCounts();
	for (const { action, missing } of rows) {
		counts[action]++;
		if (!missing) counts.members++;
	}
	return counts;
}

/** Counts as a node's error details carry them; what isn't there counts as none. */
export function parseCounts(json: unknown): Counts | undefined {
	if (!isRecord(json)) return undefined;
	const counts = noCounts();
	for (const name of Object.keys(counts) as (keyof Counts)[]) {
		const count = json[name];
		if (typeof count === 'number') counts[name] = count;
	}
	return counts;
}

export function countTeams(teams: readonly TeamRow[]): TeamCounts {
	const counts: TeamCounts = { teams: teams.length, created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };
	for (const { action } of teams) counts[action]++;
	return counts;
}

function noCounts(): Counts {
	return Object.fromEntries(['members', ...ACTIONS].map((name) => [name, 0])) as Counts;
}

/** "3 created, 2 failed" for the hint and the log. */
export function countsInWords(rows: readonly ResultRow[]): string {
	const { members, ...counts } = countRows(rows);
	const words = Object.entries(counts).flatMap(([action, count]) => (count > 0 ? [`${count} ${action}`] : []));
	return `${members} people: ${words.join(', ') || 'nothing to do'}`;
}
