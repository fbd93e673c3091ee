import type { ResultRow } from '../sync/model';
import type { TeamRow } from '../sync/teams/model';
import type { RunResults } from './input';
import { valueText } from './oneLine';
import type { ReportedPerson } from './reportedPeople';
import { STOP_LISTS } from './stopped';
import type { RunFailure } from './stopped';
import { fill } from './words';
import type { Words } from './words';

/** The columns of the file, in their order. */
export const COLUMNS = ['person', 'userName', 'entraId', 'hrId', 'action', 'attribute', 'from', 'to', 'why'] as const;

/** One line of the file: what happens to one attribute of one person, or to the person as a whole. */
export type ChangeLine = Partial<Record<(typeof COLUMNS)[number], string>>;

/** Every line of the file, one after the other: there may be millions. */
export function* changeLines({ rows, teams, failures }: RunResults, words: Words): Generator<ChangeLine> {
	for (const row of rows) yield* rowLines(row, words);
	for (const team of teams) yield* teamLines(team, words);
	for (const failure of failures) {
		if (rows.length === 0) yield* failure.people.map((person) => personLine(person, failure.dryRun, words));
		for (const team of failure.teams) yield* teamLines(team, words);
		yield* listLines(failure, words);
	}
}

function* rowLines({ entra, hrId, action, reason, changes, dryRun }: ResultRow, words: Words): Generator<ChangeLine> {
	const line: ChangeLine = {
		person: entra.displayName,
		userName: entra.userPrincipalName,
		entraId: entra.id,
		hrId,
		action: (dryRun ? words.planned : words.actions)[action],
		why: reason,
	};
	for (const { attribute, from, to } of changes) {
		yield { ...line, attribute, from: valueText(from), to: valueText(to) };
	}
	if (changes.length === 0 && action !== 'unchanged') yield line;
}

/** What is known of somebody where a run was stopped. */
function personLine(
	{ displayName, userPrincipalName, action, reason }: ReportedPerson,
	dryRun: boolean,
	words: Words,
): ChangeLine {
	return {
		person: displayName,
		userName: userPrincipalName,
		action: (dryRun ? words.planned : words.actions)[action],
		why: reason,
	};
}

function* teamLines(row: TeamRow, words: Words): Generator<ChangeLine> {
	const { team, entraGroup, hrId, action, reason, renamedFrom, added, removed, dryRun } = row;
	const line: ChangeLine = {
		person: team,
		entraId: entraGroup.id,
		hrId,
		action: fill(words.teamAction, { action: (dryRun ? words.planned : words.actions)[action] }, words),
		why: reason,
	};
	if (renamedFrom !== undefined) yield { ...line, attribute: words.teamName, from: renamedFrom, to: team };
	for (const name of added) yield { ...line, attribute: words.teamMembers, to: name };
	for (const name of removed) yield { ...line, attribute: words.teamMembers, from: name };
	const changes = added.length + removed.length + (renamedFrom === undefined ? 0 : 1);
	if (changes === 0 && action !== 'unchanged') yield line;
}

function* listLines({ lists }: RunFailure, words: Words): Generator<ChangeLine> {
	for (const name of STOP_LISTS) {
		const action = words.lists[name];
		for (const entry of lists[name]) yield name === 'differences' ? { action, why: entry } : { person: entry, action };
	}
}
