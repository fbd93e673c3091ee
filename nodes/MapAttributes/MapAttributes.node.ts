import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { mapPeople } from '../../lib/sync/mapping/mapping';
import { checkMapping } from '../../lib/sync/mapping/mappingGuard';
import { scimApiTest } from '../shared/credentialTests';
import { readSystem, SYSTEM_NAME, systemsWith } from '../shared/hr/system';
import { parametersOf } from '../shared/parameters';
import { runNode } from '../shared/runNode';
import { getAttributeNames, getAttributes } from './fields';
import { mapAttributesProperties } from './MapAttributes.description';
import { problemsInWords } from './problems';
import { readMapping } from './settings';

export class MapAttributes implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Map Attributes',
		name: 'mapAttributes',
		icon: { light: 'file:mapAttributes.svg', dark: 'file:mapAttributes.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ "Entra to " + ${SYSTEM_NAME} }}`,
		description: 'Say which field of Entra goes to which attribute of the HR system, and check the values',
		defaults: { name: 'Map Attributes' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'scimApi',
				required: true,
				testedBy: 'scimApiTest',
				displayOptions: { show: { system: systemsWith('scim'), attributesFrom: ['target'] } },
			},
		],
		properties: mapAttributesProperties,
	};

	methods = {
		credentialTest: { scimApiTest },
		resourceMapping: { getAttributes },
		loadOptions: { getAttributeNames },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 1, async () => {
			const mappings = readMapping(this, readSystem(parametersOf(this)));
			const mapped = mapPeople(
				this.getInputData().map(({ json }) => json),
				mappings,
			);
			checkMapping(mapped, mappings);
			const problems = problemsInWords(mapped);
			if (problems !== undefined) {
				this.addExecutionHints({ message: problems, type: 'warning', location: 'outputPane' });
			}
			return [
				mapped.rows.map((row, position) => ({
					json: row as unknown as IDataObject,
					pairedItem: { item: position },
				})),
			];
		});
	}
}
