import { begunBySchedule, executions, reached, UNDER_WAY, unpublish } from '../../production.ts';
import { ask } from '../../inStep.ts';
import type { EntraReady } from '../../../../sandbox/start/servers.ts';
import type { Disturbance, Scene } from '../disturb.ts';
import type { Step } from '../steps.ts';

/** Two runs of the same workflow at one time. */
export const OVERLAPS: Disturbance[] = [
	{
		what: 'two runs are started by hand at one moment',
		run: async ({ run }) => (await Promise.all([run(), run()])).join('; '),
	},
	{
		what: 'a whole run by hand while another waits with its first write',
		run: async (scene) => await during(scene, { stage: 'people', nth: 1 }),
	},
	{
		what: 'a whole run by hand while another waits with its first leaver',
		run: async (scene) => await during(scene, { stage: 'leavers', nth: 1 }),
	},
	{
		what: 'a run by hand while the nightly one, started by its schedule, waits in the middle of its writes',
		run: async (scene) => {
			const { n8n, workflowId } = scene.laboratory.sandbox;
			const known = new Set((await executions(n8n, workflowId)).map(({ id }) => id));
			let byHand: Promise<string> | undefined;
			const over = scene.at({ stage: 'people', nth: 20 }, async () => await (byHand = scene.run()));
			await begunBySchedule(n8n, workflowId);
			await over;
			const how = await byHand;
			await unpublish(n8n, workflowId);
			// The list begins with the newest: the run by hand stands before the nightly one.
			const nightly = (await executions(n8n, workflowId)).findLast(({ id }) => !known.has(id))?.id;
			const hasEnded = ({ id, status }: { id: string; status: string }): boolean =>
				id === nightly && !UNDER_WAY.includes(status);
			const { status } = await reached(n8n, workflowId, hasEnded);
			return `${status === 'success' ? 'ended well' : status}; ${how}`;
		},
	},
	{
		what: 'a run has read the group, people join and come back, another run does its whole work, the first goes on',
		run: async (scene) => await withOlderRoster(scene, { stage: 'employees', nth: 1 }),
	},
	{
		what: 'the same, and the first was about to deactivate its first leaver',
		run: async (scene) => await withOlderRoster(scene, { stage: 'leavers', nth: 1 }),
	},
];

/** A run that lets another one do all of its work when it comes to a step. */
async function during(scene: Scene, step: Step): Promise<string> {
	let second = '';
	const reached = scene.at(step, async () => (second = await scene.run()));
	const first = await scene.run();
	await reached;
	return `${first}; ${second}`;
}

/** The first run doesn't know of somebody who joins, nor of somebody who is out of the group only while it reads. */
async function withOlderRoster(scene: Scene, step: Step): Promise<string> {
	const { entra } = scene.laboratory.sandbox;
	const people = await lateOnes(scene);
	const groups = await ask<{ id: string; direct: string[] }[]>(`${entra.url}/_sim/groups`);
	const places = groups
		.map(({ id, direct }) => ({ id, people: people.filter((person) => direct.includes(person)) }))
		.filter((group) => group.people.length > 0);
	const move = async (how: 'add' | 'remove'): Promise<void> => {
		for (const place of places) await patchMembers(entra, place.id, { [how]: place.people });
	};
	await move('remove');
	let second = '';
	const reached = scene.at(step, async () => {
		await move('add');
		second = await scene.run();
	});
	const first = await scene.run();
	await reached;
	return `${first}; ${second}`;
}

/** A joiner of the night, and somebody who has long been there. */
async function lateOnes({ night }: Scene): Promise<string[]> {
	const before = new Set(night.start.map(({ externalId }) => externalId));
	const active = night.end.filter(({ active, externalId }) => active && externalId !== undefined);
	const joiner = active.find(({ externalId }) => !before.has(externalId));
	const old = active.find((one) => before.has(one.externalId) && isAsBefore(night, one.id));
	return [joiner, old].flatMap((one) => one?.externalId ?? []);
}

function isAsBefore({ start, end }: Scene['night'], id: string): boolean {
	const shown = [start, end].map((people) => JSON.stringify(people.find((one) => one.id === id)));
	return shown[0] === shown[1];
}

async function patchMembers({ url }: EntraReady, group: string, patch: object): Promise<void> {
	await ask(`${url}/_sim/groups/${group}/members`, 'POST', patch);
}
