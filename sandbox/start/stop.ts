const PARENT_CHECK_MS = 1_000;

/** A signal that is raised by Ctrl-C, by SIGTERM, and when whatever started this process is gone. */
export function stopSignal(): AbortSignal {
	const stop = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid !== parent) stop.abort();
	}, PARENT_CHECK_MS);
	timer.unref();
	return stop.signal;
}

/** Rejects as soon as the signal is raised; keeps the process up until then. */
export async function untilStopped(signal: AbortSignal): Promise<never> {
	return await new Promise((_, reject) => {
		const keepUp = setInterval(() => {}, 60_000);
		const stop = () => {
			clearInterval(keepUp);
			reject(new Error('Stopped.'));
		};
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
	});
}
