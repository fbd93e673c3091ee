import { parseCause } from '../base/cause';
import type { Cause } from '../base/cause';
import { errorText, isRecord, plainText } from '../base/json';
import type { TeamRow } from '../sync/teams/model';
import { parseCounts } from './counts';
import type { Counts } from './counts';
import { parsePeople } from './reportedPeople';
import type { ReportedPerson } from './reportedPeople';
import { parseTeamRow } from './teamRows';

/** What a stopped run would have done, or found: lists of names or sentences, by their name in the error's details. */
export const STOP_LISTS = [
	'wouldDeactivate',
	'wouldCreate',
	'wouldChange',
	'wouldOverwrite',
	'wouldRemove',
	'differences',
] as const;
export type StopList = (typeof STOP_LISTS)[number];

/** What stopped a run, as a node's error output carries it. */
export interface RunFailure {
	message: string;
	/** The same where it is clear already that something has stopped. */
	text: string;
	description: string;
	node: string;
	lists: Record<StopList, string[]>;
	/** The code that lets exactly this plan through once; empty where there is none. */
	allowOnce: string;
	counts?: Counts;
	people: ReportedPerson[];
	/** What became of teams until then. */
	teams: TeamRow[];
	dryRun: boolean;
	/** Absent for errors that are not ours, and for those of how a workflow is set up. */
	cause?: Cause;
}

/** What a node puts on its error output (`{ error, details }`), read back. Undefined for anything that is no error. */
export function parseFailure(json: unknown): RunFailure | undefined {
	if (!isRecord(json) || json.error === undefined) return undefined;
	const details = isRecord(json.details) ? json.details : {};
	const text = (name: string): string => (typeof details[name] === 'string' ? details[name] : '');
	const list = (name: string): string[] => (Array.isArray(details[name]) ? details[name].map(plainText) : []);
	const counts = parseCounts(details.counts);
	const cause = parseCause(details.cause);
	const message = errorText(json.error);
	return {
		message,
		text: message,
		description: text('description'),
		node: text('node'),
		lists: Object.fromEntries(STOP_LISTS.map((name) => [name, list(name)])) as RunFailure['lists'],
		allowOnce: text('allowOnce'),
		...(counts && { counts }),
		people: parsePeople(details.people),
		teams: Array.isArray(details.teams) ? details.teams.flatMap((team) => parseTeamRow(team) ?? []) : [],
		dryRun: details.dryRun === true,
		...(cause && { cause }),
	};
}
