import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { connect } from '../../lib/hr/connect/connect';
import { deactivateMissing } from '../../lib/jobs/deactivateMissing';
import { parseResultRow } from '../../lib/sync/rows';
import { hrRestApiTest, scimApiTest } from '../shared/credentialTests';
import { DRY_RUN, SYSTEM_NAME, systemCredentials } from '../shared/hr/system';
import { parametersOf } from '../shared/parameters';
import { passedOn, toItems, withResults } from '../shared/results';
import { runOf } from '../shared/run';
import { runNode } from '../shared/runNode';
import { brakeHint, readDryRun } from '../shared/safety/limits';
import { deactivateMissingProperties } from './DeactivateMissing.description';
import { readSettings } from './settings';

export class DeactivateMissing implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Deactivate Missing',
		name: 'deactivateMissing',
		icon: { light: 'file:deactivateMissing.svg', dark: 'file:deactivateMissing.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: `={{ ${DRY_RUN} + ({ delete: "delete", report: "only report", unassign: "unassign" }[$parameter["departure"]] || "deactivate") + " in " + ${SYSTEM_NAME} }}`,
		description: 'Deactivate employees who are no longer in the group, only when every member of the group was read',
		defaults: { name: 'Deactivate Missing' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: systemCredentials,
		properties: deactivateMissingProperties,
		hints: [
			{
				message: 'Dry run is on: nobody will be deactivated',
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["dryRun"] === true }}',
			},
			brakeHint,
			{
				message: 'All employees are in scope: people entered in the HR system by hand will be deactivated too',
				type: 'warning',
				location: 'ndv',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["scope"] === "all" }}',
			},
			{
				message: 'An incomplete roster is accepted: members who get lost on the way here are taken for missing',
				type: 'warning',
				location: 'ndv',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["acceptIncomplete"] === true }}',
			},
		],
	};

	/** n8n asks the first node that names the test, so each that names it has it. */
	methods = { credentialTest: { scimApiTest, hrRestApiTest } };

	/** Puts the members' rows out as they came, and after them whoever is missing. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 1, async () => {
			const rows = this.getInputData().map(({ json }, position) => parseResultRow(json, position));
			const dryRun = readDryRun(parametersOf(this)) || rows.some((row) => row.dryRun);
			try {
				const { hr, ...settings } = await readSettings(this, dryRun);
				const run = runOf(this);
				const added = await deactivateMissing(settings, connect(hr, run), rows, run);
				return [[...passedOn(this), ...toItems(added, () => 0)]];
			} catch (error) {
				throw withResults(error, rows, dryRun);
			}
		});
	}
}
