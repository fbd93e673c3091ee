import { at } from '../base/json';
import { MANAGER } from './model';
import type { Change, ResultRow } from './model';
import { nameOf } from './names';
import type { PlannedRow } from './planned';
import { explained } from './reasons';

/** A plan as the rows that a node puts out, one for each planned row, in the plan's order. */
export function planResults(planned: readonly PlannedRow[], dryRun: boolean): ResultRow[] {
	return planned.map((person) => planResult(person, planned, dryRun));
}

function planResult(person: PlannedRow, planned: readonly PlannedRow[], dryRun: boolean): ResultRow {
	const { row, action, cause, employee, candidates, changes } = person;
	const result: ResultRow = {
		action,
		...(cause && explained(cause)),
		changes: [...changes, ...managerChange(person, planned)],
		entra: row.entra,
	};
	if (employee) result.hrId = employee.hrId;
	else if (candidates.length > 0) result.candidates = candidates;
	// Whoever is about to be created is like nobody, unless it comes to nothing.
	if (person.lookalikes && !(dryRun && action === 'created')) result.lookalikes = person.lookalikes;
	if (row.roster) result.roster = row.roster;
	if (dryRun) result.dryRun = true;
	return result;
}

/** A manager who is created in the same run has no HR id yet and is shown by name. */
function managerChange({ manager, managerBefore }: PlannedRow, planned: readonly PlannedRow[]): Change[] {
	if (manager === undefined) return [];
	const to = 'row' in manager ? nameOf(at(planned, manager.row).row.entra) : manager.hrId;
	return [{ attribute: MANAGER, from: managerBefore ?? null, to }];
}
