import { isEmpty } from './compare';
import type { Employee, ReadAttribute } from './match';

/** By what a protected employee may be named, beside the HR id. */
const NAMED_BY = ['userName', 'externalId', 'emails[type eq "work"].value', 'email'];

/**
 * Whether an employee is on a list of names: user names, e-mail addresses, external ids or HR ids, in which `*` stands for
 * any characters. Case doesn't matter.
 */
export function protection(names: readonly string[], read: ReadAttribute): (employee: Employee) => boolean {
	const meant = names.map((name) => name.trim().toLowerCase()).filter((name) => name !== '');
	const exact = new Set(meant.filter((name) => !name.includes('*')));
	const patterns = meant.filter((name) => name.includes('*')).map((name) => patternOf(name));
	return (employee) =>
		meant.length > 0 &&
		[employee.hrId, ...NAMED_BY.map((attribute) => read(employee, attribute))].some((value) => {
			if (isEmpty(value)) return false;
			const text = String(value).trim().toLowerCase();
			return exact.has(text) || patterns.some((pattern) => pattern.test(text));
		});
}

function patternOf(name: string): RegExp {
	return new RegExp(`^${name.split('*').map(escapePattern).join('.*')}$`, 's');
}

function escapePattern(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
