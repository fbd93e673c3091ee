import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { groupLocator } from '../GetGroupMembers/GetGroupMembers.description';
import { restSettings } from '../shared/hr/restSettings.description';
import { scimSettings } from '../shared/hr/scimSettings.description';
import { settingsFromProperties, whenSetHere } from '../shared/hr/settingsFrom';
import { systemCredentials, systemProperty } from '../shared/hr/system';
import { writeOptions } from '../shared/safety/writeOptions';
import { teamSettings } from './teamSettings.description';

const groupProperties: INodeProperties[] = [
	{
		displayName: 'Groups',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'All Groups of These People',
				value: 'all',
				description: 'Security and Microsoft 365 groups that somebody among the input is a direct member of',
			},
			{ name: 'By Prefix', value: 'prefix', description: 'Groups whose names begin alike' },
			{ name: 'From List', value: 'groups', description: 'Groups that you choose' },
		],
		default: 'groups',
		description: 'Which groups of Entra become teams',
	},
	{
		displayName: 'Groups From List',
		name: 'groups',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Group',
		default: {},
		displayOptions: { show: { source: ['groups'] } },
		description: 'The groups that become teams',
		options: [
			{
				displayName: 'Group',
				name: 'group',
				values: [groupLocator({ required: false, description: 'The group that becomes a team' })],
			},
		],
	},
	{
		displayName: 'Groups by Name or ID',
		name: 'groupNames',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Sales',
		displayOptions: { show: { source: ['groups'] } },
		description: 'More groups: display names or object IDs, one a line, or an expression that gives a list of them',
	},
	{
		displayName: 'Prefix',
		name: 'groupPrefix',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. HR-',
		displayOptions: { show: { source: ['prefix'] } },
		description: 'What the display names of the groups begin with',
	},
	{
		displayName: 'Include Nested Groups',
		name: 'includeNested',
		type: 'boolean',
		default: true,
		displayOptions: { hide: { source: ['all'] } },
		description: 'Whether members of nested groups belong to the team as well',
	},
];

const teamProperties: INodeProperties[] = [
	{
		displayName: 'Members',
		name: 'members',
		type: 'options',
		options: [
			{
				name: 'As in Entra',
				value: 'sync',
				description: 'People that the sync knows come and go; whoever was added by others stays',
			},
			{
				name: 'As in Entra, Others Too',
				value: 'exact',
				description: 'Whoever is not in the group is taken out, also those that were added by others',
			},
			{ name: 'Only Add', value: 'addOnly', description: 'Nobody is ever taken out' },
		],
		default: 'sync',
		description: 'Who is brought into the teams and taken out of them',
	},
	{
		displayName: 'Team Name',
		name: 'teamName',
		type: 'string',
		default: '{name}',
		placeholder: 'e.g. Team {name}',
		description: 'What the teams are called: {name} stands for the display name of the group',
	},
	{
		displayName: 'Prefix to Leave Out',
		name: 'leaveOutPrefix',
		type: 'string',
		default: '',
		placeholder: 'e.g. HR-',
		description: "What to leave out where a group's name begins with it",
	},
	{
		displayName: 'Link Teams to Their Groups',
		name: 'linkTeams',
		type: 'boolean',
		default: true,
		description:
			'Whether to keep the object ID of the group in the team, so that a group which is renamed keeps its team. Switch it off if the HR system does not store it.',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		description: 'Whether to only say what would be done, without writing anything to the HR system',
	},
	{
		displayName: 'Removal Limit (%)',
		name: 'removalLimitPercent',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 30,
		displayOptions: { hide: { members: ['addOnly'] } },
		description: 'The node stops before its first write when it would take out more than this share of all members',
	},
	{
		displayName: 'Removals Always Allowed',
		name: 'removalsAtLeast',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		displayOptions: { hide: { members: ['addOnly'] } },
		description: 'So many members may be taken out in a run even if they are more than the percentage',
	},
];

export const upsertTeamProperties: INodeProperties[] = [
	systemProperty,
	...groupProperties,
	...teamProperties,
	...teamSettings,
	...settingsFromProperties,
	...[...restSettings, scimSettings].map(whenSetHere),
	writeOptions,
];

/** Entra, where the groups are, and whichever HR system is chosen. */
export const upsertTeamCredentials: INodeTypeDescription['credentials'] = [
	{ name: 'azureClientCredentialsApi', required: true, testedBy: 'azureClientCredentialsTest' },
	...(systemCredentials ?? []),
];
