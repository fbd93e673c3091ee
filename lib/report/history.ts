import type { Counts } from './counts';
import type { Span } from './times';

/** A line of the sync's history: flat, with every field always there, so that it can go into a table as it is. */
export interface HistoryRow extends Counts {
	/** ISO 8601, UTC; null where nothing says when the group was read. */
	start: string | null;
	end: string;
	workflow: string | null;
	group: string | null;
	system: string | null;
	dryRun: boolean;
	/** What stopped the run. */
	error: string | null;
	/** Where the execution can be looked at. */
	execution: string | null;
}

export interface HistoryInput {
	counts: Counts;
	span: Span;
	dryRun: boolean;
	error: string | undefined;
	origin: { workflow: string; group: string; system: string; link: string };
}

export function historyRow({ counts, span, dryRun, error, origin }: HistoryInput): HistoryRow {
	return {
		start: span.start === undefined ? null : new Date(span.start).toISOString(),
		end: new Date(span.end).toISOString(),
		workflow: origin.workflow || null,
		group: origin.group || null,
		system: origin.system || null,
		dryRun,
		...counts,
		error: error ?? null,
		execution: origin.link || null,
	};
}
