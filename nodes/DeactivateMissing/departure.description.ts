import type { INodeProperties } from 'n8n-workflow';

/** What is done to employees who are missing, and when. */
export const departureProperties: INodeProperties[] = [
	{
		displayName: 'What to Do',
		name: 'departure',
		type: 'options',
		options: [
			{ name: 'Deactivate', value: 'deactivate', description: 'Can be undone: whoever comes back is reactivated' },
			{ name: 'Delete', value: 'delete', description: 'Deletes the record for good' },
			{ name: 'Only Report', value: 'report', description: 'Leaves everybody as they are, and says who is missing' },
			{
				name: 'Unassign',
				value: 'unassign',
				description: 'Takes the link to Entra away and leaves the employee active: this sync lets go of them',
			},
		],
		default: 'deactivate',
		description: 'What is done to employees who are not in the group',
	},
	{
		displayName: 'Whoever is missing is deleted, and what the HR system holds of them is lost. It cannot be undone.',
		name: 'deleteNotice',
		type: 'notice',
		displayOptions: { show: { departure: ['delete'] } },
		default: '',
	},
	{
		displayName: 'Grace Period',
		name: 'grace',
		type: 'options',
		options: [
			{ name: 'Days', value: 'days', description: 'Only who has been missing for so many days' },
			{ name: 'None', value: 'none', description: 'In the first run that finds them missing' },
			{ name: 'Runs', value: 'runs', description: 'Only who is missing in so many runs in a row' },
		],
		default: 'none',
		description:
			'How long somebody has to be missing before anything happens. Only runs of the published workflow are remembered; without them nobody gets out of the grace period.',
	},
	{
		displayName: 'Runs',
		name: 'graceRuns',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { grace: ['runs'] } },
		default: 2,
		description: 'In how many runs in a row somebody has to be missing',
	},
	{
		displayName: 'Days',
		name: 'graceDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		displayOptions: { show: { grace: ['days'] } },
		default: 3,
		description: 'For how many days somebody has to be missing',
	},
];

/** What few need; one of them can't be undone, the other weakens the proof. */
export const rareDepartureProperties: INodeProperties[] = [
	{
		displayName: 'Delete Who Has Been Inactive for Long',
		name: 'deleteInactive',
		type: 'boolean',
		default: false,
		description:
			'Whether employees in scope who are not in the group are deleted once they have been inactive for some time. It cannot be undone.',
	},
	{
		displayName:
			'Whoever has been inactive for so long is deleted, and what the HR system holds of them is lost. It cannot be undone.',
		name: 'deleteInactiveNotice',
		type: 'notice',
		displayOptions: { show: { deleteInactive: [true] } },
		default: '',
	},
	{
		displayName: 'Inactive for (Days)',
		name: 'deleteAfterDays',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { deleteInactive: [true] } },
		default: 180,
		description:
			'Counted from the first run of the published workflow that finds them inactive; whoever the HR system says was changed since then waits longer',
	},
	{
		displayName: 'Accept an Incomplete Roster',
		name: 'acceptIncomplete',
		type: 'boolean',
		default: false,
		description:
			'Whether to go on when not every member of the group has arrived here. Whoever got lost on the way counts as missing, within the limits.',
	},
];
