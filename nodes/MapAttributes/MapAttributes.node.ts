import type {
	IDataObject,
	IExecuteFunctions,
	ILocalLoadOptionsFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	ResourceMapperFields,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { SCIM_ATTRIBUTES } from '../../lib/hr/systems/scim';
import { mapRow } from '../../lib/sync/mapping';
import type { WhenEmpty } from '../../lib/sync/mapping';
import { runNode } from '../shared/runNode';
import { mapAttributesProperties } from './MapAttributes.description';
import { readMapping } from './readMapping';

export class MapAttributes implements INodeType {
	description: INodeTypeDescription = {
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
		properties: mapAttributesProperties,
	};

	methods = {
		localResourceMapping: {
			async getAttributes(this: ILocalLoadOptionsFunctions): Promise<ResourceMapperFields> {
				return {
					fields: SCIM_ATTRIBUTES.map(({ id, label, type, required, source }) => ({
						id,
						displayName: label,
						type: type === 'boolean' ? 'boolean' : 'string',
						required: required ?? false,
						defaultMatch: false,
						canBeUsedToMatch: false,
						display: true,
						readOnly: false,
						removed: source === undefined,
						...(source !== undefined && { defaultValue: source }),
					})),
				};
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 1, async () => {
			const whenEmpty = this.getNodeParameter('whenEmpty', 0) as WhenEmpty;
			const valuesOf = readMapping(this);
			const items = this.getInputData().map(({ json }, position) => ({
				json: mapRow(json, valuesOf(position), whenEmpty) as unknown as IDataObject,
				pairedItem: { item: position },
			}));
			const withProblems = items.filter(({ json }) => (json.problems as string[]).length > 0).length;
			if (withProblems > 0) {
				this.addExecutionHints({
					message: `${withProblems} of ${items.length} people have problems and will not be written; see "problems" on their rows`,
					type: 'warning',
					location: 'outputPane',
				});
			}
			return [items];
		});
	}
}
