import type { CauseOf } from '../../cause';
import type { MANAGER_CAUSES, PLAN_CAUSES, WRITE_CAUSES } from '../../cause/people';
import type { CauseWords, Saying } from '../saying';

const NEXT_RUN = 'Nothing has to be done: the next run looks again.';

/** The record of a leaver must not go to whoever gets the address next. */
function recordOfOther({
	employee,
	person,
	attribute,
	theirs = '',
	wanted = '',
	login,
}: CauseOf<'recordOfOther'>): Saying {
	const because =
		attribute === undefined
			? 'that employee is linked to another account, and nothing says that both are one person'
			: `that employee has ${attribute} ${theirs}, and ${person} has ${wanted}`;
	return {
		text: `${person} has the name or address of the employee ${employee}, who seems to be somebody else: ${because}`,
		advice: `If they are one person, enter ${login ?? 'the user name'} under "Known to Be the Same Person" in Upsert Employee, or correct the employee in the HR system. If not, give one of them another user name or address.`,
	};
}

export const people: CauseWords<keyof typeof PLAN_CAUSES | keyof typeof MANAGER_CAUSES | keyof typeof WRITE_CAUSES> = {
	severalEmployees: ({ person, employees }, tell) =>
		`${person} matches ${employees.count} employees: ${tell.names(employees)}`,
	rivals: ({ people: { shown, count }, employee, attribute = '' }, tell) =>
		`${count} members have a claim to ${employee === undefined ? `the same ${attribute}` : `the employee ${employee}`}: ${tell.names({ shown, count })}`,
	noKey: ({ person, attributes }) =>
		`${person} has no value for ${attributes.join(' or ')}, so no employee can be matched`,
	recordOfOther,
	linkedElsewhere: ({ employee, person, attributes }) =>
		`The employee ${employee} already has the external ID of ${person}, under other values of ${attributes.join(' and ')}. Match by External ID as well, or correct that employee`,
	otherSync: ({ sync, attribute, employee }) =>
		`${employee === undefined ? '' : `${employee}: `}Belongs to the sync "${sync}" (${attribute}), so this one leaves the employee alone until that one lets go`,
	disabledKept: ({ because }, tell) =>
		`Disabled in Entra, and left as it is in the HR system: ${tell.sentence(because)}`,
	disabledAbsent: () => 'Disabled in Entra and not in the HR system, so there is nothing to do',
	protected: () => 'on the protected list',
	readLongAgo: ({ readAt }) => `that was read at ${readAt}, which says nothing about today`,

	managerUnknown: ({ because }, tell) => `The manager was left as it is: ${tell.sentence(because)}`,
	ownManager: () => 'In Entra the person is their own manager, so the manager was left as it is',
	managerNotLinked: () =>
		"No employee in the HR system is linked to the manager's object ID, so the manager was left as it is",
	managerTwice: () => "Several members or employees have the manager's object ID, so the manager was left as it is",
	managerNotWritten: ({ manager, action, because }, tell) =>
		`The manager ${manager} ${action} (${because ? tell.sentence(because) : 'no reason'}), so the manager was left as it is`,
	managerNotRead: () => 'The manager was not read',
	managerUnanswered: () => 'Graph gave no answer about the manager',
	managerUnreadable: ({ status }) => `Graph could not read the manager (${status})`,
	personGone: () => 'The person is no longer in Entra',
	noPersonId: () => 'The item has no person ID',

	notTried: () => 'Not tried, because the run was stopped before',
	managerFailed: ({ because }, tell) => `The manager could not be set, all else was written: ${tell.sentence(because)}`,
	managerNotCreated: () => 'The manager could not be created, so the manager was not set',
	runStopped: () => 'The run was stopped before',
	alreadyThere: () => 'The employee turned out to exist already and was brought in line',
	createdByOther: ({ person }) => ({
		text: `${person} was created by another run of this sync just now, and the HR system does not find the person yet`,
		advice: NEXT_RUN,
	}),
	changedMeanwhile: () =>
		'Left alone: somebody has changed the employee in the HR system since its list was read. The next run looks again',
	newerRead: ({ readAt }) => `Left alone: another run of this sync has read the group at ${readAt}, after this one did`,
	unknownDeparture: ({ action }) => `Nothing is known about how an employee is ${action} in this HR system`,
	tooManyFailures: ({ failures, of, rows, because }, tell) => ({
		text: `the HR system refused ${failures} of ${of} ${rows}, the last one with: ${tell.text(because)}`,
		advice: `So many refusals usually have one cause: look at the reasons of the failed ${rows}, correct the mapping or the HR system, and run the sync again.`,
	}),
};
