import { isRecord } from '../../base/json';

export const DAY_MS = 24 * 60 * 60 * 1000;

/** A nightly run may begin a little earlier than the one before. */
const SLACK_MS = 60 * 60 * 1000;

/** How long somebody has to be missing before anything happens: so many runs in a row, or days. */
export type Grace = { runs: number } | { days: number };

interface Absence {
	/** When the employee was first found missing (ISO 8601). */
	since: string;
	/** How many runs in a row have found the employee missing. */
	runs: number;
}

/** What a node remembers from run to run, by HR id. Plain JSON. */
export interface AbsenceMemory {
	/** The execution that counted last: a node that runs twice in one counts once. */
	execution?: string;
	missing: Record<string, Absence>;
	/** Since when somebody has been seen to be inactive (ISO 8601). */
	inactive: Record<string, string>;
}

export interface Observation {
	missing: readonly string[];
	inactive: readonly string[];
	/** Nobody can say of these whether they are missing: what is known of them neither grows nor is forgotten. */
	undecided: readonly string[];
	execution: string;
	now: number;
}

/** What comes out of storage may be of an older version, or damaged: what isn't understood starts anew, which only delays. */
export function parseMemory(json: unknown): AbsenceMemory {
	const stored = isRecord(json) ? json : {};
	return {
		...(typeof stored.execution === 'string' && { execution: stored.execution }),
		missing: entriesOf(stored.missing, (value) =>
			isRecord(value) &&
			isTime(value.since) &&
			typeof value.runs === 'number' &&
			Number.isFinite(value.runs) &&
			value.runs > 0
				? { since: value.since, runs: value.runs }
				: undefined,
		),
		inactive: entriesOf(stored.inactive, (value) => (isTime(value) ? value : undefined)),
	};
}

/** The memory after a run: whoever is not missing any more is forgotten. */
export function remember(
	memory: AbsenceMemory,
	{ missing, inactive, undecided, execution, now }: Observation,
): AbsenceMemory {
	const counted = memory.execution === execution;
	const since = new Date(now).toISOString();
	return {
		execution,
		missing: {
			...known(memory.missing, undecided),
			...byId(missing, (hrId) => {
				const before = own(memory.missing, hrId);
				if (!before) return { since, runs: 1 };
				return counted ? before : { ...before, runs: before.runs + 1 };
			}),
		},
		inactive: {
			...known(memory.inactive, undecided),
			...byId(inactive, (hrId) => own(memory.inactive, hrId) ?? since),
		},
	};
}

/** So many runs in a row out of so many (none where no run has counted yet), or from a day until another (2026-01-31). */
export type Wait = { runs: number; ofRuns: number } | { since: string; until: string };

/** What is left to wait for until something happens to an employee who is missing; undefined when it is time. */
export function waitsFor(memory: AbsenceMemory, hrId: string, grace: Grace | undefined, now: number): Wait | undefined {
	if (!grace) return undefined;
	const { runs, since } = own(memory.missing, hrId) ?? { runs: 0, since: new Date(now).toISOString() };
	if ('runs' in grace) {
		return runs >= grace.runs ? undefined : { runs, ofRuns: grace.runs };
	}
	const due = Date.parse(since) + grace.days * DAY_MS;
	return now >= due - SLACK_MS ? undefined : { since: dayOf(since), until: dayOf(new Date(due).toISOString()) };
}

/** Since when an employee has been inactive (ISO 8601), if for at least so many days. */
export function longInactive(memory: AbsenceMemory, hrId: string, days: number, now: number): string | undefined {
	const since = own(memory.inactive, hrId);
	return since !== undefined && now - Date.parse(since) >= days * DAY_MS ? since : undefined;
}

function dayOf(time: string): string {
	return time.slice(0, 10);
}

function isTime(value: unknown): value is string {
	// The last year that is written with four digits: days are added to it.
	return typeof value === 'string' && Date.parse(value) < Date.UTC(9999, 0);
}

function own<T>(record: Record<string, T>, key: string): T | undefined {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** What is known of some employees. */
function known<T>(record: Record<string, T>, ids: readonly string[]): Record<string, T> {
	return Object.fromEntries(
		ids.flatMap((id): [string, T][] => {
			const value = own(record, id);
			return value === undefined ? [] : [[id, value]];
		}),
	);
}

function byId<T>(ids: readonly string[], value: (id: string) => T): Record<string, T> {
	return Object.fromEntries(ids.map((id) => [id, value(id)]));
}

function entriesOf<T>(json: unknown, parse: (value: unknown) => T | undefined): Record<string, T> {
	if (!isRecord(json)) return {};
	return Object.fromEntries(
		Object.entries(json).flatMap(([id, value]): [string, T][] => {
			const parsed = parse(value);
			return parsed === undefined ? [] : [[id, parsed]];
		}),
	);
}
