import { chunk } from 'lodash';

import type { Cause } from '../../base/cause';
import { HttpError } from '../../http/client';
import type { TeamChange } from '../../sync/teams/plan';

/** The HR system objects to something in the request, rather than being out of order. */
const REFUSALS = new Set([400, 404, 409, 422]);
/** So many members one after the other that are refused: it isn't about the members. */
const REFUSED_IN_A_ROW = 3;

/**
 * Writes members chunk by chunk. One member who is refused would keep out all others of the chunk, so a refused chunk
 * is sent again member by member.
 *
 * @param size members to a chunk; Infinity for one chunk
 * @returns who was refused, and why
 * @throws HttpError when all are, or something else is wrong
 */
export async function writeMembers(
	changes: readonly TeamChange[],
	size: number,
	write: (some: readonly TeamChange[]) => Promise<void>,
): Promise<Cause[]> {
	const refused: Cause[] = [];
	for (const some of chunk(changes, size)) {
		try {
			await write(some);
		} catch (error) {
			if (some.length === 1 || !isRefusal(error)) throw error;
			refused.push(...(await oneByOne(some, write)));
		}
	}
	return refused;
}

async function oneByOne(
	changes: readonly TeamChange[],
	write: (some: readonly TeamChange[]) => Promise<void>,
): Promise<Cause[]> {
	const refused: Cause[] = [];
	let written = 0;
	for (const one of changes) {
		try {
			await write([one]);
			written++;
		} catch (error) {
			if (!isRefusal(error)) throw error;
			refused.push({ kind: 'member', name: one.name, because: error.why });
			if (written === 0 && refused.length >= Math.min(REFUSED_IN_A_ROW, changes.length)) throw error;
		}
	}
	return refused;
}

function isRefusal(error: unknown): error is HttpError {
	return error instanceof HttpError && REFUSALS.has(error.status ?? 0);
}
