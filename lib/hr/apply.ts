import { SyncError, messageOf } from '../errors';
import { HttpError } from '../http/client';
import { mapLimit } from '../http/mapLimit';
import { MANAGER } from '../sync/plan';
import type { PlannedRow } from '../sync/plan';
import { nameOf } from '../sync/rows';
import type { ResultRow } from '../sync/rows';
import { createOnce } from './create';
import type { Creation } from './create';
import type { Directory } from './directory';

export interface ApplyOptions {
	matchBy: string[];
	/** Writes under way at once. */
	concurrency: number;
	dryRun: boolean;
	wait(milliseconds: number): Promise<void>;
	signal?: AbortSignal;
	onProgress?(done: number, total: number): void;
}

/** More failures than this share, of at least so many writes, mean that the system and not the people is at fault. */
const FAILURE_SHARE = 0.4;
const FAILURES_COUNT_FROM = 20;

/** Refusals of the whole system rather than of one person: going on would only repeat them. */
const FATAL_STATUS = new Set([401, 403]);
const FATAL_KINDS = new Set(['network', 'redirect', 'foreignOrigin', 'insecure', 'cancelled']);

/**
 * Carries a plan out: people first, several at once, then the managers who only exist since then. One person's failure
 * fails that person alone.
 * @returns one result a planned row, in the plan's order
 * @throws SyncError when the HR system can't be worked with; its details hold what was done until then (`results`)
 */
export async function applyPlan(planned: PlannedRow[], directory: Directory, options: ApplyOptions): Promise<ResultRow[]> {
	const results = planned.map((person) => planResult(person, planned, options));
	if (options.dryRun) return results;
	const hrIds = planned.map(({ employee }) => employee?.hrId);
	const tally = new Tally(results);

	const withoutManager = new Set<number>();
	await tally.run(positionsOf(planned, needsWrite), options, async (position) => {
		const person = planned[position]!;
		const manager = knownManager(person, hrIds);
		if (person.action === 'created') {
			const creation = await createOnce(directory, person.row, manager ?? undefined, options);
			hrIds[position] = creation.employee.hrId;
			person.employee = creation.employee;
			results[position] = createdResult(results[position]!, creation);
		} else if (person.changes.length > 0 || manager !== undefined) {
			await directory.update(person.employee!, person.changes, manager);
		}
		if (manager === undefined && waitsForManager(person)) withoutManager.add(position);
	});

	await tally.run([...withoutManager], options, async (position) => {
		const person = planned[position]!;
		const managerHrId = hrIds[(person.manager as { row: number }).row];
		if (managerHrId !== undefined) return directory.update(person.employee!, [], managerHrId);
		results[position] = withoutManagerChange(results[position]!, 'The manager could not be created, so the manager was not set');
	});
	return results;
}

/** Keeps the results while the plan is carried out, and decides when to give up. */
class Tally {
	private readonly results: ResultRow[];

	private tried = 0;

	private failed = 0;

	constructor(results: ResultRow[]) {
		this.results = results;
	}

	/** @throws SyncError with the results so far when the system, and not a person, is at fault */
	async run(positions: number[], options: ApplyOptions, write: (position: number) => Promise<void>): Promise<void> {
		const attempted = new Set<number>();
		try {
			await mapLimit(
				positions,
				options.concurrency,
				async (position) => {
					attempted.add(position);
					try {
						await write(position);
					} catch (error) {
						this.fail(position, error);
					}
					this.tried++;
					options.onProgress?.(this.tried, positions.length);
				},
				options.signal,
			);
		} catch (error) {
			for (const position of positions) {
				if (!attempted.has(position)) this.markFailed(position, 'Not tried, because the run was stopped before');
			}
			throw new SyncError(messageOf(error), error instanceof SyncError ? error.description : '', {
				...(error instanceof SyncError && error.details),
				results: this.results,
			});
		}
	}

	/** One person's failure; throws when it is not only that person's. */
	private fail(position: number, error: unknown): void {
		if (!(error instanceof SyncError)) throw error;
		this.failed++;
		this.markFailed(position, refusal(error));
		if (isFatal(error)) throw error;
		if (this.failed >= FAILURES_COUNT_FROM && this.failed > FAILURE_SHARE * (this.tried + 1)) {
			throw new SyncError(
				`Stopped: the HR system refused ${this.failed} of ${this.tried + 1} people, the last one with: ${error.message}`,
				'So many refusals usually have one cause: look at the reasons of the failed people, correct the mapping or the HR system, and run the sync again.',
			);
		}
	}

	private markFailed(position: number, reason: string): void {
		const result = this.results[position]!;
		this.results[position] =
			result.action === 'created' && result.hrId !== undefined
				? withoutManagerChange({ ...result, action: 'failed' }, `Created, but the manager could not be set: ${reason}`)
				: { ...result, action: 'failed', reason, changes: [] };
	}
}

function isFatal(error: SyncError): boolean {
	if (!(error instanceof HttpError)) return false;
	return FATAL_KINDS.has(error.kind) || (error.status !== undefined && FATAL_STATUS.has(error.status));
}

/** Why a person failed: the system's own words where it has some (SCIM error `detail`). */
function refusal(error: SyncError): string {
	return error.description === '' ? error.message : `${error.message}. ${error.description}`;
}

function positionsOf(planned: PlannedRow[], test: (person: PlannedRow) => boolean): number[] {
	return planned.flatMap((person, position) => (test(person) ? [position] : []));
}

function waitsForManager({ manager }: PlannedRow): boolean {
	return manager !== undefined && 'row' in manager;
}

function needsWrite(person: PlannedRow): boolean {
	return person.action === 'created' || person.changes.length > 0 || person.manager !== undefined;
}

/** The manager that can go along with the first write: undefined = none or not yet. */
function knownManager({ manager }: PlannedRow, hrIds: (string | undefined)[]): string | null | undefined {
	if (manager === undefined) return undefined;
	return 'row' in manager ? hrIds[manager.row] : manager.hrId;
}

function createdResult(result: ResultRow, { employee: { hrId }, found }: Creation): ResultRow {
	if (found === undefined) return { ...result, hrId };
	return { ...result, hrId, reason: 'The employee turned out to exist already and was brought in line' };
}

function withoutManagerChange(result: ResultRow, reason: string): ResultRow {
	return { ...result, reason, changes: result.changes.filter(({ attribute }) => attribute !== MANAGER) };
}

function planResult(person: PlannedRow, planned: PlannedRow[], options: ApplyOptions): ResultRow {
	const { row, action, reason, employee, candidates, changes } = person;
	const result: ResultRow = { action, changes: [...changes, ...managerChange(person, planned)], entra: row.entra };
	if (reason !== undefined) result.reason = reason;
	if (employee) result.hrId = employee.hrId;
	else if (candidates.length > 0) result.candidates = candidates;
	if (row.roster) result.roster = row.roster;
	if (options.dryRun) result.dryRun = true;
	return result;
}

/** A manager who is created in the same run has no HR id yet and is shown by name. */
function managerChange({ manager, managerBefore }: PlannedRow, planned: PlannedRow[]): Change[] {
	if (manager === undefined) return [];
	const to = 'row' in manager ? nameOf(planned[manager.row]!.row.entra) : manager.hrId;
	return [{ attribute: MANAGER, from: managerBefore ?? null, to }];
}
