import type { INodeProperties } from 'n8n-workflow';

import { safetyProperties } from '../shared/limits';
import { destructionProperties } from '../shared/deactivationProperties';
import { restSettings } from '../shared/restSettings.description';
import { scimSettings } from '../shared/scimSettings.description';
import { settingsFromProperties, whenSetHere } from '../shared/settingsFrom';
import { systemProperty } from '../shared/system';
import { writeOptions } from '../shared/writeOptions';

export const deactivateMissingProperties: INodeProperties[] = [
	systemProperty,
	{
		displayName: 'Employees in Scope',
		name: 'scope',
		type: 'options',
		options: [
			{
				name: 'All Employees',
				value: 'all',
				description: 'Also those that somebody entered in the HR system by hand',
			},
			{
				name: 'Only Employees Linked to Entra',
				value: 'linked',
				description: 'Those with an external ID, which Upsert Employee writes',
			},
		],
		default: 'linked',
		description: 'Which employees this sync answers for; all others are never deactivated',
	},
	{
		displayName: 'Protected Employees',
		name: 'protected',
		type: 'string',
		default: '',
		placeholder: 'e.g. hr-admin@example.com, *@partner.example.com',
		description:
			'User names, external IDs or HR IDs that are never deactivated, separated by commas; * stands for any characters',
	},
	...safetyProperties,
	...destructionProperties,
	...settingsFromProperties,
	...[...restSettings, scimSettings].map(whenSetHere),
	writeOptions,
];
