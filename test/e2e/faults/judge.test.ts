import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Execution } from '../../../sandbox/n8n/execution.ts';
import { Oracle } from '../crash/oracle.ts';
import type { Employee } from '../inStep.ts';
import type { Cell } from './cells.ts';
import { FAULTS } from './faults.ts';
import { judge } from './judge.ts';
import { KINDS } from './kinds.ts';
import type { Person } from './night.ts';

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
const expected = {
	oracle: new Oracle(people.slice(0, 2), before, done),
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
		assert.deepEqual(judge(cell('change'), night(''), done, expected), { verdict: 'recovered', problems: [] });
	});

	test('wrong, when it says nothing and ended elsewhere', () => {
		const { verdict, problems } = judge(cell('change'), night(''), before, expected);
		assert.equal(verdict, 'recovered');
		assert.equal(problems.length, 2);
	});

	test('stopped with the right words', () => {
		const stopped = night('The HR system answered 503');
		assert.deepEqual(judge(cell('page of employees'), stopped, before, expected), { verdict: 'stopped', problems: [] });
	});

	test('wrong, when it stopped and deactivated, or stopped for another reason', () => {
		const stopped = night('The HR system answered 503');
		assert.match(judge(cell('page of employees'), stopped, done, expected).problems.join(), /cleo.* was deactivated/);
		const other = night('The mapping is empty');
		assert.match(judge(cell('page of employees'), other, before, expected).problems.join(), /other words/);
	});

	test('people failed, when each is named with the reason', () => {
		const employees = [before[0]!, ...done.slice(1)];
		const ann = { displayName: 'ann', reason: 'The HR system answered 503' };
		assert.deepEqual(judge(cell('change'), night('', [ann]), employees, expected), { verdict: 'people', problems: [] });
		const bob = { ...ann, displayName: 'bob' };
		assert.match(judge(cell('change'), night('', [bob]), employees, expected).problems.join(), /not named: ann/);
	});

	test('wrong in any case, when somebody of the group was deactivated', () => {
		const employees = [...done.slice(0, 1), employee('bob', { active: false }), ...done.slice(2)];
		const bob = { displayName: 'bob', reason: 'The HR system answered 503' };
		const { problems } = judge(cell('change'), night('', [bob]), employees, expected);
		assert.match(problems.join(), /bob@x.example was wrongly deactivated/);
	});
});
