/** Runs what it is given, so many at once; the others wait their turn. */
export function atMost(limit: number): <T>(run: () => Promise<T>) => Promise<T> {
	const waiting: (() => void)[] = [];
	let running = 0;
	return async (run) => {
		if (running >= limit) await new Promise<void>((go) => waiting.push(go));
		else running++;
		try {
			return await run();
		} finally {
			const next = waiting.shift();
			// Whoever waited takes the place over, so that nobody slips in between.
			if (next) next();
			else running--;
		}
	};
}
