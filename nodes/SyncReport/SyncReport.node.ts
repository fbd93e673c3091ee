import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { makeReport, parseFailure } from '../../lib/sync/report';
import { parseResultRow } from '../../lib/sync/rows';
import { runNode } from '../shared/runNode';

export class SyncReport implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sync Report',
		name: 'syncReport',
		icon: { light: 'file:syncReport.svg', dark: 'file:syncReport.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["title"] }}',
		description: 'Turn the results of a sync, or the error that stopped it, into one summary that can be mailed',
		defaults: { name: 'Sync Report' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{
				displayName: 'Title',
				name: 'title',
				type: 'string',
				default: 'Entra to HR sync',
				description: 'What the sync is called in the subject of the mail',
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 1, async () => {
			const items = this.getInputData();
			const failures = items.flatMap(({ json }) => parseFailure(json) ?? []);
			const rows = failures.length > 0 ? [] : items.map(({ json }, position) => parseResultRow(json, position));
			const report = makeReport(this.getNodeParameter('title', 0) as string, rows, failures);
			return [[{ json: report as unknown as IDataObject, pairedItem: { item: 0 } }]];
		});
	}
}
