import { PHASES } from './points.ts';
import type { Outcome, Report } from './campaign.ts';

/** The outcomes as Markdown: a row for each phase, then one for each point. */
export function asMarkdown({ seed, members, outcomes, seconds }: Report): string {
	const phases = PHASES.map(({ name }) => ({ name, of: outcomes.filter(({ point }) => point.phase.name === name) }))
		.filter(({ of }) => of.length > 0)
		.map(({ name, of }) => summaryRow(name, of));
	return [
		`${outcomes.length} kills (SIGKILL) of n8n during a sync of ${members} people, seed ${seed}, ` +
			`${Math.round(seconds / 60)} minutes.`,
		'',
		...table(SUMMARY_COLUMNS, [...phases, summaryRow('**all**', outcomes)]),
		'',
		...table(POINT_COLUMNS, outcomes.map(pointRow)),
		'',
	].join('\n');
}

/** What must not be, in words; none when all is well. */
export function failuresOf({ outcomes }: Report): string[] {
	return outcomes.flatMap((outcome) => {
		const { aftermath, next, further } = outcome;
		const wrong: [string, string[]][] = [
			['was wrongly deactivated', aftermath.wronglyDeactivated],
			['is there twice', aftermath.duplicates],
			['has a value of neither before nor after', aftermath.foreign],
			['is otherwise than after an undisturbed run', next.differences],
			['stopped the next run', next.error === undefined ? [] : [next.error]],
			['written by the run after the next', further.writes === 0 ? [] : [`${further.writes} requests`]],
			['stopped the run after the next', further.error === undefined ? [] : [further.error]],
		];
		return wrong
			.filter(([, named]) => named.length > 0)
			.map(([what, named]) => `Killed ${describe(outcome)}: ${what}: ${shortened(named)}`);
	});
}

/** When n8n was killed, in words. */
export function describe({ number, point, moment, night, delivered, writes }: Outcome): string {
	const side = { before: 'before', after: 'after', later: `${moment.milliseconds} ms after the answer to` }[
		moment.side
	];
	const way = point.bulk ? 'Bulk' : 'one by one';
	return (
		`at point ${number} (${night}, writes ${way}), while it ${point.phase.name}: ${side} step ${moment.nth} ` +
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

const POINT_COLUMNS = [
	'point',
	'night',
	'writes',
	'killed while n8n ...',
	'moment',
	'writes done',
	'half-made',
	'next run',
];

function pointRow({ number, night, point, moment, delivered, writes, aftermath, next }: Outcome): string[] {
	const side = { before: 'before', after: 'after', later: `${moment.milliseconds} ms after` }[moment.side];
	return [
		String(number),
		night,
		point.bulk ? 'Bulk' : 'one by one',
		point.phase.name,
		`${side} step ${moment.nth}`,
		`${delivered} of ${writes}`,
		String(aftermath.halfMade.length),
		next.error ?? (next.differences.length === 0 ? 'equal' : `${next.differences.length} differences`),
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
