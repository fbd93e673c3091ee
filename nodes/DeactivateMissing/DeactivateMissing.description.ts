import type { INodeProperties } from 'n8n-workflow';

import { restSettings } from '../shared/hr/restSettings.description';
import { scimSettings } from '../shared/hr/scimSettings.description';
import { settingsFromProperties, whenSetHere } from '../shared/hr/settingsFrom';
import { systemProperty } from '../shared/hr/system';
import { destructionProperties } from '../shared/safety/destruction';
import { keepToProperties } from '../shared/safety/keepTo';
import { furtherSafetyProperties, safetyProperties } from '../shared/safety/limits';
import { protectedListProperties, protectedProperties } from '../shared/safety/protectedEmployees';
import { writeOptions } from '../shared/safety/writeOptions';
import { departureProperties, rareDepartureProperties } from './departure.description';

/** In the order in which people think: where, what, to whom, how many at most; what few need comes last. */
export const deactivateMissingProperties: INodeProperties[] = [
	systemProperty,
	...destructionProperties,
	...departureProperties,
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
			{
				name: 'Those Who Meet Conditions',
				value: 'conditions',
				description: 'Told by what the HR system holds of them',
			},
		],
		default: 'linked',
		description: 'Which employees this sync answers for; all others are never deactivated',
	},
	{
		displayName: 'Conditions for Employees',
		name: 'scopeConditions',
		type: 'filter',
		placeholder: 'Add Condition',
		default: {},
		typeOptions: { filter: { version: 2, caseSensitive: false, typeValidation: 'loose' } },
		displayOptions: { show: { scope: ['conditions'] } },
		hint: 'The employee is <code>$json</code>, with the attributes of the HR system: <code>{{ $json.department }}</code>',
		description: 'What must hold for an employee to be in scope',
	},
	...protectedProperties,
	...safetyProperties,
	...settingsFromProperties,
	...[...restSettings, scimSettings].map(whenSetHere),
	...protectedListProperties,
	...furtherSafetyProperties,
	...keepToProperties,
	...rareDepartureProperties,
	writeOptions,
];
