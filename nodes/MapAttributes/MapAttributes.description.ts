import type { INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

export const mapAttributesDescription: INodeTypeDescription = {
	displayName: 'Map Attributes',
	name: 'mapAttributes',
	icon: { light: 'file:mapAttributes.svg', dark: 'file:mapAttributes.dark.svg' },
	group: ['transform'],
	version: 1,
	subtitle: 'Entra to HR',
	description: 'Say which field of Entra goes to which attribute of the HR system, and check the values',
	defaults: { name: 'Map Attributes' },
	usableAsTool: true,
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: [
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
			description:
				'What an empty field of Entra does to the HR system. A field that was not read never clears anything.',
		},
	],
};
