import type { Flags } from './flags.ts';

/** How much of everything is done. */
export interface Share {
	points: number;
	disturbances: number;
}

/** On a machine with two cores, where two lanes are at work. */
const SECONDS = { start: 40, nights: 45, point: 21, disturbance: 16 };

/** What fits into the minutes that were given; else everything. At least one of each, however short they are. */
export function shareOf({ points, minutes, lanes }: Flags, disturbances: number): Share {
	if (minutes === undefined) return { points, disturbances };
	const left = Math.max(0, (minutes * 60 - SECONDS.start - SECONDS.nights) * lanes);
	const some = Math.min(disturbances, Math.max(1, Math.floor(left / 2 / SECONDS.disturbance)));
	const rest = Math.floor((left - some * SECONDS.disturbance) / SECONDS.point);
	return { points: Math.min(points, Math.max(1, rest)), disturbances: some };
}

/** So many of all, evenly spread, beginning anywhere. `start` is 0 up to 1. */
export function evenly<T>(all: readonly T[], count: number, start: number): T[] {
	const first = Math.floor(start * all.length);
	return Array.from({ length: count }, (_, index) => {
		return all[(first + Math.floor((index * all.length) / count)) % all.length]!;
	});
}
