import { inspect } from 'node:util';

import type { SyncError } from '../../../../lib/base/errors';
import type { RestProfile } from '../../../../lib/hr/rest/profile/profile';
import { applyPlan } from '../../../../lib/jobs/write/apply';
import type { AttributeValues, MappedRow, ResultRow } from '../../../../lib/sync/model';
import { planUpserts } from '../../../../lib/sync/plan';
import { directoryOf, KEY, profileOf, startRestServer } from './restServer';
import type { Answer, Person, RestServer } from './restServer';

let server: RestServer;
beforeAll(async () => (server = await startRestServer()));
afterAll(async () => await server.stop());
beforeEach(() => server.reset());

function member(name: string, values: AttributeValues = {}, managerId?: string | null): MappedRow {
	return {
		employee: { externalId: `id-${name}`, email: `${name}@example.com`, active: true, ...values },
		entra: { id: `id-${name}`, displayName: name, ...(managerId !== undefined && { managerId }) },
		problems: [],
		causes: [],
	};
}

async function sync(rows: MappedRow[], profile: RestProfile = profileOf()): Promise<ResultRow[]> {
	const directory = directoryOf(server, profile);
	const matchBy = ['externalId', 'email'];
	const { read, same, readManager, describe: describeEmployee } = directory;
	const planned = planUpserts({
		rows,
		employees: await directory.list(),
		matchBy,
		managers: 'sync',
		read,
		same,
		readManager,
		describe: describeEmployee,
	});
	return await applyPlan(planned, directory, { matchBy, concurrency: 3, dryRun: false, wait: async () => {} });
}

const actions = (results: ResultRow[]): string[] => results.map(({ action }) => action);
const stored = (name: string): Person | undefined =>
	[...server.people.values()].find(({ email }) => email === `${name}@example.com`);

/** Syncs, and once more: the second time there is nothing to do. */
async function syncTwice(rows: MappedRow[], profile?: RestProfile): Promise<ResultRow[]> {
	const results = await sync(rows, profile);
	server.asked.length = 0;
	const again = await sync(rows, profile);
	expect([...new Set(actions(again))]).toEqual(['unchanged']);
	expect(server.writes()).toEqual([]);
	return results;
}

describe('people', () => {
	it('are created whole, in the envelope and with the constants', async () => {
		const profile = profileOf('page', {
			create: {
				method: 'POST',
				path: 'users',
				envelope: 'user',
				item: 'user',
				constants: { 'flags.invited': false, nick: null },
			},
		});
		await syncTwice([member('zoe', { first_name: 'Zoë', 'address.city': '東京', phone: null })], profile);
		expect(stored('zoe')).toEqual({
			id: 1,
			flags: { invited: false },
			entra_id: 'id-zoe',
			email: 'zoe@example.com',
			active: true,
			first_name: 'Zoë',
			address: { city: '東京' },
		});
	});

	it.each([
		['null', null],
		['empty', ''],
	] as const)('get what changed and nothing else; cleared fields get %s', async (clearing, cleared) => {
		const profile = profileOf('page', { clearing });
		await sync([member('zoe', { first_name: 'Zoe', phone: '1', 'address.city': 'Oslo' })], profile);
		server.people.set(1, { ...stored('zoe'), nick: 'Z', address: { city: 'Oslo', zip: '0150' } });
		server.asked.length = 0;
		await sync([member('zoe', { first_name: 'Zoë', phone: null, 'address.city': 'Bergen' })], profile);
		expect(server.writes()).toMatchObject([{ method: 'PATCH', path: '/api/users/1' }]);
		expect(server.writes()[0]!.body).toEqual({
			user: { first_name: 'Zoë', phone: cleared, address: { city: 'Bergen', zip: '0150' } },
		});
		expect(stored('zoe')).toMatchObject({ nick: 'Z', active: true });
	});

	it('keep what nothing clears, and that is no change', async () => {
		const profile = profileOf('page', { clearing: 'leave', lists: { fields: ['skills'], separator: ';' } });
		await sync([member('zoe', { phone: '1', skills: 'a;b' })], profile);
		const [result] = await syncTwice([member('zoe', { phone: null, skills: '' })], profile);
		expect(result).toMatchObject({ action: 'unchanged', changes: [] });
	});

	it('are deactivated and reactivated by the status field', async () => {
		const profile = profileOf('page', { status: { field: 'state', active: 'employed', inactive: ['left', 'gone'] } });
		await syncTwice([member('ann')], profile);
		expect(actions(await syncTwice([member('ann', { active: false })], profile))).toEqual(['deactivated']);
		expect(stored('ann')).toMatchObject({ state: 'left' });
		server.people.set(1, { ...stored('ann'), state: 'Gone' });
		expect(actions(await syncTwice([member('ann')], profile))).toEqual(['reactivated']);
		server.people.set(1, { ...stored('ann'), state: 'on leave' });
		expect(actions(await sync([member('ann')], profile))).toEqual(['unchanged']);
	});

	it('are deactivated and reactivated by requests of their own', async () => {
		const profile = profileOf('page', {
			deactivate: { method: 'POST', path: 'users/{id}/deactivate', body: { reason: 'Left on {today}', notify: false } },
			reactivate: { method: 'POST', path: 'users/{id}/reactivate' },
			dates: { fields: [], format: 'dd/MM/yyyy' },
		});
		await sync([member('ann')], profile);
		server.asked.length = 0;
		await syncTwice([member('ann', { active: false, title: 'Lead' })], profile);
		expect(stored('ann')).toMatchObject({ active: false, title: 'Lead' });
		await sync([member('ann', { title: 'Lead' })], profile);
		expect(server.writes().map(({ path }) => path)).toEqual(['/api/users/1/reactivate']);
		await directoryOf(server, profile).deactivate((await directoryOf(server, profile).list())[0]!);
		expect(server.writes()[1]!.body).toEqual({
			reason: expect.stringMatching(/^Left on \d\d\/\d\d\/\d{4}$/),
			notify: false,
		});
	});

	it('are deleted only where the profile says so', async () => {
		const { status, ...plain } = profileOf();
		const keeping: RestProfile = { ...plain, delete: { method: 'DELETE', path: 'users/{id}' } };
		server.people.set(1, { id: 1, email: 'ann@example.com' });
		const first = async (profile: RestProfile) => {
			const directory = directoryOf(server, profile);
			await directory.deactivate((await directory.list())[0]!);
		};
		await expect(first(keeping)).rejects.toThrow('not told about leavers');
		expect(server.writes()).toEqual([]);
		await first({ ...keeping, leavers: 'delete' });
		expect(server.people.size).toBe(0);
	});

	it('keep what may only be set when they are created', async () => {
		const profile = profileOf('page', { createOnly: ['login'] });
		await sync([member('ann', { login: 'a1' })], profile);
		server.asked.length = 0;
		await sync([member('ann', { login: 'a2' })], profile);
		await sync([member('ann', { login: 'a2', title: 'Lead' })], profile);
		expect(server.writes().map(({ body }) => body)).toEqual([{ user: { title: 'Lead' } }]);
	});
});

describe('an update of the whole record', () => {
	const whole = profileOf('page', {
		update: { method: 'PUT', path: 'users/{id}', envelope: 'user', sends: 'whole' },
		readOnly: ['id', 'meta.created'],
		manager: { field: 'boss.id', style: 'id' },
		get: { method: 'GET', path: 'users/{id}', item: 'user' },
	});

	it('holds what the sync does not own, and not what may not be sent', async () => {
		server.people.set(1, { id: 1, email: 'ann@example.com', nick: 'A', meta: { created: 'x', by: 'hr' } });
		await syncTwice([member('ann', { title: 'Lead' })], whole);
		expect(stored('ann')).toMatchObject({ nick: 'A', meta: { by: 'hr' }, title: 'Lead', entra_id: 'id-ann' });
		expect(stored('ann')!.meta).toEqual({ by: 'hr' });
	});

	it('does not undo the one before, when the manager comes second', async () => {
		server.people.set(1, { id: 1, email: 'ann@example.com', active: true, entra_id: 'id-ann' });
		await syncTwice([member('ann', { title: 'Lead' }, 'id-boss'), member('boss', {}, 'id-ann')], whole);
		expect(stored('ann')).toMatchObject({ title: 'Lead', boss: { id: 2 } });
		expect(stored('boss')).toMatchObject({ boss: { id: 1 } });
	});

	it('starts from what a request for the person gives, where the list gives less', async () => {
		server.people.set(1, { id: 1, email: 'ann@example.com', active: true, entra_id: 'id-ann', salary: 5 });
		server.spoil = (answer, { path, method }) => {
			if (method !== 'GET' || path !== '/api/users') return answer;
			return JSON.parse(JSON.stringify(answer).replace(',"salary":5', '')) as Answer;
		};
		await sync([member('ann', { title: 'Lead' })], whole);
		expect(stored('ann')).toMatchObject({ title: 'Lead', salary: 5 });
		await expect(
			sync([member('ann', { title: 'CEO' })], { ...whole, get: { ...whole.get!, item: '' } }),
		).resolves.toMatchObject([{ action: 'failed', reason: expect.stringContaining('without an id') }]);
	});
});

describe('an update of a part of an object', () => {
	const ann = (address: Person = { city: 'Bonn', street: 'Am Ring 1' }): Person => {
		return { id: 1, email: 'ann@example.com', active: true, entra_id: 'id-ann', address };
	};
	const toCologne = [{ attribute: 'address.city', from: 'Bonn', to: 'Köln' }];
	const gets = (): string[] => server.asked.filter(({ method }) => method === 'GET').map(({ path }) => path);

	const WAYS: [string, Partial<RestProfile>, number][] = [
		['a request for the person', { get: { method: 'GET', path: 'users/{id}', item: 'user' } }, 1],
		// Two pages, the second of which proves that the first was all.
		['the list, where nobody is found by id', {}, 2],
		[
			'the list, where a search overlooks the id',
			{ find: { method: 'GET', path: 'users', items: 'data.users', query: { '{attribute}': '{value}' } } },
			3,
		],
	];

	it.each(WAYS)('starts from what is there now: %s', async (_, change, requests) => {
		server.people.set(1, ann());
		server.people.set(2, { id: 2, email: 'bob@example.com' });
		const directory = directoryOf(server, profileOf('page', change));
		const [employee] = await directory.list();
		server.people.set(1, ann({ city: 'Bonn', street: 'Neue Straße 2', floor: 3 }));
		server.asked.length = 0;
		await directory.update(employee!, toCologne);
		expect(stored('ann')!.address).toEqual({ city: 'Köln', street: 'Neue Straße 2', floor: 3 });
		expect(gets()).toHaveLength(requests);
	});

	it('asks for the person by the id where the API can', async () => {
		server.people.set(1, ann());
		server.people.set(2, { ...ann(), id: 2, email: 'bob@example.com', entra_id: 'id-bob' });
		server.spoil = (answer, { method, query }) => {
			const id = query.get('id');
			if (method !== 'GET' || id === null) return answer;
			return { ...answer, body: { data: { users: [server.people.get(Number(id))] } } };
		};
		const find = { method: 'GET', path: 'users', items: 'data.users', query: { '{attribute}': '{value}' } } as const;
		const directory = directoryOf(server, profileOf('page', { find }));
		const [, employee] = await directory.list();
		server.people.set(2, { ...server.people.get(2), address: { city: 'Bonn', floor: 3 } });
		server.asked.length = 0;
		await directory.update(employee!, toCologne);
		expect(stored('bob')!.address).toEqual({ city: 'Köln', floor: 3 });
		expect(server.asked.map(({ query }) => query.get('id'))).toEqual(['2', null]);
	});

	it('is made on one list together with others, and does not undo a write of its own', async () => {
		for (const id of [1, 2, 3]) server.people.set(id, { ...ann(), id, email: `p${id}@example.com` });
		const directory = directoryOf(server, profileOf('page'));
		const employees = await directory.list();
		server.asked.length = 0;
		await Promise.all(employees.map(async (employee) => await directory.update(employee, toCologne)));
		await directory.update(employees[0]!, [{ attribute: 'address.floor', from: null, to: 3 }]);
		expect(server.people.get(1)!.address).toEqual({ city: 'Köln', street: 'Am Ring 1', floor: 3 });
		expect(gets()).toHaveLength(2);
	});

	it('does not show what the list hides, and keeps it', async () => {
		server.people.set(1, ann());
		server.spoil = (answer, { method, path }) =>
			method === 'GET' && path === '/api/users'
				? (JSON.parse(
						JSON.stringify(answer, (key, value: unknown) => (key === 'address' ? undefined : value)),
					) as Answer)
				: answer;
		await sync([member('ann', { 'address.city': 'Köln' })], profileOf('page', WAYS[0]![1]));
		expect(stored('ann')!.address).toEqual({ city: 'Köln', street: 'Am Ring 1' });
	});

	it('is not sent for somebody who is no longer there', async () => {
		server.people.set(1, ann());
		const directory = directoryOf(server, profileOf('page'));
		const [employee] = await directory.list();
		server.people.clear();
		await expect(directory.update(employee!, toCologne)).rejects.toThrow('no longer has the person with the id 1');
		expect(server.writes()).toEqual([]);
	});

	it('costs a request more, and a plain field none', async () => {
		server.people.set(1, ann());
		const directory = directoryOf(server, profileOf('page', WAYS[0]![1]));
		const [employee] = await directory.list();
		server.asked.length = 0;
		await directory.update(employee!, [{ attribute: 'title', from: null, to: 'Lead' }]);
		expect(server.asked.map(({ method }) => method)).toEqual(['PATCH']);
	});
});

describe('a field that the list shows of nobody', () => {
	const rows = [member('ann', { phone: '1' }), member('bob', { phone: '2', 'address.city': null })];
	const hidePhones = (): void => {
		server.spoil = (answer, { method }) =>
			method === 'GET'
				? (JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === 'phone' ? undefined : value))) as Answer)
				: answer;
	};

	it('is not written again, where the list hides fields', async () => {
		hidePhones();
		await syncTwice(rows, profileOf('page', { listShowsSomeFields: true }));
		expect(stored('ann')).toMatchObject({ phone: '1' });
	});

	it('is written as soon as it is shown of anybody, and so are the link and who is active', async () => {
		const profile = profileOf('page', { listShowsSomeFields: true });
		server.people.set(1, { id: 1, email: 'ann@example.com', phone: null });
		server.people.set(2, { id: 2, email: 'bob@example.com' });
		const [, bob] = await syncTwice([rows[0]!, member('bob', { phone: '2', active: false })], profile);
		expect(bob).toMatchObject({ action: 'deactivated' });
		expect(stored('bob')).toMatchObject({ phone: '2', entra_id: 'id-bob', active: false });
	});

	it('is empty, where the list is not known to hide any', async () => {
		server.people.set(1, { id: 1, email: 'ann@example.com' });
		await syncTwice([rows[0]!]);
		expect(stored('ann')).toMatchObject({ phone: '1' });
	});

	it.each([true, false])('is told, so that nothing is lost or written unseen (%j)', async (listShowsSomeFields) => {
		server.people.set(1, { id: 1, email: 'ann@example.com', address: null, tags: [], name: {} });
		const { list, same, unseen } = directoryOf(server, profileOf('page', { listShowsSomeFields }));
		const ask = (): unknown[] => {
			const wanted = ['phone', 'name.first', 'address.city', 'tags.0', 'externalId', 'active', 'email'];
			wanted.forEach((attribute) => same!(attribute, undefined, 'x'));
			same!('title', undefined, null);
			return unseen!();
		};
		expect(ask()).toEqual([]);
		await list();
		expect(ask()).toEqual(['phone', 'name.first']);
	});
});

describe('managers', () => {
	const bosses = (...names: string[]) => names.map((name) => stored(name)?.manager_email);

	it('go by e-mail, are set in a cycle, changed and cleared', async () => {
		await syncTwice([member('ann', {}, 'id-bob'), member('bob', {}, 'id-ann'), member('cem', {}, 'id-ann')]);
		expect(bosses('ann', 'bob', 'cem')).toEqual(['bob@example.com', 'ann@example.com', 'ann@example.com']);
		await syncTwice([member('ann', {}, null), member('bob', {}, 'id-cem'), member('cem', {}, 'id-ann')]);
		expect(bosses('ann', 'bob', 'cem')).toEqual([null, 'cem@example.com', 'ann@example.com']);
	});

	it('are known by e-mails in any case, and those who are not in the HR system can be cleared', async () => {
		server.people.set(1, { id: 1, email: 'Ann@Example.com', entra_id: 'id-ann' });
		server.people.set(2, { id: 2, email: 'bob@example.com', entra_id: 'id-bob', manager_email: 'ANN@example.com' });
		server.people.set(3, { id: 3, email: 'cem@example.com', entra_id: 'id-cem', manager_email: 'gone@example.com' });
		const rows = [member('ann'), member('bob', {}, 'id-ann'), member('cem', {}, null)];
		expect(actions(await syncTwice(rows))).toEqual(['unchanged', 'unchanged', 'updated']);
		expect(bosses('cem')).toEqual([null]);
	});

	it('whose e-mail is new are called by the new one', async () => {
		await sync([member('ann', {}, null), member('bob', {}, null)]);
		const renamed = member('ann', { email: 'anna@example.com' }, null);
		await sync([renamed, member('bob', {}, 'id-ann')]);
		await syncTwice([renamed, member('bob', {}, 'id-ann')]);
		expect(bosses('bob')).toEqual(['anna@example.com']);
	});

	it('keep the type of their ids', async () => {
		const profile = profileOf('page', { manager: { field: 'reports_to', readFrom: 'boss.ref', style: 'id' } });
		await sync([member('ann', {}, null), member('bob', {}, 'id-ann')], profile);
		expect(stored('bob')!.reports_to).toBe(Number(stored('ann')!.id));
		server.people.set(2, { ...stored('bob'), boss: { ref: '1' } });
		expect(actions(await sync([member('ann', {}, null), member('bob', {}, 'id-ann')], profile))).toEqual([
			'unchanged',
			'unchanged',
		]);
	});

	it.each([
		['without e-mail', [{ id: 1, entra_id: 'id-ann' }], 'has no email'],
		[
			'who share an e-mail',
			[
				{ id: 1, entra_id: 'id-ann', email: 'ann@example.com' },
				{ id: 3, email: 'ANN@example.com' },
			],
			'2 people in the HR system are called',
		],
	])('%s are not guessed, and nothing is sent', async (_, people, words) => {
		for (const person of people) server.people.set(person.id, person);
		server.people.set(2, { id: 2, email: 'bob@example.com', entra_id: 'id-bob' });
		const directory = directoryOf(server, profileOf());
		const bob = (await directory.list()).find(({ hrId }) => hrId === '2')!;
		await expect(directory.update(bob, [], '1')).rejects.toThrow(words);
		await expect(directory.create({ email: 'new@example.com' }, '1')).rejects.toMatchObject({ name: 'NotSentError' });
		expect(server.writes()).toEqual([]);
	});
});

describe('values', () => {
	const profile = profileOf('page', {
		dates: { fields: ['X-Start', 'X-End'], format: 'dd/MM/yyyy' },
		lists: { fields: ['X-Teams', 'skills'], separator: ';' },
	});

	it('are written as the API wants them, and read in one form', async () => {
		const values = {
			'X-Start': '2024-03-01',
			'X-End': null,
			'X-Cost Center': 'C 7',
			'X-Teams': 'a;b',
			first_name: 'Ann',
		};
		await syncTwice([member('ann', values)], profile);
		expect(stored('ann')).toMatchObject({
			'X-Start': '01/03/2024',
			'X-Cost Center': 'C 7',
			'X-Teams': 'a;b',
			first_name: 'Ann',
		});
	});

	it('of lists are the same in any order', async () => {
		await syncTwice([member('ann', { 'X-Teams': 'a;b' })], profile);
		expect((await sync([member('ann', { 'X-Teams': 'b; a' })], profile))[0]).toMatchObject({ action: 'unchanged' });
		expect((await sync([member('ann', { 'X-Teams': 'b;c' })], profile))[0]).toMatchObject({ action: 'updated' });
	});

	it('that are no dates fail their person, and are not sent', async () => {
		const [result] = await sync([member('ann', { 'X-Start': 'soon' })], profile);
		expect(result).toMatchObject({ action: 'failed', reason: 'X-Start is "soon", which is not a date' });
		expect(server.writes()).toEqual([]);
	});

	it.each([
		['dd/MM/yyyy', '31/12/2024'],
		['MM/dd/yyyy', '12/31/2024'],
		['yyyy-MM-dd', '2024-12-31'],
		['iso', '2024-12-31T00:00:00Z'],
	] as const)('of dates have the form %s', async (format, written) => {
		const dated = profileOf('page', { dates: { fields: ['start'], format } });
		await syncTwice([member('ann', { start: '2024-12-31' })], dated);
		expect(stored('ann')!.start).toBe(written);
	});

	it('of lists may be arrays, also in an object', async () => {
		const nested = profileOf('page', {
			lists: { fields: ['custom.Skills'], separator: ',', as: 'array' },
		});
		await syncTwice([member('ann', { 'custom.Skills': 'x,y', 'custom.Grade': '3' })], nested);
		expect(stored('ann')!.custom).toEqual({ Skills: ['x', 'y'], Grade: '3' });
	});
});

describe('a person is created exactly once', () => {
	const find: RestProfile['find'] = {
		method: 'GET',
		path: 'users',
		query: { '{attribute}': '{value}' },
		items: 'data.users',
		fields: ['email'],
	};
	const afterCreate = (spoil: (answer: Answer) => Answer | Promise<Answer>): void => {
		let times = 0;
		server.spoil = (answer, { method }) => (method === 'POST' && times++ === 0 ? spoil(answer) : answer);
	};

	it.each<[string, (answer: Answer) => Answer | Promise<Answer>]>([
		['the answer was lost', (answer) => ({ ...answer, status: 0 })],
		['the server failed afterwards', (answer) => ({ ...answer, status: 500 })],
		['the answer was a web page', (answer) => ({ ...answer, body: '<html>' })],
		['the answer was empty', (answer) => ({ ...answer, body: '' })],
		['the answer had no id', (answer) => ({ ...answer, body: { user: {} } })],
		['the answer was another thing', (answer) => ({ ...answer, body: ['ok'] })],
	])('when %s', async (_, spoil) => {
		for (const profile of [profileOf(), profileOf('page', { find })]) {
			server.reset();
			afterCreate(spoil);
			const [result] = await sync([member('ann', { title: 'Lead' })], profile);
			expect(result).toMatchObject({ action: 'created', hrId: '1' });
			expect(server.people.size).toBe(1);
		}
	});

	it('also where others report to them', async () => {
		server.people.set(1, { id: 1, email: 'ann@example.com', entra_id: 'id-ann' });
		afterCreate((answer) => ({ ...answer, status: 0 }));
		const rows = [member('ann', {}, 'id-boss'), member('boss', {}, 'id-top'), member('top', {}, 'id-ann')];
		expect(actions(await syncTwice(rows))).toEqual(['updated', 'created', 'created']);
		expect(stored('ann')).toMatchObject({ manager_email: 'boss@example.com' });
	});

	it('when the address of the new person is all that the answer holds', async () => {
		const profile = profileOf('page', {
			create: { method: 'POST', path: 'users', envelope: 'user', item: '', id: 'header:Location' },
		});
		server.spoil = (answer, { method }) => (method === 'POST' ? { ...answer, body: '' } : answer);
		expect(await syncTwice([member('ann', {}, null), member('bob', {}, 'id-ann')], profile)).toMatchObject([
			{ hrId: '1' },
			{ hrId: '2' },
		]);
	});

	it('when the answer was lost, and an API says 404 where it finds nobody', async () => {
		server.spoil = (answer, { method, query }) => {
			if (method === 'POST' && server.asked.filter((one) => one.method === 'POST').length === 1) {
				server.people.clear();
				return { ...answer, status: 503 };
			}
			const nobody = query.has('email') && server.people.size === 0;
			return nobody ? { status: 404, body: { message: 'no such user' }, headers: {} } : answer;
		};
		expect(await sync([member('ann')], profileOf('page', { find }))).toMatchObject([{ action: 'created', hrId: '1' }]);
		expect(server.people.size).toBe(1);
	});

	it('when the answer was lost, and people are asked for at an address that is not there', async () => {
		afterCreate((answer) => ({ ...answer, status: 0 }));
		const elsewhere = profileOf('page', { find: { ...find, path: 'users/search' } });
		expect(await sync([member('ann')], elsewhere)).toMatchObject([{ action: 'created', hrId: '1' }]);
		expect(server.people.size).toBe(1);
	});

	it('when the server does not understand the filter and gives a page of everybody', async () => {
		for (let id = 1; id <= 9; id++) server.people.set(id, { id, email: `p${id}@example.com` });
		const directory = directoryOf(server, profileOf('page', { find: { ...find, query: { unknown: '{value}' } } }));
		expect((await directory.find('email', 'P9@example.com')).map(({ hrId }) => hrId)).toEqual(['9']);
	});
});

describe('answers', () => {
	it('in the words of the HR system fail one person and nobody else', async () => {
		server.spoil = (answer, { body }) =>
			JSON.stringify(body).includes('bob') ? { ...answer, status: 422, body: { message: 'Title is unknown' } } : answer;
		const results = await sync([member('ann'), member('bob'), member('cem')]);
		expect(actions(results)).toEqual(['created', 'failed', 'created']);
		expect(results[1]!.reason).toContain('Title is unknown');
	});

	it('do not bring the key into an error', async () => {
		server.spoil = (answer) => ({ ...answer, status: 403, body: { message: `${KEY} may not`, seen: [KEY] } });
		const error = (await directoryOf(server, profileOf())
			.list()
			.catch((thrown: unknown) => thrown)) as SyncError;
		expect(error.message).toContain('*** may not');
		expect(JSON.stringify(error) + inspect(error, { depth: 9 })).not.toContain(KEY);
	});
});
