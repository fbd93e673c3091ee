import type { Passing, Watcher } from '../gate.ts';
import { Steps } from './steps.ts';
import type { HrIds, Step } from './steps.ts';

/** Lets everything pass but the request of one step, which waits until something else is done. */
export class Pause implements Watcher {
	/** Resolves when the step has come. */
	readonly reached: Promise<void>;

	readonly #steps: Steps;

	readonly #step: Step;

	readonly #meanwhile: () => Promise<unknown>;

	#arrive: () => void = () => {};

	#isOver = false;

	/** @param meanwhile what is done while the step's request waits; when it fails, the request is sent on all the same */
	constructor(hrIds: HrIds, step: Step, meanwhile: () => Promise<unknown>) {
		this.#steps = new Steps(hrIds);
		this.#step = step;
		this.#meanwhile = meanwhile;
		this.reached = new Promise((resolve) => (this.#arrive = resolve));
	}

	readonly arrived = async (request: Passing): Promise<Buffer> => {
		if (!this.#isOver && this.#steps.of(request).some((step) => this.#isIt(step))) {
			this.#isOver = true;
			this.#arrive();
			await this.#meanwhile();
		}
		return request.body;
	};

	readonly answered = (): boolean => true;

	#isIt({ stage, nth }: Step): boolean {
		return stage === this.#step.stage && nth === this.#step.nth;
	}
}
