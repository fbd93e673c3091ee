import type { INodeProperties } from 'n8n-workflow';

import { safetyProperties } from '../shared/limits';
import { scimOptions } from '../shared/scimOptions';

export const upsertEmployeeProperties: INodeProperties[] = [
	{
		displayName: 'Match Employees By',
		name: 'matchBy',
		type: 'options',
		options: [
			{ name: 'External ID', value: 'externalId', description: 'Only the Entra object ID kept in the HR system' },
			{
				name: 'External ID, Then User Name',
				value: 'externalId,userName',
				description: 'The Entra object ID kept in the HR system, or else the user name',
			},
			{ name: 'User Name', value: 'userName', description: 'Only the user name' },
			{
				name: 'User Name, Then Work E-Mail',
				value: 'userName,emails[type eq "work"].value',
				description: 'The user name, or else the work e-mail',
			},
		],
		default: 'externalId,userName',
		description: 'How to find out that a member of the group is already an employee in the HR system',
	},
	{
		displayName: 'Managers',
		name: 'managers',
		type: 'options',
		options: [
			{ name: 'Leave Alone', value: 'leave', description: 'Never write managers' },
			{ name: 'Set and Clear', value: 'sync', description: 'Like in Entra: who has no manager there loses it here' },
			{ name: 'Set Only', value: 'setOnly', description: 'Write managers, but never clear one' },
		],
		default: 'sync',
		description: 'What to do about managers, as far as Get Manager has read them',
	},
	...safetyProperties,
	scimOptions,
];
