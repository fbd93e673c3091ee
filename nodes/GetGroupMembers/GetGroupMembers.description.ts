import type { INodeProperties } from 'n8n-workflow';

import { scopeProperties } from './scope.description';

/** A box for one group; the same on its own and in a list of groups. */
export function groupLocator(more: Partial<INodeProperties>): INodeProperties {
	return {
		displayName: 'Group',
		name: 'group',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The group whose members are read',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose a group...',
				typeOptions: { searchListMethod: 'searchGroups', searchable: true },
			},
			{
				displayName: 'By Name or ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. All Employees',
				hint: 'The whole display name, or the object ID',
			},
		],
		...more,
	};
}

const sourceProperties: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'All Users', value: 'allUsers', description: 'Everybody in the tenant' },
			{
				name: 'Enterprise Application',
				value: 'application',
				description: 'The people and groups that are assigned to an application',
			},
			{ name: 'Group', value: 'group', description: 'The members of one group' },
			{
				name: 'Several Groups',
				value: 'groups',
				description: 'The members of several groups, each person once',
			},
		],
		default: 'group',
		description: 'Where the people come from',
	},
	groupLocator({ displayOptions: { show: { source: ['group'] } } }),
	{
		displayName: 'Groups',
		name: 'groups',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Group',
		default: {},
		displayOptions: { show: { source: ['groups'] } },
		description: 'The groups whose members are read',
		options: [
			{
				displayName: 'Group',
				name: 'group',
				values: [groupLocator({ required: false })],
			},
		],
	},
	{
		displayName: 'Groups by Name or ID',
		name: 'groupNames',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. All Employees',
		displayOptions: { show: { source: ['groups'] } },
		description: 'More groups: display names or object IDs, one a line, or an expression that gives a list of them',
	},
	{
		displayName: 'Enterprise Application',
		name: 'application',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		displayOptions: { show: { source: ['application'] } },
		description:
			'The application whose assigned people and groups are read. Needs the permission Application.Read.All.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Choose an application...',
				typeOptions: { searchListMethod: 'searchApplications', searchable: true },
			},
			{
				displayName: 'By Name or ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 2f1c0d3e-5b7a-4c88-9d10-6a4e2b7f9c31',
				hint: 'The whole display name, the object ID or the application ID',
			},
		],
	},
	{
		displayName: 'Leave Out Default Access',
		name: 'leaveOutDefaultAccess',
		type: 'boolean',
		default: false,
		displayOptions: { show: { source: ['application'] } },
		description: 'Whether to leave out people and groups that are assigned without a role of the application',
	},
	{
		displayName: 'Include Nested Groups',
		name: 'includeNested',
		type: 'boolean',
		default: true,
		displayOptions: { hide: { source: ['allUsers'] } },
		description:
			"Whether to include members of nested groups. Entra's own provisioning does not, so switch it off to get the same people from an application.",
	},
];

export const getGroupMembersProperties: INodeProperties[] = [
	...sourceProperties,
	{
		displayName: 'Property Names or IDs',
		name: 'properties',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'listProperties' },
		default: [
			'accountEnabled',
			'businessPhones',
			'city',
			'companyName',
			'country',
			'department',
			'displayName',
			'employeeHireDate',
			'employeeId',
			'employeeType',
			'givenName',
			'id',
			'jobTitle',
			'mail',
			'mobilePhone',
			'officeLocation',
			'preferredLanguage',
			'surname',
			'userPrincipalName',
			'userType',
		],
		description:
			'What to read of each person. Object ID, User Principal Name, Display Name and Account Enabled are always read. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	...scopeProperties,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Accept an Empty Group',
				name: 'acceptEmpty',
				type: 'boolean',
				default: false,
				description:
					'Whether it is fine that nobody is there, or nobody in scope, or nobody in one of several groups. Otherwise it is an error, since it is mostly a mistake.',
			},
			{
				displayName: 'Limit',
				name: 'limit',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 50,
				description: 'Max number of results to return',
				hint: 'For trying out: Deactivate Missing does not act on a part of the people',
			},
			{
				displayName: 'Other Properties',
				name: 'otherProperties',
				type: 'string',
				default: '',
				placeholder: 'e.g. extension_1a2b3c_costCenter, usageLocation',
				description: 'More properties, as Microsoft Graph names them, separated by commas',
			},
		],
	},
];
