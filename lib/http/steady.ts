import { wait } from '../base/async';
import type { SyncError } from '../base/errors';
import { failure } from '../base/failure';
import { Kept } from '../base/kept';
import { Patience, PATIENCE_MS } from './patience';
import type { LastAnswer } from './patience';
import { heldMs, MAX_RETRY_AFTER_MS } from './retry';
import type { Pace, RateLimit } from './types';

/** Whoever shares a key shares this. Times are those of `performance.now()`. */
interface Log {
	/** When requests were sent, oldest first. */
	sent: number[];
	/** As many as the largest limit counts. */
	keep: number;
	heldUntil: number;
	heldInARow: number;
	answered: LastAnswer;
}

/** What was asked so long ago says nothing about now. */
const FORGET_MS = 3 * 60_000;
/** Requests may take unequally long to get there, so that the system sees them closer together than they were sent. */
const JITTER_MS = 250;
const JITTER_SHARE = 0.02;

/** Of so many keys. */
const logs = new Kept<string, Log>(100);

/**
 * Keeps below the limits of a system by waiting, together with everything in this process that has the same key, such
 * as the same account. When the system asks to wait all the same, all wait: as long as it says, or until its limits must
 * have been reset.
 */
export function steadyPace(key: string, limits: readonly RateLimit[], { patienceMs = PATIENCE_MS } = {}): Pace {
	const log = logs.getOrMake(key, newLog);
	const patience = new Patience({ answered: log.answered, forgetMs: FORGET_MS, patienceMs });
	log.keep = Math.max(log.keep, ...limits.map(({ requests }) => requests));

	return {
		turn: async (_units, signal, onWait) => {
			for (;;) {
				const now = performance.now();
				if (patience.isOver(now, log.heldUntil)) throw outOfPatience(patience);
				const at = Math.max(log.heldUntil, ...limits.map((limit) => freeAt(log.sent, limit)));
				if (at <= now) {
					log.sent.push(now);
					if (log.sent.length > 2 * log.keep) log.sent.splice(0, log.sent.length - log.keep);
					return;
				}
				if (log.heldUntil > now) {
					patience.waits(now);
					onWait?.(log.heldUntil - now);
				}
				// A timer counts whole milliseconds, and may go off a little early.
				await wait(Math.ceil(at - now) + 1, signal);
			}
		},
		held: (waitMs) => {
			const now = performance.now();
			patience.waits(now);
			// Requests that were under way together are refused together: that is once.
			if (now >= log.heldUntil) log.heldInARow++;
			log.heldUntil = Math.max(log.heldUntil, now + heldMs(waitMs ?? resetMs(limits, log.heldInARow), log.heldInARow));
		},
		granted: () => {
			patience.answered();
			log.heldInARow = 0;
		},
	};
}

const newLog = (): Log => ({
	sent: [],
	keep: 0,
	heldUntil: -Infinity,
	heldInARow: 0,
	answered: { at: -Infinity },
});

/** When the limit lets the next request go. */
function freeAt(sent: number[], { requests, seconds }: RateLimit): number {
	const first = sent[sent.length - requests];
	return first === undefined ? -Infinity : first + seconds * 1000 + Math.max(JITTER_MS, seconds * 1000 * JITTER_SHARE);
}

/** A system that does not say how long: the shortest of its limits is the first guess, then the next. */
function resetMs(limits: readonly RateLimit[], heldInARow: number): number {
	const windows = limits.map(({ seconds }) => seconds * 1000).sort((left, right) => left - right);
	const guess = windows[Math.min(heldInARow, windows.length) - 1];
	return Math.min(guess ?? 0, MAX_RETRY_AFTER_MS);
}

function outOfPatience({ minutes }: Patience): SyncError {
	return failure({ kind: 'slowDown', asked: 'hr', minutes }, { status: 429 });
}
