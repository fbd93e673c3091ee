import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import type { AbsenceMemory } from '../../lib/sync/leavers/absence';
import type { AttributeValues, ScopeMark } from '../../lib/sync/model';
import { parseResultRow } from '../../lib/sync/rows';
import { placeOf } from '../../lib/hr/connect/connect';
import { memoryKey } from '../../lib/jobs/memory/absences';
import { runWorkflow, testNode, workflowOf } from './engine';
import type { EngineRun, WorkflowNode } from './engine';
import { rosterOf } from './rosters';
import type { ScimStore } from './scimStore';
import { nodeOf } from './template';

/** A member of the group; the letters of the name are all that there is to know. */
export interface Member {
	name: string;
	enabled?: boolean;
	/** Further attributes, or others. */
	employee?: AttributeValues;
	problems?: string[];
	/** The name of the manager, as Get Manager has read it. */
	manager?: string;
}

export interface SyncRun {
	members: readonly (string | Member)[];
	upsert?: INodeParameters;
	deactivate?: INodeParameters;
	/** Nodes that the test has beside, and how they are wired. */
	more?: WorkflowNode[];
	wires?: string[];
	/** What the node "Table" puts out, which runs before the others. */
	table?: IDataObject[];
	/** What happens when the run comes to a node of the type `test.meanwhile`. */
	meanwhile?: (context: IExecuteFunctions) => void;
	onError?: 'stopWorkflow' | 'continueErrorOutput';
	/** What the last night left in the workflow; see nextNight. */
	staticData?: IDataObject;
	/** As when somebody presses the button in the editor. */
	mode?: 'manual' | 'trigger';
}

export const MAIL = 'emails[type eq "work"].value';

/** An Entra object id that belongs to the name. */
export function guidOf(name: string): string {
	const hex = Buffer.from(name).toString('hex').padStart(12, '0').slice(-12);
	return `11111111-2222-4333-8444-${hex}`;
}

/** An employee as Upsert Employee left the member of that name. */
export function employeeOf(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
	return { id: `hr-${name}`, userName: `${name}@example.com`, externalId: guidOf(name), active: true, ...more };
}

/** The rows of Map Attributes for one whole read of a group. */
export function mappedRows(members: readonly (string | Member)[]): IDataObject[] {
	const people = members.map((member) => (typeof member === 'string' ? { name: member } : member));
	const roster = rosterOf(people.map(({ name }) => guidOf(name)));
	return people.map(({ name, enabled = true, employee, problems = [], manager }: Member) => ({
		employee: { externalId: guidOf(name), userName: `${name}@example.com`, active: enabled, ...employee },
		entra: {
			id: guidOf(name),
			userPrincipalName: `${name}@example.com`,
			displayName: name,
			accountEnabled: enabled,
			...(manager !== undefined && { managerId: guidOf(manager) }),
		},
		roster: roster as unknown as IDataObject,
		problems,
	}));
}

let executions = 0;

/**
 * Runs Upsert Employee and Deactivate Missing as a published workflow does, each time as an execution of its own: what
 * nodes keep in the process goes by the credential too.
 */
export async function runSync(store: ScimStore, run: SyncRun): Promise<EngineRun> {
	const { upsert, deactivate, more = [], wires = [], table = [{}], staticData } = run;
	const { meanwhile = () => {}, onError = 'stopWorkflow', mode = 'trigger' } = run;
	const parameters = { system: 'scim', dryRun: false, limitPercent: 10, limitAtLeast: 5 };
	return await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.scheduleTrigger', name: 'Every night' },
				{ type: 'test.table', name: 'Table' },
				{ type: 'test.people', name: 'People', executeOnce: true },
				{ ...nodeOf('Upsert Employee'), onError, parameters: { ...parameters, ...upsert } },
				{
					...nodeOf('Deactivate Missing'),
					onError,
					parameters: { ...parameters, scope: 'linked', ...deactivate },
				},
				...more,
			],
			...(wires.length > 0 ? wires : ['Every night -> Table -> People -> Upsert Employee -> Deactivate Missing']),
		),
		{
			mode,
			credentials: { scimApi: { baseUrl: store.baseUrl, token: `token-${executions++}` } },
			extraNodes: {
				'test.table': testNode({}, async () => [table.map((json) => ({ json }))]),
				'test.meanwhile': testNode({}, async function () {
					meanwhile(this);
					return [this.getInputData()];
				}),
				'test.people': testNode({}, async () => [mappedRows(run.members).map((json) => ({ json }))]),
			},
			...(staticData && { staticData }),
		},
	);
}

/** What n8n hands to the next night's run out of its database: a copy, of an execution that is over. */
export function nextNight(staticData: IDataObject): IDataObject {
	const copy = JSON.parse(JSON.stringify(staticData)) as Record<string, { absence?: Record<string, IDataObject> }>;
	for (const { absence = {} } of Object.values(copy)) {
		for (const memory of Object.values(absence)) memory.execution = 'an earlier one';
	}
	return copy;
}

const NODE = 'node:Deactivate Missing';

/** What Deactivate Missing remembers of the nights before, as n8n hands it over. */
export function remembered(store: ScimStore, memory: unknown, mark?: ScopeMark): IDataObject {
	const key = memoryKey(placeOf('scim', store.baseUrl, 'id-of-scimApi'), mark);
	return { [NODE]: { absence: { [key]: memory } } };
}

/** What Deactivate Missing remembers now, of the one sync that it served. */
export function memoryIn(staticData: IDataObject): AbsenceMemory {
	const { absence } = staticData[NODE] as unknown as { absence: Record<string, AbsenceMemory> };
	const [memory, ...others] = Object.values(absence);
	if (!memory || others.length > 0) throw new Error(`It remembers ${others.length + 1} syncs`);
	return memory;
}

/** Who is said to be missing, and what was done about it. */
export function missingRows(run: EngineRun): [name: string, action: string, reason: string][] {
	return run
		.items('Deactivate Missing')
		.filter(({ missing }) => missing)
		.map((json, position) => {
			const { entra, action, reason = '' } = parseResultRow(json, position);
			return [(entra.userPrincipalName ?? '').replace(/@.*/, ''), action, reason];
		});
}

/** The same, in short: `ann deactivated`. */
export function departuresOf(run: EngineRun): string[] {
	return missingRows(run).map(([name, action]) => `${name} ${action}`);
}

/** Who is in the HR system and active, by name. */
export function activeIn(store: ScimStore): string[] {
	return [...store.people.values()]
		.filter(({ active }) => active === true)
		.map(({ userName }) => String(userName).replace(/@.*/, ''))
		.sort();
}
