import type { ContractSystem } from '../system';
import { PEAKON } from './peakon';
import { PEOPLEGOAL } from './peopleGoal';
import { PINGBOARD } from './pingboard';
import { PLAIN_SCIM } from './scim';
import { TRIBAL_HABITS_LINKED, TRIBAL_HABITS_UNLINKED } from './tribalHabits';

/** In the order of the table's columns. */
export const CONTRACT_SYSTEMS: readonly ContractSystem[] = [
	PEAKON,
	PINGBOARD,
	PEOPLEGOAL,
	TRIBAL_HABITS_UNLINKED,
	TRIBAL_HABITS_LINKED,
	PLAIN_SCIM,
];
