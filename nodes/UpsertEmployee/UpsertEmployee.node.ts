import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { throttle } from '../../lib/base/async';
import { pathIn } from '../../lib/hr/systems/paths';
import type { HrSystem } from '../../lib/hr/systems/types';
import { check } from '../../lib/jobs/check';
import { employeesFor } from '../../lib/jobs/employeesFor';
import { keepSnapshot } from '../../lib/jobs/memory/handOver';
import { applyPlan, needsWrite } from '../../lib/jobs/write/apply';
import { protection } from '../../lib/sync/leavers/protection';
import { effectsOf } from '../../lib/sync/limits/effects';
import type { Limits } from '../../lib/sync/limits/guard';
import type { AttributeValues, Employee, MappedRow, ResultRow, ScopeMark } from '../../lib/sync/model';
import { isUnmatched, planUpserts } from '../../lib/sync/plan';
import type { ManagerMode, PlannedRow } from '../../lib/sync/plan';
import { planResults } from '../../lib/sync/planResults';
import { sealed } from '../../lib/sync/roster';
import { parseMappedRow } from '../../lib/sync/rows';
import { hrRestApiTest, scimApiTest } from '../shared/credentialTests';
import { openHrSystem } from '../shared/hr/hrSystem';
import type { OpenHrSystem } from '../shared/hr/hrSystem';
import { readMatchBy } from '../shared/hr/matching';
import { checkMarkIsFree, checkMarkIsShown, readScopeMark } from '../shared/hr/scopeMark';
import { DRY_RUN, SYSTEM_NAME, systemsWith } from '../shared/hr/system';
import { parametersOf } from '../shared/parameters';
import type { ParameterReader } from '../shared/parameters';
import { countsInWords, toItems, withResults } from '../shared/results';
import { runNode } from '../shared/runNode';
import { readApproved } from '../shared/safety/keepTo';
import { brakeHint, readAllowOnce, readDryRun, readLimits } from '../shared/safety/limits';
import { readProtected } from '../shared/safety/protectedEmployees';
import { readFailureLimit } from '../shared/safety/writeOptions';
import { keeperOfFound } from '../shared/syncRun';
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
		return await runNode(this, 2, async () => await upsert(this));
	}
}

/**
 * Looking few people up is not enough where somebody was not found, who may be there under other values, or where a limit
 * may be a share of all employees.
 */
function needsAll(planned: PlannedRow[], limits: Limits): boolean {
	if (planned.some((person) => isUnmatched(person) || person.action === 'created')) return true;
	const { deactivations, changes } = effectsOf(planResults(planned, true));
	return deactivations.length > 0 || (limits.changes !== undefined && changes.length > 0);
}

const MANAGERS: readonly ManagerMode[] = ['leave', 'sync', 'setOnly'];

function managerMode(read: ParameterReader, { keepsManagers, clearsNoManager }: OpenHrSystem): ManagerMode {
	const mode = read.choice('managers', 'Managers', MANAGERS, 'sync');
	if (!keepsManagers) return 'leave';
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

/** Managers are only written as far as they were read; without Get Manager that is not at all. */
function hintAtUnreadManagers(context: IExecuteFunctions, managers: ManagerMode, rows: MappedRow[]): void {
	if (managers === 'leave' || rows.length === 0) return;
	if (rows.some(({ entra }) => entra.managerId !== undefined || entra.managerUnknown !== undefined)) return;
	context.addExecutionHints({
		message:
			'No managers were written: none were read. Put Get Manager before Map Attributes, or set Managers to Leave Alone',
		location: 'outputPane',
	});
}

/** Rows may have been made or changed by other nodes, in any spelling of the attributes. */
function inWordsOf({ system, never, onlyOnCreate }: OpenHrSystem, row: MappedRow): MappedRow {
	const names = Object.keys(row.employee);
	const isInWords = names.every((name) => pathIn(system, name) === name && !never.includes(name));
	const createOnly = [...(row.onlyOnCreate ?? []).map((name) => pathIn(system, name)), ...onlyOnCreate];
	return {
		...row,
		...(!isInWords && { employee: inPaths(system, row.employee, never) }),
		...(createOnly.length > 0 && { onlyOnCreate: createOnly }),
	};
}

function inPaths(system: HrSystem, employee: AttributeValues, never: readonly string[]): AttributeValues {
	const entries = Object.entries(employee).map(([name, value]) => [pathIn(system, name), value] as const);
	return Object.fromEntries(entries.filter(([path]) => !never.includes(path)));
}

function withMark(row: MappedRow, { attribute, value }: ScopeMark): MappedRow {
	return { ...row, employee: { ...row.employee, [attribute]: value } };
}

function hintAtMark(...given: Parameters<typeof checkMarkIsShown>): void {
	const [context] = given;
	const message = checkMarkIsShown(...given);
	if (message !== undefined) context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}

async function upsert(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const rows = context.getInputData().map(({ json }, position) => parseMappedRow(json, position));
	const dryRun = readDryRun(parametersOf(context));
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
	const parameters = parametersOf(context);
	const limits = readLimits(parameters);
	const allowOnce = readAllowOnce(parameters);
	const failureLimit = readFailureLimit(parameters);
	const approved = readApproved(parameters, dryRun);
	const protectedNames = readProtected(parameters);
	const hr = await openHrSystem(context);
	const { directory, key, place, signal, wait, noDeactivation } = hr;
	const { read, same, readManager, describe } = directory;
	const matchBy = readMatchBy(parameters, hr);
	const managers = managerMode(parameters, hr);
	hintAtUnreadManagers(context, managers, given);
	const mark = readScopeMark(parameters, hr, matchBy);
	const isProtected = protection(protectedNames, read);
	const mapped = given.map((row) => inWordsOf(hr, row));
	if (mark) checkMarkIsFree(mark, mapped);
	const rows = mark ? mapped.map((row) => withMark(row, mark)) : mapped;

	const planning = { rows, matchBy, managers, read, same, readManager, describe, noDeactivation, mark, isProtected };
	const since = Date.now();
	let { employees, whole } = await employeesFor(directory, rows, matchBy);
	let planned = planUpserts({ ...planning, employees });
	if (!whole && needsAll(planned, limits)) {
		[employees, whole] = [await directory.list(), true];
		planned = planUpserts({ ...planning, employees });
	}
	hintAtUnseen(context, hr);
	if (mark && whole) hintAtMark(context, hr, mark, employees, dryRun);
	const log = (message: string): void => context.logger.info(`${context.getNode().name}: ${message}`);
	log(`${rows.length} people against ${employees.length} employees${dryRun ? ', dry run' : ''}`);
	check(planResults(planned, dryRun), approved, { key, active: activeAmong(employees), limits, allowOnce, dryRun });

	const keep = dryRun ? () => {} : keeperOfFound(context, place, rows);
	keep(planned.map(({ employee }) => employee?.hrId));
	const onCreated = (hrId: string): void => keep([hrId]);

	const every = throttle(5000);
	const onProgress = (done: number, total: number): void => every(() => log(`${done} of ${total} people written`));
	const concurrency = dryRun ? 1 : await hr.concurrencyFor(planned.filter(needsWrite).length);
	const run = { place, since, onCreated };
	const writing = { matchBy, mark, concurrency, dryRun, signal, wait, onProgress, failureLimit, ...run };
	const results = await applyPlan(planned, directory, writing);
	if (whole) keepSnapshot(key, employees);
	log(countsInWords(results));
	return sealed(results, mark);
}

function activeAmong(employees: readonly Employee[]): number {
	return employees.filter(({ active }) => active).length;
}
