import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { brake } from '../../lib/hr/brake';
import type { Leaver } from '../../lib/hr/brake';
import { deactivateAll } from '../../lib/hr/deactivate';
import { takeSnapshot } from '../../lib/hr/snapshot';
import { personOf, planMissing } from '../../lib/sync/missing';
import type { Employee } from '../../lib/sync/match';
import { proveComplete } from '../../lib/sync/roster';
import { nameOf, parseResultRow } from '../../lib/sync/rows';
import { checkSameSystem } from '../../lib/sync/sameSystem';
import type { ResultRow } from '../../lib/sync/rows';
import { readDryRun, readLimits } from '../shared/limits';
import { hrRestApiTest } from '../shared/hrRestApiTest';
import { openHrSystem } from '../shared/hrSystem';
import type { OpenHrSystem } from '../shared/hrSystem';
import { countsInWords, toItems, withResults } from '../shared/results';
import { runNode } from '../shared/runNode';
import { scimApiTest } from '../shared/scimApiTest';
import { systemCredentials } from '../shared/system';
import { throttle } from '../shared/throttle';
import { readFailureLimit } from '../shared/writeOptions';
import { deactivateMissingProperties } from './DeactivateMissing.description';
import { readScope } from './scope';

export class DeactivateMissing implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Deactivate Missing',
		name: 'deactivateMissing',
		icon: { light: 'file:deactivateMissing.svg', dark: 'file:deactivateMissing.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["dryRun"] ? "dry run" : "limit " + $parameter["limitPercent"] + " %" }}',
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
			{
				message: 'All employees are in scope: people entered in the HR system by hand will be deactivated too',
				type: 'warning',
				location: 'ndv',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["scope"] === "all" }}',
			},
		],
	};

	/** n8n asks the first node that names the test, so each that names it has it. */
	methods = { credentialTest: { scimApiTest, hrRestApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 1, async () => {
			const rows = this.getInputData().map(({ json }, position) => parseResultRow(json, position));
			try {
				return [await deactivateMissing(this, rows)];
			} catch (error) {
				throw withResults(error, rows, rows.some((row) => row.dryRun) || readDryRun(this));
			}
		});
	}
}

async function deactivateMissing(context: IExecuteFunctions, rows: ResultRow[]): Promise<INodeExecutionData[]> {
	const roster = proveComplete(rows);
	const limits = readLimits(context);
	const dryRun = readDryRun(context) || rows.some((row) => row.dryRun);
	const failureLimit = readFailureLimit(context);
	const hr = await openHrSystem(context);
	const { directory, key, signal, noDeactivation } = hr;

	const plan = planMissing({
		rows,
		readAt: roster.readAt,
		employees: takeSnapshot(key) ?? (await listFor(rows, hr)),
		scope: readScope(context, hr),
		protectedNames: (context.getNodeParameter('protected', 0) as string).split(','),
		read: directory.read,
	});
	const leaving = plan.missing.map((employee): Leaver => [employee.hrId, nameOf(personOf(employee, directory.read))]);
	if (noDeactivation === undefined) {
		brake({ key, leaving, earlier: deactivatedIn(rows), active: plan.active, limits, dryRun });
	}

	const every = throttle(5000);
	const log = (message: string): void => context.logger.info(`${context.getNode().name}: ${message}`);
	const added = await deactivateAll(plan, directory, {
		roster,
		dryRun,
		noDeactivation,
		concurrency: dryRun ? 1 : await hr.concurrencyFor(plan.missing.length),
		failureLimit,
		signal,
		onProgress: (done, total) => every(() => log(`${done} of ${total} people deactivated`)),
	});
	log(countsInWords([...rows, ...added]));
	context.addExecutionHints({
		message: `${added.length} employees are not among the ${roster.size} members${dryRun ? ' (dry run, nothing written)' : ''}`,
		location: 'outputPane',
	});
	return toItems([...rows, ...added], (position) => (position < rows.length ? position : 0));
}

/** A list that Upsert Employee handed over is of the same HR system; one that is read here may be of another. */
async function listFor(rows: ResultRow[], { directory }: OpenHrSystem): Promise<Employee[]> {
	const employees = await directory.list();
	checkSameSystem(rows, employees);
	return employees;
}

/** Whom Upsert Employee deactivated, being disabled in Entra: they count towards the same limit. */
function deactivatedIn(rows: ResultRow[]): Leaver[] {
	return rows
		.filter(({ action }) => action === 'deactivated')
		.map(({ hrId, entra }): Leaver => [hrId ?? entra.id, nameOf(entra)]);
}
