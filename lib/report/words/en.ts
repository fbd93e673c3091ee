import type { GroupName } from '../groups';

/** The English words of the report. `{name}` stands for a value; what depends on a number has its forms. */
export const en = {
	/** For dates and numbers: English with the day before the month. */
	locale: 'en-GB',

	actions: {
		created: 'Created',
		updated: 'Updated',
		unchanged: 'Unchanged',
		reactivated: 'Reactivated',
		deactivated: 'Deactivated',
		deleted: 'Deleted',
		unassigned: 'Unassigned',
		skipped: 'Skipped',
		failed: 'Failed',
	},
	planned: {
		created: 'Would be created',
		updated: 'Would be updated',
		unchanged: 'Unchanged',
		reactivated: 'Would be reactivated',
		deactivated: 'Would be deactivated',
		deleted: 'Would be deleted',
		unassigned: 'Would be unassigned',
		skipped: 'Would be skipped',
		failed: 'Would fail',
	},
	members: 'Members of the group',
	teams: 'Teams',
	nameless: 'A person without a name',

	dryRunTitle: '{title} (dry run)',
	subject: '{title}: {headline}',
	stoppedSubject: '{title} stopped: {error}',
	headlines: {
		peopleFailed: '{failed} of {members} people failed',
		teamsFailed: '{failedTeams} of {teams} teams failed',
		bothFailed: '{failed} of {members} people and {failedTeams} of {teams} teams failed',
		leftActive: {
			one: '{count} person has left and was not deactivated',
			other: '{count} people have left and were not deactivated',
		},
		fine: '{members} people, nobody failed',
		fineTeams: '{teams} teams, none failed',
		plan: '{plan}',
		planFailing: '{plan}; {failed} of {members} people would fail',
		planEmpty: 'nothing to do for {members} people',
	},
	plan: {
		created: '{count} to create',
		updated: '{count} to change',
		reactivated: '{count} to reactivate',
		deactivated: '{count} to deactivate',
		deleted: '{count} to delete',
		unassigned: '{count} to unassign',
	},

	dryRunNote: 'This was a dry run: nothing was written. The numbers say what a real run would do.',
	stoppedTitle: 'The run was stopped',
	untilThen: 'What was done until then',
	step: 'Step: {node}',
	lists: {
		wouldDeactivate: 'Would be deactivated',
		wouldCreate: 'Would be created',
		wouldChange: 'Would be changed',
		wouldOverwrite: 'Would have a value overwritten',
		wouldRemove: 'Would be taken out of teams',
		differences: 'What is not as in the dry run',
	},
	allowOnce:
		'If all of this is right, enter the code {code} in allowOnce in Sync settings and run the workflow again; it lets this plan through once, and no other.',

	leftActiveTitle: 'Left, and not deactivated',
	leftActiveAdvice:
		'They are still active in the HR system. Look at the reasons, and deactivate them there if they have left.',
	teamsFailedTitle: 'Teams that failed',
	unassignedNote: 'They stay active in the HR system, but this sync no longer answers for them.',
	empty: '(empty)',
	change: '{attribute}: {from} → {to}',
	teamAdded: 'In: {names}',
	teamRemoved: 'Out: {names}',
	teamRenamed: 'Called {name} before',

	cut: '… and {count} more',
	cutChanges: '… and {count} more changes',
	restInFile: 'The file {file}, which comes with this report, lists them all.',
	restInExecution: 'The execution in n8n lists them all.',
	fileNote: 'Every change, person by person, is in the file {file}, which comes with this report.',
	stoppedFileNote: 'These names are also in the file {file}, which comes with this report.',
	tooLongForExcel: 'The lines are too many for the Excel file, which was left out: the CSV file has them all.',

	took: 'The group was read at {start}, and all was done at {end} ({duration}).',
	finished: 'Finished at {end}.',
	workflow: 'Workflow: {name}',
	group: 'Group: {name}',
	system: 'HR system: {name}',
	link: 'Open the execution in n8n',

	columns: {
		person: 'Person',
		userName: 'User name',
		entraId: 'Entra ID',
		hrId: 'HR ID',
		action: 'Action',
		attribute: 'Attribute',
		from: 'From',
		to: 'To',
		why: 'Why',
	},
	sheet: 'Changes',
	teamAction: 'Team: {action}',
	teamName: 'name',
	teamMembers: 'members',

	causes: {
		notTried: {
			title: 'Not tried, because the run was stopped before',
			advice: 'Nothing is wrong with these people. The next run tries them again.',
		},
		manager: {
			title: 'Written, but the manager could not be set',
			advice: 'The next run tries again. If it stays so, look at the manager in Entra and in the HR system.',
		},
		required: {
			title: 'A required field is empty',
			advice: 'Fill the field in Entra, or give it a default in Map Attributes.',
		},
		duplicate: {
			title: 'Two people have the same value where it has to be different',
			advice: 'Correct one of them in Entra; until then neither is written.',
		},
		ambiguous: {
			title: 'It is not clear which employee this is',
			advice:
				'Nothing is guessed. Look at the employees that are named: merge or correct them in the HR system, or correct the person in Entra.',
		},
		otherPerson: {
			title: 'The employee with that name or address seems to be somebody else',
			advice:
				'Nobody gets the record of another person. If both are one person, enter the user name under "Known to Be the Same Person" in Upsert Employee. If not, give one of them another user name or address.',
		},
		noKey: {
			title: 'There is nothing to find the employee by',
			advice: 'Fill the field that people are matched by in Entra.',
		},
		value: {
			title: 'A value can not be written',
			advice: 'Correct the value in Entra, or change it on the way with a rule in Map Attributes.',
		},
		signIn: {
			title: 'The HR system did not accept the credential ({status})',
			advice: 'Check the token or key in the credential, its permissions, and that it has not expired.',
		},
		conflict: {
			title: 'The HR system already has somebody like this ({status})',
			advice:
				'Look for another employee with the same user name, e-mail address or number there, also among the inactive ones.',
		},
		busy: {
			title: 'The HR system asked to slow down ({status})',
			advice: 'The next run tries again. If it stays so, let the sync make fewer requests at once.',
		},
		broken: {
			title: 'The HR system had a problem of its own ({status})',
			advice: 'The next run tries again. If it stays so, ask its support.',
		},
		refused: {
			title: 'The HR system refused the person ({status})',
			advice: 'Its own words say what it objects to: correct the value in Entra, or the mapping.',
		},
		unreachable: {
			title: 'No usable answer came from the HR system',
			advice:
				'The next run tries again. If it stays so, check the address in the credential, the network and the proxy.',
		},
		noObjectId: {
			title: 'The Entra object ID is missing',
			advice: 'Let Get Group Members read the people, and keep the field "id" on the way to Map Attributes.',
		},
		otherSync: {
			title: 'Another sync answers for this employee',
			advice:
				'Nothing has to be done, unless the person is in the wrong group: this sync waits until the other one lets go.',
		},
		unsure: {
			title: 'It is not known what became of the person',
			advice: 'Nothing has to be done: the next run looks again.',
		},
		unable: {
			title: 'The HR system, as it is set up here, has no way to do this',
			advice: 'Do it in the HR system by hand, or complete the settings of the node; each reason says which.',
		},
		oddAnswer: {
			title: "The HR system's answer can't be used",
			advice: 'The next run tries again. If it stays so, look at the settings of the node, or ask its support.',
		},
		others: { title: 'Other reasons', advice: '' },
	},
};

/** A text, or its forms by number as Intl.PluralRules names them. */
export type Words = typeof en & { causes: Readonly<Record<GroupName, { title: string; advice: string }>> };
