import { SyncError } from '../../../../lib/base/errors';
import { scimSettingsOf } from '../../../../lib/hr/connect/scimForm';
import { parseScimProfile } from '../../../../lib/hr/scim/profile';
import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import type { ScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import { SYSTEMS } from '../../../../lib/hr/systems';
import { ScimStore } from '../../../support/scimStore';

let store: ScimStore;
beforeAll(async () => {
	store = await ScimStore.open();
});
afterAll(async () => {
	await store.close();
});
beforeEach(() => store.reset());

const open = (settings: object = {}): ScimDirectory =>
	createScimDirectory({ http: store.http(), pageSize: 50, profile: parseScimProfile(settings) });
const deletions = (): unknown[] =>
	store.requests.filter(({ method }) => method === 'DELETE').map(({ path, headers }) => [path, headers['if-match']]);

it('deletes a person and nobody else, whatever becomes of leavers', async () => {
	for (const deactivation of ['active', 'none', 'delete']) {
		store.reset();
		store.put({ id: 'a/n?n', userName: 'ann' });
		store.put({ userName: 'bob' });
		const directory = open({ deactivation });
		const [ann] = await directory.list();
		await directory.remove!(ann!);
		expect(deletions()).toEqual([['/Users/a/n?n', undefined]]);
		expect(store.requests.at(-1)!.body).toEqual({});
	}
});

it('is there for every system, and not where the settings say that it is not possible', () => {
	for (const system of SYSTEMS) {
		if (system.protocol !== 'scim') continue;
		expect(open(scimSettingsOf(system, {}).profile).remove).toBeDefined();
		expect(open(scimSettingsOf(system, { deletion: 'none' }).profile).remove).toBeUndefined();
	}
});

it('can not be impossible where people who leave are deleted', () => {
	const settings = { deactivation: 'delete', deletion: 'none' };
	expect(() => parseScimProfile(settings)).toThrow(SyncError);
	expect(() => parseScimProfile(settings)).toThrow('people who leave are deleted, and that nobody can be deleted');
});

it('who is gone by then counts as deleted', async () => {
	store.versions = true;
	const { id } = store.put({ userName: 'ann', active: false });
	const directory = open();
	const [ann] = await directory.list();
	store.people.clear();
	await directory.remove!(ann!);
	expect(deletions()).toEqual([[`/Users/${String(id)}`, 'W/"1"']]);
});

it.each([{ active: true }, { title: 'x' }])(
	'leaves alone whom another hand has changed meanwhile: %j',
	async (change) => {
		store.versions = true;
		const { id } = store.put({ userName: 'ann', active: false });
		const directory = open();
		const [ann] = await directory.list();
		store.put({ ...store.people.get(String(id)), ...change });
		await expect(directory.remove!(ann!)).rejects.toMatchObject({ details: { cause: { kind: 'changedMeanwhile' } } });
		expect(deletions()).toHaveLength(1);
		expect(store.people.size).toBe(1);
	},
);

it('fails with the words of the server', async () => {
	store.put({ userName: 'ann' });
	store.answer = ({ method }) => (method === 'DELETE' ? { status: 405, body: { detail: 'Not here' } } : undefined);
	const directory = open();
	await expect(directory.remove!((await directory.list())[0]!)).rejects.toThrow('Not here');
});

it('deletes many in one request, among them some who are gone', async () => {
	store.config = { bulk: { supported: true, maxOperations: 10, maxPayloadSize: 100_000 } };
	for (const userName of ['ann', 'bob', 'cem', 'dan']) store.put({ userName });
	const directory = open({ bulk: 'auto' });
	const [dan, ...others] = (await directory.list()).reverse();
	store.people.delete(others[0]!.hrId);
	await Promise.all(others.map(async (one) => await directory.remove!(one)));
	expect(store.log.slice(1)).toEqual(['GET /ServiceProviderConfig', 'POST /Bulk']);
	expect([...store.people.keys()]).toEqual([dan!.hrId]);
});
