import { fieldOf } from './fields';
import { leaversOf } from './profile/profile';
import type { RestProfile } from './profile/profile';

export interface NotSynced {
	/** Attributes that the API does not keep. */
	never: string[];
	/** Attributes and fields that can't be changed. */
	onlyOnCreate: string[];
	/** Managers are not kept. */
	manager: boolean;
	/** Whoever has a manager can get another one, and not none. */
	noManager: boolean;
}

/** What the sync must not compare, since the API can't keep it or won't change it. */
export function notSynced(profile: RestProfile): NotSynced {
	const canDeactivate = leaversOf(profile) !== 'keep';
	return {
		never: [...(profile.externalId === undefined ? ['externalId'] : []), ...(canDeactivate ? [] : ['active'])],
		onlyOnCreate: [...new Set((profile.createOnly ?? []).flatMap((field) => [field, ...attributesOf(profile, field)]))],
		manager: profile.manager === undefined,
		noManager: profile.clearing === 'leave',
	};
}

/** All names under which the sync knows a field. */
function attributesOf(profile: RestProfile, field: string): string[] {
	const names = ['externalId', 'active', ...Object.keys(profile.aliases ?? {})];
	return names.filter((name) => fieldOf(profile, name) === field);
}
