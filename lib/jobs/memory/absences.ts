import { digestOf } from '../../base/digest';
import { isRecord } from '../../base/json';
import { parseMemory, remember } from '../../sync/leavers/absence';
import type { AbsenceMemory } from '../../sync/leavers/absence';
import type { MissingPlan } from '../../sync/leavers/missing';
import type { Employee, ScopeMark } from '../../sync/model';
import type { Run } from '../run';

/** HR systems and syncs that are remembered, the last ones. */
const MOST_MEMORIES = 20;

/**
 * Where a memory is kept: ids say nothing in another HR system, and a node that serves several syncs remembers each by
 * itself.
 */
export function memoryKey(place: string, mark: ScopeMark | undefined): string {
	return digestOf([place, mark === undefined ? '' : `${mark.attribute}\n${mark.value}`]);
}

/**
 * What is remembered of absences from run to run, with what this run has found. A dry run changes nothing of it. A run by hand
 * does not count either: it goes by what those of the published workflow have counted.
 */
export function updateAbsences(
	{ memory: stored, execution = '', byHand }: Run,
	plan: MissingPlan,
	{ place, mark, dryRun, now }: { place: string; mark: ScopeMark | undefined; dryRun: boolean; now: number },
): AbsenceMemory {
	const memories = isRecord(stored.absence) ? stored.absence : {};
	const key = memoryKey(place, mark);
	const before = parseMemory(memories[key]);
	if (byHand) return before;
	const memory = remember(before, {
		missing: idsOf(plan.missing),
		inactive: idsOf(plan.inactive),
		undecided: idsOf([...plan.undecided, ...plan.undecidedInactive]),
		execution,
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
