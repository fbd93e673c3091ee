/** So long may a system answer nothing but "later" before a reader gives up. */
export const PATIENCE_MS = 10 * 60_000;

/** When somebody was last answered anything but "later", by `performance.now()`. All who ask the same system share it. */
export interface LastAnswer {
	at: number;
}

export interface PatienceOptions {
	answered: LastAnswer;
	/** What was asked so long ago says nothing about now. */
	forgetMs: number;
	patienceMs: number;
}

/**
 * How long one reader goes on while it is asked to wait. Each has a patience of its own: whoever begins after another has
 * given up asks for itself, or a run that is started again would stop without a single question.
 */
export class Patience {
	#since: number | undefined;

	readonly #options: PatienceOptions;

	constructor(options: PatienceOptions) {
		this.#options = options;
	}

	get minutes(): number {
		return Math.max(1, Math.round(this.#options.patienceMs / 60_000));
	}

	/** To be told whenever the reader is asked to wait, or waits because others were. */
	waits(now = performance.now()): void {
		this.#since ??= now;
	}

	/** To be told of each good answer. */
	answered(): void {
		this.#since = undefined;
		this.#options.answered.at = performance.now();
	}

	/** @param heldUntil until when the system wants to be left alone */
	isOver(now: number, heldUntil: number): boolean {
		const { answered, forgetMs, patienceMs } = this.#options;
		if (now > heldUntil + forgetMs) this.#since = undefined;
		return this.#since !== undefined && now - Math.max(this.#since, answered.at) >= patienceMs;
	}
}
