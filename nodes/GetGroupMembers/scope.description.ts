import type { INodeProperties } from 'n8n-workflow';

const shown = { show: { scope: ['some'] } };

/** Who of the people read is in scope. */
export const scopeProperties: INodeProperties[] = [
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Everybody', value: 'everybody', description: 'All people of the source' },
			{ name: 'Some of Them', value: 'some', description: 'Only people who meet all of what is set here' },
		],
		default: 'everybody',
		description: 'Who of the people the sync is for',
	},
	{
		displayName:
			'Whoever is out of scope counts as not in the group: Deactivate Missing deactivates these people in the HR system like people who have left.',
		name: 'scopeNotice',
		type: 'notice',
		default: '',
		displayOptions: shown,
	},
	{
		displayName: 'Guests',
		name: 'guests',
		type: 'options',
		options: [
			{ name: 'Exclude', value: 'exclude' },
			{ name: 'Include', value: 'include' },
			{ name: 'Only Guests', value: 'only' },
		],
		default: 'include',
		displayOptions: shown,
		description: 'Whether people with the user type Guest are in scope',
	},
	{
		displayName: 'Disabled Accounts',
		name: 'disabledAccounts',
		type: 'options',
		options: [
			{ name: 'Exclude', value: 'exclude' },
			{ name: 'Include', value: 'include' },
		],
		default: 'include',
		displayOptions: shown,
		description: 'Whether people whose account is disabled are in scope',
	},
	{
		displayName: 'Licenses',
		name: 'licenses',
		type: 'options',
		options: [
			{ name: 'Any License', value: 'licensed', description: 'People who have a license, whichever' },
			{ name: 'One of These', value: 'chosen', description: 'People who have one of certain licenses' },
			{ name: 'With or Without', value: 'all', description: 'Licenses do not matter' },
		],
		default: 'all',
		displayOptions: shown,
		description: 'Which licenses put a person in scope',
	},
	{
		displayName: 'License SKUs',
		name: 'licenseSkus',
		type: 'string',
		default: '',
		placeholder: 'e.g. 6fd2c87f-b296-42f0-b197-1e91e994b900',
		displayOptions: { show: { scope: ['some'], licenses: ['chosen'] } },
		description:
			'SKU IDs, or part numbers such as ENTERPRISEPACK, separated by commas. Part numbers need the permission LicenseAssignment.Read.All.',
	},
	{
		displayName: 'Conditions',
		name: 'conditions',
		type: 'filter',
		placeholder: 'Add Condition',
		default: {},
		typeOptions: { filter: { version: 2, caseSensitive: false, typeValidation: 'loose' } },
		displayOptions: shown,
		hint: 'The person is <code>$json</code>: <code>{{ $json.department }}</code>. A property that is not selected is read as well.',
		description: 'What must hold for a person to be in scope',
	},
];
