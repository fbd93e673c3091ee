import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ENTERPRISE } from '../inStep.ts';
import type { Employee, Member } from '../inStep.ts';
import { leaversAmong, Oracle } from './oracle.ts';

function member(id: string, more: Partial<Member> = {}): Member {
	const mail = `${id}@example.com`;
	return { id, mail, displayName: id, accountEnabled: true, jobTitle: null, managerId: null, inGroup: true, ...more };
}

function employee(id: string, externalId: string | undefined, more: Partial<Employee> = {}): Employee {
	const userName = `${externalId ?? id}@example.com`;
	return { id, userName, active: true, title: 'old', ...(externalId !== undefined && { externalId }), ...more };
}

const managedBy = (value: string): Partial<Employee> => ({ [ENTERPRISE]: { manager: { value } } });

const members = [member('ann'), member('bob'), member('new'), member('off', { accountEnabled: false })];
const start = [
	employee('1', 'ann'),
	employee('2', 'bob'),
	employee('3', 'gone'),
	employee('4', 'off'),
	employee('5', undefined),
];
const end = [
	employee('1', 'ann', { title: 'new' }),
	employee('2', 'bob', managedBy('9')),
	employee('3', 'gone', { active: false }),
	employee('4', 'off', { active: false }),
	employee('5', undefined),
	employee('9', 'new', managedBy('1')),
];
const oracle = new Oracle(members, start, end);

/** The end of the run, with somebody changed; undefined takes the person out. */
function endWith(id: string, change: Partial<Employee> | undefined): Employee[] {
	return end.flatMap((one) => (one.id !== id ? [one] : change ? [{ ...one, ...change }] : []));
}

describe('what is read in the HR system after a kill', () => {
	test('before and after the run there is nothing to find', () => {
		const nothing = { wronglyDeactivated: [], duplicates: [], foreign: [], halfMade: [] };
		assert.deepEqual(oracle.examine(start), nothing);
		assert.deepEqual(oracle.examine(end), nothing);
		assert.deepEqual(oracle.differences(end), []);
	});

	test('somebody whom the run created has another HR id in another run', () => {
		const again = end.map((one) => (one.id === '9' ? { ...one, id: '77' } : one));
		const renamed = again.map((one) => (one.id === '2' ? { ...one, ...managedBy('77') } : one));
		assert.deepEqual(oracle.differences(renamed), []);
		assert.equal(oracle.differences(again).length, 1, 'a manager who is nobody');
	});

	for (const [who, people] of [
		['a member', endWith('2', { active: false })],
		['a member who is gone', endWith('1', undefined)],
		['somebody entered by hand', endWith('5', { active: false })],
		['a new member created as inactive', endWith('9', { active: false })],
	] as const) {
		test(`wrongly deactivated: ${who}`, () => {
			assert.equal(oracle.examine(people).wronglyDeactivated.length, 1);
			assert.notDeepEqual(oracle.differences(people), []);
		});
	}

	test('twice: by user name in other letters, and by external ID', () => {
		const { duplicates } = oracle.examine([...end, employee('10', 'new', { userName: 'ANN@example.com' })]);
		assert.deepEqual(duplicates, ['the user name ann@example.com', 'the external ID new']);
	});

	test('half-made: each value is an old or a new one, the manager still missing', () => {
		const { halfMade, foreign } = oracle.examine(endWith('9', { [ENTERPRISE]: {} }));
		assert.deepEqual({ halfMade, foreign }, { halfMade: ['new'], foreign: [] });
		assert.deepEqual(oracle.examine(endWith('2', { [ENTERPRISE]: {} })).halfMade, [], 'as before the run');
	});

	test('a value of neither before nor after, and somebody whom nobody knows', () => {
		const { foreign } = oracle.examine([...endWith('1', { title: 'other' }), employee('11', 'unknown')]);
		assert.equal(foreign.filter((one) => one.includes('title is "other"')).length, 1);
		assert.ok(foreign.includes('unknown: nobody expected'));
	});

	test('leavers are those linked to somebody outside of the group', () => {
		assert.deepEqual([...leaversAmong(start, members)], ['3']);
	});
});
