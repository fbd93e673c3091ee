import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { readResults } from '../../lib/report/input';
import { makeReport } from '../../lib/report/report';
import { runNode } from '../shared/runNode';
import { readSettings } from './settings';
import { syncReportProperties } from './SyncReport.description';

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
		properties: syncReportProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 1, async () => {
			const results = readResults(this.getInputData().map(({ json }) => json));
			const { report, files } = await makeReport(results, readSettings(this, Date.now()));
			const binary: IBinaryKeyData = {};
			for (const { property, content, fileName, mimeType } of files) {
				binary[property] = await this.helpers.prepareBinaryData(content, fileName, mimeType);
			}
			return [
				[
					{
						json: report as unknown as IDataObject,
						...(files.length > 0 && { binary }),
						pairedItem: { item: 0 },
					},
				],
			];
		});
	}
}
