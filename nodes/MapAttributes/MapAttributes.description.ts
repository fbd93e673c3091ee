import type { INodeProperties } from 'n8n-workflow';

export const mapAttributesProperties: INodeProperties[] = [
	{
		displayName: 'Attributes',
		name: 'attributes',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		description:
			'Drag fields from the input onto the attributes of the HR system; an empty box leaves its attribute alone',
		typeOptions: {
			resourceMapper: {
				localResourceMapperMethod: 'getAttributes',
				mode: 'map',
				valuesLabel: 'Attributes of the HR System',
				fieldWords: { singular: 'attribute', plural: 'attributes' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: false,
			},
		},
	},
	{
		displayName: 'Custom Attributes',
		name: 'customAttributes',
		type: 'assignmentCollection',
		default: {},
		description:
			'Any other attribute by its SCIM path, such as nickName, emails[type eq "home"].value or urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter',
	},
	{
		displayName: 'When a Value Is Empty',
		name: 'whenEmpty',
		type: 'options',
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
];
