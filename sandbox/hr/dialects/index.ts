import { hrSystemNamed } from '../../shared/systems.ts';
import type { HrSystemName } from '../../shared/systems.ts';
import type { HrDialect } from '../dialect.ts';
import { PEAKON } from './peakon.ts';
import { PEOPLEGOAL } from './peoplegoal/dialect.ts';
import { PINGBOARD } from './pingboard.ts';
import { SCIM } from './scim.ts';
import { TRIBAL_HABITS } from './tribalHabits/dialect.ts';

const DIALECTS: Record<HrSystemName, HrDialect> = {
	scim: SCIM,
	peakon: PEAKON,
	pingboard: PINGBOARD,
	peoplegoal: PEOPLEGOAL,
	'tribal-habits': TRIBAL_HABITS,
};

/** Plain SCIM unless told. @throws a sentence that names those there are */
export function dialectNamed(name?: string): HrDialect {
	return DIALECTS[hrSystemNamed(name)];
}
