import { judge } from './measures.ts';
import type { Judged } from './measures.ts';
import type { NightDone } from './nights.ts';

/** The nights and what n8n held, as Markdown. */
export function asMarkdown(nights: NightDone[], members: number, seed: number, minutes: number): string {
	return [
		`${nights.length} nights of a company of ${members} people in one n8n, seed ${seed}, ${minutes} minutes:`,
		table(['', ''], nightRows(nights)),
		'What n8n holds after a night, as the median of the first quarter of the nights and of the last:',
		table(['', 'first', 'last', 'a night'], judge(memoryOf(nights)).map(courseRow)),
	].join('\n\n');
}

/** What must not be besides what the nights themselves say. */
export function growthsOf(nights: NightDone[]): string[] {
	return judge(memoryOf(nights)).flatMap(({ name, course, isWell }) =>
		isWell ? [] : [`${name}: from ${course.first.toFixed(1)} to ${course.last.toFixed(1)}`],
	);
}

function memoryOf(nights: NightDone[]): NightDone['measured'][] {
	return nights.map(({ measured }) => measured);
}

function nightRows(nights: NightDone[]): string[][] {
	const sum = (of: (night: NightDone) => number): string =>
		String(nights.reduce((total, night) => total + of(night), 0));
	const troubled = nights.flatMap((night) => night.troubled ?? []);
	const sumOfTroubled = (of: (one: (typeof troubled)[number]) => number): string =>
		String(troubled.reduce((total, one) => total + of(one), 0));
	return [
		['created', sum(({ summary }) => summary.created)],
		['updated', sum(({ summary }) => summary.updated)],
		['reactivated', sum(({ summary }) => summary.reactivated)],
		['deactivated', sum(({ summary }) => summary.deactivated)],
		['nights after which the HR system was not what it had to be', sum(({ wrong }) => (wrong.length > 0 ? 1 : 0))],
		['nights with faults', String(troubled.length)],
		[
			'… whose run went through, some people failed or none',
			sumOfTroubled(({ error }) => (error === undefined ? 1 : 0)),
		],
		['… whose run stopped', sumOfTroubled(({ error }) => (error === undefined ? 0 : 1))],
		['… people wrongly deactivated by it', sumOfTroubled(({ aftermath }) => aftermath.wronglyDeactivated.length)],
		['… duplicates', sumOfTroubled(({ aftermath }) => aftermath.duplicates.length)],
		['… people half-made, until the next run', sumOfTroubled(({ aftermath }) => aftermath.halfMade.length)],
	];
}

function courseRow({ name, course, isWell }: Judged): string[] {
	const { first, last, perNight } = course;
	return [name, first.toFixed(1), last.toFixed(1), perNight.toFixed(2) + (isWell ? '' : ' (**grows**)')];
}

function table(columns: string[], rows: string[][]): string {
	const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
	const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'));
	return [line(columns), line(rule), ...rows.map(line)].join('\n');
}
