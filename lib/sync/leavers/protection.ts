import { matchKey } from '../compare';
import type { Employee, ReadAttribute } from '../model';

/** By what a protected employee may be named, beside the HR id. */
const NAMED_BY = ['userName', 'externalId', 'emails[type eq "work"].value', 'email'];

/**
 * Whether an employee is on a list of names: user names, e-mail addresses, external ids or HR ids, in which `*` stands for
 * any characters. Case doesn't matter.
 */
export function protection(names: readonly string[], read: ReadAttribute): (employee: Employee) => boolean {
	const meant = names.flatMap((name) => matchKey(name) ?? []);
	const exact = new Set(meant.filter((name) => !name.includes('*')));
	const pattern = patternOf(meant.filter((name) => name.includes('*')));
	return (employee) =>
		meant.length > 0 &&
		[employee.hrId, ...NAMED_BY.map((attribute) => read(employee, attribute))].some((value) => {
			const text = matchKey(value);
			return text !== undefined && (exact.has(text) || pattern.test(text));
		});
}

/** One pattern for all of them, which is asked about everybody; it fits nothing where there are none. */
function patternOf(names: readonly string[]): RegExp {
	if (names.length === 0) return /(?!)/;
	return new RegExp(`^(?:${names.map((name) => name.split('*').map(escapePattern).join('.*')).join('|')})$`, 's');
}

function escapePattern(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
