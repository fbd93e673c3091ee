import type { Disturbance, Scene } from '../disturb.ts';
import type { Step } from '../steps.ts';

const PHASES: [Step, string][] = [
	[{ stage: 'group', nth: 1 }, 'reads the group'],
	[{ stage: 'managers', nth: 1 }, 'reads the managers'],
	[{ stage: 'employees', nth: 1 }, 'reads the employees'],
	[{ stage: 'people', nth: 1 }, 'makes its first write'],
	[{ stage: 'people', nth: 25 }, 'creates and changes people'],
	[{ stage: 'leavers', nth: 3 }, 'deactivates leavers'],
];

/** Somebody stops the execution, or n8n itself. */
export const STOPS: Disturbance[] = [
	...PHASES.map(([step, when]): Disturbance => ({
		what: `somebody presses Stop while the run ${when}`,
		run: async (scene) => await stopped(scene, step),
	})),
	{
		what: 'n8n is told to end (SIGTERM) in the middle of the writes, which end in time',
		run: async ({ laboratory, run, at }) => {
			let over: Promise<void> | undefined;
			const reached = at({ stage: 'people', nth: 20 }, async () => {
				over = laboratory.sandbox.n8n.stop();
				await Promise.resolve();
			});
			const ended = await run();
			await reached;
			await over;
			return ended;
		},
	},
	{
		what: 'n8n is told to end (SIGTERM), and a write takes longer than it waits',
		run: async ({ laboratory, run, at }) => {
			const reached = at({ stage: 'people', nth: 20 }, async () => await laboratory.sandbox.n8n.stop());
			const ended = await run();
			await reached;
			return ended;
		},
	},
];

async function stopped({ laboratory, run, at }: Scene, step: Step): Promise<string> {
	const { client } = laboratory.sandbox.n8n;
	let id = '';
	const reached = at(step, async () => await client.post(`/executions/${id}/stop`, {}));
	const ended = await run((executionId) => (id = executionId));
	await reached;
	return ended;
}
