import { escape } from 'lodash';

import { ACTIONS, errorText, isRecord, nameOf } from './rows';
import type { Action, ResultRow } from './rows';

export type Counts = Record<Action | 'members', number>;

/** Somebody the mail names: failed, skipped or deactivated. */
export interface ReportedPerson {
	displayName: string;
	userPrincipalName: string;
	action: Action;
	reason: string;
}

/** What stopped a run, as a node's error output carries it. */
export interface RunFailure {
	message: string;
	description: string;
	node: string;
	wouldDeactivate: string[];
	counts?: Counts;
	people: ReportedPerson[];
	dryRun: boolean;
}

export interface Report {
	ok: boolean;
	failed: boolean;
	error?: string;
	counts: Counts;
	people: ReportedPerson[];
	subject: string;
	text: string;
	html: string;
}

/** Longer lists are cut in the mail; the execution holds them whole. */
const MOST_IN_MAIL = 200;

const LABELS: Record<Action, string> = {
	created: 'Created',
	updated: 'Updated',
	unchanged: 'Unchanged',
	reactivated: 'Reactivated',
	deactivated: 'Deactivated',
	deleted: 'Deleted',
	unassigned: 'Unassigned',
	skipped: 'Skipped',
	failed: 'Failed',
};

export function countRows(rows: ResultRow[]): Counts {
	const counts = Object.fromEntries(ACTIONS.map((action) => [action, 0])) as Counts;
	counts.members = 0;
	for (const { action, missing } of rows) {
		counts[action]++;
		if (!missing) counts.members++;
	}
	return counts;
}

/** The rows that a person should read about. */
export function reportedPeople(rows: ResultRow[]): ReportedPerson[] {
	return rows
		.filter(({ action }) => action === 'failed' || action === 'skipped' || action === 'deactivated')
		.map(({ entra, action, reason }) => ({
			displayName: entra.displayName ?? '',
			userPrincipalName: entra.userPrincipalName ?? entra.id,
			action,
			reason: reason ?? '',
		}));
}

/** What a node puts on its error output (`{ error, details }`), read back. Undefined for anything that is no error. */
export function parseFailure(json: unknown): RunFailure | undefined {
	if (!isRecord(json) || json.error === undefined) return undefined;
	const details = isRecord(json.details) ? json.details : {};
	return {
		message: errorText(json.error),
		description: typeof details.description === 'string' ? details.description : '',
		node: typeof details.node === 'string' ? details.node : '',
		wouldDeactivate: Array.isArray(details.wouldDeactivate) ? details.wouldDeactivate.map(String) : [],
		counts: isRecord(details.counts) ? (details.counts as Counts) : undefined,
		people: Array.isArray(details.people) ? (details.people as ReportedPerson[]) : [],
		dryRun: details.dryRun === true,
	};
}

/** One report out of a run's rows, or out of what stopped it. */
export function makeReport(title: string, rows: ResultRow[], failures: RunFailure[]): Report {
	const failure = failures[0];
	const counts = failure ? (failure.counts ?? countRows(rows)) : countRows(rows);
	const people = failure && failure.people.length > 0 ? failure.people : reportedPeople(rows);
	const dryRun = rows.some((row) => row.dryRun) || failures.some((stopped) => stopped.dryRun);
	const report = {
		ok: failures.length === 0,
		failed: counts.failed > 0,
		...(failure && { error: failure.message }),
		counts,
		people,
		subject: subjectOf(title, counts, dryRun, failure),
	};
	return { ...report, text: asText(report, failures, dryRun), html: asHtml(report, failures, dryRun) };
}

function subjectOf(title: string, counts: Counts, dryRun: boolean, failure: RunFailure | undefined): string {
	const prefix = dryRun ? `${title} (dry run)` : title;
	if (failure) return oneLine(`${prefix} stopped: ${failure.message}`);
	if (counts.failed > 0) return `${prefix}: ${counts.failed} of ${counts.members} people failed`;
	return `${prefix}: ${counts.members} people, nobody failed`;
}

/** Header lines hold no line breaks, and long ones are cut by mail programs anyway. */
function oneLine(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

type Summary = Pick<Report, 'counts' | 'people' | 'subject'>;

/** The sections of people, failed ones first since they need somebody. */
function sections({ people }: Summary): { title: string; people: ReportedPerson[] }[] {
	return (['failed', 'deactivated', 'skipped'] as const)
		.map((action) => ({ title: LABELS[action], people: people.filter((person) => person.action === action) }))
		.filter((section) => section.people.length > 0);
}

function countEntries(counts: Counts): [string, number][] {
	return [
		['Members of the group', counts.members],
		...ACTIONS.map((action): [string, number] => [LABELS[action], counts[action]]),
	];
}

const DRY_RUN_NOTE = 'This was a dry run: nothing was written. The numbers say what a real run would do.';

function asText(summary: Summary, failures: RunFailure[], dryRun: boolean): string {
	const lines = [summary.subject, ''];
	if (dryRun) lines.push(DRY_RUN_NOTE, '');
	for (const failure of failures) {
		lines.push(failure.node ? `Step: ${failure.node}` : '', failure.message, failure.description, '');
		if (failure.wouldDeactivate.length > 0)
			lines.push('Would be deactivated:', ...failure.wouldDeactivate.map((name) => `- ${name}`), '');
	}
	if (summary.counts.members > 0)
		lines.push(...countEntries(summary.counts).map(([label, count]) => `${label}: ${count}`));
	for (const section of sections(summary)) {
		lines.push('', `${section.title} (${section.people.length})`);
		lines.push(...section.people.slice(0, MOST_IN_MAIL).map((person) => `- ${personName(person)}: ${person.reason}`));
		if (section.people.length > MOST_IN_MAIL) lines.push(cutNote(section.people.length));
	}
	return lines.join('\n');
}

function personName({ displayName, userPrincipalName }: ReportedPerson): string {
	return nameOf({ id: '', displayName, userPrincipalName });
}

function cutNote(count: number): string {
	return `… and ${count - MOST_IN_MAIL} more; the execution in n8n lists them all.`;
}

/** Said again in every table: Outlook's tables do not inherit fonts. */
const FONT = 'font-family:Segoe UI,Arial,sans-serif;font-size:14px;color:#1f2328';
const CELL = 'style="border:1px solid #d0d7de;padding:4px 8px;text-align:left;vertical-align:top"';

function asHtml(summary: Summary, failures: RunFailure[], dryRun: boolean): string {
	const parts = [`<h2 style="margin:0 0 12px">${escape(summary.subject)}</h2>`];
	if (dryRun) parts.push(paragraph(DRY_RUN_NOTE));
	for (const failure of failures) {
		parts.push(
			`<p style="margin:0 0 12px;padding:8px 12px;background:#fff1f0;border-left:4px solid #cf222e"><b>${escape(failure.message)}</b>${failure.node ? `<br>Step: ${escape(failure.node)}` : ''}</p>`,
		);
		if (failure.description) parts.push(paragraph(failure.description));
		if (failure.wouldDeactivate.length > 0) parts.push(nameTable(failure.wouldDeactivate));
	}
	// A run that stopped before anybody was read has nothing to count.
	if (summary.counts.members > 0) parts.push(countTable(summary.counts));
	for (const section of sections(summary)) {
		parts.push(`<h3 style="margin:16px 0 8px">${escape(section.title)} (${section.people.length})</h3>`);
		const rows = section.people
			.slice(0, MOST_IN_MAIL)
			.map((person) => [person.displayName, person.userPrincipalName, person.reason]);
		parts.push(table(['Name', 'User name', 'Why'], rows));
		if (section.people.length > MOST_IN_MAIL) parts.push(paragraph(cutNote(section.people.length)));
	}
	const body = `<div style="${FONT}">${parts.join('\n')}</div>`;
	return `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${body}</body></html>`;
}

function countTable(counts: Counts): string {
	return table(
		['', 'People'],
		countEntries(counts).map(([label, count]) => [label, String(count)]),
	);
}

function nameTable(names: string[]): string {
	const shown = names.slice(0, MOST_IN_MAIL).map((name) => [name]);
	return table(['Would be deactivated'], shown) + (names.length > MOST_IN_MAIL ? paragraph(cutNote(names.length)) : '');
}

function paragraph(text: string): string {
	return `<p style="margin:0 0 12px">${escape(text)}</p>`;
}

function table(head: string[], rows: string[][]): string {
	const cells = (tag: string, values: string[]): string =>
		`<tr>${values.map((value) => `<${tag} ${CELL}>${escape(value)}</${tag}>`).join('')}</tr>`;
	return `<table style="${FONT};border-collapse:collapse;margin:0 0 12px">${cells('th', head)}${rows.map((row) => cells('td', row)).join('')}</table>`;
}
