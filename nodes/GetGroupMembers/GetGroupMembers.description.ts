import type { INodeProperties } from 'n8n-workflow';

import { userProperties } from './userProperties';

export const getGroupMembersProperties: INodeProperties[] = [
	{
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
	},
	{
		displayName: 'Include Nested Groups',
		name: 'includeNested',
		type: 'boolean',
		default: true,
		description: 'Whether to include members of nested groups',
	},
	{
		displayName: 'Properties',
		name: 'properties',
		type: 'multiOptions',
		options: userProperties,
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
			'What to read of each person. Object ID, User Principal Name, Display Name and Account Enabled are always read.',
	},
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
				description: 'Whether a group without members is fine. Otherwise it is an error, since it is mostly a mistake.',
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
