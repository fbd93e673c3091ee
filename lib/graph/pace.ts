import { SyncError } from '../errors';
import { backoffMs } from '../http/retry';
import type { Pace } from '../http/types';
import { wait } from '../http/wait';
import type { GraphCredential } from './credential';

/** So long may Graph answer nothing but "later" before a read gives up. */
export const PATIENCE_MS = 10 * 60_000;
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

/** Paces are kept for so many applications; the one unused for longest goes first. */
const MAX_KEPT = 100;
const kept = new Map<string, GraphPace>();

/** The pace of everything that this process asks for as one application in one tenant: Graph's budget is theirs together. */
export function paceFor({ tenantId, clientId, cloud }: GraphCredential): GraphPace {
	const key = [cloud.graph, tenantId, clientId].join(' ').toLowerCase();
	const pace = kept.get(key) ?? createPace();
	kept.delete(key);
	kept.set(key, pace);
	const oldest = kept.keys().next().value;
	if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
	return pace;
}

/**
 * A pace that starts without a limit, slows down the nearer the budget's end is said to be, stands still for as long as
 * Graph asks, and takes up speed again step by step.
 */
export function createPace({ patienceMs = PATIENCE_MS } = {}): GraphPace {
	let gapMs = 0;
	let nextAt = 0;
	let heldUntil = -Infinity;
	let heldSince: number | undefined;
	let heldInARow = 0;
	let changedAt = -Infinity;

	const change = (gap: (before: number) => number) => {
		const now = performance.now();
		if (now - changedAt < STEP_MS) return;
		changedAt = now;
		gapMs = gap(gapMs);
	};
	const slower = (factor: number) =>
		change((before) => Math.min(Math.max(before * factor, FULL_SPEED_GAP_MS), SLOWEST_GAP_MS));
	const faster = () => change((before) => (before > FULL_SPEED_GAP_MS / 2 ? before / RECOVERY : 0));

	const checkPatience = (now: number) => {
		if (now > heldUntil + FORGET_MS) heldSince = undefined;
		if (heldSince !== undefined && now - heldSince >= patienceMs) throw outOfPatience(patienceMs);
	};

	return {
		turn: async (units, signal, onWait) => {
			for (;;) {
				const now = performance.now();
				checkPatience(now);
				if (heldUntil > now) {
					onWait?.(heldUntil - now);
					// A timer counts whole milliseconds, and may go off a little early.
					await wait(Math.ceil(heldUntil - now) + 1, signal);
					continue;
				}
				const at = Math.max(nextAt, now);
				nextAt = at + units * gapMs;
				if (at > now) await wait(at - now, signal);
				if (heldUntil <= performance.now()) return;
			}
		},
		answered: (headers) => {
			heldSince = undefined;
			heldInARow = 0;
			const share = Number(headers[SHARE_HEADER] ?? 0);
			if (share >= WARN_FROM) slower(Math.min(1 + (share - WARN_FROM) * 5, 2));
			else faster();
		},
		held: (waitMs) => {
			const now = performance.now();
			// Requests that were under way together are refused together: that is once.
			if (now >= heldUntil) heldInARow++;
			heldSince ??= now;
			heldUntil = Math.max(heldUntil, now + (waitMs ?? backoffMs(heldInARow)));
			nextAt = heldUntil;
			slower(2);
		},
	};
}

function outOfPatience(patienceMs: number): SyncError {
	const minutes = Math.max(1, Math.round(patienceMs / 60_000));
	return new SyncError(
		`Microsoft Graph has only asked to slow down for ${minutes} min, and answered nothing`,
		'Something else uses up what Graph grants this app registration. Run at a quieter time, or give this workflow an app registration of its own.',
		{ status: 429 },
	);
}
