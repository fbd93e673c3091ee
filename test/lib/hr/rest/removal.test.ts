import { NotSentError } from '../../../../lib/hr/directory';
import type { RestProfile } from '../../../../lib/hr/rest/profile/profile';
import type { Change } from '../../../../lib/sync/model';
import { directoryOf, profileOf, startRestServer } from './restServer';
import type { RestServer } from './restServer';

let server: RestServer;
beforeAll(async () => (server = await startRestServer()));
afterAll(async () => await server.stop());
beforeEach(() => server.reset());

const BY_DELETE: Partial<RestProfile> = { delete: { method: 'DELETE', path: 'users/{id}' } };
const put = (...names: string[]): void =>
	names.forEach((name, i) =>
		server.people.set(i + 1, { id: i + 1, email: `${name}@example.com`, entra_id: `id-${name}`, active: true }),
	);
/** What was asked since the first list; the pages of one list are one. */
const asked = (): string[] => {
	const all = server.asked.map(({ method, path }) => `${method} ${path}`);
	return all.filter((one, i) => one !== all[i - 1]).slice(1);
};

describe('deleting', () => {
	it('takes a request for it, and that alone does not delete leavers', async () => {
		put('ann', 'bob');
		expect(directoryOf(server, profileOf()).remove).toBeUndefined();
		const directory = directoryOf(server, profileOf('page', BY_DELETE));
		const [ann, bob] = await directory.list();
		await directory.deactivate(bob!);
		await directory.remove!(ann!);
		expect([...server.people.values()]).toMatchObject([{ id: 2, active: false }]);
		expect(asked()).toEqual(['PATCH /api/users/2', 'DELETE /api/users/1']);
	});

	it.each([404, 410])('of whoever is gone already is done (%i)', async (status) => {
		put('ann', 'bob');
		server.spoil = (answer) => (answer.status === 404 ? { ...answer, status } : answer);
		const directory = directoryOf(server, profileOf('page', { ...BY_DELETE, leavers: 'delete' }));
		const [ann] = await directory.list();
		server.people.delete(1);
		await directory.remove!(ann!);
		await directory.deactivate(ann!);
		// The second time it is known already.
		expect(asked()).toEqual(['DELETE /api/users/1', 'GET /api/users', 'DELETE /api/users/1']);
	});

	it('at a wrong address is not taken for done, and the list is read once for all', async () => {
		put('ann', 'bob', 'cem');
		const step = { method: 'DELETE', path: 'hr/users/{id}' } as const;
		const directory = directoryOf(server, profileOf('page', { delete: step }));
		const people = await directory.list();
		server.people.delete(1);
		const ends = await Promise.allSettled(people.map(async (one) => await directory.remove!(one)));
		const words = 'answered 404 to DELETE hr/users/{id}, and the person (HR id 3) is still in its list';
		expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
		expect((ends[2] as PromiseRejectedResult).reason).toMatchObject({
			message: expect.stringContaining(words),
			description: expect.stringContaining('API Settings > Delete'),
		});
		expect(asked().filter((one) => one.startsWith('GET')).length).toBeLessThanOrEqual(2);
		expect(server.people.size).toBe(2);
	});

	it('is not done where no whole list says who is there', async () => {
		put('ann', 'bob');
		const directory = directoryOf(server, profileOf('page', BY_DELETE));
		const [ann] = await directory.list();
		server.people.delete(1);
		const short = { data: { users: [] }, meta: { total: 7, pages: 1 } };
		server.spoil = (answer, { method }) => (method === 'GET' ? { ...answer, body: short } : answer);
		await expect(directory.remove!(ann!)).rejects.toMatchObject({ status: 404 });
		server.spoil = (answer, { method }) => (method === 'GET' ? { ...answer, status: 403 } : answer);
		await expect(directory.remove!(ann!)).rejects.toMatchObject({ status: 403 });
	});

	it('refuses with the words of the HR system', async () => {
		put('ann');
		server.spoil = (answer, { method }) =>
			method === 'DELETE' ? { ...answer, status: 422, body: { message: 'has open reviews' } } : answer;
		const directory = directoryOf(server, profileOf('page', BY_DELETE));
		await expect(directory.remove!((await directory.list())[0]!)).rejects.toThrow('has open reviews');
	});

	it('may be a request with the id in its body', async () => {
		put('ann');
		const step = { method: 'POST', path: 'users/1/bin', envelope: 'bin', body: { person: '{id}' } } as const;
		const directory = directoryOf(server, profileOf('page', { delete: step }));
		await directory.remove!((await directory.list())[0]!);
		expect(server.writes()).toMatchObject([{ path: '/api/users/1/bin', body: { bin: { person: '1' } } }]);
	});

	it('lets somebody new have the e-mail by which managers are named', async () => {
		put('ann', 'bob');
		const directory = directoryOf(server, profileOf('page', BY_DELETE));
		const [ann, bob] = await directory.list();
		await directory.remove!(ann!);
		const again = await directory.create({ email: 'ann@example.com' });
		await directory.update(bob!, [], again.hrId);
		expect(server.people.get(2)).toMatchObject({ manager_email: 'ann@example.com' });
	});
});

describe('taking something away', () => {
	const link: Change = { attribute: 'externalId', from: 'id-ann', to: null };
	const whole: Partial<RestProfile> = {
		update: { method: 'PUT', path: 'users/{id}', envelope: 'user', sends: 'whole' },
		get: { method: 'GET', path: 'users/{id}', item: 'user' },
	};

	it.each<[string, Partial<RestProfile>, unknown]>([
		['null', {}, null],
		['an empty text', { clearing: 'empty' }, ''],
		['null in the whole person', whole, null],
		['an empty text in the whole person', { ...whole, clearing: 'empty' }, ''],
	])('takes the link and nothing else, by %s', async (_, change, cleared) => {
		put('ann', 'bob');
		const directory = directoryOf(server, profileOf('page', change));
		const [ann] = await directory.list();
		await directory.update(ann!, [link]);
		expect(server.people.get(1)).toEqual({ id: 1, email: 'ann@example.com', entra_id: cleared, active: true });
		expect(server.writes()).toHaveLength(1);
		expect(directory.read(ann!, 'externalId')).toBe(cleared);
	});

	it('empties lists that are JSON arrays', async () => {
		server.people.set(1, { id: 1, email: 'ann@example.com', skills: ['a', 'b'] });
		const lists = { fields: ['skills'], separator: ';', as: 'array' as const };
		const directory = directoryOf(server, profileOf('page', { lists, clearing: 'empty' }));
		await directory.update((await directory.list())[0]!, [{ attribute: 'skills', from: 'a;b', to: null }]);
		expect(server.people.get(1)).toMatchObject({ skills: [] });
	});

	it.each<[string, Partial<RestProfile>, Change[], string | null | undefined, string]>([
		['the link, where nothing clears a field', { clearing: 'leave' }, [link], undefined, 'Nothing clears a field'],
		['a manager, where nothing clears a field', { clearing: 'leave' }, [], null, "the manager can't be taken away"],
		['a link that is kept nowhere', { externalId: undefined }, [link], undefined, 'not known in which field'],
		['what is only taken for new people', { createOnly: ['entra_id'] }, [link], undefined, 'only for new people'],
	])('is refused before anything is sent: %s', async (_, change, changes, manager, words) => {
		put('ann');
		const profile = profileOf('page', { ...change, reactivate: { method: 'POST', path: 'users/{id}/reactivate' } });
		const directory = directoryOf(server, profile);
		const [ann] = await directory.list();
		const all = [
			{ attribute: 'active', from: false, to: true },
			{ attribute: 'title', from: null, to: 'x' },
			...changes,
		];
		const error: unknown = await directory.update(ann!, all, manager).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(NotSentError);
		expect(error).toMatchObject({ message: expect.stringContaining(words), description: expect.stringMatching(/.+/) });
		expect(server.writes()).toEqual([]);
	});
});
