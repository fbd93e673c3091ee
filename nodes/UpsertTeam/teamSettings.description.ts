import type { INodeProperties } from 'n8n-workflow';

import { choice, text } from '../shared/hr/settingFields';
import { systemsWith } from '../shared/hr/system';

const method = choice(
	'Method',
	'method',
	'The HTTP method',
	...['DELETE', 'PATCH', 'POST', 'PUT'].map((verb) => [verb, verb] as const),
);

const envelope = text('Body Under', 'envelope', 'team', 'The name under which the team stands in the body');

const memberRequest = (path: string): INodeProperties[] => [
	method,
	text('Path', 'path', path, '{id} is the ID of the team; with {member} the request is sent for each member'),
	text('IDs Under', 'field', 'user_ids', 'The name under which the HR IDs stand in the body'),
	text('Body Under', 'envelope', 'team', 'The name under which all that stands in the body'),
];

/** How the teams of a REST API are read and written; what is left empty is as known. */
export const teamSettings: INodeProperties[] = [
	{
		displayName: 'Path of the Teams',
		name: 'teamsPath',
		type: 'string',
		displayOptions: { show: { system: systemsWith('rest') } },
		default: '',
		placeholder: 'e.g. teams',
		description:
			'Where the API has its teams, behind the base URL of the credential. Empty means as usual for this system, if that is known.',
	},
	{
		displayName: 'Team Settings',
		name: 'teamSettings',
		type: 'fixedCollection',
		displayOptions: { show: { system: systemsWith('rest') } },
		placeholder: 'Add setting',
		default: {},
		description: 'What the API does with teams otherwise than usual for this system, or all of it for another system',
		options: [
			{ displayName: 'Add Members', name: 'add', values: memberRequest('teams/{id}/members') },
			{
				displayName: 'Create',
				name: 'create',
				values: [
					method,
					text('Path', 'path', 'teams', 'Behind the base URL of the credential'),
					envelope,
					text('Team in the Answer', 'item', 'data', 'The name under which the team stands in the answer'),
				],
			},
			{
				displayName: 'List',
				name: 'list',
				values: [
					text('Path', 'path', 'teams', 'Behind the base URL of the credential'),
					text('Query', 'query', 'page={page}&per_page={size}', '{page}, {size}, {offset} and {cursor} are filled in'),
					text('Teams in the Answer', 'items', 'data', 'The name under which the teams stand in the answer'),
					text('Number of All', 'total', 'meta.total', 'The name under which the number of all teams stands'),
					choice(
						'Pages',
						'style',
						'How the list goes on',
						['Cursor', 'cursor'],
						['Header Link', 'linkHeader'],
						['Next Link', 'nextLink'],
						['Number of the First Team', 'startIndex'],
						['Offset', 'offset'],
						['Page Number', 'page'],
						['Without Pages', 'none'],
					),
					text('Page Size', 'size', '100', 'How many teams to ask for at once'),
					text('First Page', 'first', '1', 'The number of the first page'),
					text('Number of Pages', 'totalPages', 'meta.total_pages', 'The name under which the number of pages stands'),
					text('Next Page', 'next', 'links.next', 'Where the cursor or the link to the next page stands'),
				],
			},
			{
				displayName: 'Members',
				name: 'members',
				values: [
					text('Members Field', 'field', 'user_ids', 'The field of a team that holds its members'),
					text(
						'Members Path',
						'path',
						'teams/{id}/members',
						'Where members have a list of their own, its path; its pages are as those of the teams',
					),
					text(
						'ID in a Member',
						'member',
						'user_id',
						'The field of a member that holds the HR ID; empty where a member is nothing but the ID',
					),
					choice('IDs Are', 'ids', 'What HR IDs are sent as', ['Numbers', 'number'], ['Texts', 'text']),
					text('Members at Once', 'chunk', '100', 'How many members a request may hold'),
				],
			},
			{ displayName: 'Remove Members', name: 'remove', values: memberRequest('teams/{id}/members') },
			{
				displayName: 'Rename',
				name: 'update',
				values: [method, text('Path', 'path', 'teams/{id}', '{id} is the ID of the team'), envelope],
			},
			{ displayName: 'Set All Members', name: 'set', values: memberRequest('teams/{id}') },
			{
				displayName: 'Teams',
				name: 'team',
				values: [
					text('ID Field', 'id', 'id', 'The field with the ID that the system gave'),
					text('Name Field', 'name', 'name', 'The field with the name'),
					text('External ID Field', 'externalId', 'external_id', 'The field that keeps the ID of the Entra group'),
				],
			},
		],
	},
];
