import { causeOf } from '../../../lib/base/cause';
import type { Cause } from '../../../lib/base/cause';
import { SyncError } from '../../../lib/base/errors';
import { createHttpClient } from '../../../lib/http/client';
import { writeEach } from '../../../lib/jobs/write/writeEach';
import { groupFailures, withoutNames } from '../../../lib/report/causes';
import { reportedPeople } from '../../../lib/report/reportedPeople';
import { LANGUAGES } from '../../../lib/report/words';
import { mapPeople } from '../../../lib/sync/mapping/mapping';
import type { Mapping } from '../../../lib/sync/mapping/mapping';
import type { Employee, ResultRow } from '../../../lib/sync/model';
import { nameOf } from '../../../lib/sync/names';
import { planUpserts } from '../../../lib/sync/plan';
import { json, serve } from '../http/localServer';
import { row } from './fixtures';

const { causes } = LANGUAGES.en;
const ann = { id: 'e1', displayName: 'Ann Miller', userPrincipalName: 'ann@example.com' };
const bob = { id: 'e2', displayName: 'Bob', userPrincipalName: 'bob@example.com' };

/** Under which headings these failures stand. */
function titlesOf(...failed: (Cause | undefined)[]): string[] {
	const rows = failed.map((cause) => row('failed', 'Ann Miller', { cause, reason: 'Whatever', entra: ann }));
	return groupFailures(reportedPeople(rows), LANGUAGES.en).map(({ title }) => title);
}

const withStatus = (title: string, status: number): string => title.replace('{status}', String(status));

/* The causes come from the code that makes them. */
describe('what went wrong with a value is known as', () => {
	const field: Mapping = { path: 'title', label: 'Job title', type: 'string', whenEmpty: 'leave', valueAt: () => '' };
	const problemsOf = (...mappings: Partial<Mapping>[]): Cause =>
		mapPeople(
			[ann, bob],
			mappings.map((mapping) => ({ ...field, ...mapping })),
		).rows[0]!.causes[0]!;

	it.each<[keyof typeof causes, Partial<Mapping>]>([
		['required', { required: true }],
		['required', { required: true, source: 'jobTitle' }],
		['duplicate', { unique: true, valueAt: () => 'same' }],
		['value', { type: 'email', valueAt: () => 'nobody' }],
		['value', { type: 'boolean', valueAt: () => 'perhaps' }],
		['value', { maxLength: 2, valueAt: () => 'long' }],
		['value', { allowed: ['x'], valueAt: () => 'y' }],
		['value', { invalid: { kind: 'hrSetsIt' }, valueAt: () => 'y' }],
		[
			'value',
			{
				valueAt: () => {
					throw new Error('boom');
				},
			},
		],
	])('%s: %j', (cause, mapping) => {
		expect(titlesOf(problemsOf(mapping))).toEqual([causes[cause].title]);
	});
});

describe('whoever can not be told to be one employee is known', () => {
	const employee = (hrId: string, raw: Record<string, unknown>): Employee => ({ hrId, active: true, raw });
	const causesFor = (people: Record<string, string>[], employees: Employee[], matchBy = ['userName']): Cause[] =>
		planUpserts({
			rows: people.map((values, i) => ({ employee: values, entra: [ann, bob][i]!, problems: [], causes: [] })),
			employees,
			matchBy,
			managers: 'leave',
			read: ({ raw }, attribute) => (raw as Record<string, unknown>)[attribute],
			readManager: () => undefined,
			describe: ({ hrId }) => hrId,
		}).flatMap(({ cause }) => cause ?? []);

	it.each([
		[
			'two employees fit',
			[{ userName: 'ann', mail: 'a' }],
			[employee('1', { userName: 'ann' }), employee('2', { mail: 'a' })],
		],
		['two people fit', [{ userName: 'ann' }, { userName: 'ann' }], [employee('1', { userName: 'ann' })]],
		[
			'the employee is linked under another name',
			[{ userName: 'ann', externalId: 'e1' }],
			[employee('1', { userName: 'x', externalId: 'e1' })],
		],
	])('where %s', (_, people, employees) => {
		const found = causesFor(people, employees, ['userName', 'mail']);
		expect(found.length).toBeGreaterThan(0);
		expect(titlesOf(...found)).toEqual([causes.ambiguous.title]);
	});

	it('where there is nothing to find the employee by', () => {
		expect(titlesOf(...causesFor([{}], []))).toEqual([causes.noKey.title]);
	});
});

describe('what the HR system answers is known', () => {
	async function causeFor(status: number): Promise<Cause> {
		const server = await serve(json(status, { detail: `not you, ${nameOf(ann)}` }));
		try {
			const client = createHttpClient({
				asked: 'hr',
				baseUrl: server.url,
				authorize: async () => ({}),
				maxTries: 1,
			});
			return await client
				.request({ method: 'POST', url: 'Users', body: {} })
				.then((): Cause => ({ kind: 'said', text: 'It was answered' }), causeOf);
		} finally {
			await server.stop();
		}
	}

	it.each<[number, keyof typeof causes]>([
		[400, 'refused'],
		[401, 'signIn'],
		[403, 'signIn'],
		[409, 'conflict'],
		[422, 'refused'],
		[501, 'broken'],
	])('%i as %s', async (status, cause) => {
		expect(titlesOf(await causeFor(status))).toEqual([withStatus(causes[cause].title, status)]);
	});

	it('none as unreachable', async () => {
		const server = await serve();
		await server.stop();
		const client = createHttpClient({ asked: 'hr', baseUrl: server.url, authorize: async () => ({}) });
		const cause = await client
			.request({ method: 'POST', url: 'Users', body: {} })
			.then((): Cause => ({ kind: 'said', text: 'It was answered' }), causeOf);
		expect(titlesOf(cause)).toEqual([causes.unreachable.title]);
	});
});

it('whoever was not tried stands last, and has nothing to correct', async () => {
	const rows: ResultRow[] = [row('updated', 'Ann'), row('updated', 'Bob'), row('updated', 'Cem')];
	const writing = writeEach([0, 1, 2], rows, { concurrency: 1, failureLimit: { share: 0, atLeast: 1 } }, async () => {
		throw new SyncError('The moon is too near');
	});
	await expect(writing).rejects.toThrow('Stopped');
	const groups = groupFailures(reportedPeople(rows), LANGUAGES.en);
	expect(groups.map(({ title, people }) => [title, people.length])).toEqual([
		['The moon is too near', 1],
		[causes.notTried.title, 2],
	]);
});

it('several causes stand under what comes first in the list of groups', () => {
	const person = 'Ann';
	const value: Cause = { kind: 'notInTable', attribute: 'Team', person, value: '"x"' };
	const required: Cause = { kind: 'required', attribute: 'Mail', person };
	expect(titlesOf({ kind: 'several', causes: [value, required] })).toEqual([causes.required.title]);
	expect(titlesOf({ kind: 'several', causes: [] })).toEqual([causes.others.title]);
});

it('a name does not decide the cause', () => {
	const entra = {
		id: 'e',
		displayName: 'has no value for x, so no employee can be matched',
		userPrincipalName: 'a@b.c',
	};
	const people = reportedPeople([row('failed', '', { entra, reason: `${nameOf(entra)} is too near the moon` })]);
	expect(groupFailures(people, LANGUAGES.en).map(({ title }) => title)).toEqual(['… is too near the moon']);
});

it.each([
	['Ann', 'ann@x.y', 'Ann (ann@x.y) and Annette of ann@x.y and Ann', '… and Annette of … and …'],
	['a', '', 'a man, a plan', '… man, … plan'],
	['', '', 'id 11111111-2222-4333-8444-555555555555 of bob@x.y is "odd"', 'id … of … is "…"'],
	['$&', '.*', '$& and .* are odd', '… and … are odd'],
])('takes out who %j %j is', (displayName, userPrincipalName, reason, expected) => {
	expect(withoutNames({ displayName, userPrincipalName, reason, action: 'failed' })).toBe(expected);
});

it('says the same in every language', () => {
	const shapeOf = (value: unknown): unknown =>
		typeof value === 'object' && value !== null
			? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shapeOf(part)]))
			: (String(value).match(/\{\w+\}/g) ?? []).sort();
	for (const words of Object.values(LANGUAGES)) expect(shapeOf(words)).toEqual(shapeOf(LANGUAGES.en));
});
