import fc from 'fast-check';

import { parseCause } from '../../../../lib/base/cause';
import type { Cause } from '../../../../lib/base/cause';
import { inEnglish } from '../../../../lib/base/words/english';
import { mapPeople } from '../../../../lib/sync/mapping/mapping';
import type { Mapped, Mapping } from '../../../../lib/sync/mapping/mapping';
import { checkMapping } from '../../../../lib/sync/mapping/mappingGuard';
import { VALUE_TYPES } from '../../../../lib/sync/mapping/values';
import type { MappedRow } from '../../../../lib/sync/model';

const ann = { id: 'e1', displayName: 'Ann', userPrincipalName: 'ann@example.com', accountEnabled: true };
const bob = { ...ann, id: 'e2', displayName: 'Bob', userPrincipalName: 'bob@example.com' };
const cem = { ...ann, id: 'e3', displayName: 'Cem', userPrincipalName: 'cem@example.com' };

const title: Mapping = {
	path: 'title',
	label: 'Job title',
	type: 'string',
	whenEmpty: 'leave',
	valueAt: () => 'Lead',
};

/** As n8n hands it on. */
const withoutUndefined = (cause: Cause): unknown => JSON.parse(JSON.stringify(cause));

/** A mapping whose values are the ones given, a person each. */
const mapping = (values: unknown[], rest: Partial<Mapping> = {}): Mapping => ({
	...title,
	valueAt: (position) => values[position],
	...rest,
});

const mapOne = (value: unknown, rest: Partial<Mapping> = {}): MappedRow =>
	mapPeople([ann], [mapping([value], rest)]).rows[0]!;

describe('a value', () => {
	it.each([
		['text', 'Lead', {}, { title: 'Lead' }],
		['text with blanks around it', ' Lead ', {}, { title: 'Lead' }],
		['a number', 42, {}, { title: '42' }],
		['a boolean in words', 'False', { type: 'boolean' as const }, { title: false }],
		['what was not read', undefined, {}, {}],
	])('that is %s is mapped', (_, value, rest, employee) => {
		for (const whenEmpty of ['leave', 'clear'] as const) {
			const row = mapOne(value, { ...rest, whenEmpty });
			expect(row.problems).toEqual([]);
			expect(row.employee).toStrictEqual(employee);
		}
	});

	it.each([null, '', '  '])('that was read as empty (%j) clears only when told to', (value) => {
		const source = 'jobTitle';
		expect(mapOne(value, { source }).employee).toEqual({});
		expect(mapOne(value, { source, whenEmpty: 'clear' }).employee).toEqual({ title: null });
		expect(mapOne(value, { source, whenEmpty: 'default', defaultAt: () => 'Staff' }).employee).toEqual({
			title: 'Staff',
		});
	});

	it.each(['', ' '])('that was put together from fields and came to nothing (%j) clears nothing', (value) => {
		expect(mapOne(value, { whenEmpty: 'clear' }).employee).toEqual({});
	});

	it('that tells employees apart is never cleared', () => {
		expect(mapOne(null, { whenEmpty: 'clear', unique: true }).employee).toEqual({});
	});

	it('that was not read gets no default, since there may be one', () => {
		const rest = { source: 'jobTitle', whenEmpty: 'default' as const, defaultAt: () => 'Staff' };
		expect(mapOne(undefined, rest).employee).toEqual({});
		expect(mapOne([], rest).employee).toEqual({ title: 'Staff' });
	});

	it('of several fields that comes to null clears only where all of them were read', () => {
		const rest = { whenEmpty: 'clear' as const };
		expect(mapOne(null, { ...rest, reads: ['displayName', 'accountEnabled'] }).employee).toEqual({ title: null });
		expect(mapOne(null, { ...rest, reads: ['displayName', 'department'] }).employee).toEqual({});
		expect(mapOne(null, rest).employee).toEqual({});
	});

	it('that was put together and that a transform empties clears', () => {
		const rest = { transform: () => '', whenEmpty: 'clear' as const };
		expect(mapOne('x', rest).employee).toEqual({ title: null });
	});

	it('of a switch that is empty changes nothing', () => {
		expect(mapOne(null, { type: 'boolean', source: 'jobTitle', whenEmpty: 'clear' }).employee).toEqual({});
	});

	it('is transformed before it is checked, unless it is empty; what then is empty was read', () => {
		const transform = (value: unknown): unknown => (value === 'none' ? '' : `${String(value)}!`);
		const rest = { transform, source: 'jobTitle', whenEmpty: 'clear' as const };
		expect(mapOne('Lead', rest).employee).toEqual({ title: 'Lead!' });
		expect(mapOne('none', rest).employee).toEqual({ title: null });
		expect(mapOne(undefined, rest).employee).toEqual({});
	});

	it.each<[unknown, Partial<Mapping>, string]>([
		[null, { required: true }, 'is empty and is required'],
		[undefined, { required: true }, 'is empty and is required'],
		['', { required: true, source: 'jobTitle' }, 'is empty and is required (it comes from jobTitle)'],
		[null, { required: true, whenEmpty: 'default', defaultAt: () => '' }, 'is empty and is required'],
		['maybe', { type: 'boolean' }, 'is "maybe" and should be true or false'],
		[['a', 'b'], {}, 'is ["a","b"] and should be a single text'],
		['ann at home', { type: 'email' }, 'is "ann at home", which is not an e-mail address'],
		['nowhere', { type: 'url' }, 'is "nowhere", which is not a URL'],
		['x', { invalid: { kind: 'noScimAttribute', name: 'a b' } }, `can't be written: "a b" is not a SCIM attribute`],
	])('that is wrong (%j) becomes a problem on the row, and is not written', (value, rest, problem) => {
		const row = mapOne(value, rest);
		expect(row.problems).toEqual([`Job title of Ann (ann@example.com) ${problem}`]);
		expect(row.causes.map(inEnglish.sentence)).toEqual(row.problems);
		expect(row.causes).toMatchObject([{ attribute: 'Job title', person: 'Ann (ann@example.com)' }]);
		expect(row.employee).toEqual({});
	});

	it('whose expression fails becomes a problem on the row', () => {
		const fails = (): never => {
			throw new Error('no such function');
		};
		expect(mapPeople([ann], [{ ...title, valueAt: fails }]).rows[0]!.problems).toEqual([
			'Job title of Ann (ann@example.com) could not be worked out: no such function',
		]);
	});
});

it('keeps apart a manager who is none, one who is known, and one who was not read', () => {
	const managers = mapPeople(
		[
			{ ...ann, manager: null },
			{ ...ann, manager: { id: 'boss' } },
			{ ...ann, managerUnknown: 'gone' },
		],
		[],
	);
	const [none, boss, unknown] = managers.rows.map(({ entra }) => entra);
	expect(none!.managerId).toBeNull();
	expect(boss!.managerId).toBe('boss');
	expect(unknown).not.toHaveProperty('managerId');
});

it('passes the roster and the list of create-only attributes on by reference', () => {
	const roster = { id: 'r', size: 2 };
	const { rows } = mapPeople(
		[ann, bob].map((one) => ({ ...one, roster })),
		[mapping(['a', 'b'], { onlyOnCreate: true })],
	);
	expect(rows[0]!.roster).toBe(roster);
	expect(rows[0]!.onlyOnCreate).toEqual(['title']);
	expect(rows[1]!.onlyOnCreate).toBe(rows[0]!.onlyOnCreate);
});

it('names the others to everybody who shares a value that has to be unique, case and blanks aside', () => {
	const { rows, problems } = mapPeople([ann, bob, cem], [mapping(['a@x', 'A@X ', 'c@x'], { unique: true })]);
	expect(rows.map((row) => row.problems)).toEqual([
		['Job title of Ann (ann@example.com) is "a@x", and so is that of Bob (bob@example.com)'],
		['Job title of Bob (bob@example.com) is "A@X", and so is that of Ann (ann@example.com)'],
		[],
	]);
	expect([...problems]).toEqual([['duplicate', 2]]);
});

it('names few of many who share a value, and little of long names', () => {
	const people = Array.from({ length: 20_000 }, (_, i) => ({ id: `e${i}`, displayName: `${i} ${'x'.repeat(1000)}` }));
	const { rows } = mapPeople(people, [
		mapping(
			people.map(() => 'n/a'),
			{ unique: true },
		),
	]);
	for (const { problems } of rows) expect(problems.join('').length).toBeLessThan(1000);
	expect(rows[0]!.problems[0]).toContain('and 19994 others');
});

it('does not fail employees who exist for what is only written on create', () => {
	const start = { path: 'start', label: 'Start', required: true, onlyOnCreate: true };
	const { rows, problems } = mapPeople([ann], [mapping([null], start)]);
	expect(rows[0]).toMatchObject({
		problems: [],
		causes: [],
		createProblems: ['Start of Ann (ann@example.com) is empty and is required'],
		createCauses: [{ kind: 'required', attribute: 'Start', person: 'Ann (ann@example.com)' }],
	});
	expect([...problems]).toEqual([['required', 1]]);
	expect(mapPeople([ann], [mapping([null], { ...start, unique: true })]).rows[0]!.problems).toHaveLength(1);
});

it('leaves a name that nothing can be written under out of the list of create-only attributes', () => {
	const { rows } = mapPeople(
		[ann],
		[mapping(['x'], { path: '__proto__', invalid: { kind: 'hrSetsIt' }, onlyOnCreate: true })],
	);
	expect(rows[0]).not.toHaveProperty('onlyOnCreate');
	expect(rows[0]!.problems).toHaveLength(1);
});

it('says who has another value where two have to be the same', () => {
	const { rows } = mapPeople(
		[ann, bob],
		[
			mapping(['a@x', 'b@x'], { path: 'userName', label: 'User name', sameAs: { path: 'mail', label: 'Work e-mail' } }),
			mapping(['A@x', 'bob@x'], { path: 'mail' }),
		],
	);
	expect(rows.map(({ problems }) => problems)).toEqual([
		[],
		['User name of Bob (bob@example.com) is "b@x" and has to be the same as the Work e-mail, "bob@x"'],
	]);
});

describe('a mapping that can not be meant is refused', () => {
	const check = (people: Record<string, unknown>[], one: Mapping): void => {
		const mapped: Mapped = mapPeople(people, [one]);
		checkMapping(mapped, [one]);
	};

	it('because nobody would have what tells employees apart', () => {
		const unique = { unique: true, source: 'mail', path: 'userName', label: 'User name' };
		expect(() => check([ann, bob], mapping([null, undefined], unique))).toThrow(
			'User name would be empty for all 2 people',
		);
		expect(() => check([ann, bob], mapping([null, 'b'], unique))).not.toThrow();
		expect(() => check([ann], mapping([null], unique))).not.toThrow();
	});

	it('because everybody would be switched off, unless it is one person who is off in Entra', () => {
		const active = { type: 'boolean' as const, path: 'active', label: 'Active' };
		expect(() => check([ann, bob], mapping([false, 'False'], active))).toThrow(
			'Active would be false for all 2 people',
		);
		expect(() => check([ann, bob], mapping([false, undefined], active))).not.toThrow();
		expect(() => check([ann], mapping([false], active))).toThrow('Active would be false for the only person');
		expect(() => check([{ ...ann, accountEnabled: false }], mapping([false], active))).not.toThrow();
	});
});

it('gives each person one row for any JSON, without throwing, and writes nothing that is not mapped', () => {
	const anyMapping = fc.record({
		path: fc.constantFrom('title', 'userName', 'active', 'a.b'),
		label: fc.string(),
		type: fc.constantFrom(...VALUE_TYPES),
		required: fc.boolean(),
		unique: fc.boolean(),
		onlyOnCreate: fc.boolean(),
		whenEmpty: fc.constantFrom('leave' as const, 'clear' as const, 'default' as const),
		values: fc.array(fc.jsonValue()),
		maxLength: fc.option(fc.nat(20), { nil: undefined }),
		allowed: fc.option(fc.array(fc.string()), { nil: undefined }),
	});
	fc.assert(
		fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), fc.array(anyMapping), (people, specs) => {
			const mappings = specs.map(({ values, ...rest }) =>
				mapping(values, { ...rest, defaultAt: (at) => values[at + 1] }),
			);
			const { rows } = mapPeople(people, mappings);
			expect(rows).toHaveLength(people.length);
			rows.forEach((row, position) => {
				expect(row.entra.id).toBe(typeof people[position]!.id === 'string' ? people[position]!.id : '');
				expect(row.entra.id !== '' || row.causes.length > 0).toBe(true);
				expect(row.causes.map(inEnglish.sentence)).toEqual(row.problems);
				expect(row.causes.map((cause) => parseCause(cause))).toEqual(row.causes.map(withoutUndefined));
				for (const path of Object.keys(row.employee)) expect(specs.map((spec) => spec.path)).toContain(path);
			});
		}),
	);
});
