import type { Shapes } from './shape';

/** Why a plan does to a person what it does, or nothing. */
export const PLAN_CAUSES = {
	severalEmployees: { person: 'text', employees: 'names' },
	/** Several members claim one employee, or the same value of an attribute. */
	rivals: { people: 'names', employee: 'text?', attribute: 'text?' },
	noKey: { person: 'text', attributes: 'texts' },
	/** Found by a name that can move on, while `attribute` says that it is somebody else; absent where only the link does. */
	recordOfOther: {
		employee: 'text',
		person: 'text',
		attribute: 'text?',
		theirs: 'text?',
		wanted: 'text?',
		login: 'text?',
	},
	linkedElsewhere: { employee: 'text', person: 'text', attributes: 'texts' },
	otherSync: { sync: 'text', attribute: 'text', employee: 'text?' },
	disabledKept: { because: 'cause' },
	disabledAbsent: {},
	protected: {},
	readLongAgo: { readAt: 'text' },
} as const satisfies Shapes;

/** Why a manager was left as it is. */
export const MANAGER_CAUSES = {
	managerUnknown: { because: 'cause' },
	ownManager: {},
	/** No employee has the manager's object id as external id; one may be there without it. */
	managerNotLinked: {},
	/** Several members or employees have the manager's object id. */
	managerTwice: {},
	managerNotWritten: { manager: 'text', action: 'text', because: 'cause?' },
	managerNotRead: {},
	managerUnanswered: {},
	managerUnreadable: { status: 'number' },
	personGone: {},
	noPersonId: {},
} as const satisfies Shapes;

/** What came of writing somebody. */
export const WRITE_CAUSES = {
	notTried: {},
	managerFailed: { because: 'cause' },
	managerNotCreated: {},
	runStopped: {},
	alreadyThere: {},
	createdByOther: { person: 'text' },
	/** Somebody has changed the employee in the HR system since the list was read. */
	changedMeanwhile: {},
	/** Another run of the sync has read the group later. */
	newerRead: { readAt: 'text' },
	unknownDeparture: { action: 'text' },
	tooManyFailures: { failures: 'number', of: 'number', rows: ['people', 'teams'], because: 'cause' },
} as const satisfies Shapes;
