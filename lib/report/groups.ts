import type { Cause, CauseKind, CauseOf } from '../base/cause';
import type { Asked } from '../base/cause/http';

/** What people who failed are put together under; `words.causes` has a heading and an advice for each. */
export const GROUPS = [
	'notTried',
	'manager',
	'required',
	'duplicate',
	'noKey',
	'noObjectId',
	'ambiguous',
	'otherPerson',
	'otherSync',
	'unsure',
	'signIn',
	'conflict',
	'busy',
	'broken',
	'refused',
	'unreachable',
	'unable',
	'oddAnswer',
	'value',
	'others',
] as const;
export type GroupName = (typeof GROUPS)[number];

export interface Group {
	group: GroupName;
	/** The HTTP status that goes into the heading. */
	status?: number;
}

/** The group of each kind that a person can fail for; all others stand under "others". */
const GROUP_OF: Partial<Record<CauseKind, GroupName>> = {
	notTried: 'notTried',
	managerFailed: 'manager',

	required: 'required',
	duplicate: 'duplicate',
	noObjectId: 'noObjectId',
	wrongType: 'value',
	wrongForm: 'value',
	tooLong: 'value',
	notAllowed: 'value',
	differs: 'value',
	expressionFailed: 'value',
	notADate: 'value',
	notAPhone: 'value',
	notInTable: 'value',
	notWritable: 'value',
	fieldNoDate: 'value',

	noKey: 'noKey',
	severalEmployees: 'ambiguous',
	rivals: 'ambiguous',
	recordOfOther: 'otherPerson',
	linkedElsewhere: 'ambiguous',
	otherSync: 'otherSync',

	createdByOther: 'unsure',
	createdWithoutId: 'unsure',
	bulkUnanswered: 'unsure',
	noLocation: 'unsure',

	noToken: 'signIn',
	wrongToken: 'signIn',
	outage: 'unreachable',
	cancelled: 'unreachable',

	notDeactivated: 'unable',
	noDeactivationHere: 'unable',
	noReactivationHere: 'unable',
	fieldUnknown: 'unable',
	onlyForNew: 'unable',
	nothingClears: 'unable',
	managerNameless: 'unable',
	managerAmbiguous: 'unable',
	idNotAskable: 'unable',
	noSuchPosition: 'unable',
	unknownDeparture: 'unable',

	hrListIncomplete: 'oddAnswer',
	stillListed: 'oddAnswer',
	answeredOther: 'oddAnswer',
	notReadAgain: 'oddAnswer',
};

/** Under what somebody stands who failed for a cause. */
export function groupOf(cause: Cause): Group {
	switch (cause.kind) {
		case 'several':
			return firstOf(cause.causes.map(groupOf));
		case 'answered':
			return answered(cause);
		case 'slowDown':
			return { group: 'busy', status: 429 };
		case 'unreachable':
		case 'timedOut':
		case 'redirected':
		case 'notJson':
		case 'tooDeep':
		case 'tooLarge':
		case 'foreignOrigin':
		case 'insecure':
			return { group: isSignIn(cause.asked) ? 'signIn' : 'unreachable' };
		default:
			return { group: GROUP_OF[cause.kind] ?? 'others' };
	}
}

/** What somebody failed for twice is told by what comes first in the list of groups. */
function firstOf(groups: readonly Group[]): Group {
	const [first] = [...groups].sort((left, right) => GROUPS.indexOf(left.group) - GROUPS.indexOf(right.group));
	return first ?? { group: 'others' };
}

function answered({ asked, status }: CauseOf<'answered'>): Group {
	if (isSignIn(asked) || status === 401 || status === 403) return { group: 'signIn', status };
	if (status === 409) return { group: 'conflict', status };
	if (status === 429) return { group: 'busy', status };
	return { group: status === 408 || status >= 500 ? 'broken' : 'refused', status };
}

function isSignIn(asked: Asked): boolean {
	return asked === 'hrSignIn' || asked === 'entraSignIn';
}
