import { deburr, trim } from 'lodash';

import { changeLines } from './changes';
import { contentOf } from './content';
import { countRows, countTeams } from './counts';
import type { Counts, TeamCounts } from './counts';
import { csvFile } from './csv';
import { headlineOf, subjectOf } from './headline';
import type { Outcome } from './headline';
import { historyRow } from './history';
import type { HistoryRow } from './history';
import { asHtml } from './html';
import { inLanguage } from './inLanguage';
import type { RunResults } from './input';
import { oneLine } from './oneLine';
import { isLeftActive, reportedPeople } from './reportedPeople';
import type { ReportedPerson } from './reportedPeople';
import { asText } from './text';
import { dayText, spanOf } from './times';
import type { Span } from './times';
import { tellOf, wordsOf } from './words';
import type { Words } from './words';
import { xlsxFile } from './xlsx';

/** When a mail is wanted; a run that was stopped always wants one. */
export type MailWhen = 'always' | 'onChange' | 'onFailure';
export type Attach = 'csv' | 'csvAndXlsx' | 'nothing';

export interface ReportSettings {
	title: string;
	mailWhen: MailWhen;
	attach: Attach;
	/** `en`, `de`. */
	language: string;
	/** In luxon's tokens; empty for the language's own. */
	dateFormat: string;
	/** An IANA time zone, such as Europe/Berlin. */
	timezone: string;
	/** Longer lists are cut in the mail. */
	mostLines: number;
	/** Empty where it isn't known. */
	origin: { workflow: string; group: string; system: string; link: string };
	/** Wall-clock time in milliseconds. */
	now: number;
}

export interface Report {
	subject: string;
	/** How the run ended, or what a dry run would do, in a few words: the subject without the title. */
	headline: string;
	/** Whether anything was written, or would be. */
	changes: boolean;
	/** Nothing stopped the run. */
	ok: boolean;
	/** Somebody, or a team, failed. */
	failed: boolean;
	/** A person has to look: somebody failed, or left and is still active, or the run was stopped. */
	attention: boolean;
	/** A mail is wanted. */
	send: boolean;
	dryRun: boolean;
	error?: string;
	/** The code that lets exactly this plan through once. */
	allowOnce?: string;
	counts: Counts;
	teams: TeamCounts;
	people: ReportedPerson[];
	/** Seconds since the group was read; absent where nothing says when that was. */
	duration?: number;
	text: string;
	html: string;
	history: HistoryRow;
}

export interface ReportFile {
	/** What the file is called in n8n: its binary property. */
	property: 'changes' | 'changesXlsx';
	fileName: string;
	mimeType: string;
	content: Buffer;
}

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** One report out of a run's rows, or out of what stopped it, with the files that hold every line. */
export async function makeReport(
	given: RunResults,
	settings: ReportSettings,
): Promise<{ report: Report; files: ReportFile[] }> {
	const words = wordsOf(settings.language);
	const results = inLanguage(given, tellOf(settings.language));
	const { rows, failures } = results;
	const [failure] = failures;
	const counts = failure?.counts ?? countRows(rows);
	const people = failure && failure.people.length > 0 ? failure.people : reportedPeople(rows);
	const teams = countTeams([...results.teams, ...failures.flatMap((stop) => stop.teams)]);
	const outcome: Outcome = {
		title: settings.title,
		dryRun: [...rows, ...results.teams, ...failures].some(({ dryRun }) => dryRun === true),
		...(failure && { error: failure.message, errorText: failure.text }),
		counts,
		teams,
		leftActive: people.filter(isLeftActive).length,
	};
	const span = spanOf(rows, settings.now);
	const { files, tooLongForExcel } = await filesOf(results, settings, fileNameOf(outcome, settings), words);
	const blocks = contentOf({
		...results,
		outcome,
		words,
		people,
		mostLines: settings.mostLines,
		listChanges: settings.mailWhen !== 'onFailure',
		...(files[0] && !holdsNothing(results, words) && { file: files[0].fileName }),
		tooLongForExcel,
		span,
		dates: { timezone: settings.timezone, format: settings.dateFormat },
		origin: settings.origin,
	});
	const failed = counts.failed + teams.failed > 0;
	const attention = failed || outcome.leftActive > 0 || failure !== undefined;
	const report: Report = {
		subject: subjectOf(outcome, words),
		headline: oneLine(headlineOf(outcome, words)),
		changes: hasChanges(outcome),
		ok: failure === undefined,
		failed,
		attention,
		send: isWanted(settings.mailWhen, attention, outcome),
		dryRun: outcome.dryRun,
		...(failure && { error: failure.message }),
		...(failure && failure.allowOnce !== '' && { allowOnce: failure.allowOnce }),
		counts,
		teams,
		people,
		...durationOf(span),
		text: asText(blocks),
		html: asHtml(blocks, words.locale),
		history: historyRow({ counts, span, dryRun: outcome.dryRun, error: failure?.message, origin: settings.origin }),
	};
	return { report, files };
}

function isWanted(mailWhen: MailWhen, attention: boolean, outcome: Outcome): boolean {
	return mailWhen === 'always' || attention || (mailWhen === 'onChange' && hasChanges(outcome));
}

function hasChanges({ counts, teams }: Outcome): boolean {
	const { created, updated, reactivated, deactivated, deleted, unassigned } = counts;
	return created + updated + reactivated + deactivated + deleted + unassigned + teams.created + teams.updated > 0;
}

function durationOf({ start, end }: Span): { duration?: number } {
	return start === undefined ? {} : { duration: Math.round((end - start) / 1000) };
}

async function filesOf(
	results: RunResults,
	{ attach }: ReportSettings,
	name: string,
	words: Words,
): Promise<{ files: ReportFile[]; tooLongForExcel: boolean }> {
	if (attach === 'nothing') return { files: [], tooLongForExcel: false };
	const csv = csvFile(changeLines(results, words), words);
	const files: ReportFile[] = [{ property: 'changes', fileName: `${name}.csv`, mimeType: 'text/csv', content: csv }];
	if (attach === 'csv') return { files, tooLongForExcel: false };
	const xlsx = await xlsxFile(changeLines(results, words), words);
	if (!xlsx) return { files, tooLongForExcel: true };
	files.push({ property: 'changesXlsx', fileName: `${name}.xlsx`, mimeType: XLSX_TYPE, content: xlsx });
	return { files, tooLongForExcel: false };
}

/**
 * Whether a run was stopped before there was anybody to name. The file is made all the same, since nodes that send mails
 * fail without the attachment they are told of; but nobody is sent looking for names in it.
 */
function holdsNothing(results: RunResults, words: Words): boolean {
	return results.failures.length > 0 && changeLines(results, words).next().done === true;
}

const LONGEST_FILE_NAME = 80;

/** Such as `nightly-sync-2026-11-21`. */
function fileNameOf({ title, dryRun }: Outcome, { now, timezone }: ReportSettings): string {
	const words = deburr(title)
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-');
	const slug = trim(words.slice(0, LONGEST_FILE_NAME), '-');
	return `${slug || 'sync'}-${dayText(now, timezone)}${dryRun ? '-dry-run' : ''}`;
}
