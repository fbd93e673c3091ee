import { runWorkflow } from '../support/engine';
import { call, countsOf, withSettings, World } from '../support/world';
import type { HrPerson } from '../support/world';

const MEMBERS = 60;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let world: World;
beforeAll(async () => {
	world = await World.open(MEMBERS);
	await call(world.entra, '/_sim/settings', 'POST', { pageSize: 13 });
});
afterAll(async () => await world.close());
beforeEach(async () => await world.reset());

describe('the nightly sync', () => {
	it('brings everybody over, and says why for those it could not', async () => {
		const run = await world.runNightly();
		expect(run.error).toBeUndefined();
		const counts = countsOf(run);
		expect(counts.members).toBe(MEMBERS);
		expect(Number(counts.created) + Number(counts.failed) + Number(counts.skipped)).toBe(MEMBERS);
		const rows = run.items('Deactivate Missing');
		expect(rows).toHaveLength(MEMBERS);
		for (const row of rows.filter(({ action }) => action !== 'created')) expect(row.reason).toBeTruthy();

		const members = (await world.entraPeople()).filter(({ inGroup }) => inGroup);
		const expected = members.filter(({ mail, accountEnabled }) => mail !== null && accountEnabled);
		const people = new Map((await world.hrPeople()).map((person) => [person.externalId, person]));
		expect([...people.keys()].sort()).toEqual(expected.map(({ id }) => id).sort());
		for (const member of expected) {
			const person = people.get(member.id) as HrPerson;
			expect(person).toMatchObject({ active: true, userName: member.mail, displayName: member.displayName.trim() });
			const manager = member.managerId === null ? undefined : people.get(member.managerId)?.id;
			expect(managerOf(person)).toBe(manager);
		}
	});

	it('finds nothing to do the second time', async () => {
		await world.runNightly();
		await world.resetCounts();
		const counts = countsOf(await world.runNightly());
		expect(counts).toMatchObject({ created: 0, updated: 0, reactivated: 0, deactivated: 0, members: MEMBERS });
		expect(await world.hrWrites()).toBe(0);
	});

	it('does what changed and nothing else', async () => {
		await world.runNightly();
		const before = new Map((await world.hrPeople()).map((person) => [person.externalId, person]));
		const changes = (await call(world.entra, '/_sim/mutate', 'POST', { count: 3 })) as Record<
			'changed' | 'removed' | 'added',
			string[]
		>;
		const run = await world.runNightly();
		expect(countsOf(run)).toMatchObject({ created: 3, updated: 3, deactivated: 3 });

		const after = new Map((await world.hrPeople()).map((person) => [person.externalId, person]));
		const inactive = [...after.values()].filter(({ active }) => active === false).map(({ externalId }) => externalId);
		expect(inactive.sort()).toEqual([...changes.removed].sort());
		for (const id of changes.added) expect(after.get(id)).toMatchObject({ active: true });
		for (const [id, person] of before) {
			if (!changes.changed.includes(id!) && !changes.removed.includes(id!)) expect(after.get(id)).toEqual(person);
		}
	});

	it('reads the list of employees once', async () => {
		await world.runNightly();
		await world.resetCounts();
		await world.runNightly();
		// One page, and one question whether there is anybody behind it.
		expect(await call(world.hr, '/_sim/stats')).toMatchObject({ hrReads: 2, hrWrites: 0 });
	});

	it('writes nothing in a dry run, and says what it would do', async () => {
		const run = await world.runNightly({ dryRun: true });
		expect(countsOf(run).created).toBeGreaterThan(50);
		expect(run.items('Upsert Employee').every(({ dryRun }) => dryRun === true)).toBe(true);
		expect(await world.hrWrites()).toBe(0);
	});

	it('is shipped as a dry run', async () => {
		await runWorkflow(withSettings({}), { credentials: world.credentials() });
		expect(await world.hrWrites()).toBe(0);
	});

	it('sends one mail with everybody that failed', async () => {
		const run = await world.runNightly();
		const failed = run.items('Upsert Employee', 1);
		expect(failed.length).toBeGreaterThan(0);
		const mails = await world.mails();
		expect(mails).toHaveLength(1);
		expect(mails[0]!.subject).toBe(`Nightly Entra to HR sync: ${failed.length} of ${MEMBERS} people failed`);
		for (const { entra } of failed)
			expect(mails[0]!.text).toContain((entra as { userPrincipalName: string }).userPrincipalName);
	});
});

function managerOf(person: HrPerson): string | undefined {
	return (person[ENTERPRISE] as { manager?: { value?: string } } | undefined)?.manager?.value;
}
