import { atMost } from '../../base/async';
import type { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';
import { HttpError } from '../../http/client';
import type { HttpClient } from '../../http/client';
import type { Employee } from '../../sync/model';
import { stepBody } from './bodies';
import { today } from './dates';
import { rawOf } from './employees';
import { listRecords } from './list';
import type { RestProfile, RestStep } from './profile/profile';
import { urlOf } from './profile/template';

/** Nobody is there, or nothing ever was: the address comes from a form. */
const NOT_THERE = new Set([404, 410]);

/**
 * Deletes people by the profile's request for it. An answer that there is no such person is believed of whoever is not
 * in the list any more; of anybody else it means that the request goes to a wrong address.
 */
export function createRemoval(options: StepOptions, step: RestStep): (employee: Employee) => Promise<void> {
	const inTurn = atMost(1);
	let listed: ReadonlyMap<string, unknown> | undefined;
	let isWrongAddress = false;

	/** Ids don't come back, so who is missing from an earlier list is gone. */
	const isGone = async ({ hrId }: Employee): Promise<boolean> => {
		if (listed?.has(hrId) === false) return true;
		if (isWrongAddress) return false;
		listed = await listRecords(options);
		isWrongAddress = listed.has(hrId);
		return !isWrongAddress;
	};

	return async (employee) => {
		try {
			await runStep(options, step, employee);
		} catch (error) {
			if (!(error instanceof HttpError) || !NOT_THERE.has(error.status ?? 0)) throw error;
			const gone = await inTurn(async () => await isGone(employee)).catch((notListed: unknown) => {
				// A list that changes while it is read proves nothing; a system that can't be worked with is another matter.
				throw notListed instanceof HttpError ? notListed : error;
			});
			if (!gone) throw stillThere(error, employee, step);
		}
		rawOf(employee).people.removed(employee.hrId);
	};
}

function stillThere({ status }: HttpError, { hrId }: Employee, { method, path }: RestStep): SyncError {
	return failure({ kind: 'stillListed', status: status ?? 0, request: `${method} ${path}`, hrId });
}

export interface StepOptions {
	http: HttpClient;
	profile: RestProfile;
}

/** Sends a request of its own about one person. */
export async function runStep({ http, profile }: StepOptions, step: RestStep, { hrId }: Employee): Promise<void> {
	const values = { id: hrId, today: today(profile.dates?.format ?? 'yyyy-MM-dd') };
	await http.request({ method: step.method, url: urlOf(step, values), body: stepBody(step, values) });
}
