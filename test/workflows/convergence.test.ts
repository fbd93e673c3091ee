import fc from 'fast-check';

import type { Person } from '../support/entra';
import { call, World } from '../support/world';
import type { HrPerson } from '../support/world';

const MEMBERS = 40;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let world: World;
beforeAll(async () => {
	world = await World.open(MEMBERS);
	await call(world.entra, '/_sim/settings', 'POST', { pageSize: 11 });
});
afterAll(async () => await world.close());

const times = fc.constantFrom<number | 'always'>(1, 2, 3, 'always');
const skip = fc.nat(12);

const hrFault = fc.record({
	method: fc.constantFrom('GET', 'POST', 'PATCH'),
	path: fc.constant('/Users'),
	skip,
	times,
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

it('whatever fails, nobody in the group is deactivated, and the next undisturbed run ends where it should', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(hrFault, { maxLength: 2 }),
			fc.array(graphFault, { maxLength: 1 }),
			fc.boolean(),
			async (hrFaults, graphFaults, firstNight) => {
				await world.reset();
				if (!firstNight) await world.runNightly();
				await call(world.entra, '/_sim/mutate', 'POST', { count: 1 });
				for (const fault of hrFaults) await call(world.hr, '/_sim/faults', 'POST', fault);
				for (const fault of graphFaults) await call(world.entra, '/_sim/faults', 'POST', fault);
				await world.runNightly();
				const members = (await world.entraPeople()).filter(({ inGroup }) => inGroup);
				expectNobodyWronglyInactive(members, await world.hrPeople());

				await world.clearFaults();
				await world.runNightly();
				expectInStep(members, await world.hrPeople());
			},
		),
		{ numRuns: Number(process.env.CONVERGENCE_RUNS ?? 12) },
	);
}, 1_800_000);

function expectNobodyWronglyInactive(members: Person[], people: HrPerson[]): void {
	const enabled = new Set(members.filter(({ accountEnabled }) => accountEnabled).map(({ id }) => id));
	const wrong = people.filter(({ active, externalId }) => active === false && enabled.has(externalId ?? ''));
	expect(wrong).toEqual([]);
}

function expectInStep(members: Person[], people: HrPerson[]): void {
	const expected = members.filter(({ mail, accountEnabled }) => mail !== null && accountEnabled);
	const active = people.filter((person) => person.active !== false);
	expect(active.map(({ externalId }) => externalId).sort()).toEqual(expected.map(({ id }) => id).sort());
	const byId = new Map(people.map((person) => [person.externalId, person]));
	expect(byId.size).toBe(people.length);
	for (const { id, jobTitle, managerId } of expected) {
		const person = byId.get(id)!;
		expect(person.title ?? null).toBe(jobTitle);
		const manager = (person[ENTERPRISE] as { manager?: { value: string } } | undefined)?.manager?.value;
		expect(manager).toBe(managerId === null ? undefined : byId.get(managerId)?.id);
	}
}
