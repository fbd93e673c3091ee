import { namesOfEmployee, nameKey } from '../employeeNames';
import type { Employee, ReadAttribute } from '../model';
import { peopleIn } from '../peopleList';
import type { ListedPerson } from '../peopleList';

/**
 * Whether an employee is on a list: by a user name, any e-mail address, an external id, an HR id or a name, in which `*`
 * stands for any characters. Case doesn't matter. Of an entry with two readings both protect.
 * @param listed entries, or texts that hold some
 */
export function protection(
	listed: readonly (string | ListedPerson)[],
	read: ReadAttribute,
): (employee: Employee) => boolean {
	const { exact, patterns } = namesIn(entriesOf(listed).flatMap(({ readings }) => readings.flat()));
	if (exact.size === 0 && patterns.size === 0) return () => false;
	const all = [...patterns.values()];
	return (employee) =>
		namesOfEmployee(employee, read).some((name) => exact.has(name) || all.some((fits) => fits(name)));
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
	const { exact, patterns } = namesIn(listed.flatMap(({ readings }) => readings.flat()));
	const found = new Set<string>();
	for (const employee of employees) {
		for (const name of namesOfEmployee(employee, read)) {
			if (exact.has(name)) found.add(name);
			for (const [pattern, fits] of patterns) {
				if (!fits(name)) continue;
				found.add(pattern);
				// Found is found.
				patterns.delete(pattern);
			}
		}
	}
	const isThere = (name: string): boolean => found.has(nameKey(name) ?? '');
	return listed.filter(({ readings }) => !readings.some((names) => names.every(isThere))).map(({ text }) => text);
}

function entriesOf(listed: readonly (string | ListedPerson)[]): ListedPerson[] {
	return listed.flatMap((one) => (typeof one === 'string' ? peopleIn(one) : one));
}

type Fits = (text: string) => boolean;

/** Names are looked up, patterns are asked one by one. */
function namesIn(names: readonly string[]): { exact: Set<string>; patterns: Map<string, Fits> } {
	const keys = new Set(names.flatMap((name) => nameKey(name) ?? []));
	const withStars = [...keys].filter((key) => key.includes('*'));
	return {
		exact: new Set([...keys].filter((key) => !key.includes('*'))),
		patterns: new Map(withStars.map((pattern) => [pattern, fitting(pattern)])),
	};
}

/**
 * Whether a text fits a pattern: the parts between its stars, one behind the other, each as early as it can be. A regular
 * expression with as many stars would take the length of the text to their power.
 */
function fitting(pattern: string): Fits {
	const [prefix = '', ...rest] = pattern.split('*');
	const suffix = rest.pop() ?? '';
	const between = rest.filter((part) => part !== '');
	return (text) => {
		const end = text.length - suffix.length;
		if (end < prefix.length || !text.startsWith(prefix) || !text.endsWith(suffix)) return false;
		let at = prefix.length;
		for (const part of between) {
			const found = text.indexOf(part, at);
			if (found < 0) return false;
			at = found + part.length;
		}
		return at <= end;
	};
}
