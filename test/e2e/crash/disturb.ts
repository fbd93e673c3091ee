import { Sentence } from '../../../scripts/install/sentence.cjs';
import type { SandboxRun } from '../../../sandbox/start/summary.ts';
import { executions, until, UNDER_WAY } from '../production.ts';
import type { Laboratory, Mending, Night } from './laboratory.ts';
import type { Step } from './steps.ts';
import { Pause } from './pause.ts';

/** Where a disturbance takes place. */
export interface Scene {
	laboratory: Laboratory;
	night: Night;
	/** Runs the sync by hand. @returns how that ended, in words */
	run: (onStarted?: (executionId: string) => void) => Promise<string>;
	/** Does something while one step of what runs next waits. @returns resolves when the step has come */
	at: (step: Step, meanwhile: () => Promise<unknown>) => Promise<void>;
}

/** Something that befalls a run. */
export interface Disturbance {
	/** In words, as what happens while the sync runs. */
	what: string;
	/** Runs the sync, disturbed. @returns how the runs ended, in words; undefined where this machine can't do that */
	run: (scene: Scene) => Promise<string | undefined>;
}

/** What a disturbance led to. */
export interface Disturbed {
	what: string;
	ended: string;
	/** Absent where it could not be done. */
	mending?: Mending;
}

export async function disturb(
	{ what, run }: Disturbance,
	night: Night,
	laboratory: Laboratory,
	say: (line: string) => void,
): Promise<Disturbed> {
	await laboratory.reset(night.start);
	const ended = await run(sceneOf(laboratory, night));
	if (ended === undefined) {
		say(`${what}: can't be done on this machine`);
		return { what, ended: "can't be done on this machine" };
	}
	await laboratory.quiet();
	await nothingRuns(laboratory);
	say(`${what}: ${ended}`);
	return { what, ended, mending: await laboratory.mend(night) };
}

function sceneOf(laboratory: Laboratory, night: Night): Scene {
	const { sandbox } = laboratory;
	return {
		laboratory,
		night,
		run: async (onStarted) => await inWords(sandbox.run(onStarted)),
		at: async (step, meanwhile) => {
			const pause = new Pause(night.hrIds, step, meanwhile);
			laboratory.watch(pause);
			await pause.reached;
		},
	};
}

async function inWords(running: Promise<SandboxRun>): Promise<string> {
	try {
		const { ok, summary } = await running;
		return ok ? 'ended well' : `stopped: ${summary.error}`;
	} catch (error) {
		if (error instanceof Sentence) return 'n8n ended before it told';
		throw error;
	}
}

async function nothingRuns({ sandbox }: Laboratory): Promise<void> {
	const { n8n, workflowId } = sandbox;
	if (n8n.hasEnded()) return;
	const underWay = async (): Promise<boolean> =>
		(await executions(n8n, workflowId)).some(({ status }) => UNDER_WAY.includes(status));
	await until(async () => ((await underWay()) ? undefined : true), 'the end of all executions');
}
