import { objectIn } from '../../../sandbox/shared/json.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import type { HrSystemName } from '../../../sandbox/shared/systems.ts';
import type { Answer } from '../gate.ts';

/** The ways in which a night can go: what the HR system is, how it takes writes, and what is done to leavers. */
export interface World {
	system: HrSystemName;
	/** What the HR system says about Bulk requests, where it can say something. */
	bulk?: JsonObject;
	/** Parameters of the template's nodes that are set otherwise, by the nodes' names. */
	parameters?: Record<string, JsonObject>;
	/** Whether teams are made of groups as well, by an Upsert Team that is drawn into the template. */
	teams?: true;
}

export const WORLDS = {
	'one by one': { system: 'scim', bulk: { supported: false } },
	/** So few operations that a night needs several requests. */
	Bulk: { system: 'scim', bulk: { supported: true, maxOperations: 5, maxPayloadSize: 1_000_000 } },
	deleting: {
		system: 'scim',
		bulk: { supported: false },
		parameters: { 'Deactivate Missing': { departure: 'delete' } },
	},
	REST: { system: 'peoplegoal' },
	teams: { system: 'scim', bulk: { supported: false }, teams: true },
} as const satisfies Record<string, World>;

export type WorldName = keyof typeof WORLDS;

export function worldNamed(name: WorldName): World {
	return WORLDS[name];
}

/** The answer about what the HR system can do, as the world has it. */
export function withBulk(answer: Answer, { bulk }: World): Answer {
	if (!bulk) return answer;
	const body = { ...objectIn(JSON.parse(answer.body.toString())), bulk };
	return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}
