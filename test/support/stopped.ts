import type { EngineRun } from './engine';
import type { World } from './world';

/** Expects a run that ended as failed, with one mail that says it and what to do, and nothing written. */
export async function expectStopped(
	world: World,
	run: EngineRun,
	words: string | RegExp,
	advice?: string | RegExp,
): Promise<void> {
	expect(run.status).toBe('error');
	expect(run.error?.message).toMatch(words);
	const mails = await world.mails();
	expect(mails).toHaveLength(1);
	expect(mails[0]!.subject).toMatch(words);
	if (advice !== undefined) expect(mails[0]!.text).toMatch(advice);
	expect(await world.hrWrites()).toBe(0);
}
