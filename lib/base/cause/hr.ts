import type { Shapes } from './shape';

/** What an HR system keeps lists of. */
export const HR_LISTS = ['employees', 'groups', 'members', 'teams'] as const;
export type HrList = (typeof HR_LISTS)[number];

/** Why a list of the HR system is not known to be whole. */
export const HR_LIST_WHYS = [
	'changed',
	'circle',
	'emptyPage',
	'emptyPages',
	'furtherPage',
	'furtherPages',
	'largePage',
	'pagesChanged',
	'total',
	'twice',
] as const;

/** What an HR system's answers, or its abilities, keep from being done. */
export const HR_CAUSES = {
	/** `first` and `second` are the numbers that don't agree; `id` who came twice; `because` why a large page failed. */
	hrListIncomplete: {
		list: HR_LISTS,
		protocol: ['scim', 'rest'],
		why: HR_LIST_WHYS,
		first: 'number?',
		second: 'number?',
		id: 'text?',
		because: 'cause?',
	},
	/** What became of one write in a bulk request is not known. */
	bulkUnanswered: { request: 'text' },
	notDeactivated: { employee: 'text' },
	noDeactivationHere: {},
	noReactivationHere: {},
	/** What can't be taken away; absent for the link to Entra, or `manager`. */
	fieldUnknown: { attribute: 'text?' },
	onlyForNew: { attribute: 'text?' },
	nothingClears: { attribute: 'text?', manager: 'flag' },
	/** A number in a field is a position, of a list that is shorter than that. */
	noSuchPosition: { field: 'text' },
	fieldNoDate: { field: 'text', value: 'text' },
	createdWithoutId: { what: ['person', 'team'] },
	noLocation: {},
	stillListed: { status: 'number', request: 'text', hrId: 'text' },
	answeredOther: { hrId: 'text' },
	/** What else is sent with a change can't be known: the list no longer has the person. */
	notReadAgain: { hrId: 'text' },
	/** Has nothing in the field that managers are named by; absent for the e-mail address. */
	managerNameless: { hrId: 'text', field: 'text?' },
	managerAmbiguous: { count: 'number', reference: 'text' },
	idNotAskable: { id: 'text' },
} as const satisfies Shapes;
