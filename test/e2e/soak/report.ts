import type { Aftermath } from '../crash/oracle.ts';
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
	const troubled = nights.flatMap((night) => night.troubled ?? []);
	const runs = [...nights, ...troubled].map(({ summary }) => summary);
	const people = (action: 'created' | 'updated' | 'reactivated' | 'deactivated'): string[] => [
		`people ${action}`,
		String(runs.reduce((sum, summary) => sum + summary[action], 0)),
	];
	const left = (of: keyof Aftermath): string =>
		String(troubled.reduce((sum, { aftermath }) => sum + aftermath[of].length, 0));
	const stopped = troubled.filter(({ summary }) => summary.error !== undefined).length;
	return [
		...(['created', 'updated', 'reactivated', 'deactivated'] as const).map(people),
		['nights', String(nights.length)],
		[
			'nights after which the HR system was not what it had to be',
			String(nights.filter(({ wrong }) => wrong.length > 0).length),
		],
		['nights with faults', String(troubled.length)],
		['… whose run stopped', String(stopped)],
		['… whose run went through', String(troubled.length - stopped)],
		['… people wrongly deactivated by it', left('wronglyDeactivated')],
		['… duplicates', left('duplicates')],
		['… people half-made, until the next run', left('halfMade')],
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
