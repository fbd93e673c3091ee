import type { INodeProperties } from 'n8n-workflow';

import { systemProperty, systemsWith } from '../shared/hr/system';
import { boxesProperties } from './boxes';
import { rulesProperty } from './rules.description';

export const mapAttributesProperties: INodeProperties[] = [
	systemProperty,
	{
		displayName: 'Attributes From',
		name: 'attributesFrom',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { system: systemsWith('scim') } },
		options: [
			{
				name: 'HR System Itself',
				value: 'target',
				description: 'Ask the HR system which attributes it has, the ones that your company added included',
			},
			{ name: 'Usual Attributes', value: 'list', description: 'Those that this HR system usually has' },
		],
		default: 'list',
		description: 'Where the attributes below are taken from',
	},
	{
		displayName: 'User Name',
		name: 'userName',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Employee Number', value: 'employeeNumber', description: 'The field employeeId' },
			{ name: 'Entra Object ID', value: 'objectId', description: 'The field ID, which never changes' },
			{ name: 'Something Else', value: 'other', description: 'Any field or expression' },
			{ name: 'User Principal Name', value: 'userPrincipalName', description: 'What people sign in to Microsoft with' },
			{ name: 'Work E-Mail', value: 'workEmail', description: 'The field mail' },
		],
		default: 'workEmail',
		description: 'What people are called in the HR system. It tells them apart, so nobody is written without one.',
	},
	{
		displayName: 'User Name Value',
		name: 'userNameValue',
		type: 'string',
		displayOptions: { show: { userName: ['other'] } },
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.onPremisesSamAccountName }}',
		description: 'A field of the input or an expression',
	},
	...boxesProperties,
	{
		displayName: 'Custom Attributes',
		name: 'customAttributes',
		type: 'assignmentCollection',
		default: {},
		description:
			'Any other attribute by its name: a SCIM path such as nickName, emails[type eq "home"].value or urn:ietf:params:scim:schemas:extension:peakon:2.0:User:Job Title, or the field of a REST API',
	},
	{
		displayName: 'When a Value Is Empty',
		name: 'whenEmpty',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Clear the Attribute',
				value: 'clear',
				description: 'What is empty in Entra becomes empty in the HR system',
			},
			{ name: 'Leave the Attribute Alone', value: 'leave', description: 'The HR system keeps what it has' },
		],
		default: 'leave',
		description: 'What an empty field of Entra does to the HR system. A field that was not read never clears anything.',
	},
	rulesProperty,
];
