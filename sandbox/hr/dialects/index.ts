import type { HrDialect } from '../dialect.ts';
import { PEAKON } from './peakon.ts';
import { PEOPLEGOAL } from './peoplegoal/dialect.ts';
import { PINGBOARD } from './pingboard.ts';
import { SCIM } from './scim.ts';
import { TRIBAL_HABITS } from './tribalHabits/dialect.ts';

const DIALECTS: readonly HrDialect[] = [SCIM, PEAKON, PINGBOARD, PEOPLEGOAL, TRIBAL_HABITS];

/** @throws a sentence that names those there are */
export function dialectNamed(name = SCIM.name): HrDialect {
	const found = DIALECTS.find((dialect) => dialect.name === name);
	if (found) return found;
	const names = DIALECTS.map((dialect) => dialect.name).join(', ');
	throw new Error(`There is no HR system "${name}". --system takes one of: ${names}.`);
}
