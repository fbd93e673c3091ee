import type { Counts, TeamCounts } from './counts';
import { oneLine } from './oneLine';
import { fill, plural } from './words';
import type { Words } from './words';

/** What there is to say first. */
export interface Outcome {
	title: string;
	dryRun: boolean;
	/** What stopped the run; undefined where nothing did. */
	error?: string;
	/** The same for a line that says already that the run was stopped. */
	errorText?: string;
	counts: Counts;
	teams: TeamCounts;
	/** How many people have left and are still active. */
	leftActive: number;
}

/** Header lines of a mail hold no line breaks, and long ones are cut by mail programs anyway. */
const LONGEST_SUBJECT = 200;

export function subjectOf(outcome: Outcome, words: Words): string {
	const title = titleOf(outcome, words);
	const subject =
		outcome.error === undefined
			? fill(words.subject, { title, headline: headlineOf(outcome, words) }, words)
			: fill(words.stoppedSubject, { title, error: outcome.errorText ?? outcome.error }, words);
	return oneLine(subject, LONGEST_SUBJECT);
}

export function titleOf({ title, dryRun }: Outcome, words: Words): string {
	return dryRun ? fill(words.dryRunTitle, { title }, words) : title;
}

/** How the run ended, in a few words. */
export function headlineOf({ error, dryRun, counts, teams, leftActive }: Outcome, words: Words): string {
	if (error !== undefined) return error;
	if (dryRun && teams.failed === 0) return planOf(counts, words);
	const { headlines } = words;
	const values = { failed: counts.failed, members: counts.members, failedTeams: teams.failed, teams: teams.teams };
	if (counts.failed > 0 && teams.failed > 0) return fill(headlines.bothFailed, values, words);
	if (counts.failed > 0) return fill(headlines.peopleFailed, values, words);
	if (teams.failed > 0) return fill(headlines.teamsFailed, values, words);
	if (leftActive > 0) return plural(headlines.leftActive, leftActive, words);
	return fill(counts.members === 0 && teams.teams > 0 ? headlines.fineTeams : headlines.fine, values, words);
}

/** What a dry run would have done. */
function planOf(counts: Counts, words: Words): string {
	const { headlines } = words;
	const parts = (Object.keys(words.plan) as (keyof Words['plan'])[])
		.filter((action) => counts[action] > 0)
		.map((action) => fill(words.plan[action], { count: counts[action] }, words));
	const { failed, members } = counts;
	const plan = parts.length === 0 ? fill(headlines.planEmpty, { members }, words) : parts.join(', ');
	return fill(failed > 0 ? headlines.planFailing : headlines.plan, { plan, failed, members }, words);
}
