import type { SyncError } from '../base/errors';
import { failure } from '../base/failure';
import { HttpError } from './httpError';

const IN_A_ROW = 5;

/**
 * Notices that a system has stopped answering while it is asked for many things, each of which may fail alone. One that is never
 * answered takes minutes until it is given up, so that hundreds of them would take the night.
 */
export class Outage {
	#inARow = 0;

	#last: HttpError | undefined;

	/** To be told how it ended each time something was asked for: well, or with an error after the last try. */
	ended(error?: unknown): void {
		if (error instanceof HttpError && (error.kind === 'timeout' || error.kind === 'network')) {
			this.#inARow++;
			this.#last = error;
		} else {
			this.#inARow = 0;
		}
	}

	/** Why nothing more should be asked for; undefined as long as answers come. */
	get reason(): SyncError | undefined {
		if (this.#last === undefined || this.#inARow < IN_A_ROW) return undefined;
		return failure({ kind: 'outage', because: this.#last.why });
	}
}
