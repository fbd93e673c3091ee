import type { INodeProperties } from 'n8n-workflow';

import { destructionProperties } from '../shared/deactivationProperties';
import { keepToProperties } from '../shared/keepTo';
import { furtherSafetyProperties, safetyProperties } from '../shared/limits';
import { matchingProperties } from '../shared/matching';
import { protectedListProperties, protectedProperties } from '../shared/protectedEmployees';
import { restSettings } from '../shared/restSettings.description';
import { scopeMarkProperties } from '../shared/scopeMark';
import { scimSettings } from '../shared/scimSettings.description';
import { systemProperty, systemsThatInvite } from '../shared/system';
import { writeOptions } from '../shared/writeOptions';

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
	...furtherSafetyProperties,
	...keepToProperties,
	...scopeMarkProperties,
	writeOptions,
];
