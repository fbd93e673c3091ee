import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { readManagers } from '../../lib/graph/managers';
import type { Manager, ManagerResult } from '../../lib/graph/managers';
import { azureClientCredentialsTest } from '../shared/azureClientCredentialsTest';
import { openGraph } from '../shared/graph';
import { perItem } from '../shared/perItem';
import { runNode } from '../shared/runNode';

export class GetManager implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Get Manager',
		name: 'getManager',
		icon: { light: 'file:getManager.svg', dark: 'file:getManager.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: 'of each person',
		description: "Add each person's manager from Microsoft Entra ID",
		defaults: { name: 'Get Manager' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'azureClientCredentialsApi', required: true, testedBy: 'azureClientCredentialsTest' }],
		properties: [
			{
				displayName: 'Person ID',
				name: 'personId',
				type: 'string',
				default: '={{ $json.id }}',
				required: true,
				placeholder: 'e.g. 6ea91a8d-e32e-41a1-b7bd-d2d185eed0e0',
				description: 'The object ID or user principal name of the person whose manager is read',
			},
		],
	};

	methods = { credentialTest: { azureClientCredentialsTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 1, async () => [await managers(this)]);
	}
}

/** Every item goes on, in its place, with what is known about its manager. */
async function managers(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const idAt = perItem(context, context.getNode().parameters.personId);
	const ids = items.map((_, position) => personId(idAt(position)));
	const graph = await openGraph(context);

	const people = new Set(ids.filter((id) => id !== undefined));
	graph.log(`reading the managers of ${people.size} people`);
	const results = await readManagers(graph, [...people]);

	const shared = new Map<string, IDataObject>();
	const rows = items.map(({ json }, item): INodeExecutionData => {
		const id = ids[item];
		const result = id === undefined ? undefined : results.get(id);
		return { json: { ...withoutManager(json), ...shown(result, shared) }, pairedItem: { item } };
	});
	const summary = inWords([...results.values()]);
	graph.log(summary);
	context.addExecutionHints({ message: summary, location: 'outputPane' });
	return rows;
}

function personId(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** What an earlier step said about the manager must not be taken for what was read now. */
function withoutManager({ manager: _manager, managerUnknown: _managerUnknown, ...json }: IDataObject): IDataObject {
	return json;
}

/** People who share a manager share the object, so that it is kept in memory once. */
function shown(result: ManagerResult | undefined, shared: Map<string, IDataObject>): IDataObject {
	if (result === undefined) return { managerUnknown: 'The item has no person ID' };
	if (!result.known) return { managerUnknown: result.reason };
	return { manager: result.manager === null ? null : once(result.manager, shared) };
}

function once(manager: Manager, shared: Map<string, IDataObject>): IDataObject {
	const known = shared.get(manager.id) ?? (manager as IDataObject);
	shared.set(manager.id, known);
	return known;
}

function inWords(results: ManagerResult[]): string {
	const unknown = results.filter(({ known }) => !known).length;
	const without = results.filter((result) => result.known && result.manager === null).length;
	const found = results.length - unknown - without;
	return `${found} managers read, ${without} people have none${unknown === 0 ? '' : `, ${unknown} could not be read`}`;
}
