import { SyncError } from '../../base/errors';
import { at } from '../../base/json';
import type { Directory } from '../../hr/directory';
import type { PlannedDeparture } from '../../sync/leavers/departures';
import type { ResultRow } from '../../sync/model';
import { writeEach } from './writeEach';
import type { WriteOptions } from './writeEach';

export interface DepartOptions extends WriteOptions {
	/** Another run of the sync has found the employee in the group since. */
	wasFoundLater?: (hrId: string) => boolean;
}

/**
 * Carries out what is planned for employees who are missing.
 * @returns one row for each, in the plan's order: what was done, or failed
 * @throws SyncError when the HR system can't be worked with; its details hold the rows until then (`results`)
 */
export async function applyDepartures(
	planned: readonly PlannedDeparture[],
	directory: Directory,
	options: DepartOptions,
): Promise<ResultRow[]> {
	const results = planned.map(({ row }) => row);
	const positions = planned.flatMap(({ row }, position) => (row.action === 'skipped' ? [] : [position]));
	await writeEach(positions, results, options, async (position) => {
		const departure = at(planned, position);
		if (options.wasFoundLater?.(departure.employee.hrId)) results[position] = leftAlone(departure.row);
		else await depart(departure, directory);
	});
	return results;
}

function leftAlone(row: ResultRow): ResultRow {
	const reason = 'Another run of this sync has found the employee in the group since this run has read it';
	return { ...row, action: 'skipped', reason, changes: [] };
}

async function depart({ employee, row }: PlannedDeparture, directory: Directory): Promise<void> {
	if (row.action === 'deactivated') await directory.deactivate(employee);
	else if (row.action === 'unassigned') await directory.update(employee, row.changes);
	else if (row.action === 'deleted' && directory.remove) await directory.remove(employee);
	else throw new SyncError(`Nothing is known about how an employee is ${row.action} in this HR system`);
}
