/**
 * An error that a person is meant to read. `message` says what happened to whom, `description` what to do about it.
 * `details` travels with the item on a node's error output: plain JSON, no secrets, no response objects.
 */
export class SyncError extends Error {
	override name = 'SyncError';

	readonly description: string;

	readonly details: Record<string, unknown>;

	constructor(message: string, description = '', details: Record<string, unknown> = {}) {
		super(message);
		this.description = description;
		this.details = details;
	}
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** What happened and what to do about it, for places that show one text only. */
export function inOneSentence(error: unknown): string {
	const advice = error instanceof SyncError && error.description !== '' ? `. ${error.description}` : '';
	return `${messageOf(error)}${advice}`;
}
