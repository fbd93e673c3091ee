import type { INodeProperties } from 'n8n-workflow';

import { MAX_LEVELS } from '../../lib/graph/managers/managers';
import { userProperties } from '../GetGroupMembers/properties';

export const getManagerProperties: INodeProperties[] = [
	{
		displayName: 'Person ID',
		name: 'personId',
		type: 'string',
		default: '={{ $json.id }}',
		required: true,
		placeholder: 'e.g. 6ea91a8d-e32e-41a1-b7bd-d2d185eed0e0',
		description: 'The object ID or user principal name of the person whose manager is read',
	},
	{
		displayName: 'Managers',
		name: 'levels',
		type: 'options',
		default: 'direct',
		options: [
			{
				name: 'Direct Manager',
				value: 'direct',
				description: 'Adds "manager"',
			},
			{
				name: 'Chain Up to a Number of Levels',
				value: 'chain',
				description: 'Adds "manager" and "managers", the nearest first',
			},
			{
				name: 'Chain Up to the Top',
				value: 'top',
				description: 'Adds "manager" and "managers", from the nearest to whoever has no manager',
			},
		],
		description: 'How far up to go. Managers whom many people share are read once.',
	},
	{
		displayName: 'Number of Levels',
		name: 'maxLevels',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_LEVELS },
		default: 3,
		displayOptions: { show: { levels: ['chain'] } },
		description: 'How many managers to read above each person',
	},
	{
		displayName: 'Properties',
		name: 'properties',
		type: 'multiOptions',
		options: userProperties,
		default: ['displayName', 'employeeId', 'id', 'mail', 'userPrincipalName'],
		description: 'What to read of each manager. Object ID and User Principal Name are always read.',
	},
];
