import { listIn, objectIn } from '../../../sandbox/shared/json.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import type { HrSystemName } from '../../../sandbox/shared/systems.ts';
import type { Answer, Passing } from '../gate.ts';
import { APPLICATION } from './application.ts';

/** The ways in which a night can go: what the HR system is, how it takes writes, and what is done to leavers. */
export interface World {
	system: HrSystemName;
	/** What the HR system says about Bulk requests, where it can say something. */
	bulk?: JsonObject;
	/** Parameters of the template's nodes that are set otherwise, by the nodes' names. */
	parameters?: Record<string, JsonObject>;
	/**
	 * Whether teams are made of groups as well, by an Upsert Team that is drawn into the template. The HR system's list
	 * of them leaves out the members, as those of many systems do.
	 */
	teams?: true;
	/** Whether all users of the tenant are synced, and not those of the group alone. */
	allUsers?: true;
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
	application: {
		system: 'scim',
		bulk: { supported: false },
		parameters: from({ source: 'application', application: { __rl: true, mode: 'id', value: APPLICATION } }),
	},
	'all users': {
		system: 'scim',
		bulk: { supported: false },
		parameters: from({ source: 'allUsers' }),
		allUsers: true,
	},
	REST: { system: 'peoplegoal' },
	teams: { system: 'scim', bulk: { supported: false }, teams: true },
	'REST teams': {
		system: 'peoplegoal',
		parameters: { 'Upsert Team': { system: 'peopleGoal', teamsPath: 'teams' } },
		teams: true,
	},
} as const satisfies Record<string, World>;

export type WorldName = keyof typeof WORLDS;

/** Where the people come from. */
function from(source: JsonObject): Record<string, JsonObject> {
	return { 'Get Group Members': source };
}

export function worldNamed(name: WorldName): World {
	return WORLDS[name];
}

/** What the HR system answers, as the world has it: about what it can do, and about teams. */
export function asInWorld({ path }: Passing, answer: Answer, { bulk, teams }: World): Answer {
	if (answer.status >= 300) return answer;
	if (bulk && path.endsWith('/ServiceProviderConfig')) return withBody(answer, (body) => ({ ...body, bulk }));
	if (teams && path.includes('/Groups?')) return withBody(answer, withoutMembers);
	return answer;
}

function withoutMembers({ Resources, ...list }: JsonObject): JsonObject {
	const teams = listIn(Resources).map((team) => ({ ...objectIn(team), members: undefined }));
	return { ...list, Resources: teams };
}

function withBody(answer: Answer, change: (body: JsonObject) => JsonObject): Answer {
	const body = change(objectIn(JSON.parse(answer.body.toString())));
	return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}
