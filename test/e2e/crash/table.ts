import { PHASES } from './points.ts';
import type { Outcome } from './campaign.ts';
import type { Disturbed } from './disturb.ts';
import type { Mending } from './laboratory.ts';

/** What came of the kills, as Markdown: a row for each phase of a run. */
export function killsAsMarkdown(outcomes: Outcome[]): string {
	const phases = PHASES.map(({ name }) => ({ name, of: outcomes.filter(({ point }) => point.phase.name === name) }))
		.filter(({ of }) => of.length > 0)
		.map(({ name, of }) => summaryRow(name, of));
	return table(SUMMARY_COLUMNS, [...phases, summaryRow('**all**', outcomes)]).join('\n');
}

/** What came of everything else, as Markdown: a row for each. */
export function disturbancesAsMarkdown(disturbed: Disturbed[]): string {
	return table(DISTURBED_COLUMNS, disturbed.map(disturbedRow)).join('\n');
}

/** What must not be, in words; none when all is well. */
export function failuresOf({ aftermath, next, further }: Mending): string[] {
	const wrong: [string, string[]][] = [
		['was wrongly deactivated', aftermath.wronglyDeactivated],
		['is there twice', aftermath.duplicates],
		['has a value of neither before nor after', aftermath.foreign],
		['is otherwise than after an undisturbed run', next.differences],
		['stopped the next run', next.error === undefined ? [] : [next.error]],
		['written by the run after the next', further.writes === 0 ? [] : [`${further.writes} requests`]],
		['stopped the run after the next', further.error === undefined ? [] : [further.error]],
	];
	return wrong.filter(([, named]) => named.length > 0).map(([what, named]) => `${what}: ${shortened(named)}`);
}

/** When n8n was killed, in words. */
export function describe({ point, moment, night, delivered, writes }: Outcome): string {
	const side = { before: 'before', after: 'after', later: `${moment.milliseconds} ms after the answer to` }[
		moment.side
	];
	const way = point.bulk ? 'Bulk' : 'one by one';
	return (
		`at point ${point.number} (${night}, writes ${way}), while it ${point.phase.name}: ${side} step ${moment.nth} ` +
		`of "${moment.stage}", ${delivered} of ${writes} writes done`
	);
}

const SUMMARY_COLUMNS = [
	'killed while n8n ...',
	'points',
	'before any write',
	'in mid-write',
	'after the last write',
	'wrongly deactivated',
	'duplicates',
	'half-made people after the kill',
	'... after the next run',
	'next run ended as an undisturbed one',
	'a further run wrote nothing',
];

function summaryRow(name: string, outcomes: Outcome[]): string[] {
	const count = (test: (outcome: Outcome) => boolean): string => String(outcomes.filter(test).length);
	const sum = (of: (outcome: Outcome) => number): string =>
		String(outcomes.reduce((total, outcome) => total + of(outcome), 0));
	return [
		name,
		String(outcomes.length),
		count(({ delivered }) => delivered === 0),
		count(({ delivered, writes }) => delivered > 0 && delivered < writes),
		count(({ delivered, writes }) => delivered >= writes),
		sum(({ aftermath }) => aftermath.wronglyDeactivated.length),
		sum(({ aftermath }) => aftermath.duplicates.length),
		sum(({ aftermath }) => aftermath.halfMade.length),
		sum(({ next }) => next.halfMade),
		count(({ next }) => next.error === undefined && next.differences.length === 0),
		count(({ further }) => further.error === undefined && further.writes === 0),
	];
}

const DISTURBED_COLUMNS = [
	'while the sync runs ...',
	'how it ended',
	'wrongly deactivated',
	'duplicates',
	'values left to the next run',
	'next run ended as an undisturbed one',
	'writes of a further run',
];

function disturbedRow({ what, ended, mending }: Disturbed): string[] {
	if (!mending) return [what, ended, ...DISTURBED_COLUMNS.slice(2).map(() => '')];
	const { aftermath, left, next, further } = mending;
	return [
		what,
		ended,
		String(aftermath.wronglyDeactivated.length),
		String(aftermath.duplicates.length),
		String(left),
		next.error ?? (next.differences.length === 0 ? 'yes' : `${next.differences.length} differences`),
		String(further.writes),
	];
}

function table(columns: string[], rows: string[][]): string[] {
	const line = (cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(columns), line(columns.map(() => '---')), ...rows.map(line)];
}

const NAMED = 5;

function shortened(named: string[]): string {
	const rest = named.length - NAMED;
	return named.slice(0, NAMED).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
