import { SyncError } from '../../base/errors';
import { isRecord, itemsIn } from '../../base/json';
import type { RateLimit } from '../../http/client';
import { parseScimProfile } from '../scim/profile';
import type { ScimProfile } from '../scim/profile';
import type { ScimSystem } from '../systems/types';

export interface ScimSettings {
	profile: ScimProfile;
	rateLimit: RateLimit | undefined;
}

/** @throws SyncError that names a setting which makes no sense */
export function scimSettingsOf(system: ScimSystem, form: unknown): ScimSettings {
	const { rateLimit, filterBy, ...settings } = isRecord(form) ? form : {};
	const profile = parseScimProfile({
		...system.scim,
		...settings,
		...(typeof filterBy === 'string' && {
			filterBy: itemsIn(filterBy),
		}),
	});
	return { profile, rateLimit: rateLimit === undefined ? system.rateLimit : rateLimitOf(rateLimit) };
}

function rateLimitOf(value: unknown): RateLimit {
	const [, requests, seconds] = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(String(value)) ?? [];
	const limit = { requests: Number(requests), seconds: Number(seconds) };
	if (limit.requests >= 1 && limit.seconds >= 1) return limit;
	throw new SyncError(
		`The limit ${JSON.stringify(value)} makes no sense`,
		'Write it like 300/60: 300 requests in 60 seconds.',
	);
}
