import { runLater } from '../http/wait';
import { OLDEST_MS } from '../sync/roster';

/**
 * Who is being created by this process, or was lately: two runs of a sync that overlap both plan to create the same people, and not
 * every HR system refuses the second one.
 */
const creations = new Map<string, { began: number; done: Promise<void> }>();

let isCleaning = false;

/**
 * Creates somebody once nobody else is creating the same person.
 *
 * @param key names the HR system and the person
 * @param create is told whether somebody else has tried before, so that the person may be there
 */
export async function createInTurn<T>(key: string, create: (mayBeThere: boolean) => Promise<T>): Promise<T> {
	const before = creations.get(key);
	const creating = before ? before.done.then(async () => await create(true)) : create(false);
	const done = creating.then(nothing, nothing);
	// To the end, as the oldest are dropped from the beginning.
	creations.delete(key);
	creations.set(key, { began: Date.now(), done });
	cleanUpLater();
	return await creating;
}

function nothing(): void {}

/** No plan that is older is carried out any more. */
function cleanUpLater(): void {
	if (isCleaning) return;
	isCleaning = true;
	runLater(OLDEST_MS, () => {
		isCleaning = false;
		for (const [key, { began }] of creations) {
			if (Date.now() - began < OLDEST_MS) break;
			creations.delete(key);
		}
		if (creations.size > 0) cleanUpLater();
	});
}
