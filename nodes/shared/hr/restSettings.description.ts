import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { choice, text } from './settingFields';
import { systemsWith } from './system';

const method = choice(
	'Method',
	'method',
	'The HTTP method',
	...['DELETE', 'GET', 'PATCH', 'POST', 'PUT'].map((verb) => [verb, verb] as const),
);
const path = (placeholder: string): INodeProperties =>
	text('Path', 'path', placeholder, 'Behind the base URL of the credential; {id} is the ID of the person');
const envelope = text('Body Under', 'envelope', 'user', 'The name under which the person stands in the body');
const body = text('Body', 'body', '{ "reason": "left", "date": "{today}" }', 'JSON to send along');

const group = (displayName: string, name: string, values: INodeProperties[]): INodePropertyCollection => ({
	displayName,
	name,
	values,
});

/** How a REST API differs from what this package knows of the system; what is left empty is as known. */
export const restSettings: INodeProperties[] = [
	{
		displayName: 'Path of the People',
		name: 'usersPath',
		type: 'string',
		displayOptions: { show: { system: systemsWith('rest') } },
		default: '',
		placeholder: 'e.g. users',
		description:
			'Where the API has its people, behind the base URL of the credential. Empty means as usual for this system, if that is known.',
	},
	{
		displayName: 'API Settings',
		name: 'restSettings',
		type: 'fixedCollection',
		displayOptions: { show: { system: systemsWith('rest') } },
		placeholder: 'Add setting',
		default: {},
		description: 'What the API does otherwise than usual for this system, or all of it for another system',
		options: [
			group('Create', 'create', [
				method,
				path('users'),
				envelope,
				text('Person in the Answer', 'item', 'data', 'The name under which the person stands in the answer'),
				text('ID in the Answer', 'id', 'header:Location', 'The field with the ID, or header:Location'),
				text(
					'Always Send',
					'constants',
					'{ "invited": false }',
					'Fields that every new person gets besides the usual ones, as JSON; null takes a usual one away',
				),
			]),
			group('Deactivate', 'deactivate', [method, path('users/{id}/deactivate'), body]),
			group('Delete', 'delete', [method, path('users/{id}'), body]),
			group('Find', 'find', [
				method,
				path('users'),
				text('Query', 'query', '{attribute}={value}', 'What is asked for: {attribute} and {value} are filled in'),
				text('People in the Answer', 'items', 'data', 'The name under which the people stand in the answer'),
				text('Fields', 'fields', 'email, external_id', 'The fields that can be asked for, with commas between them'),
			]),
			group('Get', 'get', [
				method,
				path('users/{id}'),
				text('Person in the Answer', 'item', 'data', 'The name under which the person stands in the answer'),
			]),
			group('Limits', 'rateLimit', [
				{
					displayName: 'Requests',
					name: 'requests',
					type: 'number',
					default: 0,
					description: 'How many requests the system takes in the time below; 0 means as usual for this system',
				},
				{ displayName: 'In Seconds', name: 'seconds', type: 'number', default: 60, description: 'In how many seconds' },
			]),
			group('List', 'list', [
				method,
				path('users'),
				text('Query', 'query', 'page={page}&per_page={size}', '{page}, {size}, {offset} and {cursor} are filled in'),
				text('People in the Answer', 'items', 'data', 'The name under which the people stand in the answer'),
				text('Number of All', 'total', 'meta.total', 'The name under which the number of all people stands'),
				text(
					'More to Come',
					'hasMore',
					'meta.has_more',
					'The name under which it stands whether there are further pages',
				),
				choice(
					'Pages',
					'style',
					'How the list goes on',
					['Cursor', 'cursor'],
					['Header Link', 'linkHeader'],
					['Next Link', 'nextLink'],
					['Number of the First Person', 'startIndex'],
					['Offset', 'offset'],
					['Page Number', 'page'],
					['Without Pages', 'none'],
				),
				text('Page Size', 'size', '100', 'How many people to ask for at once'),
				text('First Page', 'first', '1', 'The number of the first page'),
				text('Number of Pages', 'totalPages', 'meta.total_pages', 'The name under which the number of pages stands'),
				text('Next Page', 'next', 'links.next', 'Where the cursor or the link to the next page stands'),
			]),
			group('People', 'person', [
				text('ID Field', 'id', 'id', 'The field with the ID that the system gave'),
				text('User Name Field', 'userName', 'login', 'The field that is the user name'),
				text('External ID Field', 'externalId', 'external_id', 'The field that keeps the Entra object ID'),
				text('Manager Field', 'managerField', 'manager_id', 'The field that says who the manager is'),
				choice(
					'Manager Is',
					'managerStyle',
					'What the manager field holds',
					['E-Mail', 'email'],
					['ID', 'id'],
					['User Name', 'userName'],
				),
				text(
					'Matches Field',
					'managerMatches',
					'email',
					"The field of the manager's own record that the manager field holds the value of",
				),
				text('Manager Read From', 'managerReadFrom', 'manager.id', 'Where the manager is read, if elsewhere'),
				text('Only on Create', 'createOnly', 'email', 'Fields that can not be changed, with commas between them'),
				text(
					'Read-Only Fields',
					'readOnly',
					'created_at',
					'Fields that updates of the whole person must not send back, with commas between them',
				),
				text('Date Fields', 'dateFields', 'start_date', 'Fields that hold dates, with commas between them'),
				choice(
					'Date Format',
					'dateFormat',
					'How dates are written',
					['Date and Time (ISO 8601)', 'iso'],
					['dd/mm/yyyy', 'dd/MM/yyyy'],
					['mm/dd/yyyy', 'MM/dd/yyyy'],
					['yyyy-mm-dd', 'yyyy-MM-dd'],
				),
				text('List Fields', 'listFields', 'X-Skills', 'Fields that hold several values, with commas between them'),
				text('List Separator', 'listSeparator', ';', 'What stands between the values of a list'),
				choice('Lists Are', 'listAs', 'How lists are sent', ['JSON Arrays', 'array'], ['Text', 'text']),
				choice(
					'The List Hides Fields',
					'listShowsSomeFields',
					'Whether the list shows only some fields of people; those that it shows of nobody are only written when people are created',
					['No, They Are Empty', 'false'],
					['Yes', 'true'],
				),
				choice(
					'Clearing a Field',
					'clearing',
					'What empties a field',
					['Empty Text', 'empty'],
					['Not Possible', 'leave'],
					['null', 'null'],
				),
			]),
			group('Reactivate', 'reactivate', [method, path('users/{id}/reactivate'), body]),
			group('Status', 'status', [
				text('Field', 'field', 'status', 'The field that says whether somebody is active'),
				text('Active', 'active', 'active', 'Its value for active people'),
				text(
					'Inactive',
					'inactive',
					'inactive',
					'Its value for people who are not; of several, with commas between them, the first is written',
				),
				choice(
					'The List Shows Active People Only',
					'listShowsActiveOnly',
					'Whether people who left are no longer in the list; else Field says who is active',
					['No', 'false'],
					['Yes', 'true'],
				),
				choice(
					'Leavers',
					'leavers',
					'What becomes of people who leave',
					['Are Deactivated', 'deactivate'],
					['Are Deleted', 'delete'],
					['Stay as They Are', 'keep'],
				),
			]),
			group('Update', 'update', [
				method,
				path('users/{id}'),
				envelope,
				choice('Sends', 'sends', 'What is sent', ['Only What Changed', 'changed'], ['The Whole Person', 'whole']),
			]),
		],
	},
];
