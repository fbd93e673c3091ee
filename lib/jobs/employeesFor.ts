import { isEmpty } from '../base/json';
import type { Directory } from '../hr/directory';
import { EXTERNAL_ID } from '../sync/model';
import type { Employee, MappedRow } from '../sync/model';

/** More people than this are never looked up one by one: asking how long the list is would be wasted then. */
const MOST_ROWS = 50;

export interface FoundEmployees {
	employees: Employee[];
	/** Every employee is among them. */
	whole: boolean;
}

/**
 * The employees that rows may be about: all of them, or, for few people in a long list, those who have a matching value
 * of a row or are somebody's manager, asked for one by one.
 * @param matchBy target attributes that tell employees apart
 */
export async function employeesFor(
	directory: Directory,
	rows: readonly MappedRow[],
	matchBy: readonly string[],
): Promise<FoundEmployees> {
	const questions = questionsFor(rows, matchBy);
	const pages = rows.length <= MOST_ROWS && directory.pages ? await directory.pages() : undefined;
	if (pages === undefined || questions.length >= pages) return { employees: await directory.list(), whole: true };
	const found = new Map<string, Employee>();
	for (const [attribute, value] of questions) {
		for (const employee of await directory.find(attribute, value)) found.set(employee.hrId, employee);
	}
	return { employees: [...found.values()], whole: false };
}

function questionsFor(rows: readonly MappedRow[], matchBy: readonly string[]): [attribute: string, value: string][] {
	const questions = new Map<string, [string, string]>();
	const ask = (attribute: string, value: unknown): void => {
		if (!isEmpty(value)) questions.set(`${attribute}\n${String(value)}`, [attribute, String(value)]);
	};
	for (const { employee, entra } of rows) {
		for (const attribute of new Set([...matchBy, EXTERNAL_ID])) ask(attribute, employee[attribute]);
		ask(EXTERNAL_ID, entra.managerId);
	}
	return [...questions.values()];
}
