import { isEmpty } from '../base/json';
import type { HrConnection } from '../hr/connect/connect';
import type { Directory } from '../hr/directory';
import { checkSameSystem } from '../sync/leavers/sameSystem';
import { EXTERNAL_ID } from '../sync/model';
import type { Employee, MappedRow, ResultRow } from '../sync/model';
import { takeSnapshot } from './memory/handOver';
import type { Snapshot } from './memory/handOver';
import type { Run } from './run';

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

export interface ListedEmployees extends Snapshot {
	/** The node before has read the list, which is as old as what that node did. */
	handedOver: boolean;
}

/**
 * Every employee: the list that the node before has handed over, or one that is read now.
 * @param rows what the nodes before have put out; a list of another HR system does not go with them
 * @throws SyncError when it is of another one
 */
export async function allEmployees(
	{ key, directory }: HrConnection,
	rows: readonly ResultRow[],
	run: Run,
): Promise<ListedEmployees> {
	const snapshot = takeSnapshot(key);
	if (snapshot) {
		// Whoever was created since is in no list that was read before.
		checkSameSystem(
			rows.filter(({ action }) => action !== 'created'),
			snapshot.employees,
		);
		return { ...snapshot, handedOver: true };
	}
	run.log('reading all employees');
	const readAt = run.now();
	const employees = await directory.list();
	checkSameSystem(rows, employees);
	return { employees, readAt, handedOver: false };
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
