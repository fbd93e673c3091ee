import fc from 'fast-check';

import type { Cause } from '../../../../lib/base/cause';
import { inEnglish } from '../../../../lib/base/words/english';
import { matchTeams } from '../../../../lib/sync/teams/match';
import type { WantedTeam } from '../../../../lib/sync/teams/match';
import type { TeamPerson } from '../../../../lib/sync/teams/model';
import { checkRemovals, planTeams } from '../../../../lib/sync/teams/plan';
import type { MembersMode, PlannedTeam, TeamPlanInput } from '../../../../lib/sync/teams/plan';

const sentence = (cause?: Cause): string => (cause ? inEnglish.sentence(cause) : '');

interface Team {
	id: string;
	name: string;
	externalId?: string;
	members: string[];
}

interface World {
	wanted: WantedTeam[];
	teams: Team[];
	people: TeamPerson[];
	linked: TeamPlanInput<Team>['linked'];
	uncertain: Set<string>;
	mode: MembersMode;
	incomplete?: Cause;
	link: boolean;
}

const PEOPLE = 6;
const GROUPS = 4;

const person = (n: number, state: TeamPerson['state']): TeamPerson => ({
	entraId: `e${n}`,
	name: `Person ${n}`,
	...(state !== 'absent' && { hrId: `h${n}` }),
	state,
	...(state === 'absent' && { cause: { kind: 'said' as const, text: 'no e-mail' } }),
});

const people = fc
	.array(fc.constantFrom<TeamPerson['state']>('employee', 'employee', 'leaving', 'absent'), { maxLength: PEOPLE })
	.map((states) => states.map((state, n) => person(n, state)));
/** h0-h5 may be people; l0-l2 are linked, x0-x2 are somebody else's. */
const hrIds = fc.uniqueArray(
	fc.constantFrom(...['h0', 'h1', 'h2', 'h3', 'h4', 'h5', 'l0', 'l1', 'l2', 'x0', 'x1', 'x2']),
);
const entraIds = fc.uniqueArray(fc.constantFrom(...['e0', 'e1', 'e2', 'e3', 'e4', 'e5', 'el0', 'el1', 'out1', 'out2']));
const names = fc.constantFrom('Sales', 'sales', 'Service', 'Legal', 'Finance');

const wantedTeams = fc
	.array(fc.record({ name: names, members: entraIds, readable: fc.boolean() }), { maxLength: GROUPS })
	.map((teams) =>
		teams.map(({ name, members, readable }, n): WantedTeam => {
			const group = { id: `g${n}`, displayName: name };
			return readable
				? { group, name, members: new Set(members) }
				: { group, name, failure: { kind: 'said', text: 'not read' } };
		}),
	);
const presentTeams = fc
	.array(
		fc.record({ name: names, members: hrIds, externalId: fc.option(fc.constantFrom('g0', 'G1', 'g2', 'theirs')) }),
		{ maxLength: 5 },
	)
	.map((teams) =>
		teams.map(({ name, members, externalId }, n): Team => {
			return { id: `t${n}`, name, members, ...(externalId !== null && { externalId }) };
		}),
	);

const worlds: fc.Arbitrary<World> = fc
	.record({
		wanted: wantedTeams,
		teams: presentTeams,
		people,
		uncertain: fc.uniqueArray(fc.constantFrom('h0', 'l0', 'x0'), { maxLength: 1 }),
		mode: fc.constantFrom<MembersMode>('sync', 'addOnly', 'exact'),
		incomplete: fc.option(fc.constant<Cause>({ kind: 'rowsLost', arrived: 3, read: 4 }), { nil: undefined }),
		link: fc.boolean(),
	})
	.map(({ uncertain, incomplete, ...world }) => ({
		...world,
		uncertain: new Set(uncertain),
		linked: new Map(['l0', 'l1', 'l2'].map((id) => [id, { entraId: `e${id}`, name: `Linked ${id}` }])),
		...(incomplete !== undefined && { incomplete }),
	}));

function planOf(world: World): PlannedTeam<Team>[] {
	return planTeams({ ...world, matches: matchTeams(world.wanted, world.teams), updates: true });
}

/** The teams after a plan was carried out. */
function applied(teams: Team[], plan: PlannedTeam<Team>[]): Team[] {
	const after = new Map(teams.map((team) => [team.id, team]));
	plan.forEach(({ action, team, name, values, add, remove }, n) => {
		if (action !== 'created' && action !== 'updated') return;
		const before = team ?? { id: `new${n}`, name, members: [] };
		const gone = new Set(remove.map(({ hrId }) => hrId));
		const members = [...before.members.filter((id) => !gone.has(id)), ...add.flatMap(({ hrId }) => hrId ?? [])];
		after.set(before.id, { ...before, ...values, members });
	});
	return [...after.values()];
}

it('has nothing left to do once it was carried out', () => {
	fc.assert(
		fc.property(worlds, (world) => {
			const plan = planOf(world);
			const again = planOf({ ...world, teams: applied(world.teams, plan) });
			plan.forEach(({ action }, n) => {
				// A team that was renamed may have made room for one that failed for its name.
				if (action === 'failed') return;
				expect(again[n]?.action).toBe(action === 'skipped' ? 'skipped' : 'unchanged');
			});
		}),
	);
});

it('is one team a group in the order of the groups, the same each time', () => {
	fc.assert(
		fc.property(worlds, (world) => {
			const plan = planOf(world);
			expect(plan.map(({ group }) => group.id)).toEqual(world.wanted.map(({ group }) => group.id));
			expect(planOf(world)).toEqual(plan);
		}),
	);
});

it("never takes out others' members unless told to, nor anybody who may be somebody else", () => {
	fc.assert(
		fc.property(worlds, (world) => {
			const synced = new Set([...world.people.map(({ hrId }) => hrId), ...world.linked.keys()]);
			for (const { remove } of planOf(world)) {
				for (const { hrId } of remove) {
					expect(world.uncertain.has(hrId ?? '')).toBe(false);
					if (world.mode !== 'exact') expect(synced).toContain(hrId);
				}
			}
		}),
	);
});

it('takes nobody out when rows are missing, or when only adding', () => {
	fc.assert(
		fc.property(worlds, (world) => {
			if (world.incomplete === undefined && world.mode !== 'addOnly') return;
			expect(planOf(world).flatMap(({ remove }) => remove)).toEqual([]);
		}),
	);
});

it('never takes out a member of the group, and never brings in anybody else', () => {
	fc.assert(
		fc.property(worlds, (world) => {
			const entraIdOf = new Map([
				...world.people.map(({ hrId, entraId }) => [hrId, entraId] as const),
				...[...world.linked].map(([hrId, { entraId }]) => [hrId, entraId] as const),
			]);
			planOf(world).forEach(({ add, remove }, n) => {
				const members = world.wanted[n]?.members ?? new Set();
				for (const { hrId } of remove) expect(members.has(entraIdOf.get(hrId) ?? '')).toBe(false);
				for (const { hrId } of add) expect(members.has(entraIdOf.get(hrId) ?? '')).toBe(true);
			});
		}),
	);
});

it('does not touch the team of a group that could not be read, nor two teams with a claim to one group', () => {
	fc.assert(
		fc.property(worlds, (world) => {
			const plan = planOf(world);
			plan.forEach(({ action, cause, values, add, remove }, n) => {
				if (world.wanted[n]?.members === undefined) expect(action).toBe('failed');
				if (action !== 'failed' && action !== 'skipped') return;
				expect(sentence(cause)).toBeTruthy();
				expect([values, add, remove]).toEqual([{}, [], []]);
			});
			const written = plan.flatMap(({ action, team }) => (team && action === 'updated' ? [team.id] : []));
			expect(new Set(written).size).toBe(written.length);
		}),
	);
});

const team = (id: string, name: string, externalId?: string): Team => ({
	id,
	name,
	members: [],
	...(externalId !== undefined && { externalId }),
});
const wants = (id: string, name: string): WantedTeam => ({
	group: { id, displayName: name },
	name,
	members: new Set(['e0']),
});

it.each([
	['two teams of the name', [wants('g0', 'Sales')], [team('t0', 'Sales'), team('t1', 'SALES ')], /t0.* and .*t1/],
	['two links', [wants('g0', 'Sales')], [team('t0', 'A', 'g0'), team('t1', 'B', 'G0')], /t0.* and .*t1/],
	['two groups of the name', [wants('g0', 'Sales'), wants('g1', 'sales')], [], /g0.* and .*g1/],
	['a team of another group', [wants('g0', 'Sales')], [team('t0', 'Sales', 'g9')], /belongs to something else.*g9/],
	['a name that another team has', [wants('g0', 'Sales')], [team('t0', 'A', 'g0'), team('t1', 'Sales')], /t0.*t1/],
])('fails at %s, and names them', (_, wanted, teams, reason) => {
	const plan = planOf({
		wanted,
		teams,
		people: [person(0, 'employee')],
		linked: new Map(),
		uncertain: new Set(),
		mode: 'sync',
		link: true,
	});
	for (const { action, cause } of plan) {
		expect(action).toBe('failed');
		expect(sentence(cause)).toMatch(reason);
	}
});

it('names who is no employee there, and creates no team without anybody', () => {
	const [planned] = planOf({
		wanted: [{ group: { id: 'g0', displayName: 'Sales' }, name: 'Sales', members: new Set(['e0', 'out1']) }],
		teams: [],
		people: [person(0, 'absent')],
		linked: new Map(),
		uncertain: new Set(),
		mode: 'sync',
		link: true,
	});
	expect(planned?.action).toBe('skipped');
	expect(sentence(planned?.cause)).toMatch(
		/None of the 2 members.*1 are not among the synced people.*Person 0: no e-mail/,
	);
});

describe('the removal limit', () => {
	const plan = (members: number, removed: number): PlannedTeam[] => [
		{
			group: { id: 'g0', displayName: 'Sales' },
			name: 'Sales',
			action: 'updated',
			team: { id: 't0', name: 'Sales', members: Array.from({ length: members }, (_, n) => `h${n}`) },
			values: {},
			add: [],
			remove: Array.from({ length: removed }, (_, n) => ({ hrId: `h${n}`, name: `Person ${n}` })),
		},
	];

	it.each([
		[100, 30],
		[12, 10],
		[0, 0],
	])('lets %i members lose %i', (members, removed) => {
		expect(() => checkRemovals(plan(members, removed), { percent: 30, atLeast: 10 })).not.toThrow();
	});

	it.each([
		[100, 31],
		[12, 11],
	])('stops %i members from losing %i, and names them', (members, removed) => {
		const check = (): void => checkRemovals(plan(members, removed), { percent: 30, atLeast: 10 });
		const names = Array.from({ length: removed }, (_, n) => `Person ${n} from "Sales"`);
		expect(check).toThrow(`Stopped: ${removed} of ${members} members would be taken out`);
		expect(check).toThrow(
			expect.objectContaining({
				details: {
					cause: expect.objectContaining({ kind: 'tooManyRemovals', allowed: removed - 1, percent: 30, atLeast: 10 }),
					wouldRemove: names,
					limit: removed - 1,
					memberships: members,
				},
			}) as Error,
		);
	});
});
