import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** What is left empty, or at this, is as the package knows it of the system. */
const AS_PRESET: INodePropertyOptions = { name: '(As Usual for This System)', value: '' };

export const text = (displayName: string, name: string, placeholder: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${placeholder}`,
	description,
});

export const choice = (
	displayName: string,
	name: string,
	description: string,
	...values: (readonly [name: string, value: string])[]
): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	noDataExpression: true,
	options: [AS_PRESET, ...values.map(([label, value]) => ({ name: label, value }))],
	default: '',
	description,
});
