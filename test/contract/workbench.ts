import { digestOf } from '../../lib/base/digest';
import { restProfileOf } from '../../lib/hr/connect/restForm';
import { scimSettingsOf } from '../../lib/hr/connect/scimForm';
import type { Directory } from '../../lib/hr/directory';
import { notSynced } from '../../lib/hr/rest/abilities';
import { createRestHttp, parseRestCredential } from '../../lib/hr/rest/credential';
import { createRestDirectory } from '../../lib/hr/rest/restDirectory';
import { createScimHttp, parseScimCredential } from '../../lib/hr/scim/credential';
import { createScimDirectory } from '../../lib/hr/scim/scimDirectory';
import type { TargetAttribute } from '../../lib/hr/systems/types';
import { applyPlan, needsWrite } from '../../lib/jobs/write/apply';
import { applyDepartures } from '../../lib/jobs/write/depart';
import { parseMemory } from '../../lib/sync/leavers/absence';
import { planDepartures } from '../../lib/sync/leavers/departures';
import { planMissing } from '../../lib/sync/leavers/missing';
import { EXTERNAL_ID } from '../../lib/sync/model';
import type { AttributeValues, Employee, MappedRow, ResultRow } from '../../lib/sync/model';
import { planUpserts } from '../../lib/sync/plan';
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
	noDeactivation?: string;
	/** Instead of the list as it is now. */
	employees?: Employee[];
}

interface Opened {
	directory: Directory & { writesAtOnce?: () => Promise<number | undefined> };
	never: string[];
	onlyOnCreate: string[];
}

const NODE_CONCURRENCY = 5;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** One HR system, spoken to as the nodes do it: with the same profile, the same engine, and a new directory each run. */
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

	open(): Opened {
		const { system, form, credential } = this.spec;
		const { ready } = this.server;
		const onlyOnCreate = [system.userName, ...system.attributes]
			.filter((one) => one.createOnly)
			.map(({ path }) => path);
		if (system.protocol === 'scim') {
			const { profile, rateLimit } = scimSettingsOf(system, form?.settings);
			const http = createScimHttp(parseScimCredential(ready), { rateLimit });
			return { directory: createScimDirectory({ http, profile, pageSize: system.pageSize }), never: [], onlyOnCreate };
		}
		const profile = restProfileOf(system, form?.usersPath ?? '', form?.settings, false);
		const { baseUrl } = ready;
		const http = createRestHttp(parseRestCredential({ baseUrl, ...credential?.(ready) }), {
			rateLimit: profile.rateLimit ?? system.rateLimit,
		});
		const cannot = notSynced(profile);
		return {
			directory: createRestDirectory({ http, profile }),
			never: cannot.never,
			onlyOnCreate: [...onlyOnCreate, ...cannot.onlyOnCreate],
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

	row(member: Member, { never, onlyOnCreate }: Opened): MappedRow {
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
			employee: Object.fromEntries(Object.entries(employee).filter(([path]) => !never.includes(path))),
			entra: {
				id,
				userPrincipalName: email,
				displayName: `${first} ${last}`,
				accountEnabled: active,
				...(managerId !== undefined && { managerId }),
			},
			problems: [],
			onlyOnCreate,
		};
	}

	/** What Upsert Employee does with these members. */
	async sync(members: Member[], options: SyncOptions = {}): Promise<ResultRow[]> {
		const opened = this.open();
		const { directory, never } = opened;
		const { read, same, readManager, describe } = directory;
		const rows = members.map((member) => this.row(member, opened));
		const matchBy = (options.matchBy ?? [EXTERNAL_ID, this.path('userName')]).filter((path) => !never.includes(path));
		const employees = options.employees ?? (await directory.list());
		const { noDeactivation } = options;
		const planned = planUpserts({
			rows,
			employees,
			matchBy,
			managers: 'sync',
			...{ read, same, readManager, describe, noDeactivation },
		});
		const writes = planned.filter(needsWrite).length;
		const atOnce = writes < 2 ? undefined : await directory.writesAtOnce?.();
		const results = await applyPlan(planned, directory, {
			matchBy,
			concurrency: Math.max(NODE_CONCURRENCY, atOnce ?? 0),
			dryRun: false,
			wait: async (ms) => {
				this.waits.push(ms);
				await Promise.resolve();
			},
		});
		expect(results.map(({ entra }) => entra.id)).toEqual(members.map(({ id }) => id));
		return results;
	}

	/** What Deactivate Missing does after it. */
	async deactivateMissing(rows: ResultRow[], readAt: string, noDeactivation?: string): Promise<ResultRow[]> {
		const { directory } = this.open();
		const { read } = directory;
		const plan = planMissing({
			rows,
			readAt,
			employees: await directory.list(),
			scope: this.keepsIds ? 'linked' : 'all',
			isProtected: () => false,
			read,
		});
		const planned = planDepartures({
			plan,
			members: `the ${rows.length} members of the group`,
			departure: 'deactivate',
			impossible: noDeactivation,
			memory: parseMemory(undefined),
			read,
			roster: { id: 'group', size: rows.length, digest: digestOf(rows.map(({ entra }) => entra.id)), readAt },
			dryRun: false,
			now: Date.now(),
		});
		return await applyDepartures(planned, directory, { concurrency: NODE_CONCURRENCY });
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

export function emailOf(person: HrPerson): string {
	const emails = person.emails as { value: string }[] | undefined;
	return (emails?.[0]?.value ?? person.userName).toLowerCase();
}

export function actionsOf(results: ResultRow[]): string[] {
	return results.map(({ action, reason }) => (action === 'failed' ? `failed: ${reason}` : action));
}
