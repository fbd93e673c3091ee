import type { IExecuteFunctions } from 'n8n-workflow';

import { digestOf } from '../../lib/base/digest';
import { SyncError } from '../../lib/base/errors';
import { isRecord } from '../../lib/base/json';
import { parseMemory, remember } from '../../lib/sync/leavers/absence';
import type { AbsenceMemory, Grace } from '../../lib/sync/leavers/absence';
import type { Departure } from '../../lib/sync/leavers/departures';
import type { MissingPlan } from '../../lib/sync/leavers/missing';
import { EXTERNAL_ID } from '../../lib/sync/model';
import type { Employee, ScopeMark } from '../../lib/sync/model';
import type { OpenHrSystem } from '../shared/hr/hrSystem';
import type { ParameterReader } from '../shared/parameters';

export interface DepartureSettings {
	departure: Departure;
	grace?: Grace;
	deleteAfterDays?: number;
}

const DEPARTURES: readonly Departure[] = ['deactivate', 'delete', 'unassign', 'report'];
const MOST_DAYS = 100_000;

/** HR systems and syncs that are remembered, the last ones. */
const MOST_MEMORIES = 20;

/** @throws SyncError for what an expression may give and nobody can mean: in doubt nothing is done */
export function readDeparture(read: ParameterReader): DepartureSettings {
	return {
		departure: read.choice('departure', 'What to Do', DEPARTURES, 'deactivate'),
		grace: readGrace(read),
		...(read.boolean('deleteInactive', 'Delete Who Has Been Inactive for Long', false) && {
			deleteAfterDays: read.number('deleteAfterDays', 'Inactive for (Days)', { from: 1, to: MOST_DAYS }, 180),
		}),
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

/** Long inactive people are to be deleted where nobody can be. */
export function noDeletion(system: string): SyncError {
	return new SyncError(
		`${system} can't delete anybody, or it is not set how, so "Delete Who Has Been Inactive for Long" can't be done`,
		'Switch it off, or say under API Settings > Delete how people are deleted. Nobody was deactivated.',
	);
}

/** Why what is to be done can't be done in this HR system; undefined where it can. */
export function whyImpossible(departure: Departure, hr: OpenHrSystem, mark: ScopeMark | undefined): string | undefined {
	const { system, directory, noDeactivation } = hr;
	if (departure === 'deactivate') return noDeactivation;
	if (departure === 'delete' && !directory.remove) return `${system.name} can't delete anybody, or it is not set how`;
	return departure === 'unassign' ? whyNotUnassigned(hr, mark) : undefined;
}

function whyNotUnassigned(
	{ system, never, onlyOnCreate, clearsNoManager }: OpenHrSystem,
	mark: ScopeMark | undefined,
): string | undefined {
	const links = [EXTERNAL_ID, ...(mark ? [mark.attribute] : [])].filter((attribute) => !never.includes(attribute));
	if (links.length === 0) return `${system.name} keeps no Entra object ID, so there is no link to take away`;
	if (clearsNoManager) return `nothing is ever cleared in ${system.name}, as its API Settings say`;
	const fixed = links.find((attribute) => onlyOnCreate.includes(attribute));
	return fixed === undefined ? undefined : `${fixed} can't be changed in ${system.name} once the employee exists`;
}

/**
 * Where a memory is kept: ids say nothing in another HR system, and a node that serves several syncs remembers each by
 * itself.
 */
export function memoryKey(place: string, mark: ScopeMark | undefined): string {
	return digestOf([place, mark === undefined ? '' : `${mark.attribute}\n${mark.value}`]);
}

/**
 * What this node remembers from run to run, with what this run has found. n8n keeps it after runs of the published
 * workflow only; a dry run changes nothing of it.
 */
export function updateMemory(
	context: IExecuteFunctions,
	plan: MissingPlan,
	{ place, mark, dryRun, now }: { place: string; mark: ScopeMark | undefined; dryRun: boolean; now: number },
): AbsenceMemory {
	const stored = context.getWorkflowStaticData('node');
	const memories = isRecord(stored.absence) ? stored.absence : {};
	const key = memoryKey(place, mark);
	const memory = remember(parseMemory(memories[key]), {
		missing: idsOf(plan.missing),
		inactive: idsOf(plan.inactive),
		undecided: idsOf([...plan.undecided, ...plan.undecidedInactive]),
		execution: context.getExecutionId(),
		now,
	});
	if (!dryRun) {
		const others = Object.entries(memories).filter(([other]) => other !== key);
		stored.absence = { ...Object.fromEntries(others.slice(1 - MOST_MEMORIES)), [key]: memory };
	}
	return memory;
}

function idsOf(employees: readonly Employee[]): string[] {
	return employees.map(({ hrId }) => hrId);
}
