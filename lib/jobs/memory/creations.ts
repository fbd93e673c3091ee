import { runLater, unlessAborted } from '../../base/async';
import { OLDEST_MS } from '../../sync/roster';

/** Somebody whom a run is creating, or was lately. */
interface Attempt {
	done: Promise<void>;
	/** In milliseconds since 1970; undefined while it goes on. */
	ended?: number;
	hrId?: string;
}

/** What came of an attempt that this run can't have seen in the HR system when it read it. */
export interface Before {
	/** Of the employee; undefined when nobody was created, as far as is known. */
	hrId?: string;
}

export interface Turn<T> {
	/** When this run began to read the employees, in milliseconds since 1970: what had come to its end before, it has seen. */
	since: number;
	/** Ends the waiting for others. */
	signal?: AbortSignal;
	idOf: (created: T) => string;
}

/**
 * Two runs of a sync that overlap both plan to create the same people, and not every HR system refuses the second one. So
 * the runs of this process know of each other's.
 */
const attempts = new Map<string, Attempt>();

let isCleaning = false;

/**
 * Creates somebody once nobody else is creating the same person.
 *
 * @param key names the HR system and the person
 * @param create is told what came of another attempt, which may have created the person
 */
export async function createInTurn<T>(
	key: string,
	{ since, signal, idOf }: Turn<T>,
	create: (before?: Before) => Promise<T>,
): Promise<T> {
	const before = attempts.get(key);
	const creating =
		before && (before.ended === undefined || before.ended >= since)
			? unlessAborted(before.done, signal).then(async () => await create({ hrId: before.hrId }))
			: create();
	const attempt: Attempt = { done: Promise.resolve() };
	const settled = creating.then(
		(created) => {
			attempt.hrId = idOf(created);
		},
		() => {},
	);
	// Whoever stops waiting for the other one must not let a third one pass it.
	attempt.done = Promise.all([before?.done, settled]).then(() => {
		attempt.ended = Date.now();
	});
	// To the end, as the oldest are dropped from the beginning.
	attempts.delete(key);
	attempts.set(key, attempt);
	cleanUpLater();
	return await creating;
}

/** No plan that is older is carried out any more. */
function cleanUpLater(): void {
	if (isCleaning) return;
	isCleaning = true;
	runLater(OLDEST_MS, () => {
		isCleaning = false;
		for (const [key, { ended }] of attempts) {
			if (ended === undefined || Date.now() - ended < OLDEST_MS) break;
			attempts.delete(key);
		}
		if (attempts.size > 0) cleanUpLater();
	});
}
