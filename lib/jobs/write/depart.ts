import { failure } from '../../base/failure';
import { at } from '../../base/json';
import type { Directory } from '../../hr/directory';
import type { PlannedDeparture } from '../../sync/leavers/departures';
import type { ResultRow } from '../../sync/model';
import { explained } from '../../sync/reasons';
import { writeEach } from './writeEach';
import type { WriteOptions } from './writeEach';

export interface DepartOptions extends WriteOptions {
	/** When another run of the sync has read the group since (ISO 8601); undefined as long as none has. */
	supersededAt?: () => string | undefined;
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
		const newerRead = options.supersededAt?.();
		if (newerRead === undefined) await depart(departure, directory);
		else results[position] = leftAlone(departure.row, newerRead);
	});
	return results;
}

function leftAlone(row: ResultRow, newerRead: string): ResultRow {
	return { ...row, action: 'skipped', ...explained({ kind: 'newerRead', readAt: newerRead }), changes: [] };
}

async function depart({ employee, row }: PlannedDeparture, directory: Directory): Promise<void> {
	if (row.action === 'deactivated') await directory.deactivate(employee);
	else if (row.action === 'unassigned') await directory.update(employee, row.changes);
	else if (row.action === 'deleted' && directory.remove) await directory.remove(employee);
	else throw failure({ kind: 'unknownDeparture', action: row.action });
}
