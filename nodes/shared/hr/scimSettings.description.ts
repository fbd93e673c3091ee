import type { INodeProperties } from 'n8n-workflow';

import { systemsWith } from './system';

/** How a SCIM server differs from what this package knows of the system; what is not added is as known. */
export const scimSettings: INodeProperties = {
	displayName: 'SCIM Settings',
	name: 'scimSettings',
	type: 'collection',
	displayOptions: { show: { system: systemsWith('scim') } },
	placeholder: 'Add setting',
	default: {},
	description: 'What the server does otherwise than usual for this system',
	options: [
		{
			displayName: 'Bulk',
			name: 'bulk',
			type: 'options',
			options: [
				{ name: 'Never', value: 'never' },
				{ name: 'Where the Server Offers It', value: 'auto' },
			],
			default: 'auto',
			description: 'Several people to one request (RFC 7644, section 3.7)',
		},
		{
			displayName: 'Clearing in PUT',
			name: 'clearing',
			type: 'options',
			options: [
				{ name: 'Leave the Attribute Out', value: 'omit' },
				{ name: 'Send Null', value: 'null' },
			],
			default: 'null',
			description: 'How an attribute is emptied when the whole person is sent',
		},
		{
			displayName: 'Deactivation',
			name: 'deactivation',
			type: 'options',
			options: [
				{ name: 'Delete the Person', value: 'delete' },
				{ name: 'Not Possible', value: 'none' },
				{ name: 'Set Active to False', value: 'active' },
			],
			default: 'active',
			description: 'What happens to people who leave',
		},
		{
			displayName: 'Deletion',
			name: 'deletion',
			type: 'options',
			options: [
				{ name: 'Delete the Person', value: 'delete', description: 'RFC 7644, section 3.6' },
				{ name: 'Not Possible', value: 'none' },
			],
			default: 'delete',
			description: 'Whether people can be deleted for good',
		},
		{
			displayName: 'Filter By',
			name: 'filterBy',
			type: 'string',
			default: 'userName',
			description:
				'The attributes by which the server finds people, with commas between them; by others they are found in the whole list',
		},
		{
			displayName: 'Limit',
			name: 'rateLimit',
			type: 'string',
			default: '300/60',
			description: 'How many requests the server takes in how many seconds',
		},
		{
			displayName: 'Manager',
			name: 'manager',
			type: 'options',
			options: [
				{ name: 'E-Mail', value: 'email', description: 'The work e-mail of the manager' },
				{ name: 'ID', value: 'id', description: 'The ID as a plain text' },
				{ name: 'None', value: 'none', description: 'The system keeps no managers' },
				{ name: 'Reference', value: 'reference', description: 'As in RFC 7643: an object with the ID' },
			],
			default: 'reference',
			description: 'What the manager is written as',
		},
		{
			displayName: 'Manager Attribute',
			name: 'managerPath',
			type: 'string',
			default: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
			description: 'Where the manager stands',
		},
		{
			displayName: 'Media Type',
			name: 'mediaType',
			type: 'string',
			default: 'application/scim+json',
			description: 'The Content-Type of what is sent',
		},
		{
			displayName: 'Names With Blanks',
			name: 'literalKeys',
			type: 'options',
			options: [
				{ name: 'In a Path, as Entra Does', value: 'path' },
				{ name: 'In the Value', value: 'value' },
			],
			default: 'value',
			description: 'Where PATCH names attributes whose name no SCIM path can hold, such as Job Title',
		},
		{
			displayName: 'People Without Active',
			name: 'activeDefault',
			type: 'options',
			options: [
				{ name: 'Are Active', value: true },
				{ name: 'Are Inactive', value: false },
			],
			default: true,
			description: 'What it means when the server leaves the attribute active out',
		},
		{
			displayName: 'Update',
			name: 'update',
			type: 'options',
			options: [
				{ name: 'PATCH With Operations', value: 'patch', description: 'RFC 7644, section 3.5.2' },
				{ name: 'PATCH With the Changed Attributes', value: 'patchPlain' },
				{ name: 'PUT With the Changed Attributes', value: 'putPartial' },
				{ name: 'PUT With the Whole Person', value: 'put' },
			],
			default: 'patch',
			description: 'How changes are written',
		},
		{
			displayName: 'Versions',
			name: 'etag',
			type: 'options',
			options: [
				{ name: 'Do Not Check', value: 'never' },
				{ name: 'Write Only What Nobody Else Changed Meanwhile', value: 'auto' },
			],
			default: 'auto',
			description: 'What to do with the versions (ETags) that the server gives',
		},
	],
};
