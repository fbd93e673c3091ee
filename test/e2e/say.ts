/** Prints a line of progress with the time of day (UTC); standard output is for what came of it. */
export function say(line: string): void {
	console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
}
