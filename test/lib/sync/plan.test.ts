import fc from 'fast-check';

import type { Cause } from '../../../lib/base/cause';
import { inEnglish } from '../../../lib/base/words/english';
import { sameValue } from '../../../lib/sync/compare';
import type { Employee, MappedRow } from '../../../lib/sync/model';
import { nameOf } from '../../../lib/sync/names';
import { planUpserts } from '../../../lib/sync/plan';
import { managersFirst } from '../../../lib/sync/planManagers';
import type { PlanInput, PlannedRow } from '../../../lib/sync/planned';
import { people, person, toEmployee, toRow } from '../../support/arbitraries';

const read = (employee: Employee, attribute: string): unknown => (employee.raw as Record<string, unknown>)[attribute];

function plan(rows: MappedRow[], employees: Employee[], options: Partial<PlanInput> = {}): PlannedRow[] {
	return planUpserts({
		rows,
		employees,
		matchBy: ['externalId', 'userName'],
		managers: 'sync',
		read,
		readManager: (employee) => (employee.raw as { manager?: string }).manager,
		describe: (employee) => `${String(read(employee, 'userName'))} (${employee.hrId})`,
		...options,
	});
}

const employees = fc
	.array(fc.tuple(person, fc.boolean()), { maxLength: 10 })
	.map((list) => list.map(([source, linked], i) => toEmployee(source, `hr-${i}`, linked)));

const anne: MappedRow = {
	employee: { externalId: 'e1', userName: 'anne@example.com', active: true },
	entra: { id: 'e1', displayName: 'Anne', userPrincipalName: 'anne@example.com' },
	problems: [],
	causes: [],
};
const sentence = (cause?: Cause): string => (cause ? inEnglish.sentence(cause) : '');

const employee = (hrId: string, raw: Record<string, unknown>, active = true): Employee => ({ hrId, active, raw });

describe('always', () => {
	it('plans every row exactly once, in order, with a reason whenever nothing is written', () => {
		fc.assert(
			fc.property(people, employees, (sources, existing) => {
				const rows = sources.map((source) => toRow(source));
				const planned = plan(rows, existing);
				expect(planned.map(({ row }) => row)).toEqual(rows);
				for (const { action, cause, changes, manager } of planned) {
					if (action === 'failed' || action === 'skipped') expect(sentence(cause)).toBeTruthy();
					if (['failed', 'skipped', 'unchanged'].includes(action)) expect([changes, manager]).toEqual([[], undefined]);
				}
			}),
		);
	});

	it('never gives one employee to two rows, and never guesses between two employees', () => {
		fc.assert(
			fc.property(fc.array(person, { maxLength: 10 }), employees, (sources, existing) => {
				const planned = plan(
					sources.map((source) => toRow(source)),
					existing,
				);
				const written = planned.filter(({ action }) => action !== 'failed');
				const taken = written.flatMap(({ employee: hit }) => (hit ? [hit.hrId] : []));
				expect(new Set(taken).size).toBe(taken.length);
				const names = written
					.filter(({ action }) => action !== 'skipped')
					.map(({ row }) => String(row.employee.userName).toLowerCase());
				expect(new Set(names).size).toBe(names.length);
				for (const { row } of written) {
					const hits = existing.filter(
						(one) =>
							read(one, 'externalId') === row.employee.externalId ||
							sameValue('userName', read(one, 'userName'), row.employee.userName),
					);
					expect(hits.length).toBeLessThanOrEqual(1);
				}
			}),
		);
	});

	it('finds nothing to do once the plan was carried out', () => {
		fc.assert(
			fc.property(people, employees, (sources, existing) => {
				const rows = sources.map((source) => toRow(source));
				const first = plan(rows, existing);
				const settled = ['unchanged', 'failed', 'skipped'];
				let after = carryOut(first, existing);
				// Writing one person can end another's ambiguity (a user name passed on), which takes one more night each.
				for (const { action } of first) if (action === 'failed') after = carryOut(plan(rows, after), after);
				for (const { action } of plan(rows, after)) expect(settled).toContain(action);
			}),
		);
	});

	it('touches no attribute that is not mapped', () => {
		fc.assert(
			fc.property(people, employees, (sources, existing) => {
				for (const { row, changes } of plan(
					sources.map((source) => toRow(source)),
					existing,
				)) {
					for (const { attribute } of changes) expect(Object.keys(row.employee)).toContain(attribute);
				}
			}),
		);
	});

	it('never clears or sets a manager that was not read', () => {
		fc.assert(
			fc.property(people, employees, (sources, existing) => {
				const rows = sources.map((source) => toRow({ ...source, managerRead: false }));
				expect(plan(rows, existing).every(({ manager }) => manager === undefined)).toBe(true);
			}),
		);
	});
});

/** What the HR system holds after a plan, worked out here without the code under test. */
function carryOut(planned: PlannedRow[], existing: Employee[]): Employee[] {
	const hrIds = planned.map(({ employee: hit }, i) => hit?.hrId ?? `new-${i}`);
	const after = new Map(existing.map((one) => [one.hrId, structuredClone(one)]));
	planned.forEach(({ action, changes, manager }, i) => {
		if (action === 'failed' || action === 'skipped' || action === 'unchanged') return;
		const hrId = hrIds[i]!;
		const target = after.get(hrId) ?? { hrId, active: true, raw: { id: hrId } };
		const raw = target.raw as Record<string, unknown>;
		for (const { attribute, to } of changes) raw[attribute] = to;
		if (typeof raw.active === 'boolean') target.active = raw.active;
		if (manager) raw.manager = ('row' in manager ? hrIds[manager.row] : manager.hrId) ?? undefined;
		after.set(hrId, target);
	});
	return [...after.values()];
}

describe('matching', () => {
	it('names few of many with a claim to the same value', () => {
		const rows = Array.from({ length: 3000 }, (_, i): MappedRow => ({
			employee: { userName: `u${i}`, mail: 'office@example.com' },
			entra: { id: `e${i}`, displayName: `Person ${i}` },
			problems: [],
			causes: [],
		}));
		const [first] = plan(rows, [], { matchBy: ['userName', 'mail'] });
		expect(first!.cause).toMatchObject({ kind: 'rivals', attribute: 'mail', people: { count: 3000 } });
		expect(sentence(first!.cause)).toMatch(/^3000 members have a claim to the same mail: .* and 2995 others$/);
		expect(sentence(first!.cause).length).toBeLessThan(300);
	});

	it('notes who looks like a person that failed without being matched', () => {
		const failed = {
			...anne,
			employee: { externalId: 'new' },
			causes: [{ kind: 'required' as const, attribute: 'User name', person: 'Anne' }],
		};
		const planned = plan(
			[failed],
			[
				employee('1', { userName: 'ANNE@example.com', externalId: 'old' }),
				employee('2', { userName: 'bob@example.com', displayName: 'anne' }),
				employee('3', { userName: 'cem@example.com' }),
			],
		);
		expect(planned[0]).toMatchObject({ action: 'failed', candidates: [], lookalikes: ['1', '2'] });
	});

	it('fails two members with a claim to one employee, naming both', () => {
		const bob: MappedRow = {
			employee: { externalId: 'e2', userName: 'ANNE@example.com' },
			entra: { id: 'e2', displayName: 'Bob' },
			problems: [],
			causes: [],
		};
		const planned = plan([anne, bob], [employee('1', { userName: 'anne@example.com' })]);
		expect(planned.map(({ action }) => action)).toEqual(['failed', 'failed']);
		expect(sentence(planned[0]!.cause)).toContain('Anne (anne@example.com) and Bob');
		expect(sentence(planned[1]!.cause)).toContain('anne@example.com (1)');
	});

	it('fails a member who matches two employees, naming both, and keeps them as candidates', () => {
		const [planned] = plan(
			[anne],
			[employee('1', { externalId: 'e1', userName: 'x' }), employee('2', { userName: 'anne@example.com' })],
		);
		expect(planned).toMatchObject({ action: 'failed', candidates: ['1', '2'] });
		expect(planned!.cause).toMatchObject({ kind: 'severalEmployees' });
		expect(sentence(planned!.cause)).toContain('x (1) and anne@example.com (2)');
	});

	it('relinks and reactivates a rehire: same user name, new object id', () => {
		const before = { externalId: 'old', userName: 'anne@example.com', displayName: 'Anne' };
		const [planned] = plan([anne], [employee('1', before, false)]);
		expect(planned).toMatchObject({ action: 'reactivated', employee: { hrId: '1' } });
		expect(planned!.changes).toEqual([
			{ attribute: 'externalId', from: 'old', to: 'e1' },
			{ attribute: 'active', from: false, to: true },
		]);
	});

	it('fails a member without any matching value', () => {
		const nobody: MappedRow = {
			employee: { title: 'x' },
			entra: { id: 'e9', displayName: 'Nemo' },
			problems: [],
			causes: [],
		};
		expect(plan([nobody], [])[0]).toMatchObject({ action: 'failed', cause: { kind: 'noKey', person: 'Nemo' } });
	});
});

describe('accounts', () => {
	it('deactivates who is disabled, and does not create who is disabled and unknown', () => {
		const disabled = { ...anne, employee: { ...anne.employee, active: false } };
		expect(plan([disabled], [employee('1', { externalId: 'e1', userName: 'anne@example.com' })])[0]!.action).toBe(
			'deactivated',
		);
		expect(plan([disabled], [])[0]).toMatchObject({ action: 'skipped', cause: { kind: 'disabledAbsent' } });
	});

	it('clears only what was mapped as null', () => {
		const cleared = { ...anne, employee: { ...anne.employee, title: null } };
		const existing = [
			employee('1', { externalId: 'e1', userName: 'anne@example.com', title: 'Lead', department: 'R&D' }),
		];
		expect(plan([cleared], existing)[0]!.changes).toEqual([{ attribute: 'title', from: 'Lead', to: null }]);
	});
});

it('writes what is only for new employees when it creates them, and leaves it alone from then on', () => {
	const row = { ...anne, employee: { ...anne.employee, title: 'Lead' }, onlyOnCreate: ['title'] };
	const [created] = plan([row], []);
	expect(created!.changes).toContainEqual({ attribute: 'title', from: null, to: 'Lead' });
	const existing = [employee('1', { ...anne.employee, title: 'Engineer' })];
	expect(plan([row], existing)[0]!.action).toBe('unchanged');
	const wrong = { ...row, createCauses: [{ kind: 'said' as const, text: 'Job title is too long' }] };
	expect(plan([wrong], [])[0]).toMatchObject({
		action: 'failed',
		cause: { kind: 'said', text: 'Job title is too long' },
	});
	expect(plan([wrong], existing)[0]!.action).toBe('unchanged');
});

describe('managers', () => {
	const managed = (id: string, managerId: string | null | undefined): MappedRow => ({
		employee: { externalId: id, userName: `${id}@example.com` },
		entra: { id, ...(managerId !== undefined && { managerId }) },
		problems: [],
		causes: [],
	});
	const known = (id: string, manager?: string): Employee =>
		employee(`hr-${id}`, { externalId: id, userName: `${id}@example.com`, manager });

	it.each([
		['sets', managed('a', 'b'), known('a'), { hrId: 'hr-b' }],
		['changes', managed('a', 'b'), known('a', 'hr-x'), { hrId: 'hr-b' }],
		['clears', managed('a', null), known('a', 'hr-b'), { hrId: null }],
		['leaves one that is right', managed('a', 'b'), known('a', 'hr-b'), undefined],
		['leaves one that was not read', managed('a', undefined), known('a', 'hr-x'), undefined],
		['leaves one whom no employee is linked to', managed('a', 'stranger'), known('a', 'hr-x'), undefined],
	])('%s', (_, row, before, expected) => {
		expect(plan([row, managed('b', undefined)], [before, known('b')])[0]!.manager).toEqual(expected);
	});

	it('makes nobody their own manager', () => {
		const own = { ...anne, entra: { ...anne.entra, managerId: 'e1' } };
		const [planned] = plan([own], [employee('1', { ...anne.employee })]);
		expect(planned).toMatchObject({ action: 'unchanged', cause: { kind: 'ownManager' } });
		expect(planned!.manager).toBeUndefined();
	});

	it('says why a manager was not read', () => {
		const row = {
			...managed('a', undefined),
			entra: { id: 'a', managerUnknown: 'Graph could not read the manager (503)' },
		};
		expect(plan([row], [known('a', 'hr-x')])[0]).toMatchObject({
			action: 'unchanged',
			cause: { kind: 'managerUnknown', because: { kind: 'said', text: expect.stringContaining('(503)') } },
		});
	});

	it('finds a manager who is no member of the group by external id', () => {
		expect(plan([managed('a', 'boss')], [known('a'), known('boss')])[0]!.manager).toEqual({ hrId: 'hr-boss' });
	});

	it.each([
		['among the rows', [managed('a', 'BOSS'), managed('boss', undefined)], [known('a'), known('boss')]],
		['outside of the rows', [managed('a', 'boss')], [known('a'), { ...known('BOSS'), hrId: 'hr-boss' }]],
		[
			'outside, with blanks around the link',
			[managed('a', 'boss')],
			[known('a'), { ...known(' Boss '), hrId: 'hr-boss' }],
		],
	])('tells managers %s without regard to case', (_, rows, employees) => {
		expect(plan(rows, employees)[0]).toMatchObject({ action: 'updated', manager: { hrId: 'hr-boss' } });
	});

	it('takes a person for their own manager in whichever case', () => {
		expect(plan([managed('abc', 'ABC')], [known('abc')])[0]!.cause).toEqual({ kind: 'ownManager' });
	});

	it('does not write a manager again whose HR id the system spells otherwise, where that is a GUID', () => {
		const guid = 'aaaaaaaa-2222-4333-8444-555555555555';
		const boss = { ...known('boss'), hrId: guid };
		expect(plan([managed('a', 'boss')], [known('a', guid.toUpperCase()), boss])[0]!.action).toBe('unchanged');
		// Other ids may differ by case alone.
		expect(plan([managed('a', 'boss')], [known('a', 'HR-BOSS'), known('boss')])[0]!.action).toBe('updated');
	});

	it('guesses no manager where two employees have the link, and says so', () => {
		const twins = [known('boss'), { ...known('BOSS'), hrId: 'hr-2' }];
		const [planned] = plan([managed('a', 'boss')], [known('a'), ...twins]);
		expect(planned).toMatchObject({ action: 'unchanged', cause: { kind: 'managerTwice' } });
		expect(planned!.manager).toBeUndefined();
	});

	it('says of a manager who is there without a link no more than that nobody is linked', () => {
		const byHand = employee('hr-boss', { userName: 'boss@example.com' });
		const [planned] = plan([managed('a', 'boss')], [known('a'), byHand]);
		expect(planned!.cause).toEqual({ kind: 'managerNotLinked' });
		expect(sentence(planned!.cause)).toContain('is linked to');
	});

	it('points at rows for managers who are yet to be created, in cycles too, and creates managers first', () => {
		const planned = plan([managed('a', 'b'), managed('b', 'c'), managed('c', 'b'), managed('d', 'a')], []);
		expect(planned.map(({ manager }) => manager)).toEqual([{ row: 1 }, { row: 2 }, { row: 1 }, { row: 0 }]);
		const order = managersFirst(planned, [0, 1, 2, 3]);
		expect([...order].sort()).toEqual([0, 1, 2, 3]);
		expect(order.indexOf(1)).toBeLessThan(order.indexOf(0));
		expect(order.indexOf(0)).toBeLessThan(order.indexOf(3));
	});

	it('does not clear managers when told only to set them', () => {
		expect(plan([managed('a', null)], [known('a', 'hr-b')], { managers: 'setOnly' })[0]!.action).toBe('unchanged');
	});
});

it('names people so that two of one name can be told apart', () => {
	expect(nameOf({ id: '1', displayName: ' Ann ', userPrincipalName: 'ann@x' })).toBe('Ann (ann@x)');
	expect(nameOf({ id: '1' })).toBe('1');
});
