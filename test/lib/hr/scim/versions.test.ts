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

it.each([
	['patch', ['PATCH', 'GET', 'PATCH']],
	['put', ['GET', 'PUT']],
] as const)('changes are made on what is there now (%s)', async (update, methods) => {
	const { id } = store.put({ userName: 'ann', emails: [{ type: 'work', value: 'old@x' }] });
	const directory = open({ update });
	const [ann] = await directory.list();
	store.put({ ...store.people.get(String(id)), nickName: 'N', emails: [{ type: 'home', value: 'h@x' }] });
	await directory.update(ann!, [{ attribute: 'emails[type eq "work"].value', from: 'old@x', to: 'new@x' }]);
	expect(store.requests.slice(1).map(({ method }) => method)).toEqual(methods);
	expect(store.people.get(String(id))).toMatchObject({
		nickName: 'N',
		emails: [
			{ type: 'home', value: 'h@x' },
			{ type: 'work', value: 'new@x' },
		],
	});
});

describe('a write that holds more than what changes', () => {
	/** The list hides a field inside of a complex attribute, as `returned: request` allows. */
	const hiding = (): void => {
		store.answer = (request) => {
			if (request.path !== '/Users' || request.method !== 'GET') return undefined;
			const answer = store.carryOut(request);
			const { Resources = [] } = answer.body as { Resources?: Record<string, unknown>[] };
			const shown = Resources.map(({ nickName: _, name, ...rest }) => ({
				...rest,
				name: { givenName: (name as { givenName: string }).givenName },
			}));
			return { ...answer, body: { totalResults: shown.length, Resources: shown } };
		};
	};
	const rename = (to: string) => ({ attribute: 'name.givenName', from: 'Ann', to });

	it.each(['put', 'putPartial', 'patchPlain'] as const)('keeps what only the list hides (%s)', async (update) => {
		store.plainWrite = update === 'put' ? 'whole' : 'shallow';
		const { id } = store.put({ userName: 'ann', nickName: 'N', name: { givenName: 'Ann', middleName: 'M' } });
		hiding();
		const directory = open({ update });
		const [ann] = await directory.list();
		for (const to of ['Anna', 'Anne']) await directory.update(ann!, [rename(to)]);
		const kept = { nickName: 'N', name: { givenName: 'Anne', middleName: 'M' } };
		expect(store.people.get(String(id))).toMatchObject(kept);
		const sent = store.requests.slice(1).map(({ method, headers }) => [method, headers['if-match']]);
		const method = update === 'patchPlain' ? 'PATCH' : 'PUT';
		expect(sent).toEqual([
			['GET', undefined],
			[method, 'W/"1"'],
			[method, 'W/"2"'],
		]);
	});

	it('needs no reading of who was read or answered whole before', async () => {
		const directory = open({ update: 'put' });
		const ann = await directory.create({ userName: 'ann' });
		await directory.update(ann, [title('a')]);
		store.put({ userName: 'bob' });
		const bob = (await directory.list())[1]!;
		await directory.again!(bob);
		await directory.update(bob, [title('b')]);
		expect(store.requests.map(({ method }) => method)).toEqual(['POST', 'PUT', 'GET', 'GET', 'PUT']);
	});

	it('is not made on the record of somebody else', async () => {
		const { id } = store.put({ userName: 'ann' });
		const directory = open({ update: 'put' });
		const [ann] = await directory.list();
		store.answer = ({ method }) => (method === 'GET' ? { status: 200, body: { id: 'other' } } : undefined);
		await expect(directory.update(ann!, [title('a')])).rejects.toMatchObject({
			details: { cause: { kind: 'answeredOther', hrId: id } },
		});
	});
});

describe('where the server never finds a version to be the one it has', () => {
	beforeEach(() => {
		store.answer = ({ headers }) =>
			headers['if-match'] === undefined ? undefined : { status: 412, body: { detail: 'Not the version' } };
	});
	const conditions = (): unknown[] =>
		store.requests
			.filter(({ method }) => method !== 'GET')
			.map(({ method, headers }) => [method, headers['if-match'] !== undefined]);

	it.each(['patch', 'put'] as const)(
		'who was not changed is written without it, and so is who comes next (%s)',
		async (update) => {
			for (const userName of ['ann', 'bob']) store.put({ userName, active: true });
			const directory = open({ update });
			const [ann, bob] = await directory.list();
			await directory.update(ann!, [title('a')]);
			await directory.deactivate(bob!);
			const method = update === 'put' ? 'PUT' : 'PATCH';
			expect(conditions()).toEqual([
				[method, true],
				[method, false],
				[method, false],
			]);
			expect([...store.people.values()]).toMatchObject([{ title: 'a' }, { active: false }]);
		},
	);

	it.each([{}, { update: 'put' as const }, { deactivation: 'delete' as const }])(
		'who leaves leaves (%p)',
		async (profile) => {
			const { id } = store.put({ userName: 'ann', active: true });
			const directory = open(profile);
			const [ann] = await directory.list();
			await directory.deactivate(ann!);
			expect(store.people.get(String(id))?.active ?? false).toBe(false);
			expect(conditions()).toMatchObject([
				[expect.anything(), true],
				[expect.anything(), false],
			]);
		},
	);

	it('a refusal also without a version is the end of it', async () => {
		store.put({ userName: 'ann', active: true });
		store.answer = ({ method }) => (method === 'GET' ? undefined : { status: 412, body: { detail: 'Never' } });
		for (const profile of [{}, { deactivation: 'delete' as const }]) {
			store.requests.length = 0;
			const directory = open(profile);
			const [ann] = await directory.list();
			await expect(directory.deactivate(ann!)).rejects.toThrow();
			expect(conditions()).toHaveLength(2);
		}
	});
});

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
