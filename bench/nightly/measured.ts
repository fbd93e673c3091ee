/** Who does the night's work: this package, the workflow drawn from n8n's own nodes, the bare script. */
export type ContenderName = 'package' | 'drawn' | 'floor';

/** For tables and sentences. */
export const TITLES: Record<ContenderName, string> = {
	package: 'this package',
	drawn: "n8n's own nodes",
	floor: 'bare script',
};

/** What one night has cost. */
export interface Measured {
	/** Of the first run after n8n was started. */
	seconds: number;
	/** Of the same night once more in the same n8n, as it is night after night; where it was measured. */
	againSeconds?: number;
	graphRequests: number;
	resourceUnits: number;
	hrReads: number;
	hrWrites: number;
	/** The most memory that was held, above what n8n (or Node.js, for the bare script) holds when it has nothing to do. */
	memoryMb: number;
}

/** The nights that one contender has done in a company of this size. */
export interface Row {
	people: number;
	/** How long Entra and the HR system took for each answer. */
	latencyMs: number;
	contender: ContenderName;
	/** Empty where it was left out. */
	runs: Measured[];
}

/** Several runs' figure: the one in the middle, the least and the most. */
export interface Spread {
	median: number;
	least: number;
	most: number;
}

export function spreadOf(values: readonly number[]): Spread {
	const sorted = [...values].sort((one, other) => one - other);
	const middle = (sorted.length - 1) / 2;
	const at = (index: number): number => sorted[index] ?? Number.NaN;
	return {
		median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
		least: at(0),
		most: at(sorted.length - 1),
	};
}

/** The requests of a run, on both sides. */
export function requestsOf({ graphRequests, hrReads, hrWrites }: Measured): number {
	return graphRequests + hrReads + hrWrites;
}
