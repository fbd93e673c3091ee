import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import type { HrSettings } from '../../lib/hr/connect/connect';
import type { HrSystem } from '../../lib/hr/systems/types';
import type { DeactivateSettings } from '../../lib/jobs/deactivateMissing';
import type { EmployeeConditions, ScopeChosen } from '../../lib/jobs/employeesInScope';
import type { Grace } from '../../lib/sync/leavers/absence';
import type { Departure } from '../../lib/sync/leavers/departures';
import { readFilter } from '../shared/conditions';
import { readHrSettings } from '../shared/hr/hrSettings';
import { readSystem } from '../shared/hr/system';
import { parametersOf } from '../shared/parameters';
import type { ParameterReader } from '../shared/parameters';
import { readApproved } from '../shared/safety/keepTo';
import { readAllowOnce, readLimits } from '../shared/safety/limits';
import { readProtected } from '../shared/safety/protectedEmployees';
import { readFailureLimit } from '../shared/safety/writeOptions';
import { severalReads } from './wiring';

const DEPARTURES: readonly Departure[] = ['deactivate', 'delete', 'unassign', 'report'];
const MOST_DAYS = 100_000;

/**
 * @param dryRun whether the node or its rows say so
 * @throws SyncError for what an expression may give and nobody can mean: in doubt nothing is done
 */
export async function readSettings(
	context: IExecuteFunctions,
	dryRun: boolean,
): Promise<DeactivateSettings & { hr: HrSettings }> {
	const read = parametersOf(context);
	return {
		dryRun,
		acceptIncomplete: read.boolean('acceptIncomplete', 'Accept an Incomplete Roster', false),
		severalReads: severalReads(context),
		departure: read.choice('departure', 'What to Do', DEPARTURES, 'deactivate'),
		grace: readGrace(read),
		...(read.boolean('deleteInactive', 'Delete Who Has Been Inactive for Long', false) && {
			deleteAfterDays: read.number('deleteAfterDays', 'Inactive for (Days)', { from: 1, to: MOST_DAYS }, 180),
		}),
		scope: readScope(context, read),
		limits: readLimits(read),
		allowOnce: readAllowOnce(read),
		failureLimit: readFailureLimit(read),
		approved: readApproved(read, dryRun),
		protectedPeople: readProtected(read),
		hr: await readHrSettings(context, read),
	};
}

function readGrace(read: ParameterReader): Grace | undefined {
	const grace = read.choice('grace', 'Grace Period', ['none', 'runs', 'days'], 'none');
	if (grace === 'none') return undefined;
	const range = { from: 0, to: MOST_DAYS };
	return grace === 'runs'
		? { runs: read.number('graceRuns', 'Runs', range, 2) }
		: { days: read.number('graceDays', 'Days', range, 3) };
}

function readScope(context: IExecuteFunctions, read: ParameterReader): ScopeChosen {
	const scope = read.choice('scope', 'Employees in Scope', ['all', 'linked', 'conditions'], 'linked');
	return scope === 'conditions' ? readConditions(context, read.raw('scopeConditions'), readSystem(read)) : scope;
}

/** @throws SyncError when there are none, since the scope would be nobody */
function readConditions(context: IExecuteFunctions, raw: unknown, system: HrSystem): EmployeeConditions {
	const attributes = [system.userName, ...system.attributes];
	const filter = readFilter(context, raw, {
		fieldNamed: (name) => attributes.find(({ id, path }) => id === name || path === name)?.id,
		spelled: (name) => name,
		nameOf: (person) => String((person as { hrId?: unknown }).hrId),
	});
	if (filter === undefined) {
		throw new SyncError(
			'It is not said which employees are in scope: there are no conditions',
			'Add a condition under "Conditions for Employees", or choose another scope. Nobody was deactivated.',
		);
	}
	const sides = filter.conditions.flatMap(({ left, right }) => [left, right]);
	return {
		paths: sides.flatMap(({ paths }) => paths),
		readsMore: sides.some(({ constant, plain }) => !constant && !plain),
		meets: filter.meets,
	};
}
