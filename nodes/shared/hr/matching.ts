import type { INodeProperties } from 'n8n-workflow';

import { itemsIn } from '../../../lib/base/json';
import type { ParameterReader } from '../parameters';

export const matchingProperties: INodeProperties[] = [
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
			{ name: 'Other Attributes', value: 'other', description: 'Any attributes, in the order in which you name them' },
			{ name: 'User Name', value: 'userName', description: 'Only the user name' },
			{
				name: 'User Name, Then Work E-Mail',
				value: 'userName,workEmail',
				description: 'The user name, or else the work e-mail',
			},
		],
		default: 'externalId,userName',
		description: 'How to find out that a member of the group is already an employee in the HR system',
	},
	{
		displayName: 'Attributes to Match By',
		name: 'matchAttributes',
		type: 'string',
		displayOptions: { show: { matchBy: ['other'] } },
		default: '',
		required: true,
		placeholder: 'e.g. externalId, urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber',
		description:
			'Attributes of the HR system with commas between them, the best one first. Somebody who is found by two of them as two employees is not written, and both are named.',
	},
];

const CHOICES = ['externalId', 'externalId,userName', 'userName', 'userName,workEmail', 'other'] as const;

/** The attributes that tell employees apart, as a person names them, the best first. */
export function readMatchBy(read: ParameterReader): string[] {
	const choice = read.choice('matchBy', 'Match Employees By', CHOICES, 'externalId,userName');
	return choice === 'other' ? read.list('matchAttributes', 'Attributes to Match By') : itemsIn(choice);
}
