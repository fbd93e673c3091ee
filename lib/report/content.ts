import { ACTIONS } from '../sync/model';
import type { Action, ResultRow } from '../sync/model';
import type { TeamRow } from '../sync/teams/model';
import type { Block, Entry, Tone } from './blocks';
import { groupFailures } from './causes';
import { TEAM_ACTIONS } from './counts';
import { changeEntry, personEntry, reasonEntry, teamEntry } from './entries';
import { headlineOf, titleOf } from './headline';
import type { Outcome } from './headline';
import type { RunResults } from './input';
import { oneLine } from './oneLine';
import { isLeftActive } from './reportedPeople';
import type { ReportedPerson } from './reportedPeople';
import { cutList, section } from './sections';
import type { Lists, ToEntry } from './sections';
import { STOP_LISTS } from './stopped';
import type { RunFailure } from './stopped';
import { dateText, durationText } from './times';
import type { DateStyle, Span } from './times';
import { fill, numberText } from './words';
import type { Words } from './words';

/** What a report is made of. */
export interface Content extends RunResults, Lists {
	outcome: Outcome;
	people: ReportedPerson[];
	/** Whether the mail also lists who was created and what was changed; a dry run's does anyway. */
	listChanges: boolean;
	/** The Excel file was asked for, and there are too many lines for one. */
	tooLongForExcel: boolean;
	span: Span;
	dates: DateStyle;
	/** Where the report comes from, as far as that is known. */
	origin: { workflow: string; group: string; system: string; link: string };
}

/** The report as blocks, what needs a person first. */
export function contentOf(content: Content): Block[] {
	return [
		...opening(content),
		...numbers(content),
		...failures(content),
		...leftActive(content),
		...failedTeams(content),
		...changes(content),
		...changedTeams(content),
		...skipped(content),
		...closing(content),
	];
}

function opening(content: Content): Block[] {
	const { outcome, words, failures: stops } = content;
	const note: Block[] = outcome.dryRun ? [{ kind: 'paragraph', text: words.dryRunNote }] : [];
	if (stops.length > 0) return [...stops.flatMap((stop) => stopped(stop, content)), ...note];
	const banner = { title: titleOf(outcome, words), headline: headlineOf(outcome, words), lines: [] };
	return [{ kind: 'banner', tone: toneOf(outcome), ...banner }, ...note];
}

function toneOf({ counts, teams, leftActive: left, dryRun }: Outcome): Tone {
	if (counts.failed + teams.failed + left > 0) return 'attention';
	return dryRun ? 'plan' : 'fine';
}

function stopped({ message, node, description, lists, allowOnce }: RunFailure, content: Content): Block[] {
	const { outcome, words } = content;
	const blocks: Block[] = [
		{
			kind: 'banner',
			tone: 'stopped',
			title: fill(words.subject, { title: titleOf(outcome, words), headline: words.stoppedTitle }, words),
			headline: oneLine(message),
			lines: node === '' ? [] : [oneLine(fill(words.step, { node }, words))],
		},
	];
	const code = oneLine(allowOnce);
	if (description !== '') blocks.push({ kind: 'paragraph', text: oneLine(description), code });
	for (const name of STOP_LISTS) {
		if (lists[name].length === 0) continue;
		blocks.push({ kind: 'heading', level: 2, text: words.lists[name] });
		blocks.push(...cutList(lists[name], (entry) => ({ name: oneLine(entry), lines: [] }), content));
	}
	if (code !== '') blocks.push({ kind: 'box', text: fill(words.allowOnce, { code }, words), code });
	return blocks;
}

/** What did not happen needs no line. A run that stopped before anybody was read has nothing to count. */
function numbers({ outcome: { counts, teams, dryRun, error }, words }: Content): Block[] {
	const labels = dryRun ? words.planned : words.actions;
	const tables = [
		[[words.members, counts.members] as const, ...ACTIONS.map((action) => [labels[action], counts[action]] as const)],
		[[words.teams, teams.teams] as const, ...TEAM_ACTIONS.map((action) => [labels[action], teams[action]] as const)],
	].flatMap((table): Block[] => {
		const rows = table.filter(([, count]) => count > 0);
		if (rows.length === 0) return [];
		return [{ kind: 'numbers', rows: rows.map(([label, count]) => [label, numberText(count, words)]) }];
	});
	const heading: Block[] =
		error === undefined || tables.length === 0 ? [] : [{ kind: 'heading', level: 2, text: words.untilThen }];
	return [...heading, ...tables];
}

function failures(content: Content): Block[] {
	const { people, words, outcome } = content;
	const failed = people.filter(({ action }) => action === 'failed');
	if (failed.length === 0) return [];
	const title = (outcome.dryRun ? words.planned : words.actions).failed;
	const blocks: Block[] = [{ kind: 'heading', level: 2, text: title, count: numberText(failed.length, words) }];
	for (const group of groupFailures(failed, words)) {
		blocks.push({ kind: 'heading', level: 3, text: group.title, count: numberText(group.people.length, words) });
		if (group.advice !== '') blocks.push({ kind: 'paragraph', text: group.advice });
		const entry = (person: ReportedPerson): Entry =>
			personEntry(person, person.reason === group.title ? [] : [person.reason], words);
		blocks.push(...cutList(group.people, entry, content));
	}
	return blocks;
}

function leftActive(content: Content): Block[] {
	const { leftActiveTitle, leftActiveAdvice } = content.words;
	return section(leftActiveTitle, content.people.filter(isLeftActive), personWithReason, content, leftActiveAdvice);
}

function failedTeams(content: Content): Block[] {
	const failed = teamsOf(content).filter(({ action }) => action === 'failed');
	return section(content.words.teamsFailedTitle, failed, teamEntry, content);
}

/** In the order in which they want to be looked at. The rare ones always stand in the mail. */
const CHANGES: readonly { action: Action; entry: ToEntry<ResultRow>; always: boolean }[] = [
	{ action: 'deactivated', entry: reasonOrChange, always: true },
	{ action: 'deleted', entry: reasonOrChange, always: true },
	{ action: 'unassigned', entry: reasonOrChange, always: true },
	{ action: 'reactivated', entry: changeEntry, always: true },
	{ action: 'created', entry: reasonEntry, always: false },
	{ action: 'updated', entry: changeEntry, always: false },
];

function reasonOrChange(row: ResultRow, words: Words): Entry {
	return row.reason === undefined ? changeEntry(row, words) : reasonEntry(row, words);
}

function changes(content: Content): Block[] {
	const { rows, people, words, outcome, listChanges } = content;
	const labels = outcome.dryRun ? words.planned : words.actions;
	return CHANGES.filter(({ always }) => always || listChanges || outcome.dryRun).flatMap(({ action, entry }) => {
		const note = action === 'unassigned' ? words.unassignedNote : '';
		const affected = rows.filter((row) => row.action === action);
		if (rows.length > 0) return section(labels[action], affected, entry, content, note);
		// A run that was stopped carries no rows, but some of the people.
		const named = people.filter((person) => person.action === action);
		return section(labels[action], named, personWithReason, content, note);
	});
}

function changedTeams(content: Content): Block[] {
	const { words, outcome, listChanges } = content;
	if (!listChanges && !outcome.dryRun) return [];
	const labels = outcome.dryRun ? words.planned : words.actions;
	return (['created', 'updated'] as const).flatMap((action) => {
		const teams = teamsOf(content).filter((team) => team.action === action);
		return section(fill(words.teamAction, { action: labels[action] }, words), teams, teamEntry, content);
	});
}

function skipped(content: Content): Block[] {
	const { people, words, outcome } = content;
	const title = (outcome.dryRun ? words.planned : words.actions).skipped;
	const others = people.filter((person) => person.action === 'skipped' && !isLeftActive(person));
	const teams = teamsOf(content).filter(({ action }) => action === 'skipped');
	return [
		...section(title, others, personWithReason, content),
		...section(fill(words.teamAction, { action: title }, words), teams, teamEntry, content),
	];
}

function closing({ rows, failures: stops, words, file, tooLongForExcel, span, dates, origin }: Content): Block[] {
	const end = dateText(span.end, dates, words);
	const { start } = span;
	const time =
		start === undefined
			? fill(words.finished, { end }, words)
			: fill(
					words.took,
					{ start: dateText(start, dates, words), end, duration: durationText({ start, end: span.end }, words) },
					words,
				);
	const lines = [
		file === undefined
			? ''
			: fill(stops.length > 0 && rows.length === 0 ? words.stoppedFileNote : words.fileNote, { file }, words),
		tooLongForExcel ? words.tooLongForExcel : '',
		time,
		...(['workflow', 'group', 'system'] as const).map((name) =>
			origin[name] === '' ? '' : fill(words[name], { name: origin[name] }, words),
		),
	].filter((line) => line !== '');
	return [{ kind: 'small', lines, ...(origin.link !== '' && { link: { text: words.link, url: origin.link } }) }];
}

function personWithReason(person: ReportedPerson, words: Words): Entry {
	return personEntry(person, [person.reason], words);
}

function teamsOf({ teams, failures: stops }: Content): TeamRow[] {
	return [...teams, ...stops.flatMap((stop) => stop.teams)];
}
