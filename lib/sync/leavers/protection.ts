import { namesOfEmployee, nameKey } from '../employeeNames';
import type { Employee, ReadAttribute } from '../model';
import { peopleIn } from '../peopleList';
import type { ListedPerson } from '../peopleList';
import { ListedNames } from './listedNames';

/**
 * Whether an employee is on a list: by a user name, any e-mail address, an external id, an HR id or a name, in which `*`
 * stands for any characters. Case doesn't matter, nor does the order of the words of a name. Of an entry with two readings
 * both protect.
 * @param listed entries, or texts that hold some
 */
export function protection(
	listed: readonly (string | ListedPerson)[],
	read: ReadAttribute,
): (employee: Employee) => boolean {
	const names = namesIn(entriesOf(listed));
	if (names.isEmpty) return () => false;
	return (employee) => namesOfEmployee(employee, read).some((name) => names.fits(name).length > 0);
}

/**
 * Entries that fit nobody, as they stand in the list: mistyped, or of people who are no longer there.
 * @param employees all of them
 */
export function fittingNobody(
	listed: readonly ListedPerson[],
	employees: readonly Employee[],
	read: ReadAttribute,
): string[] {
	if (listed.length === 0) return [];
	const names = namesIn(listed);
	const found = new Set<string>();
	for (const employee of employees) {
		for (const name of new Set(namesOfEmployee(employee, read))) {
			for (const fitted of names.fits(name)) {
				found.add(fitted);
				names.forget(fitted);
			}
		}
	}
	const isThere = (name: string): boolean => found.has(nameKey(name) ?? '');
	return listed.filter(({ readings }) => !readings.some((reading) => reading.every(isThere))).map(({ text }) => text);
}

function entriesOf(listed: readonly (string | ListedPerson)[]): ListedPerson[] {
	return listed.flatMap((one) => (typeof one === 'string' ? peopleIn(one) : one));
}

function namesIn(listed: readonly ListedPerson[]): ListedNames {
	return new ListedNames(listed.flatMap(({ readings }) => readings.flat()));
}
