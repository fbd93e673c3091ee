import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { azureClientCredentialsTest } from '../shared/credentialTests';
import { openGraph } from '../shared/graph';
import { runNode } from '../shared/runNode';
import { getManagerProperties } from './GetManager.description';
import { MANAGER_FIELDS, readManagerFields, unknownManager } from './managerFields';
import { readSettings } from './settings';

export class GetManager implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Get Manager',
		name: 'getManager',
		icon: { light: 'file:getManager.svg', dark: 'file:getManager.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { chain: "and up to " + $parameter["maxLevels"] + " levels up", top: "and up to the top" }[$parameter["levels"]] || "of each person" }}',
		description: "Add each person's manager from Microsoft Entra ID",
		defaults: { name: 'Get Manager' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'azureClientCredentialsApi', required: true, testedBy: 'azureClientCredentialsTest' }],
		properties: getManagerProperties,
	};

	methods = { credentialTest: { azureClientCredentialsTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 1, async () => [await managers(this)]);
	}
}

/** Every item goes on, in its place, with what is known about its manager. */
async function managers(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const settings = readSettings(context);
	const ids = items.map((_, position) => settings.personAt(position));
	const people = [...new Set(ids.filter((id) => id !== undefined))];
	const graph = await openGraph(context);

	graph.log(`reading the managers of ${people.length} people`);
	const read = await readManagerFields(graph, people, settings);
	graph.log(read.summary);
	context.addExecutionHints({ message: read.summary, location: 'outputPane' });

	return items.map(({ json }, item) => {
		const id = ids[item];
		const fields = id === undefined ? unknownManager({ kind: 'noPersonId' }) : read.fieldsOf(id);
		return { json: { ...withoutManager(json), ...fields }, pairedItem: { item } };
	});
}

/** What an earlier step said about the manager must not be taken for what was read now. */
function withoutManager(json: IDataObject): IDataObject {
	if (!MANAGER_FIELDS.some((name) => Object.hasOwn(json, name))) return json;
	return Object.fromEntries(Object.entries(json).filter(([name]) => !MANAGER_FIELDS.includes(name)));
}
