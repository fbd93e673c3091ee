import { Expression, setGlobalState } from 'n8n-workflow';

let started: Promise<void> | undefined;

/** n8n evaluates expressions in an isolate of their own, which has to be started once, with n8n's own settings. */
export async function startExpressions(): Promise<void> {
	started ??= start();
	await started;
}

async function start(): Promise<void> {
	setGlobalState({ defaultTimezone: 'UTC' });
	await Expression.initExpressionEngine({
		engine: 'vm',
		poolSize: 1,
		maxCodeCacheSize: 1024,
		bridgeTimeout: 5_000,
		bridgeMemoryLimit: 128,
	});
}

afterAll(async () => {
	if (!started) return;
	await started;
	await Expression.disposeExpressionEngine();
});
