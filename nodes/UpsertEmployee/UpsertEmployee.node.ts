import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { applyPlan } from '../../lib/hr/apply';
import { brake } from '../../lib/hr/brake';
import { keepSnapshot } from '../../lib/hr/snapshot';
import { plannedDeactivations, planUpserts } from '../../lib/sync/plan';
import type { ManagerMode } from '../../lib/sync/plan';
import { parseMappedRow } from '../../lib/sync/rows';
import type { MappedRow, ResultRow } from '../../lib/sync/rows';
import { canonicalPath } from '../../lib/hr/scim/path';
import { readDryRun, readLimits } from '../shared/limits';
import { readCount } from '../shared/scimOptions';
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

/** Rows may have been made or changed by other nodes, in any spelling of the attributes. */
function canonical(row: MappedRow): MappedRow {
	const entries = Object.entries(row.employee).map(([path, value]) => [canonicalPath(path), value] as const);
	const { onlyOnCreate } = row;
	return {
		...row,
		employee: Object.fromEntries(entries),
		...(onlyOnCreate && { onlyOnCreate: onlyOnCreate.map(canonicalPath) }),
	};
}

async function upsert(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rows = context.getInputData().map(({ json }, position) => canonical(parseMappedRow(json, position)));
	const dryRun = readDryRun(context);
	try {
		const results = await planAndApply(context, rows, dryRun);
		context.addExecutionHints({
			message: `${countsInWords(results)}${dryRun ? ' (dry run, nothing written)' : ''}`,
			location: 'outputPane',
		});
		const items = toItems(results, (position) => position);
		return [items, items.filter(({ json }) => json.action === 'failed').map((item) => ({ ...item }))];
	} catch (error) {
		throw withResults(error, [], dryRun);
	}
}

async function planAndApply(context: IExecuteFunctions, rows: MappedRow[], dryRun: boolean): Promise<ResultRow[]> {
	const limits = readLimits(context);
	const concurrency = readCount(context, 'concurrency', 5);
	const matchBy = (context.getNodeParameter('matchBy', 0) as string).split(',').map((attribute) => attribute.trim());
	const managers = context.getNodeParameter('managers', 0) as ManagerMode;
	const { directory, key, signal, wait } = await openDirectory(context);
	const { read, readManager, describe } = directory;

	const employees = await directory.list();
	const log = (message: string): void => context.logger.info(`${context.getNode().name}: ${message}`);
	log(`${rows.length} people against ${employees.length} employees${dryRun ? ', dry run' : ''}`);
	const planned = planUpserts({ rows, employees, matchBy, managers, read, readManager, describe });
	const active = employees.filter((employee) => employee.active).length;
	brake({ key, leaving: plannedDeactivations(planned), active, limits, dryRun });

	const every = throttle(5000);
	const onProgress = (done: number, total: number): void => every(() => log(`${done} of ${total} people written`));
	const results = await applyPlan(planned, directory, { matchBy, concurrency, dryRun, signal, wait, onProgress });
	keepSnapshot(key, employees);
	log(countsInWords(results));
	return results;
}
