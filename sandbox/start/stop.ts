const PARENT_CHECK_MS = 1_000;

/** A signal that is raised by Ctrl-C, by SIGTERM, and when whatever started this process, or reads from it, is gone. */
export function stopSignal(): AbortSignal {
	const stop = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort());
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid !== parent) stop.abort();
	}, PARENT_CHECK_MS);
	timer.unref();
	return stop.signal;
}

/** What `work` comes to, unless the signal is raised before: then it rejects at once. */
export async function unlessStopped<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
	return await new Promise((resolve, reject) => {
		const stop = () => reject(new Error('Stopped.'));
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	});
}

/** Keeps the process up until the signal is raised. */
export async function untilStopped(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => {
		const keepUp = setInterval(() => {}, 60_000);
		signal.addEventListener(
			'abort',
			() => {
				clearInterval(keepUp);
				resolve();
			},
			{ once: true },
		);
	});
}
