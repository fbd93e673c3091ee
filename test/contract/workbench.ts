import type { Cause } from '../../lib/base/cause';
import { connect } from '../../lib/hr/connect/connect';
import type { HrConnection } from '../../lib/hr/connect/connect';
import type { TargetAttribute } from '../../lib/hr/systems/types';
import { deactivateMissing } from '../../lib/jobs/deactivateMissing';
import type { Run } from '../../lib/jobs/run';
import { upsertEmployees } from '../../lib/jobs/upsertEmployees';
import { USUAL_FAILURE_LIMIT } from '../../lib/jobs/write/writeEach';
import { EXTERNAL_ID } from '../../lib/sync/model';
import { sealed } from '../../lib/sync/seal';
import type { AttributeValues, Employee, MappedRow, ResultRow, Roster } from '../../lib/sync/model';
import { rosterOf } from '../support/rosters';
import type { HrPerson } from '../support/world';
import type { ContractSystem } from './system';

/** A member of the group, as the rows before Upsert Employee have them. */
export interface Member {
	id: string;
	first: string;
	last: string;
	email: string;
	active?: boolean;
	/** Null: has none; absent: was not read. */
	managerId?: string | null;
	jobTitle?: string | null;
	values?: AttributeValues;
}

/** A server of the HR system, and what a test can do to it. */
export interface ContractServer {
	ready: Record<string, string>;
	/** Everybody whom it holds, seen without its API. */
	people: () => Promise<HrPerson[]>;
	/** Requests that write, so far. */
	writes: () => Promise<number>;
	fault: (...rules: object[]) => Promise<void>;
	reset: () => Promise<void>;
}

export interface SyncOptions {
	matchBy?: string[];
	/** Whoever would be deactivated is left as they are, for this reason. */
	noDeactivation?: Cause;
	/** Instead of the list as it is now. */
	employees?: Employee[];
}

/** Without limits: what stops a run is tested elsewhere. */
const SETTINGS = {
	dryRun: false,
	limits: {},
	allowOnce: [],
	failureLimit: USUAL_FAILURE_LIMIT,
	protectedPeople: [],
	samePeople: [],
};

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** One HR system, spoken to as the nodes do it: by their jobs, over a new connection each run. */
export class Bench {
	readonly spec: ContractSystem;

	readonly server: ContractServer;

	/** How long the engine was asked to wait; it does not really. */
	readonly waits: number[] = [];

	constructor(spec: ContractSystem, server: ContractServer) {
		this.spec = spec;
		this.server = server;
	}

	/** Whether the system keeps the Entra object id. */
	get keepsIds(): boolean {
		return !this.open().never.includes(EXTERNAL_ID);
	}

	/** A connection of its own, as each node's run has one. */
	open(): HrConnection {
		const { system, form, credential } = this.spec;
		const { ready } = this.server;
		const { baseUrl } = ready;
		const hr = connect(
			system.protocol === 'scim'
				? { system, scimForm: form?.settings, credential: ready, allowDestruction: true }
				: {
						system,
						usersPath: form?.usersPath ?? '',
						restForm: form?.settings,
						credential: { baseUrl, ...credential?.(ready) },
					},
			this.run(),
		);
		return {
			...hr,
			wait: async (ms) => {
				this.waits.push(ms);
				await Promise.resolve();
			},
		};
	}

	/** The path of an attribute in the system's file. */
	path(id: string): string {
		const { userName, attributes } = this.spec.system;
		// Where people sign in by their e-mail, it is the user name, and there is no other.
		const known = [...attributes, userName, { ...userName, id: 'workEmail' }];
		const found: TargetAttribute | undefined = known.find((one) => one.id === id);
		if (!found) throw new Error(`${this.spec.title} has no attribute ${id}`);
		return found.path;
	}

	row(member: Member, roster: Roster): MappedRow {
		const { id, first, last, email, active = true, managerId, jobTitle, values } = member;
		const employee: AttributeValues = {
			[EXTERNAL_ID]: id,
			[this.path('userName')]: email,
			[this.path('workEmail')]: email,
			[this.path('givenName')]: first,
			[this.path('familyName')]: last,
			active,
			...(jobTitle !== undefined && { [this.path(this.spec.jobTitle.id)]: jobTitle }),
			...values,
		};
		return {
			employee,
			entra: {
				id,
				userPrincipalName: email,
				displayName: `${first} ${last}`,
				accountEnabled: active,
				...(managerId !== undefined && { managerId }),
			},
			problems: [],
			causes: [],
			roster,
		};
	}

	/** The job of Upsert Employee with these members. */
	async sync(members: Member[], options: SyncOptions = {}): Promise<ResultRow[]> {
		const hr = this.open();
		const { employees } = options;
		const roster = rosterOf(members.map(({ id }) => id));
		const results = await upsertEmployees(
			{
				...SETTINGS,
				matchBy: options.matchBy ?? [EXTERNAL_ID, this.path('userName')],
				managers: 'sync',
			},
			{
				...hr,
				...(options.noDeactivation !== undefined && { noDeactivation: options.noDeactivation }),
				...(employees && { directory: { ...hr.directory, pages: undefined, list: async () => employees } }),
			},
			members.map((member) => this.row(member, roster)),
			this.run(),
		);
		expect(results.map(({ entra }) => entra.id)).toEqual(members.map(({ id }) => id));
		return results;
	}

	/** The job of Deactivate Missing after it, with members that were read at another time. */
	async deactivateMissing(rows: ResultRow[], readAt: string, noDeactivation?: Cause): Promise<ResultRow[]> {
		const hr = this.open();
		return await deactivateMissing(
			{
				...SETTINGS,
				acceptIncomplete: false,
				departure: 'deactivate',
				scope: this.keepsIds ? 'linked' : 'all',
			},
			{ ...hr, ...(noDeactivation !== undefined && { noDeactivation }) },
			readAnew(rows, readAt),
			this.run(),
		);
	}

	/** Outside of n8n nothing is handed from one node to the next, and nothing remembered. */
	private run(): Run {
		return { log: () => {}, progress: () => {}, hint: () => {}, byHand: false, now: () => Date.now(), memory: {} };
	}

	/** Runs again, and expects that there is nothing to write. */
	async expectNothingToDo(members: Member[]): Promise<void> {
		const before = await this.server.writes();
		const results = await this.sync(members);
		expect(results.map(({ action, changes, reason }) => ({ action, changes, reason }))).toEqual(
			members.map(() => ({ action: 'unchanged', changes: [] })),
		);
		expect(await this.server.writes()).toBe(before);
	}

	/** The one person with the e-mail address. */
	async person(email: string): Promise<HrPerson> {
		const found = (await this.server.people()).filter((one) => emailOf(one) === email.toLowerCase());
		expect(found.map(({ userName }) => userName)).toHaveLength(1);
		return found[0]!;
	}

	/** The e-mail address of somebody's manager. */
	async managerOf(email: string): Promise<string | undefined> {
		const manager = (await this.person(email))[ENTERPRISE] as { manager?: { value?: string } } | undefined;
		const people = await this.server.people();
		const found = people.find(({ id }) => id === manager?.manager?.value);
		return found && emailOf(found);
	}
}

/** The rows as they would be had the members been read then. */
function readAnew(rows: readonly ResultRow[], readAt: string): ResultRow[] {
	const batch = rows[0]?.roster?.batch;
	if (!batch) throw new Error('Upsert Employee has sealed nothing');
	return sealed(
		rows.map((row) => ({ ...row, ...(row.roster && { roster: { ...row.roster, readAt } }) })),
		batch,
	);
}

export function emailOf(person: HrPerson): string {
	const emails = person.emails as { value: string }[] | undefined;
	return (emails?.[0]?.value ?? person.userName).toLowerCase();
}

export function actionsOf(results: ResultRow[]): string[] {
	return results.map(({ action, reason }) => (action === 'failed' ? `failed: ${reason}` : action));
}
