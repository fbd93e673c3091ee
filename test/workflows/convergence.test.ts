import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { company, Founder, GROUP } from '../support/company';
import type { Company, Truth } from '../support/company';
import { all, set } from '../support/disturb';
import type { Disturb } from '../support/disturb';
import { disturbances, disturbing } from '../support/disturbances';
import type { EngineRun } from '../support/engine';
import { call, World } from '../support/world';
import type { HrPerson } from '../support/world';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let world: World;
let founder: Founder;
beforeAll(async () => {
	world = await World.open(24);
	await call(world.entra, '/_sim/settings', 'POST', { pageSize: 5 });
	founder = await Founder.of(world);
}, 120_000);
afterAll(async () => await world.close());

const hrFault = fc.record({
	method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
	path: fc.constant('/Users'),
	skip: fc.nat(12),
	times: fc.constantFrom<number | 'always'>(1, 2, 3, 'always'),
	fault: fc.constantFrom<object>(
		{ kind: 'status', status: 500 },
		{ kind: 'status', status: 400, body: { detail: 'no' } },
		{ kind: 'status', status: 403 },
		{ kind: 'statusAfterWrite', status: 502 },
		{ kind: 'timeoutAfterWrite' },
		{ kind: 'throttle', retryAfter: '0.01' },
		{ kind: 'reset' },
		{ kind: 'truncate' },
		{ kind: 'html' },
		{ kind: 'shortList' },
		{ kind: 'emptyPage' },
	),
});

const graphFault = fc.record({
	path: fc.constantFrom('transitiveMembers', 'skiptoken', 'batch', 'oauth2', '/groups'),
	skip: fc.nat(3),
	times: fc.constantFrom(1, 2),
	fault: fc.constantFrom<object>(
		{ kind: 'status', status: 503 },
		{ kind: 'status', status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } },
		{ kind: 'throttle', retryAfter: '0.01' },
		{ kind: 'reset' },
		{ kind: 'truncate' },
		{ kind: 'html' },
		{ kind: 'emptyPage' },
		{ kind: 'shortPage' },
		{ kind: 'repeatPage' },
		{ kind: 'wrongCount', by: -3 },
	),
});

const faults = fc.record({
	hr: fc.array(hrFault, { maxLength: 2 }),
	graph: fc.array(graphFault, { maxLength: 1 }),
});
const noFaults = fc.constant({ hr: [], graph: [] });

const settings = fc.record({
	scope: fc.constantFrom('linked', 'all'),
	departure: fc.constantFrom('deactivate', 'deactivate', 'delete', 'unassign', 'report'),
	/** In so many runs somebody has to be missing; 1 is no grace period. */
	runs: fc.constantFrom(1, 1, 2),
	percent: fc.constantFrom(0, 10, 50, 100, 100),
	atLeast: fc.nat(6),
	atMost: fc.option(fc.nat(6)),
	/** Positions among the employees, and by what they are named. */
	protectedOnes: fc.array(
		fc.record({
			who: fc.nat(17),
			by: fc.constantFrom<'id' | 'userName' | 'externalId'>('id', 'userName', 'externalId'),
		}),
		{ maxLength: 2 },
	),
	protectStrangers: fc.boolean(),
	acceptIncomplete: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

it('nobody is deactivated by mistake, and the next undisturbed run ends where it would have without the disturbed one', async () => {
	const runs = process.env.CONVERGENCE_RUNS;
	await fc.assert(
		fc.asyncProperty(
			company,
			settings,
			disturbances,
			fc.oneof({ weight: 2, arbitrary: noFaults }, { weight: 1, arbitrary: faults }),
			async (people, chosen, list, broken) => {
				await world.reset();
				await founder.found(people);
				await founder.hire(people);
				const nights = new Nights(people, chosen, await founder.truth());
				for (const fault of broken.hr) await call(world.hr, '/_sim/faults', 'POST', fault);
				for (const fault of broken.graph) await call(world.entra, '/_sim/faults', 'POST', fault);
				await nights.run(disturbing(list, GROUP));
				await world.clearFaults();
				const after = await nights.settle();

				if (chosen.acceptIncomplete) return;
				await founder.hire(people);
				const undisturbed = await new Nights(people, chosen, await founder.truth()).settle();
				if (undisturbed.error !== undefined) return;
				expect(after.error).toBeUndefined();
				expect(after.employees).toEqual(undisturbed.employees);
			},
		),
		{ numRuns: Number(runs ?? 25), ...(runs === undefined && { seed: 20260131 }) },
	);
}, 3_600_000);

/** Runs one after another in the same company, each looked at: whom it may touch, and how many. */
class Nights {
	private readonly memory: IDataObject = {};

	private readonly protectedIds: Set<string>;

	private readonly protectedNames: string[];

	private night = 0;

	constructor(
		company: Company,
		private readonly chosen: Settings,
		private readonly truth: Truth,
	) {
		const employees = founder.employees(company);
		const named = chosen.protectedOnes.flatMap(({ who, by }) => {
			const employee = employees[who];
			return employee ? [{ id: employee.id, name: employee[by] ?? employee.id }] : [];
		});
		const strangers = chosen.protectStrangers ? employees.filter(({ id }) => id.startsWith('stranger')) : [];
		this.protectedIds = new Set([...named, ...strangers].map(({ id }) => id));
		this.protectedNames = [
			...named.map(({ name }) => name),
			...(chosen.protectStrangers ? ['STRANGER*@example.com'] : []),
		];
	}

	/** Undisturbed runs until whoever is missing has been so for long enough. */
	async settle(): Promise<{ error?: string; employees: unknown[] }> {
		let last: EngineRun | undefined;
		for (let run = 0; run < this.chosen.runs; run++) last = await this.run(() => {});
		return { error: last?.error?.message, employees: comparable(await world.hrPeople()) };
	}

	async run(disturb: Disturb): Promise<EngineRun> {
		const { scope, departure, runs, percent, atLeast, atMost, acceptIncomplete } = this.chosen;
		const limits = atMost === null ? {} : { deactivationsAtMost: atMost };
		const grace = runs === 1 ? { grace: 'none' } : { grace: 'runs', graceRuns: runs };
		const before = await world.hrPeople();
		const run = await world.runNightly(
			{
				group: GROUP,
				deactivationLimitPercent: percent,
				deactivationsAlwaysAllowed: atLeast,
				protected: this.protectedNames.join(', '),
			},
			undefined,
			all(
				set('Upsert Employee', { limits }),
				set('Deactivate Missing', { scope, departure, acceptIncomplete, limits, ...grace }),
				disturb,
			),
			undefined,
			{ staticData: this.memory },
		);
		this.night++;
		this.expectRight(before, await world.hrPeople());
		return run;
	}

	/** What one run has done to employees who were there before it. */
	private expectRight(before: readonly HrPerson[], after: readonly HrPerson[]): void {
		const { scope, departure, runs, percent, atLeast, atMost, acceptIncomplete } = this.chosen;
		const now = new Map(after.map((employee) => [employee.id, employee]));
		const harmed = before.flatMap((employee) => {
			const how = harmTo(employee, now.get(employee.id));
			return how === undefined ? [] : [{ employee, how }];
		});
		const departures = { deactivate: 'inactive', delete: 'gone', unassign: 'unlinked', report: 'nothing' };
		const wrong = harmed.filter(({ employee, how }) => {
			if (this.protectedIds.has(employee.id) || employee.active === false) return true;
			if (how === 'inactive' && this.truth.isDisabled(employee)) return false;
			if (how !== departures[departure] || this.night < runs) return true;
			if (scope === 'linked' && !employee.externalId) return true;
			return this.truth.isMember(employee) && !acceptIncomplete;
		});
		expect(wrong).toEqual([]);
		const were = new Set(before.map(({ id }) => id));
		const active = [...before, ...after.filter(({ id }) => !were.has(id))].filter((one) => one.active !== false).length;
		const allowed = Math.min(
			Math.max(atLeast, Math.floor((active * percent) / 100)),
			atMost ?? Number.POSITIVE_INFINITY,
		);
		expect(harmed.length).toBeLessThanOrEqual(allowed);
	}
}

function harmTo(before: HrPerson, after: HrPerson | undefined): 'gone' | 'inactive' | 'unlinked' | undefined {
	if (!after) return 'gone';
	if (before.active !== false && after.active === false) return 'inactive';
	return before.externalId && !after.externalId ? 'unlinked' : undefined;
}

/** Employees without what the HR system makes up, such as the ids of those whom a sync has created. */
function comparable(employees: readonly HrPerson[]): unknown[] {
	const keys = new Map(employees.map(({ id, userName }) => [id, userName.toLowerCase()]));
	const manager = (employee: HrPerson): string | undefined => {
		const extension = employee[ENTERPRISE] as { manager?: { value?: string } } | undefined;
		return extension?.manager?.value;
	};
	return employees
		.map((employee) => ({
			key: keys.get(employee.id) ?? '',
			externalId: employee.externalId,
			active: employee.active,
			displayName: employee.displayName,
			title: employee.title,
			manager: keys.get(manager(employee) ?? ''),
		}))
		.sort((left, right) => left.key.localeCompare(right.key));
}
