import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { applyPlan, needsWrite } from '../../lib/hr/apply';
import { brake } from '../../lib/hr/brake';
import { keepSnapshot } from '../../lib/hr/snapshot';
import type { DeactivationLimits } from '../../lib/sync/guard';
import { isUnmatched, plannedDeactivations, planUpserts } from '../../lib/sync/plan';
import type { ManagerMode, PlannedRow } from '../../lib/sync/plan';
import type { Employee } from '../../lib/sync/match';
import { parseMappedRow } from '../../lib/sync/rows';
import type { MappedRow, ResultRow } from '../../lib/sync/rows';
import { employeesFor } from '../../lib/hr/lookUp';
import { pathIn } from '../../lib/hr/systems/paths';
import { readDryRun, readLimits } from '../shared/limits';
import { hrRestApiTest } from '../shared/hrRestApiTest';
import { openHrSystem } from '../shared/hrSystem';
import type { OpenHrSystem } from '../shared/hrSystem';
import { readMatchBy } from '../shared/matching';
import { countsInWords, toItems, withResults } from '../shared/results';
import { runNode } from '../shared/runNode';
import { scimApiTest } from '../shared/scimApiTest';
import { systemsWith } from '../shared/system';
import { throttle } from '../shared/throttle';
import { readFailureLimit } from '../shared/writeOptions';
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
		],
	};

	methods = { credentialTest: { scimApiTest, hrRestApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 2, async () => await upsert(this));
	}
}

/**
 * Looking few people up is not enough where somebody was not found, who may be there under other values, or where more
 * people would be deactivated than may be in any company: a share is one of all employees.
 */
function needsAll(planned: PlannedRow[], { atLeast }: DeactivationLimits): boolean {
	return (
		planned.some((person) => isUnmatched(person) || person.action === 'created') ||
		plannedDeactivations(planned).length > atLeast
	);
}

function managerMode(context: IExecuteFunctions, { keepsManagers, clearsNoManager }: OpenHrSystem): ManagerMode {
	if (!keepsManagers) return 'leave';
	const mode = context.getNodeParameter('managers', 0) as ManagerMode;
	return mode === 'sync' && clearsNoManager ? 'setOnly' : mode;
}

/** A list that shows a field of nobody may hide it, and then it would be written again every night. */
function hintAtUnseen(context: IExecuteFunctions, { directory, listHidesFields }: OpenHrSystem): void {
	const unseen = directory.unseen?.() ?? [];
	if (unseen.length === 0) return;
	const names = unseen.join(', ');
	context.addExecutionHints({
		message: listHidesFields
			? `The HR system's list of people shows ${names} of nobody, so it was not changed for people who exist`
			: `Nobody has ${names} in the HR system's list of people. If it stays so after a run, the list hides it: say so under API Settings > People > The List Hides Fields`,
		type: 'warning',
		location: 'outputPane',
	});
}

/** Rows may have been made or changed by other nodes, in any spelling of the attributes. */
function inWordsOf({ system, never, onlyOnCreate }: OpenHrSystem, row: MappedRow): MappedRow {
	const entries = Object.entries(row.employee)
		.map(([name, value]) => [pathIn(system, name), value] as const)
		.filter(([path]) => !never.includes(path));
	const createOnly = [...(row.onlyOnCreate ?? []).map((name) => pathIn(system, name)), ...onlyOnCreate];
	return {
		...row,
		employee: Object.fromEntries(entries),
		...(createOnly.length > 0 && { onlyOnCreate: createOnly }),
	};
}

async function upsert(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rows = context.getInputData().map(({ json }, position) => parseMappedRow(json, position));
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

async function planAndApply(context: IExecuteFunctions, given: MappedRow[], dryRun: boolean): Promise<ResultRow[]> {
	const limits = readLimits(context);
	const failureLimit = readFailureLimit(context);
	const hr = await openHrSystem(context);
	const { directory, key, signal, wait, noDeactivation } = hr;
	const { read, same, readManager, describe } = directory;
	const matchBy = readMatchBy(context, hr);
	const managers = managerMode(context, hr);
	const rows = given.map((row) => inWordsOf(hr, row));

	const planFor = (employees: Employee[]): PlannedRow[] =>
		planUpserts({ rows, employees, matchBy, managers, read, same, readManager, describe, noDeactivation });
	let { employees, whole } = await employeesFor(directory, rows, matchBy);
	let planned = planFor(employees);
	if (!whole && needsAll(planned, limits)) {
		[employees, whole] = [await directory.list(), true];
		planned = planFor(employees);
	}
	hintAtUnseen(context, hr);
	const log = (message: string): void => context.logger.info(`${context.getNode().name}: ${message}`);
	log(`${rows.length} people against ${employees.length} employees${dryRun ? ', dry run' : ''}`);
	const active = employees.filter((employee) => employee.active).length;
	brake({ key, leaving: plannedDeactivations(planned), active, limits, dryRun });

	const every = throttle(5000);
	const onProgress = (done: number, total: number): void => every(() => log(`${done} of ${total} people written`));
	const concurrency = dryRun ? 1 : await hr.concurrencyFor(planned.filter(needsWrite).length);
	const writing = { matchBy, concurrency, dryRun, signal, wait, onProgress, failureLimit };
	const results = await applyPlan(planned, directory, writing);
	if (whole) keepSnapshot(key, employees);
	log(countsInWords(results));
	return results;
}
