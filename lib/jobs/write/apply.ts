import type { Cause } from '../../base/cause';
import { SyncError } from '../../base/errors';
import { at, plainText } from '../../base/json';
import type { Directory } from '../../hr/directory';
import { MANAGER } from '../../sync/model';
import type { MappedRow, ResultRow, ScopeMark } from '../../sync/model';
import { managersFirst } from '../../sync/planManagers';
import type { PlannedRow } from '../../sync/planned';
import { planResults } from '../../sync/planResults';
import { explained } from '../../sync/reasons';
import { createOnce } from './create';
import type { Creation } from './create';
import { writeEach } from './writeEach';
import type { WriteOptions } from './writeEach';

export interface ApplyOptions extends WriteOptions {
	matchBy: string[];
	/** The mark of this sync, where several feed the HR system. */
	mark?: ScopeMark | undefined;
	/** Of whom a person has said that the employee who is found is theirs, whatever contradicts. */
	isKnown?: ((row: MappedRow) => boolean) | undefined;
	dryRun: boolean;
	/** When this run began to read the employees, in milliseconds since 1970. */
	since?: number;
	wait: (milliseconds: number) => Promise<void>;
}

/**
 * Carries a plan out: people first, several at once, then the managers who only exist since then. One person's failure
 * fails that person alone.
 * @returns one result a planned row, in the plan's order
 * @throws SyncError when the HR system can't be worked with; its details hold what was done until then (`results`)
 */
export async function applyPlan(
	planned: PlannedRow[],
	directory: Directory,
	options: ApplyOptions,
): Promise<ResultRow[]> {
	const results = planResults(planned, options.dryRun);
	if (options.dryRun) return results;
	const hrIds = planned.map(({ employee }) => employee?.hrId);
	const withoutManager = new Set<number>();
	const writePerson = async (position: number): Promise<void> => {
		const person = at(planned, position);
		const manager = knownManager(person, hrIds);
		if (person.action === 'created') {
			const creation = await createOnce(directory, person.row, manager ?? undefined, options).catch(
				(error: unknown) => {
					results[position] = withCandidates(at(results, position), error);
					throw error;
				},
			);
			hrIds[position] = creation.employee.hrId;
			person.employee = creation.employee;
			results[position] = createdResult(at(results, position), creation);
		} else if (person.employee && (person.changes.length > 0 || manager !== undefined)) {
			await directory.update(person.employee, person.changes, manager);
		}
		if (manager === undefined && waitsForManager(person)) withoutManager.add(position);
	};
	try {
		await writeEach(managersFirst(planned, positionsOf(planned, needsWrite)), results, options, writePerson);
	} catch (error) {
		// What is missing of them has to be said, or it would look done.
		for (const position of withoutManager) {
			results[position] = managerFailed(at(results, position), { kind: 'runStopped' });
		}
		throw error;
	}

	const setManager = async (position: number): Promise<void> => {
		const person = at(planned, position);
		const managerHrId = hrIds[(person.manager as { row: number }).row];
		if (managerHrId !== undefined && person.employee) {
			await directory.update(person.employee, [], managerHrId);
			return;
		}
		const result = withoutManagerChange(at(results, position), { kind: 'managerNotCreated' });
		results[position] =
			result.action === 'updated' && result.changes.length === 0 ? { ...result, action: 'unchanged' } : result;
	};
	await writeEach([...withoutManager], results, options, setManager, managerFailed);
	return results;
}

function positionsOf(planned: PlannedRow[], test: (person: PlannedRow) => boolean): number[] {
	return planned.flatMap((person, position) => (test(person) ? [position] : []));
}

function waitsForManager({ manager }: PlannedRow): boolean {
	return manager !== undefined && 'row' in manager;
}

/** Does the HR system have to be asked for anything to carry this out? */
export function needsWrite(person: PlannedRow): boolean {
	return person.action === 'created' || person.changes.length > 0 || person.manager !== undefined;
}

/** The manager that can go along with the first write: undefined = none or not yet. */
function knownManager({ manager }: PlannedRow, hrIds: (string | undefined)[]): string | null | undefined {
	if (manager === undefined) return undefined;
	return 'row' in manager ? hrIds[manager.row] : manager.hrId;
}

function createdResult({ lookalikes: _, ...result }: ResultRow, { employee: { hrId }, found }: Creation): ResultRow {
	// Nothing to bring in line: it is our own creation, whose answer was lost.
	if (found === undefined || found.length === 0) return { ...result, hrId };
	return { ...result, hrId, ...explained({ kind: 'alreadyThere' }) };
}

/** Employees whom a creation came upon and could not take for the person: they may be the person all the same. */
function withCandidates(result: ResultRow, error: unknown): ResultRow {
	const candidates = error instanceof SyncError ? error.details.candidates : undefined;
	return Array.isArray(candidates) ? { ...result, candidates: candidates.map(plainText) } : result;
}

/** What was written before stays in the row: only the manager is missing. */
function managerFailed(result: ResultRow, because: Cause): ResultRow {
	return withoutManagerChange({ ...result, action: 'failed' }, { kind: 'managerFailed', because });
}

function withoutManagerChange(result: ResultRow, cause: Cause): ResultRow {
	return { ...result, ...explained(cause), changes: result.changes.filter(({ attribute }) => attribute !== MANAGER) };
}
