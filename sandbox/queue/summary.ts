import type { HrSystemName } from '../shared/systems.ts';
import type { Traffic } from '../start/control.ts';
import type { Counts } from '../start/summary.ts';

/** One sync of those that ran side by side. */
export interface SystemRun extends Counts {
	system: HrSystemName;
	/** Requests that read from the HR system, and those that wrote to it. */
	hrReads: number;
	hrWrites: number;
	/** From the execution's start on its worker to its end. */
	seconds: number;
	/** ISO times of the start and the end. */
	startedAt: string;
	stoppedAt: string;
	/** Which worker took it. */
	worker: string;
	/** n8n's word: `success`, `error`, `crashed`, ... */
	status: string;
	executionId: string;
	/** What stopped it; absent when it succeeded. */
	error?: string;
}

/** What `npm start -- --queue --once --json` prints. */
export interface QueueSummary {
	/** From the first sync's start to the last one's end. */
	seconds: number;
	/** The most syncs that ran at one moment. */
	atOnce: number;
	/** Of all syncs together. */
	graphRequests: number;
	resourceUnits: number;
	mails: number;
	systems: SystemRun[];
	/** The most memory that each worker held. */
	workers: { name: string; peakRssMb: number }[];
	/** What stopped the run; absent when every sync succeeded. */
	error?: string;
}

/** Puts the runs together. `traffic` is what Entra and the mail catcher have counted during all of them. */
export function summarizeNight(
	systems: SystemRun[],
	workers: QueueSummary['workers'],
	{ graphRequests, resourceUnits, mails }: Traffic,
): QueueSummary {
	const errors = systems.flatMap(({ system, error }) => (error === undefined ? [] : [`${system}: ${error}`]));
	const first = Math.min(...systems.map(({ startedAt }) => Date.parse(startedAt)));
	const last = Math.max(...systems.map(({ stoppedAt }) => Date.parse(stoppedAt)));
	return {
		seconds: (last - first) / 1000 || 0,
		atOnce: mostAtOnce(systems),
		graphRequests,
		resourceUnits,
		mails,
		systems,
		workers,
		...(errors.length > 0 && { error: errors.join(' | ') }),
	};
}

/** What is printed when there was no run to read. */
export function emptyQueueSummary(error: string): QueueSummary {
	const counts = { seconds: 0, atOnce: 0, graphRequests: 0, resourceUnits: 0, mails: 0 };
	return { ...counts, systems: [], workers: [], error };
}

/** The most runs that were under way at one moment, which then is the start of one of them. */
function mostAtOnce(runs: SystemRun[]): number {
	const spans = runs.map(({ startedAt, stoppedAt }) => ({ from: Date.parse(startedAt), to: Date.parse(stoppedAt) }));
	return Math.max(0, ...spans.map(({ from: at }) => spans.filter(({ from, to }) => from <= at && at < to).length));
}
