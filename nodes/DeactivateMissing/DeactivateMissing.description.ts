import type { INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { safetyProperties } from '../shared/limits';
import { scimOptions } from '../shared/scimOptions';

export const deactivateMissingDescription: INodeTypeDescription = {
	displayName: 'Deactivate Missing',
	name: 'deactivateMissing',
	icon: { light: 'file:deactivateMissing.svg', dark: 'file:deactivateMissing.dark.svg' },
	group: ['output'],
	version: 1,
	subtitle: '={{ $parameter["dryRun"] ? "dry run" : "limit " + $parameter["limitPercent"] + " %" }}',
	description: 'Deactivate employees who are no longer in the group, only when every member of the group was read',
	defaults: { name: 'Deactivate Missing' },
	usableAsTool: true,
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	credentials: [{ name: 'scimApi', required: true, testedBy: 'scimApiTest' }],
	properties: [
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
		scimOptions,
	],
	hints: [
		{
			message: 'Dry run is on: nobody will be deactivated',
			type: 'info',
			location: 'ndv',
			whenToDisplay: 'always',
			displayCondition: '={{ $parameter["dryRun"] === true }}',
		},
		{
			message: 'All employees are in scope: people entered in the HR system by hand will be deactivated too',
			type: 'warning',
			location: 'ndv',
			whenToDisplay: 'always',
			displayCondition: '={{ $parameter["scope"] === "all" }}',
		},
	],
};
