import type { JsonObject } from '../shared/json.ts';
import type { HrSystemName } from '../shared/systems.ts';

interface Template {
	/** In the package's folder. */
	file: string;
	/** What its user has to fill in for this HR system, besides switching the dry run off. */
	settings?: JsonObject;
}

/** The template that syncs to each HR system. */
export const TEMPLATES: Record<HrSystemName, Template> = {
	scim: { file: 'workflows/nightly-sync.json' },
	peakon: { file: 'workflows/peakon.json' },
	pingboard: { file: 'workflows/pingboard.json' },
	peoplegoal: { file: 'workflows/peoplegoal.json', settings: { usersPath: 'users' } },
	'tribal-habits': { file: 'workflows/tribal-habits.json' },
};
