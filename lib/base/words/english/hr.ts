import type { CauseOf } from '../../cause';
import type { HR_CAUSES } from '../../cause/hr';
import type { CauseWords, Saying, Tell } from '../saying';

const LISTS = {
	employees: { of: 'employees', rows: 'people', one: 'person' },
	groups: { of: 'groups', rows: 'teams', one: 'team' },
	members: { of: 'members of a team', rows: 'members', one: 'member' },
	teams: { of: 'teams', rows: 'teams', one: 'team' },
};

function incomplete(cause: CauseOf<'hrListIncomplete'>, tell: Tell): Saying {
	const { list, protocol, why, first = 0, second = 0, id = '', because } = cause;
	const { of, rows, one } = LISTS[list];
	const whys: Record<typeof why, string> = {
		changed: `it went from ${first} to ${second} ${rows} while it was read`,
		circle: 'a page led back to one that was read before',
		emptyPage: `page ${first} of ${second} was empty`,
		emptyPages: `${first} pages without ${rows} followed each other`,
		furtherPage: `it says ${first} ${rows} and has a further page with others`,
		furtherPages: 'its header Link says that there are further pages',
		largePage: `${because ? tell.text(because) : 'It failed'}, where ${first} ${rows} were asked for at once`,
		pagesChanged: `it went from ${first} to ${second} pages while it was read`,
		total: `it says ${first} ${rows} and gave ${second}`,
		twice: `the ${one} with the id ${id} came twice`,
	};
	return {
		text: `The HR system's list of ${of} is not complete: ${whys[why]}`,
		advice:
			protocol === 'scim'
				? `Nothing was written. Run the sync again; if it stays so, ask the maker of the HR system why its list of ${of} ends early.`
				: "Nothing was written. Run the sync again; if it stays so, check the list's paging in the description of the HR system's API.",
	};
}

const inWords = (attribute: string | undefined): string => attribute ?? 'the link to Entra (the external ID)';

export const hr: CauseWords<keyof typeof HR_CAUSES> = {
	hrListIncomplete: incomplete,
	bulkUnanswered: ({ request }) => ({
		text: `The HR system did not say what became of ${request}`,
		advice: 'It was sent together with others (Bulk). If it stays so, switch Bulk off.',
	}),
	notDeactivated: ({ employee }) => ({
		text: `${employee} was not deactivated: this HR system can't deactivate anybody`,
		advice: 'Deactivate the person in the HR system by hand.',
	}),
	noDeactivationHere: () => ({
		text: 'This HR system is not told about leavers, so nobody can be deactivated',
		advice: 'Map no attribute "active", or say how people are deactivated in the description of the HR system\'s API.',
	}),
	noReactivationHere: () => ({
		text: 'This HR system has no way to reactivate somebody',
		advice: 'Reactivate the person there by hand, or add "reactivate" to the description of the HR system\'s API.',
	}),
	fieldUnknown: ({ attribute }) => ({
		text: `It is not known in which field the HR system keeps ${inWords(attribute)}, so it can't be taken away`,
		advice: 'Enter the field under API Settings > People > External ID Field.',
	}),
	onlyForNew: ({ attribute }) => ({
		text: `The HR system takes ${inWords(attribute)} only for new people, so it can't be taken away`,
		advice: 'Look at API Settings > People > Only on Create; or clear the field in the HR system by hand.',
	}),
	nothingClears: ({ attribute, manager }) => ({
		text: `Nothing clears a field in this HR system, so ${manager ? 'the manager' : inWords(attribute)} can't be taken away`,
		advice:
			'Clear the field in the HR system by hand, or choose what empties it under API Settings > People > Clearing a Field.',
	}),
	noSuchPosition: ({ field }) => ({
		text: `The HR system has a list in ${field}, without a place for the value`,
		advice:
			'Name the place in the list by its number, which begins at 0 (such as phones.0.number), and leave none out.',
	}),
	fieldNoDate: ({ field, value }) => `${field} is ${value}, which is not a date`,
	createdWithoutId: ({ what }) => ({
		text:
			what === 'team'
				? 'The HR system answered to the creation of a team without its id'
				: 'The HR system answered to the creation without the id of the person, who was not found afterwards either',
		advice: `The ${what} may have been created all the same: the next run finds out.`,
	}),
	noLocation: () => 'The HR system did not say where the new person is (it gave no header Location)',
	stillListed: ({ status, request, hrId }) => ({
		text: `The HR system answered ${status} to ${request}, and the person (HR id ${hrId}) is still in its list`,
		advice: 'Correct the path under API Settings > Delete ("delete" in the description of the HR system\'s API).',
	}),
	answeredOther: ({ hrId }) => ({
		text: `The HR system answered with somebody or something else than the person with the id ${hrId}`,
		advice: 'Check "get.path" and "get.item" in the description of the HR system\'s API.',
	}),
	notReadAgain: ({ hrId }) => ({
		text: `The HR system's list no longer has the person with the id ${hrId}, so what is sent along with a change of a part could not be read`,
		advice: 'If the list leaves people out, say under API Settings > Get how one person is read.',
	}),
	managerNameless: ({ hrId, field }) =>
		field === undefined
			? {
					text: `The manager (HR id ${hrId}) has no e-mail address in the HR system, which names managers by it`,
					advice: 'Map a work e-mail for the manager.',
				}
			: `The manager (HR id ${hrId}) has no ${field} in the HR system, which is how managers are named there`,
	managerAmbiguous: ({ count, reference }) =>
		`${count} people in the HR system are called ${reference}, so the manager can't be set`,
	idNotAskable: ({ id }) => `The HR system has somebody with the id "${id}", who can't be asked for`,
};
