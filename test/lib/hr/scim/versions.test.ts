import { DEFAULT_SCIM_PROFILE } from '../../../../lib/hr/scim/profile';
import type { ScimProfile } from '../../../../lib/hr/scim/profile';
import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import type { ScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import type { Employee } from '../../../../lib/sync/model';
import { ScimStore } from '../../../support/scimStore';

let store: ScimStore;
beforeAll(async () => {
	store = await ScimStore.open();
});
afterAll(async () => {
	await store.close();
});
beforeEach(() => {
	store.reset();
	store.versions = true;
});

const open = (settings: Partial<ScimProfile> = {}): ScimDirectory =>
	createScimDirectory({ http: store.http(), pageSize: 50, profile: { ...DEFAULT_SCIM_PROFILE, ...settings } });
const title = (to: string): { attribute: string; from: null; to: string } => ({ attribute: 'title', from: null, to });
const written = (): unknown[] =>
	store.requests
		.filter(({ method }) => method !== 'GET')
		.map(({ method, headers }) => [method, headers['if-match'], store.people.size]);

it('a person is only written while unchanged, and the next write knows the new version', async () => {
	store.put({ userName: 'ann' });
	const directory = open();
	const [ann] = await directory.list();
	await directory.update(ann!, [title('a')]);
	await directory.update(ann!, [title('b')]);
	await directory.deactivate(ann!);
	expect(written()).toEqual([
		['PATCH', 'W/"1"', 1],
		['PATCH', 'W/"2"', 1],
		['PATCH', 'W/"3"', 1],
	]);
});

it.each(['patch', 'put'] as const)(
	'who was changed meanwhile is read again, and the changes are made on what is there now (%s)',
	async (update) => {
		const { id } = store.put({ userName: 'ann', emails: [{ type: 'work', value: 'old@x' }] });
		const directory = open({ update });
		const [ann] = await directory.list();
		store.put({ ...store.people.get(String(id)), nickName: 'N', emails: [{ type: 'home', value: 'h@x' }] });
		await directory.update(ann!, [{ attribute: 'emails[type eq "work"].value', from: 'old@x', to: 'new@x' }]);
		expect(store.log.slice(1)).toEqual([
			`${update.toUpperCase()} /Users/${String(id)}`,
			`GET /Users/${String(id)}`,
			`${update.toUpperCase()} /Users/${String(id)}`,
		]);
		expect(store.people.get(String(id))).toMatchObject({
			nickName: 'N',
			emails: [
				{ type: 'home', value: 'h@x' },
				{ type: 'work', value: 'new@x' },
			],
		});
	},
);

it('who is changed again and again fails with the words of the server', async () => {
	store.put({ userName: 'ann' });
	store.answer = ({ method }) => (method === 'PATCH' ? { status: 412, body: { detail: 'Changed' } } : undefined);
	const directory = open();
	const [ann] = await directory.list();
	await expect(directory.update(ann!, [title('a')])).rejects.toMatchObject({ status: 412 });
	expect(store.log).toHaveLength(4);
});

const left = { details: { cause: { kind: 'changedMeanwhile' } } };
const ways: Record<string, (directory: ScimDirectory, ann: Employee) => Promise<void>> = {
	'who is to be deactivated': async (directory, ann) => await directory.deactivate(ann),
	'who is disabled': async (directory, ann) =>
		await directory.update(ann, [title('b'), { attribute: 'active', from: true, to: false }]),
	'who is let go of': async (directory, ann) =>
		await directory.update(ann, [{ attribute: 'externalId', from: 'e', to: null }]),
};

it.each(Object.entries(ways))('%s is left alone when another hand has changed the employee', async (_, leave) => {
	for (const profile of [{}, { update: 'put' as const }, { deactivation: 'delete' as const }]) {
		store.people.clear();
		const { id } = store.put({ userName: 'ann', externalId: 'e', active: true });
		const directory = open(profile);
		const [ann] = await directory.list();
		store.put({ ...store.people.get(String(id)), title: 'Welcome back' });
		await expect(leave(directory, ann!)).rejects.toMatchObject(left);
		expect(store.people.get(String(id))).toMatchObject({ externalId: 'e', active: true, title: 'Welcome back' });
	}
});

it('who is inactive by then has left already, such as by a request whose answer was lost', async () => {
	const { id } = store.put({ userName: 'ann', active: true });
	const directory = open();
	const [ann] = await directory.list();
	store.put({ ...store.people.get(String(id)), active: false });
	await directory.deactivate(ann!);
	expect(written()).toHaveLength(1);
});

it('the version may stand beside the answer, in the ETag header', async () => {
	store.versions = false;
	store.put({ userName: 'ann', meta: { version: 'W/"7"' } });
	store.answer = ({ method }) => (method === 'PATCH' ? { status: 204, headers: { etag: 'W/"8"' } } : undefined);
	const directory = open();
	const [ann] = await directory.list();
	await directory.update(ann!, [title('a')]);
	await directory.update(ann!, [title('b')]);
	expect(store.requests.slice(1).map(({ headers }) => headers['if-match'])).toEqual(['W/"7"', 'W/"8"']);
});

it('no version is sent where it became unknown, where there is none, and when switched off', async () => {
	store.put({ userName: 'ann' });
	store.answer = ({ method }) => (method === 'PATCH' ? { status: 204 } : undefined);
	const directory = open();
	const [ann] = await directory.list();
	await directory.update(ann!, [title('a')]);
	await directory.update(ann!, [title('b')]);
	const off = open({ etag: 'never' });
	await off.update((await off.list())[0]!, [title('c')]);
	const sent = store.requests.filter(({ method }) => method === 'PATCH').map(({ headers }) => headers['if-match']);
	expect(sent).toEqual(['W/"1"', undefined, undefined]);
});
