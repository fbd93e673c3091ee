import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { throttle } from '../../lib/base/async';
import { check } from '../../lib/jobs/check';
import { isFoundLater } from '../../lib/jobs/memory/foundLater';
import { takeSnapshot } from '../../lib/jobs/memory/handOver';
import { applyDepartures } from '../../lib/jobs/write/depart';
import { planDepartures } from '../../lib/sync/leavers/departures';
import { planMissing } from '../../lib/sync/leavers/missing';
import { protection } from '../../lib/sync/leavers/protection';
import { checkSameSystem } from '../../lib/sync/leavers/sameSystem';
import type { Employee, ResultRow } from '../../lib/sync/model';
import { proveComplete } from '../../lib/sync/roster';
import { parseResultRow } from '../../lib/sync/rows';
import { hrRestApiTest, scimApiTest } from '../shared/credentialTests';
import { openHrSystem } from '../shared/hr/hrSystem';
import type { OpenHrSystem } from '../shared/hr/hrSystem';
import { DRY_RUN, SYSTEM_NAME, systemCredentials } from '../shared/hr/system';
import { parametersOf } from '../shared/parameters';
import { countsInWords, toItems, withResults } from '../shared/results';
import { runNode } from '../shared/runNode';
import { readApproved } from '../shared/safety/keepTo';
import { brakeHint, readAllowOnce, readDryRun, readLimits } from '../shared/safety/limits';
import { readProtected } from '../shared/safety/protectedEmployees';
import { readFailureLimit } from '../shared/safety/writeOptions';
import { syncRunOf } from '../shared/syncRun';
import { deactivateMissingProperties } from './DeactivateMissing.description';
import { noDeletion, readDeparture, updateMemory, whyImpossible } from './departure';
import { readScope } from './scope';
import { checkOneRead } from './wiring';

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

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 1, async () => {
			const rows = this.getInputData().map(({ json }, position) => parseResultRow(json, position));
			try {
				return [await deactivateMissing(this, rows)];
			} catch (error) {
				throw withResults(error, rows, rows.some((row) => row.dryRun) || readDryRun(parametersOf(this)));
			}
		});
	}
}

async function deactivateMissing(context: IExecuteFunctions, rows: ResultRow[]): Promise<INodeExecutionData[]> {
	const now = Date.now();
	const parameters = parametersOf(context);
	const acceptIncomplete = parameters.boolean('acceptIncomplete', 'Accept an Incomplete Roster', false);
	const { roster, mark, accepted } = proveComplete(rows, now, acceptIncomplete);
	if (!acceptIncomplete) checkOneRead(context);
	const limits = readLimits(parameters);
	const allowOnce = readAllowOnce(parameters);
	const dryRun = readDryRun(parameters) || rows.some((row) => row.dryRun);
	const approved = readApproved(parameters, dryRun)?.filter(({ missing }) => missing);
	const failureLimit = readFailureLimit(parameters);
	const { departure, grace, deleteAfterDays } = readDeparture(parameters);
	const protectedNames = readProtected(parameters);
	const hr = await openHrSystem(context);
	const { directory, key, signal } = hr;
	const { read } = directory;

	const log = (message: string): void => context.logger.info(`${context.getNode().name}: ${message}`);
	const handedOver = takeSnapshot(key);
	if (!handedOver) log(`reading the employees, to see who of them is not among ${roster.size} members`);
	const employees = handedOver ?? (await listFor(rows, hr));
	const scope = readScope(context, parameters, hr, employees);
	if (deleteAfterDays !== undefined && !directory.remove) throw noDeletion(hr.system.name);
	const isProtected = protection(protectedNames, read);
	const run = syncRunOf(context, hr.place);
	const wasFoundLater = run && ((hrId: string): boolean => isFoundLater(run, roster.readAt, hrId));
	const plan = planMissing({ rows, readAt: roster.readAt, employees, scope, mark, isProtected, wasFoundLater, read });
	const among = accepted === undefined ? `the ${roster.size} members of the group` : `the people who arrived here`;
	const planned = planDepartures({
		plan,
		members: among,
		departure,
		impossible: whyImpossible(departure, hr, mark),
		grace,
		deleteAfterDays,
		memory: updateMemory(context, plan, { place: hr.place, mark, dryRun, now }),
		mark,
		read,
		roster,
		dryRun,
		now,
	});
	log(
		`${roster.size} members against ${employees.length} employees: ${plan.missing.length} missing${dryRun ? ', dry run' : ''}`,
	);
	const undecided = new Set(plan.undecided.map(({ hrId }) => hrId));
	check(
		planned.map(({ row }) => row),
		// Who can't be told from somebody who failed in this very run is left alone, whatever was approved.
		approved?.filter(({ hrId }) => hrId === undefined || !undecided.has(hrId)),
		{ key, earlier: rows, active: plan.active, limits, allowOnce, dryRun },
	);

	const every = throttle(5000);
	const added = dryRun
		? planned.map(({ row }) => row)
		: await applyDepartures(planned, directory, {
				concurrency: await hr.concurrencyFor(planned.length),
				failureLimit,
				signal,
				wasFoundLater,
				onProgress: (done, total) => every(() => log(`${done} of ${total} people written`)),
			});
	log(countsInWords([...rows, ...added]));
	hint(context, added, among, dryRun, accepted);
	// The members go on as they came, so that n8n keeps them once.
	const members = context.getInputData().map(({ json }, item) => ({ json, pairedItem: { item } }));
	return [...members, ...toItems(added, () => 0)];
}

function hint(
	context: IExecuteFunctions,
	added: readonly ResultRow[],
	members: string,
	dryRun: boolean,
	accepted: string | undefined,
): void {
	context.addExecutionHints({
		message: `${added.length === 1 ? '1 employee is' : `${added.length} employees are`} not among ${members}${dryRun ? ' (dry run, nothing written)' : ''}`,
		location: 'outputPane',
	});
	if (accepted === undefined) return;
	context.addExecutionHints({
		message: `An incomplete roster was accepted. ${accepted}`,
		type: 'warning',
		location: 'outputPane',
	});
}

/** A list that Upsert Employee handed over is of the same HR system; one that is read here may be of another. */
async function listFor(rows: ResultRow[], { directory }: OpenHrSystem): Promise<Employee[]> {
	const employees = await directory.list();
	checkSameSystem(rows, employees);
	return employees;
}
