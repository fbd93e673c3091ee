import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { connect } from '../../lib/hr/connect/connect';
import { upsertEmployees } from '../../lib/jobs/upsertEmployees';
import { countsInWords } from '../../lib/report/counts';
import { parseMappedRow } from '../../lib/sync/rows';
import { hrRestApiTest, scimApiTest } from '../shared/credentialTests';
import { DRY_RUN, SYSTEM_NAME, systemsWith } from '../shared/hr/system';
import { parametersOf } from '../shared/parameters';
import { toItems, withResults } from '../shared/results';
import { runOf } from '../shared/run';
import { runNode } from '../shared/runNode';
import { brakeHint, readDryRun } from '../shared/safety/limits';
import { readSettings } from './settings';
import { upsertEmployeeProperties } from './UpsertEmployee.description';

export class UpsertEmployee implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Upsert Employee',
		name: 'upsertEmployee',
		icon: { light: 'file:upsertEmployee.svg', dark: 'file:upsertEmployee.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: `={{ ${DRY_RUN} + "to " + ${SYSTEM_NAME} }}`,
		description: 'Create and update employees in an HR system so that they agree with Entra, writing only what changed',
		defaults: { name: 'Upsert Employee' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Results', 'Failed'],
		// As in systemCredentials; n8n's lint looks for who tests a credential in a node's own file.
		credentials: [
			{
				name: 'scimApi',
				required: true,
				testedBy: 'scimApiTest',
				displayOptions: { hide: { system: systemsWith('rest') } },
			},
			{
				name: 'hrRestApi',
				required: true,
				testedBy: 'hrRestApiTest',
				displayOptions: { hide: { system: systemsWith('scim') } },
			},
		],
		properties: upsertEmployeeProperties,
		hints: [
			{
				message: 'Dry run is on: nothing will be written to the HR system',
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["dryRun"] === true }}',
			},
			brakeHint,
		],
	};

	methods = { credentialTest: { scimApiTest, hrRestApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 2, async () => {
			const rows = this.getInputData().map(({ json }, position) => parseMappedRow(json, position));
			const dryRun = readDryRun(parametersOf(this));
			try {
				const { hr, ...settings } = await readSettings(this, dryRun);
				const run = runOf(this);
				const results = await upsertEmployees(settings, connect(hr, run), rows, run);
				run.hint(`${countsInWords(results)}${dryRun ? ' (dry run, nothing written)' : ''}`);
				const items = toItems(results, (position) => position);
				return [items, items.filter(({ json }) => json.action === 'failed').map((item) => ({ ...item }))];
			} catch (error) {
				throw withResults(error, [], dryRun);
			}
		});
	}
}
