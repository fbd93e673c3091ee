import type { INodeProperties } from 'n8n-workflow';

import { matchingProperties } from '../shared/hr/matching';
import { restSettings } from '../shared/hr/restSettings.description';
import { scimSettings } from '../shared/hr/scimSettings.description';
import { scopeMarkProperties } from '../shared/hr/scopeMark';
import { systemProperty, systemsThatInvite } from '../shared/hr/system';
import { destructionProperties } from '../shared/safety/destruction';
import { keepToProperties } from '../shared/safety/keepTo';
import { furtherUpsertSafetyProperties, safetyProperties } from '../shared/safety/limits';
import { protectedListProperties, protectedProperties } from '../shared/safety/protectedEmployees';
import { writeOptions } from '../shared/safety/writeOptions';

/** In the order in which people think: where to, who is who, what at most; what few need comes last. */
export const upsertEmployeeProperties: INodeProperties[] = [
	systemProperty,
	...destructionProperties,
	...matchingProperties,
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
	{
		displayName: 'Invite New People',
		name: 'invite',
		type: 'boolean',
		displayOptions: { show: { system: systemsThatInvite() } },
		default: false,
		description: 'Whether the HR system is told to invite people when they are created',
	},
	...safetyProperties,
	...protectedProperties,
	...restSettings,
	scimSettings,
	...protectedListProperties,
	{
		displayName: 'Known to Be the Same Person',
		name: 'samePeople',
		type: 'string',
		default: '',
		placeholder: 'e.g. ann@example.com',
		description:
			'User names, e-mail addresses or object IDs of members who get the employee that their user name or address finds, although the employee number, the name or the link there says that it is somebody else; separated by commas',
	},
	...furtherUpsertSafetyProperties,
	...keepToProperties,
	...scopeMarkProperties,
	writeOptions,
];
