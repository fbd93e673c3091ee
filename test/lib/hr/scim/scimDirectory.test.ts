import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SyncError } from '../../../../lib/base/errors';
import type { Directory } from '../../../../lib/hr/directory';
import { ENTERPRISE_USER } from '../../../../lib/hr/scim/path';
import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import { createHttpClient } from '../../../../lib/http/client';
import { applyPlan } from '../../../../lib/jobs/write/apply';
import type { AttributeValues, MappedRow, ResultRow } from '../../../../lib/sync/model';
import { planUpserts } from '../../../../lib/sync/plan';
import { startServer } from '../../../support/server';
import type { SandboxServer } from '../../../support/server';
import { call } from '../../../support/world';
import type { HrPerson } from '../../../support/world';

let server: SandboxServer;
let folder: string;
let directory: Directory;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'scim-directory-'));
	server = await startServer('sandbox/hr/main.ts', ['--port', '0', '--state', join(folder, 'hr.jsonl')]);
	const http = createHttpClient({
		asked: 'hr',
		baseUrl: server.ready.baseUrl!,
		authorize: async () => ({ Authorization: `Bearer ${server.ready.token}` }),
		timeoutMs: 2000,
	});
	directory = createScimDirectory({ http, pageSize: 7 });
});
afterAll(async () => {
	await server.stop();
	await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
	await call(server, '/_sim/faults', 'DELETE');
	await call(server, '/_sim/people', 'DELETE');
	await call(server, '/_sim/stats/reset', 'POST');
});

function member(name: string, values: AttributeValues = {}, managerId?: string | null): MappedRow {
	return {
		employee: { externalId: `id-${name}`, userName: `${name}@example.com`, active: true, ...values },
		entra: { id: `id-${name}`, displayName: name, ...(managerId !== undefined && { managerId }) },
		problems: [],
		causes: [],
	};
}

async function sync(rows: MappedRow[], options: { dryRun?: boolean } = {}): Promise<ResultRow[]> {
	const employees = await directory.list();
	const matchBy = ['externalId', 'userName'];
	const { read, readManager, describe: describeEmployee } = directory;
	const planned = planUpserts({
		rows,
		employees,
		matchBy,
		managers: 'sync',
		read,
		readManager,
		describe: describeEmployee,
	});
	return await applyPlan(planned, directory, {
		matchBy,
		concurrency: 3,
		dryRun: false,
		wait: async () => {},
		...options,
	});
}

const stored = async (): Promise<HrPerson[]> => (await call(server, '/_sim/people')) as HrPerson[];
const fault = async (path: string, kind: object, more: object = {}): Promise<unknown> =>
	await call(server, '/_sim/faults', 'POST', { path, fault: kind, ...more });
const managerOf = (people: HrPerson[], name: string): string | undefined => {
	const person = people.find(({ userName }) => userName === `${name}@example.com`);
	const id = (person?.[ENTERPRISE_USER] as { manager?: { value: string } } | undefined)?.manager?.value;
	return people.find((candidate) => candidate.id === id)?.userName.split('@')[0];
};
const actions = (results: ResultRow[]): string[] => results.map(({ action }) => action);

describe('the list', () => {
	it('is whole over many pages', async () => {
		await sync(Array.from({ length: 30 }, (_, i) => member(`person${i}`)));
		expect(await directory.list()).toHaveLength(30);
	});

	it.each(['shortList', 'emptyPage'])('is refused when it ends early (%s)', async (kind) => {
		await sync(Array.from({ length: 30 }, (_, i) => member(`person${i}`)));
		await fault('/Users', { kind }, { method: 'GET', skip: 1, times: 'always' });
		await expect(directory.list()).rejects.toThrow('list of employees is not complete');
	});

	it('is read again when it changed meanwhile', async () => {
		await sync(Array.from({ length: 10 }, (_, i) => member(`person${i}`)));
		await fault('/Users', { kind: 'shortList' }, { method: 'GET', skip: 1, times: 1 });
		expect(await directory.list()).toHaveLength(10);
	});

	it('is refused when the address is not a SCIM server', async () => {
		const http = createHttpClient({
			asked: 'hr',
			baseUrl: `${server.ready.url}/_sim`,
			authorize: async () => ({}),
		});
		await expect(createScimDirectory({ http, pageSize: 10 }).list()).rejects.toThrow(SyncError);
	});
});

describe('people', () => {
	const values = {
		'name.givenName': 'Zoë',
		'name.familyName': "O'Brien-Łuć",
		'emails[type eq "work"].value': 'zoe@example.com',
		[`${ENTERPRISE_USER}:department`]: '人事部',
		'phoneNumbers[type eq "work"].value': '+47 22 33 44 55',
	};

	it('are created whole and read back as written', async () => {
		expect(actions(await sync([member('zoe', values)]))).toEqual(['created']);
		expect((await stored())[0]).toMatchObject({
			userName: 'zoe@example.com',
			externalId: 'id-zoe',
			active: true,
			name: { givenName: 'Zoë', familyName: "O'Brien-Łuć" },
			[ENTERPRISE_USER]: { department: '人事部' },
		});
		expect(actions(await sync([member('zoe', values)]))).toEqual(['unchanged']);
	});

	it('get changes and cleared values, and keep what the sync does not own', async () => {
		await sync([member('zoe', values)]);
		const [before] = await stored();
		const emails = [...(before!.emails as object[]), { type: 'home', value: 'home@example.com' }];
		await call(server, '/_sim/people', 'DELETE');
		await call(server, '/_sim/people', 'POST', [{ ...before, emails, nickName: 'Z' }]);
		const changed = {
			...values,
			'name.givenName': 'Zoe',
			'emails[type eq "work"].value': 'z@example.com',
			'phoneNumbers[type eq "work"].value': null,
		};
		const [result] = await sync([member('zoe', changed)]);
		expect(result!.changes.map(({ attribute }) => attribute)).toEqual([
			'name.givenName',
			'emails[type eq "work"].value',
			'phoneNumbers[type eq "work"].value',
		]);
		const [after] = await stored();
		expect(after).toMatchObject({ name: { givenName: 'Zoe' }, nickName: 'Z' });
		const addresses = (after!.emails as { type: string; value: string }[]).map(({ type, value }) => `${type} ${value}`);
		expect(addresses.sort()).toEqual(['home home@example.com', 'work z@example.com']);
		expect(after!.phoneNumbers ?? []).toEqual([]);
		expect(actions(await sync([member('zoe', changed)]))).toEqual(['unchanged']);
	});

	it('are deactivated and reactivated', async () => {
		await sync([member('ann')]);
		expect(actions(await sync([member('ann', { active: false })]))).toEqual(['deactivated']);
		expect((await stored())[0]!.active).toBe(false);
		expect(actions(await sync([member('ann')]))).toEqual(['reactivated']);
		expect((await stored())[0]!.active).toBe(true);
	});

	it('cost one write each, and nothing when nothing changed', async () => {
		const rows = [member('boss', {}, null), member('ann', {}, 'id-boss'), member('bob', {}, 'id-boss')];
		await sync(rows);
		await call(server, '/_sim/stats/reset', 'POST');
		expect(actions(await sync(rows))).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(await call(server, '/_sim/stats')).toMatchObject({ hrReads: 1, hrWrites: 0 });
		await sync([rows[0]!, member('ann', { title: 'Lead' }, null), rows[2]!]);
		expect(await call(server, '/_sim/stats')).toMatchObject({ hrWrites: 1 });
	});

	it('are not written in a dry run', async () => {
		expect(actions(await sync([member('ann')], { dryRun: true }))).toEqual(['created']);
		expect(await call(server, '/_sim/stats')).toMatchObject({ hrWrites: 0 });
	});
});

describe('managers', () => {
	it('are set in both directions of a cycle, changed and cleared', async () => {
		await sync([member('ann', {}, 'id-bob'), member('bob', {}, 'id-ann'), member('cem', {}, 'id-ann')]);
		let people = await stored();
		expect(['ann', 'bob', 'cem'].map((name) => managerOf(people, name))).toEqual(['bob', 'ann', 'ann']);
		await sync([member('ann', {}, null), member('bob', {}, 'id-cem'), member('cem', {}, 'id-ann')]);
		people = await stored();
		expect(['ann', 'bob', 'cem'].map((name) => managerOf(people, name))).toEqual([undefined, 'cem', 'ann']);
	});

	it('who could not be created leave their people created, with a reason', async () => {
		await fault(
			'/Users',
			{ kind: 'status', status: 400, body: { detail: 'Department is not known' } },
			{ method: 'POST', times: 1 },
		);
		const [boss, ann] = await sync([member('boss', {}, null), member('ann', {}, 'id-boss')]);
		expect(boss).toMatchObject({ action: 'failed', reason: expect.stringContaining('Department is not known') });
		expect(ann).toMatchObject({ action: 'created', reason: expect.stringContaining('manager could not be created') });
	});
});

describe('a person is created exactly once', () => {
	it.each([
		['the answer was lost', { kind: 'timeoutAfterWrite' }],
		['the server failed afterwards', { kind: 'statusAfterWrite', status: 500 }],
		['the server failed before', { kind: 'status', status: 503 }],
		['the connection was reset', { kind: 'reset' }],
		['the server was busy', { kind: 'throttle', retryAfter: '0.01' }],
		['the answer was cut', { kind: 'truncate' }],
		['the answer was a web page', { kind: 'html' }],
	])('when %s', async (_, kind) => {
		await fault('/Users', kind, { method: 'POST', times: 1 });
		const [result] = await sync([member('ann')]);
		expect(result!.action).toBe('created');
		expect(await stored()).toHaveLength(1);
		expect(result!.hrId).toBe((await stored())[0]!.id);
	});

	it('when somebody else created the person meanwhile (409): found and brought in line', async () => {
		const list = directory.list.bind(directory);
		const before = await list();
		await sync([member('ann', { title: 'Old' })]);
		const { read, readManager, describe: describeEmployee } = directory;
		const matchBy = ['externalId', 'userName'];
		const rows = [member('ann', { title: 'New' })];
		const planned = planUpserts({
			rows,
			employees: before,
			matchBy,
			managers: 'sync',
			read,
			readManager,
			describe: describeEmployee,
		});
		const [result] = await applyPlan(planned, directory, {
			matchBy,
			concurrency: 1,
			dryRun: false,
			wait: async () => {},
		});
		expect(result).toMatchObject({ action: 'created', reason: expect.stringContaining('exist already') });
		expect(await stored()).toMatchObject([{ title: 'New' }]);
	});
});

describe('refusals', () => {
	it('fail one person with the words of the HR system, and nobody else', async () => {
		const body = {
			schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
			status: '400',
			detail: 'Title is too long',
		};
		await fault('/Users', { kind: 'status', status: 400, body }, { method: 'POST', skip: 1, times: 1 });
		const results = await sync([member('ann'), member('bob'), member('cem')]);
		expect(actions(results).sort()).toEqual(['created', 'created', 'failed']);
		expect(results.find(({ action }) => action === 'failed')!.reason).toContain('Title is too long');
	});

	it('of the token stop the run and keep what was done', async () => {
		await fault('/Users', { kind: 'status', status: 401 }, { method: 'POST', skip: 2, times: 'always' });
		const error = (await sync(Array.from({ length: 9 }, (_, i) => member(`p${i}`))).catch(
			(thrown: unknown) => thrown,
		)) as SyncError;
		expect(error.message).toContain('401');
		const results = error.details.results as ResultRow[];
		expect(results.filter(({ action }) => action === 'created')).toHaveLength(2);
		expect(results.filter(({ reason }) => reason?.startsWith('Not tried'))).not.toHaveLength(0);
		expect(await stored()).toHaveLength(2);
	});

	it('of many people stop the run', async () => {
		await fault('/Users', { kind: 'status', status: 400 }, { method: 'POST', times: 'always' });
		await expect(sync(Array.from({ length: 60 }, (_, i) => member(`p${i}`)))).rejects.toThrow(
			'refused 20 of 20 people',
		);
	});
});
