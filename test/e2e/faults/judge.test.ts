import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Team } from '../../../sandbox/hr/dialect.ts';
import type { Execution, NodeRun } from '../../../sandbox/n8n/execution.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import { Oracle } from '../crash/oracle.ts';
import type { Employee } from '../inStep.ts';
import type { Cell } from './cells.ts';
import { FAULTS } from './faults.ts';
import { judge } from './judge.ts';
import type { Judgement } from './judge.ts';
import { KINDS } from './kinds.ts';
import type { Person } from './night.ts';
import { TeamOracle } from './teamOracle.ts';

const person = (name: string, inGroup: boolean): Person => ({
	id: `entra-${name}`,
	mail: `${name}@x.example`,
	userPrincipalName: `${name}@x.example`,
	displayName: name,
	accountEnabled: true,
	jobTitle: null,
	managerId: null,
	inGroup,
});
const employee = (name: string, rest: Partial<Employee>): Employee => ({
	id: `hr-${name}`,
	externalId: `entra-${name}`,
	userName: `${name}@x.example`,
	active: true,
	...rest,
});

const people = [person('ann', true), person('bob', true), person('cleo', false)];
const before = [employee('ann', { title: 'Old' }), employee('bob', {}), employee('cleo', {})];
const done = [employee('ann', { title: 'New' }), employee('bob', {}), employee('cleo', { active: false })];
const team = (id: string, displayName: string, members: string[], externalId?: string): Team => ({
	id,
	displayName,
	members,
	...(externalId !== undefined && { externalId }),
});
const club = team('t-2', 'Book club', ['hr-ann']);
const teamsBefore = [team('t-1', 'Sales', ['hr-ann', 'hr-cleo'], 'g-1'), club];
const teamsDone = [
	team('t-1', 'Field sales', ['hr-ann', 'hr-bob'], 'g-1'),
	club,
	team('t-3', 'New', ['hr-bob'], 'g-3'),
];
const expected = {
	oracle: new Oracle(people.slice(0, 2), before, done),
	teams: new TeamOracle({ employees: before, teams: teamsBefore }, { employees: done, teams: teamsDone }),
	start: before,
	people,
	failing: new Set<string>(),
	leavers: new Set(['hr-cleo']),
};
const cell = (kind: string): Cell => ({
	name: '',
	kind: KINDS.find(({ name }) => name === kind)!,
	fault: FAULTS.find(({ name }) => name === '503')!,
	position: 'first',
	nth: 1,
	seconds: 1,
});

const ADVICE = 'Try again later.';

/** The teams are as after the undisturbed night unless told. */
function judged(of: Cell, execution: Execution, employees: Employee[], teams = teamsDone): Judgement {
	return judge(of, execution, { employees, teams }, expected);
}

function night(error: string, failed: { displayName: string; reason: string }[] = []): Execution {
	const report = {
		counts: { members: 2 },
		...(error !== '' && { error }),
		text: `${error}\n${ADVICE}`,
		people: failed.map((one) => ({ ...one, userPrincipalName: '', action: 'failed' })),
	};
	return {
		id: '1',
		status: error === '' ? 'success' : 'error',
		seconds: 1,
		nodes: [
			{ name: 'A node', type: 'x.y', milliseconds: 1, outputs: [[{ details: { description: ADVICE } }]] },
			{ name: 'Report', type: 'x.syncReport', milliseconds: 1, outputs: [[report]] },
			{ name: 'E-mail', type: 'x.emailSend', milliseconds: 1, outputs: [[{}]] },
		],
	};
}

describe('what came of a night under a fault', () => {
	test('recovered, when it ended where it should', () => {
		assert.deepEqual(judged(cell('change'), night(''), done), { verdict: 'recovered', problems: [] });
	});

	test('wrong, when it says nothing and ended elsewhere', () => {
		const { verdict, problems } = judged(cell('change'), night(''), before);
		assert.equal(verdict, 'recovered');
		assert.equal(problems.length, 2);
	});

	test('stopped with the right words', () => {
		const stopped = night('The HR system answered 503');
		assert.deepEqual(judged(cell('page of employees'), stopped, before), {
			verdict: 'stopped',
			problems: [],
		});
	});

	test('wrong, when it stopped and deactivated, or stopped for another reason', () => {
		const stopped = night('The HR system answered 503');
		assert.match(judged(cell('page of employees'), stopped, done).problems.join(), /cleo.* was deactivated/);
		const other = night('The mapping is empty');
		assert.match(judged(cell('page of employees'), other, before).problems.join(), /other words/);
	});

	test('people failed, when each is named with the reason', () => {
		const employees = [before[0]!, ...done.slice(1)];
		const ann = { displayName: 'ann', reason: 'The HR system answered 503' };
		assert.deepEqual(judged(cell('change'), night('', [ann]), employees), {
			verdict: 'people',
			problems: [],
		});
		const bob = { ...ann, displayName: 'bob' };
		assert.match(judged(cell('change'), night('', [bob]), employees).problems.join(), /not named: ann/);
	});

	test('wrong in any case, when somebody of the group was deactivated', () => {
		const employees = [...done.slice(0, 1), employee('bob', { active: false }), ...done.slice(2)];
		const bob = { displayName: 'bob', reason: 'The HR system answered 503' };
		const { problems } = judged(cell('change'), night('', [bob]), employees);
		assert.match(problems.join(), /bob@x.example was wrongly deactivated/);
	});
});

describe('what came of the teams', () => {
	const REASON = 'The HR system answered 503';
	const change = cell('change of a team');
	const [sales, , made] = teamsDone as [Team, Team, Team];
	/** The people are in step; so many teams failed. */
	const withFailed = (failed: { team: string; hrId?: string }[], error = ''): Execution => {
		const execution = night(error);
		const rows = failed.map((one) => ({ ...one, action: 'failed', entraGroup: {}, reason: REASON }));
		const told = rows.map(({ team: name, reason }) => `${name}: ${reason}`).join('; ');
		const [node, report, mail] = execution.nodes as [NodeRun, NodeRun, NodeRun];
		const [json] = report.outputs[0] as [JsonObject];
		const upsert = { ...node, type: 'x.upsertTeam', outputs: error === '' ? [[], rows] : [] };
		const stopped = { ...node, outputs: [[{ details: { description: ADVICE, teams: error === '' ? [] : rows } }]] };
		const text = `${String(json.text)} ${told}`;
		return { ...execution, nodes: [upsert, stopped, { ...report, outputs: [[{ ...json, text }]] }, mail] };
	};
	const problemsOf = (execution: Execution, teams: Team[]): string =>
		judged(change, execution, done, teams).problems.join('; ');

	test('recovered, when they are as they should, whatever id a new one got', () => {
		const teams = [sales, club, { ...made, id: 't-4' }];
		assert.deepEqual(judged(change, night(''), done, teams), { verdict: 'recovered', problems: [] });
	});

	test('wrong, when they are not and nobody says so', () => {
		assert.match(problemsOf(night(''), [sales, club]), /"New" is not there and should be/);
		assert.match(
			problemsOf(night(''), [{ ...sales, members: ['hr-ann'] }, club, made]),
			/"Field sales" is .*1 members/,
		);
	});

	test('failed, when each is named with the reason', () => {
		const teams = [{ ...sales, members: ['hr-ann', 'hr-cleo'] }, club, made];
		const failed = withFailed([{ team: 'Field sales', hrId: 't-1' }]);
		assert.deepEqual(judged(change, failed, done, teams), { verdict: 'people', problems: [] });
		assert.match(problemsOf(withFailed([{ team: 'New' }]), teams), /not named: the team "Field sales"/);
	});

	test('wrong, when the mail keeps a team that failed to itself', () => {
		const execution = withFailed([{ team: 'New' }]);
		const mute = { ...execution.nodes[2]!, outputs: night('').nodes[1]!.outputs };
		const nodes = [...execution.nodes.slice(0, 2), mute, ...execution.nodes.slice(3)];
		assert.match(problemsOf({ ...execution, nodes }, teamsDone), /the mail doesn't say it: New/);
	});

	test('stopped, with those named that are half made', () => {
		const half = [team('t-1', 'Field sales', ['hr-ann', 'hr-cleo'], 'g-1'), club];
		const people = [...done.slice(0, 2), before[2]!];
		const stopped = (failed: { team: string }[]): Judgement =>
			judged(change, withFailed(failed, 'The HR system answered 503'), people, half);
		assert.deepEqual(stopped([{ team: 'Field sales' }]), { verdict: 'stopped', problems: [] });
		assert.match(stopped([]).problems.join(), /not named: the team "Field sales" is half made/);
	});

	test('wrong in any case, when one is foreign, gone, twice, or holds others than it ever was to', () => {
		const lost = { ...sales, members: ['hr-bob'] };
		assert.match(problemsOf(night(''), [lost, club, made]), /hr-ann was wrongly taken out/);
		const strange = { ...club, members: ['hr-ann', 'hr-bob'] };
		assert.match(problemsOf(night(''), [sales, strange, made]), /hr-bob is in the team "Book club"/);
		assert.match(problemsOf(night(''), [sales, made]), /"Book club" is gone/);
		assert.match(problemsOf(night(''), [...teamsDone, { ...made, id: 't-4' }]), /the team new is twice/);
		assert.match(problemsOf(night(''), [...teamsDone, team('t-9', 'Nobody’s', [])]), /nobody expected/);
		assert.match(problemsOf(night(''), [{ ...sales, displayName: '503' }, club, made]), /nobody gave it/);
		assert.match(problemsOf(night(''), [{ ...sales, externalId: '503' }, club, made]), /foreign external id/);
	});
});
