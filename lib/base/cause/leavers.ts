import type { Shapes } from './shape';

/** Among how many members somebody is missing; absent where the rows are not all members, and that was accepted. */
const AMONG = { among: 'number?' } as const;

/** Why an employee who is missing is treated so. */
export const LEAVER_CAUSES = {
	missing: AMONG,
	missingReported: AMONG,
	missingProtected: AMONG,
	missingImpossible: { ...AMONG, because: 'cause' },
	/** Missing in so many of so many runs, or since a day, and left alone until another (2026-01-31). */
	missingInGrace: { ...AMONG, runs: 'number?', ofRuns: 'number?', since: 'text?', until: 'text?' },
	missingUnlinked: AMONG,
	missingUnclaimed: AMONG,
	missingUndecided: {},
	missingChanged: {},
	inactiveLong: { ...AMONG, since: 'text' },
} as const satisfies Shapes;

/** Why something can't be done to people in an HR system. */
export const ABILITY_CAUSES = {
	cantDeactivate: { system: 'text' },
	deactivationNotSet: { system: 'text' },
	/** `what`: what deactivating destroys there, as the system's file says it. */
	deactivationDestroys: { system: 'text', what: 'text' },
	cantDelete: { system: 'text' },
	keepsNoId: { system: 'text' },
	neverCleared: { system: 'text' },
	fixedOnce: { attribute: 'text', system: 'text' },
} as const satisfies Shapes;
