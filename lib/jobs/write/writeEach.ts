import { mapLimit } from '../../base/async';
import { causeOf } from '../../base/cause';
import type { Cause, CauseOf } from '../../base/cause';
import { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';
import { HttpError } from '../../http/client';
import { isSignInFailure } from '../../http/clientCredentials';
import type { ResultRow } from '../../sync/model';
import { explained } from '../../sync/reasons';

export interface WriteOptions {
	/** Writes under way at once. */
	concurrency: number;
	signal?: AbortSignal;
	onProgress?: (done: number, total: number) => void;
	/** How many failures mean that the system and not the people is at fault. */
	failureLimit?: FailureLimit;
}

/** More failures than this share (0 to 1) of the writes so far, once there are at least so many failures. */
export interface FailureLimit {
	share: number;
	atLeast: number;
}

export const USUAL_FAILURE_LIMIT: FailureLimit = { share: 0.4, atLeast: 20 };

/** Refusals of the whole system rather than of one person: going on would only repeat them. */
const FATAL_STATUS = new Set([401, 403]);
const FATAL_KINDS = new Set(['network', 'redirect', 'foreignOrigin', 'insecure', 'cancelled']);

/** What rows are about, in messages. */
type Rows = CauseOf<'tooManyFailures'>['rows'];

/** The row of a person whose write failed, or was left when another hand had changed the employee meanwhile. */
export function failedRow(result: ResultRow, cause: Cause): ResultRow {
	const action = isLeft(cause) ? 'skipped' : 'failed';
	return { ...result, action, ...explained(cause), changes: [] };
}

function isLeft({ kind }: Cause): boolean {
	return kind === 'changedMeanwhile';
}

/** The writes of people, whose rows say what failed. */
export async function writeEach(
	positions: number[],
	results: ResultRow[],
	options: WriteOptions,
	write: (position: number) => Promise<void>,
	toFailed: (result: ResultRow, cause: Cause) => ResultRow = failedRow,
): Promise<void> {
	await writeEachOf('people', positions, results, options, write, toFailed);
}

/**
 * Makes one write for each position. A failure becomes its row in `results`; only a system that
 * can't be worked with stops the rest, whose rows then say that they weren't tried.
 * @param toFailed makes the row of what failed out of the planned one
 * @throws SyncError whose details hold the `results` until then
 */
export async function writeEachOf<Row>(
	rows: Rows,
	positions: number[],
	results: Row[],
	options: WriteOptions,
	write: (position: number) => Promise<void>,
	toFailed: (result: Row, cause: Cause, position: number) => Row,
): Promise<void> {
	const { share, atLeast } = options.failureLimit ?? USUAL_FAILURE_LIMIT;
	const attempted = new Set<number>();
	let done = 0;
	let failures = 0;
	const markFailed = (position: number, cause: Cause): void => {
		const result = results[position];
		if (result) results[position] = toFailed(result, cause, position);
	};
	const attempt = async (position: number): Promise<void> => {
		attempted.add(position);
		try {
			await write(position);
		} catch (error) {
			if (!(error instanceof SyncError)) throw error;
			const cause = causeOf(error);
			markFailed(position, cause);
			if (!isLeft(cause)) failures++;
			if (isFatal(error)) throw error;
			if (failures >= atLeast && failures > share * (done + 1)) throw tooMany(rows, failures, done + 1, error);
		}
		done++;
		options.onProgress?.(done, positions.length);
	};
	try {
		await mapLimit(positions, options.concurrency, attempt, options.signal);
	} catch (error) {
		for (const position of positions) {
			if (!attempted.has(position)) markFailed(position, { kind: 'notTried' });
		}
		if (!(error instanceof SyncError)) throw error;
		throw new SyncError(error.message, error.description, { ...error.details, results });
	}
}

function isFatal(error: SyncError): boolean {
	if (isSignInFailure(error)) return true;
	if (!(error instanceof HttpError)) return false;
	return FATAL_KINDS.has(error.kind) || (error.status !== undefined && FATAL_STATUS.has(error.status));
}

function tooMany(rows: Rows, failures: number, of: number, last: SyncError): SyncError {
	return failure({ kind: 'tooManyFailures', failures, of, rows, because: causeOf(last) });
}
