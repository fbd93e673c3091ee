import { namesOf } from '../../base/cause';
import type { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';
import { isEmpty } from '../../base/json';
import type { Directory } from '../../hr/directory';
import { matchKey, sameValue } from '../../sync/compare';
import { whySomebodyElse } from '../../sync/evidence';
import { belongsElsewhere, ownerOf } from '../../sync/mark';
import { MANAGER } from '../../sync/model';
import type { Change, Employee, MappedRow, ScopeMark } from '../../sync/model';
import { nameOf } from '../../sync/names';
import { changesFor } from '../../sync/plan';
import { createInTurn } from '../memory/creations';
import { CREATION_TRIES, existsAlready, mayExist, waitFor } from './afterAFailure';

export interface CreateOptions {
	matchBy: string[];
	/** The mark of this sync, where several feed the HR system. */
	mark?: ScopeMark;
	/** Of whom a person has said that the employee who is found is theirs, whatever contradicts. */
	isKnown?: ((row: MappedRow) => boolean) | undefined;
	/** When this run began to read the employees, in milliseconds since 1970; without it, it knows nothing of other runs. */
	since?: number;
	signal?: AbortSignal;
	/** Waits before another try, in milliseconds; ends early when the run is cancelled. */
	wait: (milliseconds: number) => Promise<void>;
}

export interface Creation {
	employee: Employee;
	/** The employee was there already, from a lost answer or another hand, and got these changes. */
	found?: Change[];
}

/**
 * Creates an employee exactly once. Where another run has tried to create the same person, and after a lost answer, a refusal
 * for want of time or a server failure, the person may exist already, so the HR system is asked before the creation is tried.
 * @throws HttpError with the system's own words when it refuses the person
 */
export async function createOnce(
	directory: Directory,
	row: MappedRow,
	managerHrId: string | undefined,
	options: CreateOptions,
): Promise<Creation> {
	const { since, signal } = options;
	const { account } = directory;
	if (account === undefined || since === undefined) return await tryToCreate(directory, row, managerHrId, options);
	const turn = { since, signal, idOf: ({ employee }: Creation) => employee.hrId };
	return await createInTurn(`${account}\n${matchKey(row.entra.id)}`, turn, async (before) => {
		const employee = before && (await findCreated(directory, row, options));
		if (employee) return await adopt(directory, row, employee, managerHrId);
		if (before?.hrId !== undefined) throw notFoundYet(row, before.hrId);
		return await tryToCreate(directory, row, managerHrId, options);
	});
}

function notFoundYet({ entra }: MappedRow, hrId: string): SyncError {
	return failure({ kind: 'createdByOther', person: nameOf(entra) }, { candidates: [hrId] });
}

async function tryToCreate(
	directory: Directory,
	row: MappedRow,
	managerHrId: string | undefined,
	options: CreateOptions,
): Promise<Creation> {
	for (let attempt = 1; ; attempt++) {
		try {
			return { employee: await directory.create(row.employee, managerHrId) };
		} catch (error) {
			const exists = existsAlready(error);
			if (!exists && !mayExist(error)) throw error;
			if (!exists) await options.wait(waitFor(error, attempt));
			const employee = await findCreated(directory, row, options);
			if (employee) return adopt(directory, row, employee, managerHrId);
			if (exists || attempt >= CREATION_TRIES) throw error;
		}
	}
}

/**
 * Asks by every matching attribute: what was just created has all of them.
 * @throws SyncError when more than one employee answers, or one who seems to be somebody else
 */
async function findCreated(
	directory: Directory,
	row: MappedRow,
	{ matchBy, mark, isKnown }: CreateOptions,
): Promise<Employee | undefined> {
	const found = new Map<string, Employee>();
	for (const attribute of matchBy) {
		const value = row.employee[attribute];
		if (value === undefined || isEmpty(value)) continue;
		for (const employee of await directory.find(attribute, String(value))) {
			if (sameValue(attribute, directory.read(employee, attribute), value)) found.set(employee.hrId, employee);
		}
	}
	const [employee, ...others] = [...found.values()];
	if (!employee) return undefined;
	const person = nameOf(row.entra);
	const candidates = [...found.keys()];
	if (others.length > 0) {
		const employees = namesOf([employee, ...others].map(directory.describe));
		throw failure({ kind: 'severalEmployees', person, employees }, { candidates });
	}
	const other = isKnown?.(row) ? undefined : whySomebodyElse(row, employee, directory.read, directory.describe);
	if (other) throw failure(other, { candidates });
	const owner = mark ? ownerOf(employee, mark, directory.read) : 'own';
	if (mark && typeof owner !== 'string' && employee.active) {
		throw failure(belongsElsewhere(mark, owner.other, directory.describe(employee)), { candidates });
	}
	return employee;
}

/** Brings an employee that turned out to exist in line with the row. */
async function adopt(
	directory: Directory,
	row: MappedRow,
	employee: Employee,
	managerHrId: string | undefined,
): Promise<Creation> {
	const found = changesFor(row, employee, directory);
	const manager = sameValue(MANAGER, directory.readManager(employee), managerHrId) ? undefined : managerHrId;
	if (found.length > 0 || manager !== undefined) await directory.update(employee, found, manager);
	return { employee, found };
}
