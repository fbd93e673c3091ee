import { namesOf } from '../base/cause';
import { fittingNobody } from '../sync/leavers/protection';
import type { Employee, ReadAttribute } from '../sync/model';
import type { ListedPerson } from '../sync/peopleList';
import type { Run } from './run';

/**
 * An entry that fits nobody protects nobody, which is not to be found out on the day that it matters.
 * @param employees all of them
 */
export function sayWhoIsNotThere(
	listed: readonly ListedPerson[],
	employees: readonly Employee[],
	read: ReadAttribute,
	run: Run,
): void {
	const entries = fittingNobody(listed, employees, read);
	if (entries.length === 0) return;
	const { shown, count } = namesOf(entries.map((entry) => `"${entry}"`));
	const names = [...shown, ...(count > shown.length ? [`${count - shown.length} others`] : [])].join(', ');
	const message = `Protected Employees: nobody in the HR system fits ${names}, so ${count === 1 ? 'it protects' : 'they protect'} nobody. Correct ${count === 1 ? 'it' : 'them'}, or take ${count === 1 ? 'it' : 'them'} out of the list`;
	run.log(message);
	run.hint(message, 'warning');
}
