import type { EntraReady } from '../../../sandbox/start/servers.ts';
import { ask } from '../inStep.ts';
import { peopleOf } from './night.ts';

/** The enterprise application that one of the worlds takes its people from. */
export const APPLICATION = 'Everybody for HR';

/**
 * Assigns everybody who is in the group to an application, by the other way: half of them through a group of its own, half
 * of them each by themselves, which are several pages of assignments.
 */
export async function assignAll(entra: EntraReady): Promise<void> {
	const ids = (await peopleOf(entra)).filter(({ inGroup }) => inGroup).map(({ id }) => id);
	const half = Math.ceil(ids.length / 2);
	const { id } = await ask<{ id: string }>(`${entra.url}/_sim/groups`, 'POST', {
		displayName: `Members of ${APPLICATION}`,
		members: ids.slice(0, half),
	});
	const principals = [id, ...ids.slice(half)];
	await ask(`${entra.url}/_sim/apps`, 'POST', { displayName: APPLICATION, principals });
}
