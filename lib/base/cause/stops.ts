import type { Shapes } from './shape';

/** How many there are beyond a limit, of how many, and what the limit is. */
const COUNTS = {
	count: 'number',
	before: 'number',
	allowed: 'number',
	of: 'number',
	percent: 'number?',
	atLeast: 'number?',
} as const;

/** Why a plan is not carried out. */
export const LIMIT_CAUSES = {
	/** `code` lets the plan through; `given` are codes that did not, and `used` those that have let one through before. */
	overLimits: { breaches: 'causes', code: 'text', given: 'texts', used: 'causes?' },
	/** `at` is a day. */
	codeUsed: { code: 'text', at: 'text' },
	breach: {
		effect: ['deactivations', 'creations', 'changes'],
		...COUNTS,
		atMost: 'number?',
	},
	/** One attribute would be another, or none, for many at once. */
	overwrites: {
		attribute: 'text',
		...COUNTS,
		examples: 'causes',
	},
	/** From what to what; `to` is empty where the value is cleared. */
	overwritten: { person: 'text', from: 'text', to: 'text' },
	tooManyRemovals: {
		removals: 'causes',
		memberships: 'number',
		allowed: 'number',
		percent: 'number',
		atLeast: 'number',
	},
	removal: { name: 'text', team: 'text' },
	planChanged: { differences: 'causes' },
} as const satisfies Shapes;

/** In what a plan differs from the one that was approved; `before` is what was to be done then. */
export const DIFFERENCE_CAUSES = {
	nowPlanned: { person: 'text', action: 'text' },
	nowMember: { person: 'text' },
	noMemberNow: { person: 'text', before: 'text?' },
	notConcernedNow: { person: 'text', before: 'text' },
	otherAction: { person: 'text', action: 'text', before: 'text', because: 'cause?' },
	otherEmployee: { person: 'text' },
	otherChanges: { person: 'text', action: 'text', changes: 'causes' },
	/** From what to what, now and then: two texts, empty for nothing; absent where the attribute stays. */
	otherChange: { attribute: 'text', now: 'texts?', before: 'texts?' },
} as const satisfies Shapes;

/** Why rows are not every member of one read of the group. */
export const ROSTER_CAUSES = {
	noRows: {},
	noRoster: {},
	readTooOld: { readAt: 'text' },
	readInFuture: { readAt: 'text' },
	readSuperseded: { newerRead: 'text', readAt: 'text' },
	severalReads: { count: 'number' },
	partialRead: { read: 'number' },
	sizesDisagree: {},
	rowsLost: { arrived: 'number', read: 'number' },
	rowsAdded: { arrived: 'number', read: 'number' },
	idChanged: {},
	readsMeet: { nodes: 'texts' },
	readsInLoop: { node: 'text' },
	/** The node itself stands in a loop, whose rounds may bring one group after the other. */
	inLoop: {},
	/** A node of the workflow writes people of another read into a system of the same kind. */
	otherUpsert: { node: 'text' },
	/** Another source was read for the same HR system earlier in this execution, or in the last one. */
	otherSource: { readAt: 'text' },
} as const satisfies Shapes;

/** How rows are not as Upsert Employee has put them out, or not about this HR system. */
export const EDIT_CAUSES = {
	rowWithoutId: {},
	hrIdLost: { person: 'text' },
	rowOfOthers: {},
	rowChanged: { person: 'text' },
	severalMarks: {},
	severalSystems: {},
	/** The rows are about another HR system, or were made with another credential. */
	otherPlace: {},
	otherSystem: { unknown: 'number', of: 'number' },
} as const satisfies Shapes;
