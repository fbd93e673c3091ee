/** How often a long read says how far it has come. */
export const PROGRESS_EVERY_MS = 5_000;

/**
 * Lets a line through only when the last one is long enough ago.
 *
 * @param quietFirst whether the first line has to wait as well: a short read then says nothing
 */
export function sparingly(
	log: (message: string) => void,
	quietFirst: boolean,
	everyMs = PROGRESS_EVERY_MS,
): (message: string) => void {
	let last = quietFirst ? performance.now() : -Infinity;
	return (message) => {
		const now = performance.now();
		if (now - last < everyMs) return;
		last = now;
		log(message);
	};
}
