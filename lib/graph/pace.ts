import { wait } from '../base/async';
import type { SyncError } from '../base/errors';
import { failure } from '../base/failure';
import { Kept } from '../base/kept';
import { Patience, PATIENCE_MS } from '../http/patience';
import type { LastAnswer } from '../http/patience';
import { heldMs } from '../http/retry';
import type { Pace } from '../http/types';
import type { GraphCredential } from './signIn/credential';

/** What was asked so long ago says nothing about now. */
const FORGET_MS = 60_000;

/** Between two units at the speed of Graph's usual budget, 8,000 units in 10 s. */
const FULL_SPEED_GAP_MS = 1.25;
const SLOWEST_GAP_MS = 20;
/** Many answers under way tell of the same shortage: the speed changes at most once in this time. */
const STEP_MS = 1_000;
const RECOVERY = 1.5;

/** From here on Graph names the share of the budget that is used. */
const WARN_FROM = 0.8;
const SHARE_HEADER = 'x-ms-throttle-limit-percentage';

/** A pace that also hears how much of the budget is left. */
export interface GraphPace extends Pace {
	/** To be told of every good answer, also of one item of a batch. Names of headers in lower case. */
	answered(headers: Record<string, string>): void;
}

/** What Graph grants an application, as far as it is known. Times are those of `performance.now()`. */
export interface Budget {
	/** Between two units. */
	gapMs: number;
	changedAt: number;
	nextAt: number;
	heldUntil: number;
	heldInARow: number;
	answered: LastAnswer;
}

/** The budget of an application that has asked for nothing yet. */
export const untouched = (): Budget => ({
	gapMs: 0,
	changedAt: -Infinity,
	nextAt: 0,
	heldUntil: -Infinity,
	heldInARow: 0,
	answered: { at: -Infinity },
});

/** Of so many applications. */
const budgets = new Kept<string, Budget>(100);

/** A pace for what is asked for as one application in one tenant: Graph's budget is that of all in this process who do. */
export function paceFor({ tenantId, clientId, cloud }: GraphCredential): GraphPace {
	const key = [cloud.graph, tenantId, clientId].join(' ').toLowerCase();
	return createPace({ budget: budgets.getOrMake(key, untouched) });
}

/**
 * A pace that starts without a limit, slows down the nearer the budget's end is said to be, stands still for as long as
 * Graph asks, and takes up speed again step by step.
 */
export function createPace({ patienceMs = PATIENCE_MS, budget = untouched() } = {}): GraphPace {
	const patience = new Patience({ answered: budget.answered, forgetMs: FORGET_MS, patienceMs });

	const change = (gap: (before: number) => number) => {
		const now = performance.now();
		if (now - budget.changedAt < STEP_MS) return;
		budget.changedAt = now;
		budget.gapMs = gap(budget.gapMs);
	};
	const slower = (factor: number) =>
		change((before) => Math.min(Math.max(before * factor, FULL_SPEED_GAP_MS), SLOWEST_GAP_MS));
	const faster = () => change((before) => (before > FULL_SPEED_GAP_MS / 2 ? before / RECOVERY : 0));

	return {
		turn: async (units, signal, onWait) => {
			for (;;) {
				const now = performance.now();
				const { heldUntil, nextAt } = budget;
				if (patience.isOver(now, heldUntil)) throw outOfPatience(patience);
				if (heldUntil > now) {
					patience.waits(now);
					onWait?.(heldUntil - now);
					// A timer counts whole milliseconds, and may go off a little early.
					await wait(Math.ceil(heldUntil - now) + 1, signal);
					continue;
				}
				const at = Math.max(nextAt, now);
				budget.nextAt = at + units * budget.gapMs;
				if (at > now) await wait(at - now, signal);
				if (budget.heldUntil <= performance.now()) return;
			}
		},
		answered: (headers) => {
			patience.answered();
			budget.heldInARow = 0;
			const share = Number(headers[SHARE_HEADER] ?? 0);
			if (share >= WARN_FROM) slower(Math.min(1 + (share - WARN_FROM) * 5, 2));
			else faster();
		},
		held: (waitMs) => {
			const now = performance.now();
			patience.waits(now);
			// Requests that were under way together are refused together: that is once.
			if (now >= budget.heldUntil) budget.heldInARow++;
			budget.heldUntil = Math.max(budget.heldUntil, now + heldMs(waitMs ?? 0, budget.heldInARow));
			budget.nextAt = budget.heldUntil;
			slower(2);
		},
	};
}

function outOfPatience({ minutes }: Patience): SyncError {
	return failure({ kind: 'slowDown', asked: 'graph', minutes }, { status: 429 });
}
