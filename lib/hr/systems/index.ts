import { SyncError } from '../../base/errors';
import { BAMBOO_HR } from './bambooHr';
import { HI_BOB } from './hiBob';
import { LATTICE } from './lattice';
import { LEAPSOME } from './leapsome';
import { PEAKON } from './peakon';
import { PEOPLE_GOAL } from './peopleGoal';
import { PERSONIO } from './personio';
import { PINGBOARD } from './pingboard';
import { REST } from './rest';
import { SCIM } from './scim';
import { TRIBAL_HABITS } from './tribalHabits';
import type { HrSystem } from './types';

/** Every HR system that there is a file for, as lists show them. A new one is a file and a line here. */
export const SYSTEMS: readonly HrSystem[] = [
	BAMBOO_HR,
	HI_BOB,
	LATTICE,
	LEAPSOME,
	PEAKON,
	PEOPLE_GOAL,
	PERSONIO,
	PINGBOARD,
	TRIBAL_HABITS,
	SCIM,
	REST,
];

/** @throws SyncError when there is no such system: it may come from an expression */
export function systemOf(id: unknown): HrSystem {
	const system = SYSTEMS.find((known) => known.id === id);
	if (system) return system;
	throw new SyncError(
		`There is no HR system ${JSON.stringify(id)}`,
		`Pick one from the list "HR System", or use one of ${SYSTEMS.map((known) => known.id).join(', ')}.`,
	);
}
