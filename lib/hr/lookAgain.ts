import { SyncError } from '../base/errors';
import { HttpError } from '../http/client';
import type { Employee } from '../sync/model';

type Look = (employee: Employee) => Promise<Employee | undefined>;

/** Who is not there; anything else that is refused is refused for everybody. */
const NOT_THERE = new Set([404, 410]);

/** Looks at people in the list, which is read once for all, when the first one is asked for. */
export function createLookInList(list: () => Promise<Employee[]>): Look {
	let listed: Promise<ReadonlyMap<string, Employee>> | undefined;
	const readList = async (): Promise<ReadonlyMap<string, Employee>> => {
		try {
			return new Map((await list()).map((employee) => [employee.hrId, employee]));
		} catch (error) {
			// A failed list is nobody's answer but of those who wait for it.
			listed = undefined;
			throw error;
		}
	};
	return async ({ hrId }) => (await (listed ??= readList())).get(hrId);
}

/**
 * Looks at people as the system has them now, by a request for each. Not every system answers one: where it refuses, answers
 * somebody else or says that there is no such person, the list decides, read once for all. Where it has the person, the
 * requests for one are of no use, and nobody else is asked for like that.
 */
export function createLookAgain(
	read: (employee: Employee) => Promise<Employee>,
	list: () => Promise<Employee[]>,
): Look {
	let answersOne = true;
	const inList = createLookInList(list);

	return async (employee) => {
		if (!answersOne) return await inList(employee);
		try {
			return await read(employee);
		} catch (error) {
			if (!isRefusal(error)) throw error;
			const there = await inList(employee);
			const isOfThisPerson = error instanceof HttpError && NOT_THERE.has(error.status ?? 0);
			if (there || !isOfThisPerson) answersOne = false;
			return there;
		}
	};
}

/** The system can be reached and knows who asks, and does not give this person all the same. */
function isRefusal(error: unknown): boolean {
	if (!(error instanceof HttpError)) return error instanceof SyncError;
	if (error.kind === 'status') return error.status !== 401 && error.status !== 429;
	return error.kind === 'notJson' || error.kind === 'redirect';
}
