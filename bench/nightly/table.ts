import { spreadOf, TITLES } from './measured.ts';
import type { ContenderName, Measured, Row } from './measured.ts';

/** How often one contender's median holds another's. */
export interface Ratios {
	people: number;
	latencyMs: number;
	/** n8n's own nodes against this package; absent where they were left out. */
	drawnSeconds?: number;
	drawnMemory?: number;
	/** This package against the bare script. */
	floorSeconds: number;
	/** The same of the same night once more. */
	floorAgainSeconds?: number;
}

const COLUMNS: { title: string; of: (run: Measured) => number | undefined; digits: number }[] = [
	{ title: 'seconds', of: ({ seconds }) => seconds, digits: 1 },
	{ title: 'once more', of: ({ againSeconds }) => againSeconds, digits: 1 },
	{ title: 'Graph requests', of: ({ graphRequests }) => graphRequests, digits: 0 },
	{ title: 'RU', of: ({ resourceUnits }) => resourceUnits, digits: 0 },
	{ title: 'HR reads', of: ({ hrReads }) => hrReads, digits: 0 },
	{ title: 'HR writes', of: ({ hrWrites }) => hrWrites, digits: 0 },
	{ title: 'MB above idle', of: ({ memoryMb }) => memoryMb, digits: 0 },
];

/** One line for each contender in each company: medians, with the least and the most where they differ. */
export function costsTable(rows: readonly Row[]): string {
	const lines = rows.map(({ people, latencyMs, contender, runs }) => [
		people.toLocaleString('en-US'),
		String(latencyMs),
		TITLES[contender],
		...COLUMNS.map(({ of, digits }) => cellOf(runs, of, digits)),
	]);
	return markdown(['people', 'ms an answer', 'who', ...COLUMNS.map(({ title }) => title)], lines);
}

/** Nothing where it was not measured. */
function cellOf(runs: readonly Measured[], of: (run: Measured) => number | undefined, digits: number): string {
	if (runs.length === 0) return 'left out';
	const values = runs.map(of).filter((value) => value !== undefined);
	return values.length === 0 ? '' : spreadText(values, digits);
}

export function ratiosTable(ratios: readonly Ratios[]): string {
	const times = (value: number | undefined): string => (value === undefined ? 'left out' : `${value.toFixed(1)} ×`);
	const lines = ratios.map(({ people, latencyMs, drawnSeconds, drawnMemory, floorSeconds, floorAgainSeconds }) => [
		people.toLocaleString('en-US'),
		String(latencyMs),
		times(drawnSeconds),
		times(drawnMemory),
		times(floorSeconds),
		times(floorAgainSeconds),
	]);
	return markdown(
		[
			'people',
			'ms an answer',
			"time of n8n's own nodes against this package",
			'memory likewise',
			'time of this package against the bare script',
			'once more',
		],
		lines,
	);
}

export function ratiosOf(rows: readonly Row[]): Ratios[] {
	return rows
		.filter(({ contender }) => contender === 'package')
		.map(({ people, latencyMs, runs }) => {
			const median = (contender: ContenderName, of: (run: Measured) => number): number => {
				const row = rows.find(
					(other) => other.people === people && other.latencyMs === latencyMs && other.contender === contender,
				);
				return spreadOf((row?.runs ?? []).map(of)).median;
			};
			const seconds = ({ seconds }: Measured): number => seconds;
			const memory = ({ memoryMb }: Measured): number => memoryMb;
			const own = { seconds: spreadOf(runs.map(seconds)).median, memory: spreadOf(runs.map(memory)).median };
			const again = spreadOf(runs.flatMap(({ againSeconds = [] }) => againSeconds)).median;
			const drawn = median('drawn', seconds);
			const floor = median('floor', seconds);
			return {
				people,
				latencyMs,
				...(!Number.isNaN(drawn) && {
					drawnSeconds: drawn / own.seconds,
					drawnMemory: median('drawn', memory) / own.memory,
				}),
				floorSeconds: own.seconds / floor,
				...(!Number.isNaN(again) && { floorAgainSeconds: again / floor }),
			};
		});
}

/** `2.6 (2.5–2.9)` */
function spreadText(values: readonly number[], digits: number): string {
	const shown = (value: number): string =>
		value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
	const { median, least, most } = spreadOf(values);
	return shown(least) === shown(most) ? shown(median) : `${shown(median)} (${shown(least)}–${shown(most)})`;
}

function markdown(titles: string[], lines: string[][]): string {
	const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
	const rules = titles.map((title) => (title === 'who' ? '---' : '---:'));
	return [line(titles), line(rules), ...lines.map(line)].join('\n');
}
