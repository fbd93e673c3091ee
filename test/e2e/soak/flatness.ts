/** How a measure that is taken every night goes over all nights. */
export interface Course {
	/** The medians of the first and of the last quarter of the nights, those of the warm-up left out. */
	first: number;
	last: number;
	/** What one night adds, as these two tell it. */
	perNight: number;
}

/** Fewer nights tell nothing: a quarter needs a few. */
export const FEWEST_NIGHTS = 8;

/**
 * Reads the course of a measure. Medians, so that a single night with more or less of it decides nothing.
 *
 * @param warmUp how many nights don't count, while caches fill
 * @returns undefined while there are too few nights
 */
export function courseOf(measured: readonly number[], warmUp: number): Course | undefined {
	const counted = measured.slice(warmUp);
	if (counted.length < FEWEST_NIGHTS) return undefined;
	const quarter = Math.floor(counted.length / 4);
	const first = medianOf(counted.slice(0, quarter));
	const last = medianOf(counted.slice(-quarter));
	// The middle of the first quarter and that of the last are so many nights apart.
	return { first, last, perNight: (last - first) / (counted.length - quarter) };
}

/** What a measure may grow by: a little in all, for what settles late, or so much a night. */
export interface Bound {
	inAll: number;
	aNight: number;
}

/** A measure that stays flat moves by less than `inAll`, or by less than `aNight` each night, however many there are. */
export function isFlat({ first, last, perNight }: Course, { inAll, aNight }: Bound): boolean {
	return last - first <= inAll || perNight <= aNight;
}

function medianOf(values: readonly number[]): number {
	const sorted = values.toSorted((one, other) => one - other);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
