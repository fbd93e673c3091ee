import peakon from '../../workflows/peakon.json';
import peopleGoal from '../../workflows/peoplegoal.json';
import pingboard from '../../workflows/pingboard.json';
import tribalHabits from '../../workflows/tribal-habits.json';
import type { EngineRun, WorkflowJson } from '../support/engine';
import type { Person } from '../support/entra';
import { nightlyTemplate } from '../support/template';
import { call, countsOf, World } from '../support/world';
import type { HrPerson } from '../support/world';

const MEMBERS = 60;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

interface Case {
	system: string;
	template: unknown;
	settings?: Record<string, unknown>;
	/** Whoever is deactivated is gone, so that has to be allowed. */
	destroys?: true;
}

const CASES: Case[] = [
	{ system: 'scim', template: nightlyTemplate() },
	{ system: 'peakon', template: peakon },
	{ system: 'pingboard', template: pingboard, destroys: true },
	{ system: 'peoplegoal', template: peopleGoal, settings: { usersPath: 'users' } },
	{ system: 'tribal-habits', template: tribalHabits },
];

describe.each(CASES)('the template for $system', ({ system, template, settings = {}, destroys }) => {
	let world: World;
	beforeAll(async () => {
		world = await World.open(MEMBERS, system);
	});
	afterAll(async () => await world.close());

	const run = async (allowDestruction = false): Promise<EngineRun> => {
		const allow = (workflow: WorkflowJson): void => {
			for (const node of workflow.nodes) {
				if (['Upsert Employee', 'Deactivate Missing'].includes(node.name)) {
					node.parameters = { ...node.parameters, allowDestruction };
				}
			}
		};
		const copy = structuredClone(template) as WorkflowJson;
		const done = await world.runNightly(settings, world.credentials(), allow, copy);
		expect({ stopped: done.items('Describe the failure').map(({ text }) => text) }).toEqual({ stopped: [] });
		return done;
	};
	const expectedPeople = async (): Promise<Person[]> =>
		(await world.entraPeople()).filter(
			({ inGroup, mail, accountEnabled }) => inGroup && mail !== null && accountEnabled,
		);
	const activePeople = async (): Promise<HrPerson[]> => (await world.hrPeople()).filter(({ active }) => active);

	it('brings everybody over, once, with the managers', async () => {
		const counts = countsOf(await run());
		expect(counts.members).toBe(MEMBERS);
		expect(Number(counts.created) + Number(counts.failed) + Number(counts.skipped)).toBe(MEMBERS);
		const expected = await expectedPeople();
		const people = await activePeople();
		expect(people.map(({ userName }) => userName.toLowerCase()).sort()).toEqual(
			expected.map(({ mail }) => String(mail).toLowerCase()).sort(),
		);
		const withManager = expected.filter(({ managerId }) => expected.some(({ id }) => id === managerId));
		const managers = people.filter((person) => (person[ENTERPRISE] as { manager?: unknown } | undefined)?.manager);
		expect(managers).toHaveLength(withManager.length);
	});

	it('finds nothing to do the second time', async () => {
		await world.resetCounts();
		const counts = countsOf(await run());
		expect(counts).toMatchObject({ created: 0, updated: 0, reactivated: 0, deactivated: 0 });
		expect(await world.hrWrites()).toBe(0);
	});

	it('brings changes over; leavers go only where that destroys nothing, or it is allowed', async () => {
		await call(world.entra, '/_sim/mutate', 'POST', { count: 3 });
		const before = await activePeople();
		await run();
		const expected = (await expectedPeople()).map(({ mail }) => String(mail).toLowerCase());
		const gone = before.map(({ userName }) => userName.toLowerCase()).filter((name) => !expected.includes(name));
		expect(gone.length).toBeGreaterThan(0);
		const left = (await activePeople()).map(({ userName }) => userName.toLowerCase());
		expect(left.sort()).toEqual([...expected, ...(destroys ? gone : [])].sort());
		if (!destroys) return;
		await run(true);
		expect((await activePeople()).map(({ userName }) => userName.toLowerCase()).sort()).toEqual(expected.sort());
	});
});
