import { SyncError } from '../errors';
import type { Employee } from '../sync/match';
import { personOf } from '../sync/missing';
import type { MissingPlan } from '../sync/missing';
import type { ResultRow, Roster } from '../sync/rows';
import type { Directory } from './directory';
import { writeEach } from './writeEach';
import type { WriteOptions } from './writeEach';

export interface DeactivateOptions extends WriteOptions {
	roster: Roster;
	dryRun: boolean;
	/** Why nobody can be deactivated in this HR system; undefined where people can be. */
	noDeactivation?: string;
}

/**
 * Deactivates the missing employees of a plan.
 * @returns one row for each employee the plan speaks of: deactivated, failed, or skipped with the reason
 * @throws SyncError when the HR system can't be worked with; its details hold the rows until then (`results`)
 */
export async function deactivateAll(
	plan: MissingPlan,
	directory: Directory,
	options: DeactivateOptions,
): Promise<ResultRow[]> {
	const { roster, dryRun, noDeactivation } = options;
	const row = (employee: Employee, rest: Pick<ResultRow, 'action' | 'reason' | 'changes'>): ResultRow => ({
		...rest,
		hrId: employee.hrId,
		entra: personOf(employee, directory.read),
		roster,
		missing: true,
		...(dryRun && { dryRun }),
	});
	const absent = `Not among the ${roster.size} members of the group`;
	const leaving = plan.missing.map((employee) =>
		row(employee, {
			action: 'deactivated',
			reason: absent,
			changes: [{ attribute: 'active', from: true, to: false }],
		}),
	);
	if (noDeactivation !== undefined) {
		leaving.forEach((result, position) => {
			const reason = `${absent}, and left as it is: ${noDeactivation}`;
			leaving[position] = { ...result, action: 'skipped', reason, changes: [] };
		});
	} else if (!dryRun) {
		await writeEach([...leaving.keys()], leaving, options, async (position) => {
			const employee = plan.missing[position];
			if (!employee) throw new SyncError('The plan does not name this employee');
			await directory.deactivate(employee);
		});
	}
	return [
		...leaving,
		...plan.protectedOnes.map((employee) =>
			row(employee, { action: 'skipped', reason: 'Not a member of the group, but on the protected list', changes: [] }),
		),
		...plan.undecided.map((employee) =>
			row(employee, {
				action: 'skipped',
				reason:
					'Undecided: may be one of the people who could not be matched, or has come into the group since it was read',
				changes: [],
			}),
		),
	];
}
