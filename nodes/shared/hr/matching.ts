import type { INodeProperties } from 'n8n-workflow';

import { SyncError } from '../../../lib/base/errors';
import { itemsIn } from '../../../lib/base/json';
import { pathNamed } from '../../../lib/hr/systems/paths';
import { EXTERNAL_ID } from '../../../lib/sync/model';
import type { ParameterReader } from '../parameters';
import type { OpenHrSystem } from './hrSystem';

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

/**
 * The attributes that tell employees apart, as paths.
 * @throws SyncError when none is left that the system keeps
 */
export function readMatchBy(read: ParameterReader, { system, never }: OpenHrSystem): string[] {
	const choice = read.choice('matchBy', 'Match Employees By', CHOICES, 'externalId,userName');
	const names = choice === 'other' ? read.list('matchAttributes', 'Attributes to Match By') : itemsIn(choice);
	const paths = names.map((name) => pathNamed(system, name)).filter((path) => !never.includes(path));
	if (paths.length > 0) return [...new Set(paths)];
	throw new SyncError(
		choice === EXTERNAL_ID
			? `${system.name} keeps no Entra object ID, so employees can't be matched by it`
			: 'No attribute is named to match employees by',
		'Choose another one under "Match Employees By".',
	);
}
