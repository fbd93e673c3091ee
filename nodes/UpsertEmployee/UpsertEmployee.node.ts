import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { applyPlan } from '../../lib/hr/apply';
import { keepSnapshot } from '../../lib/hr/snapshot';
import { checkDeactivations } from '../../lib/sync/guard';
import { plannedDeactivations, planUpserts } from '../../lib/sync/plan';
import type { ManagerMode } from '../../lib/sync/plan';
import { nameOf, parseMappedRow } from '../../lib/sync/rows';
import { readDryRun, readLimits } from '../shared/limits';
import { countsInWords, toItems, withResults } from '../shared/results';
import { runNode } from '../shared/runNode';
import { openDirectory, throttle } from '../shared/scim';
import { scimApiTest } from '../shared/scimApiTest';
import { upsertEmployeeProperties } from './UpsertEmployee.description';

export class UpsertEmployee implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Upsert Employee',
		name: 'upsertEmployee',
		icon: { light: 'file:upsertEmployee.svg', dark: 'file:upsertEmployee.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["dryRun"] ? "dry run" : "create, update, reactivate" }}',
		description: 'Create and update employees in an HR system so that they agree with Entra, writing only what changed',
		defaults: { name: 'Upsert Employee' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Results', 'Failed'],
		credentials: [{ name: 'scimApi', required: true, testedBy: 'scimApiTest' }],
		properties: upsertEmployeeProperties,
		hints: [
			{
				message: 'Dry run is on: nothing will be written to the HR system',
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["dryRun"] === true }}',
			},
		],
	};

	methods = { credentialTest: { scimApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 2, async () => await upsert(this));
	}
}

async function upsert(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rows = context.getInputData().map(({ json }, position) => parseMappedRow(json, position));
	const limits = readLimits(context);
	const dryRun = readDryRun(context);
	const matchBy = (context.getNodeParameter('matchBy', 0) as string).split(',').map((attribute) => attribute.trim());
	const managers = context.getNodeParameter('managers', 0) as ManagerMode;
	const { directory, key, signal, wait } = await openDirectory(context);

	const employees = await directory.list();
	const planned = planUpserts({
		rows,
		employees,
		matchBy,
		managers,
		read: directory.read,
		readManager: directory.readManager,
		describe: directory.describe,
	});
	const leaving = plannedDeactivations(planned).map(({ row }) => nameOf(row.entra));
	checkDeactivations(leaving, employees.filter(({ active }) => active).length, limits);

	const every = throttle(5000);
	const log = (message: string): void => context.logger.info(`${context.getNode().name}: ${message}`);
	log(`${rows.length} people against ${employees.length} employees${dryRun ? ', dry run' : ''}`);
	try {
		const results = await applyPlan(planned, directory, {
			matchBy,
			concurrency: Number(context.getNodeParameter('options.concurrency', 0, 5)),
			dryRun,
			signal,
			wait,
			onProgress: (done, total) => every(() => log(`${done} of ${total} people written`)),
		});
		keepSnapshot(key, employees);
		log(countsInWords(results));
		context.addExecutionHints({
			message: `${countsInWords(results)}${dryRun ? ' (dry run, nothing written)' : ''}`,
			location: 'outputPane',
		});
		const items = toItems(results, (position) => position);
		return [items, items.filter(({ json }) => json.action === 'failed').map((item) => ({ ...item }))];
	} catch (error) {
		throw withResults(error, []);
	}
}
