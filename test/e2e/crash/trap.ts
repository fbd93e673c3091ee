import type { Passing, Watcher } from '../gate.ts';
import { firstOperations, isBulk, Steps } from './steps.ts';
import type { HrIds, Step } from './steps.ts';

/**
 * - `before`: n8n is killed when the step's request arrives, which never reaches the server
 * - `after`: the server has carried it out, and n8n is killed before it gets the answer
 * - `later`: n8n has got the answer and is killed some milliseconds afterwards
 * The part of a Bulk request that stands before the step is carried out, the part behind it is not (unless `later`).
 */
export const SIDES = ['before', 'after', 'later'] as const;

export interface Moment extends Step {
	side: (typeof SIDES)[number];
	/** For `later`. */
	milliseconds: number;
}

/** Lets everything pass until the moment comes, and kills then. Without a moment it only counts. */
export class Trap implements Watcher {
	readonly steps: Steps;

	/** Writes that reached the HR system until the kill, or all. */
	delivered = 0;

	sprung = false;

	readonly #moment: Moment | undefined;

	readonly #kill: () => void;

	/** The request that the moment lies in, until its answer is there. */
	#awaited: Passing | undefined;

	constructor(hrIds: HrIds, kill: () => void, moment?: Moment) {
		this.steps = new Steps(hrIds);
		this.#moment = moment;
		this.#kill = kill;
	}

	readonly arrived = (request: Passing): Buffer | undefined => {
		const before = this.steps.writes;
		const steps = this.steps.of(request);
		const writes = this.steps.writes - before;
		const position = steps.findIndex((step) => this.#isAt(step));
		const moment = this.#moment;
		if (!moment || position < 0) {
			this.delivered += writes;
			return request.body;
		}
		const carriedOut = { before: position, after: position + 1, later: steps.length }[moment.side];
		if (carriedOut === 0) {
			this.#spring();
			return undefined;
		}
		this.delivered += Math.min(writes, carriedOut);
		this.#awaited = request;
		return isBulk(request.path) && carriedOut < steps.length ? firstOperations(request.body, carriedOut) : request.body;
	};

	readonly answered = (request: Passing): boolean => {
		if (request !== this.#awaited || !this.#moment) return true;
		if (this.#moment.side !== 'later') {
			this.#spring();
			return false;
		}
		setTimeout(() => this.#spring(), this.#moment.milliseconds);
		return true;
	};

	/** Has the moment's step come? */
	get reached(): boolean {
		return this.sprung || this.#awaited !== undefined;
	}

	#isAt({ stage, nth }: Step): boolean {
		return stage === this.#moment?.stage && nth === this.#moment.nth;
	}

	#spring(): void {
		this.sprung = true;
		this.#kill();
	}
}
