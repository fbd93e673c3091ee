import { mapLimit } from '../base/async';
import { isEmpty } from '../base/json';
import type { HrConnection } from '../hr/connect/connect';
import type { Directory } from '../hr/directory';
import { createLookInList } from '../hr/lookAgain';
import { sameValue } from '../sync/compare';
import type { Employee } from '../sync/model';
import type { Run } from './run';

/** More people than one in so many are found sooner in the list than one by one. */
const ONE_IN = 50;
/** So many people who have certainly not changed show whether a difference means anything. */
const CONTROLS = 3;

export interface Looking {
	/** People who are to leave. */
	suspects: readonly Employee[];
	/** Every employee, as the list has them. */
	employees: readonly Employee[];
	/** HR ids of people whom nothing has happened to. */
	unchanged: ReadonlySet<string>;
}

/**
 * Looks once more at people who are to leave, since a list that was handed over is from before the writes of that node. Some
 * systems show a person otherwise when asked for one alone, or with an address that is signed anew each time: where that is so
 * of people who have certainly not changed, only what matters is compared.
 * @returns HR ids of whoever is gone, or was changed meanwhile
 */
export async function whoChanged(hr: HrConnection, looking: Looking, run: Run): Promise<Set<string>> {
	const { suspects, employees, unchanged } = looking;
	const look = looker(hr, suspects.length * ONE_IN > Math.max(employees.length, ONE_IN), run);
	const seen = await look(suspects);
	const measures = measuresOf(hr);
	const changedBy = (pairs: readonly Pair[], measure: Measure): Pair[] =>
		pairs.filter(({ before, now }) => !now || now.active !== before.active || !measure(before, now));
	const [strict] = measures;
	let changed = changedBy(seen, strict);
	if (changed.length > 0) {
		const controls = await look(employees.filter(({ hrId }) => unchanged.has(hrId)).slice(0, CONTROLS));
		const telling = measures.find((measure) => changedBy(controls, measure).length === 0) ?? strict;
		changed = changedBy(seen, telling);
	}
	return new Set(changed.map(({ before }) => before.hrId));
}

/** Somebody as the list had them, and as they are now; undefined who is gone. */
interface Pair {
	before: Employee;
	now: Employee | undefined;
}

function looker(
	{ directory, concurrency }: HrConnection,
	inTheList: boolean,
	{ signal }: Run,
): (people: readonly Employee[]) => Promise<Pair[]> {
	const look = inTheList || !directory.again ? createLookInList(directory.list) : directory.again;
	return async (people) =>
		await mapLimit(people, concurrency, async (before) => ({ before, now: await look(before) }), signal);
}

/** Whether nothing has changed between two looks at somebody. */
type Measure = (before: Employee, now: Employee) => boolean;

/** The strictest first: the whole record, then what matters and when it was changed, then only what matters. */
function measuresOf({ system, directory }: HrConnection): [Measure, ...Measure[]] {
	const paths = [system.userName, ...system.attributes].filter(({ type }) => type !== 'url').map(({ path }) => path);
	const matters: Measure = (before, now) => paths.every((path) => agree(directory, path, before, now));
	const dated: Measure = (before, now) => matters(before, now) && agree(directory, 'meta.lastModified', before, now);
	return [(before, now) => directory.isUnchanged(before, now), dated, matters];
}

/** As far as both show it. */
function agree({ read }: Directory, path: string, before: Employee, now: Employee): boolean {
	const [then, present] = [read(before, path), read(now, path)];
	return isEmpty(then) || isEmpty(present) || sameValue(path, then, present);
}
