import type { Disturbance, Scene } from '../disturb.ts';
import type { Stage } from '../steps.ts';

/** Longer than the nodes' first tries, shorter than all of them. */
const DOWN_MS = 1_500;

const HR_STEPS: [Stage, number, string][] = [
	['employees', 1, 'is asked for its people'],
	['people', 20, 'is written to'],
	['leavers', 3, 'is told of leavers'],
];

const ENTRA_STEPS: [Stage, number, string][] = [
	['group', 2, 'is asked for the group'],
	['managers', 1, 'is asked for managers'],
];

/** The servers on the other side go down and come back. */
export const RESTARTS: Disturbance[] = [
	...HR_STEPS.map(([stage, nth, when]): Disturbance => ({
		what: `the HR system is killed and started again while it ${when}`,
		run: async (scene) => await restarted(scene, 'hr', stage, nth),
	})),
	...ENTRA_STEPS.map(([stage, nth, when]): Disturbance => ({
		what: `Entra is killed and started again while it ${when}`,
		run: async (scene) => await restarted(scene, 'entra', stage, nth),
	})),
];

async function restarted({ laboratory, run, at }: Scene, server: 'entra' | 'hr', stage: Stage, nth: number) {
	let restart: Promise<void> | undefined;
	// The request that was waiting, and those that come meanwhile, meet a dead address.
	const reached = at({ stage, nth }, async () => {
		restart = laboratory.restart(server, DOWN_MS);
		await laboratory.isDown(server);
	});
	const ended = await run();
	await reached;
	await restart;
	return ended;
}
