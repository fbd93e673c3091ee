/** Runs what it is given at most once in so many milliseconds. */
export function throttle(milliseconds: number): (run: () => void) => void {
	let last = Date.now();
	return (run) => {
		if (Date.now() - last < milliseconds) return;
		last = Date.now();
		run();
	};
}
