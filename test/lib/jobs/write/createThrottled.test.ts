import { createScimHttp } from '../../../../lib/hr/scim/credential';
import { DEFAULT_SCIM_PROFILE } from '../../../../lib/hr/scim/profile';
import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import { createOnce } from '../../../../lib/jobs/write/create';
import { ScimStore } from '../../../support/scimStore';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => store.reset());

const row = { employee: { userName: 'ann@example.com' }, entra: { id: 'a' }, problems: [], causes: [] };
const options = { matchBy: ['userName'], wait: async () => {} };

it.each([
	['without a limit', undefined],
	['with a limit', { requests: 1000, seconds: 1 }],
])('a creation that was answered 429 is looked up before it is tried again, %s', async (_, rateLimit) => {
	let first = true;
	store.answer = (request) => {
		if (request.method !== 'POST') return undefined;
		// Carried out, and refused all the same; and no e-mail or user name is unique here.
		store.put(request.body);
		if (!first) return { status: 201, body: [...store.people.values()].at(-1) };
		first = false;
		return { status: 429, headers: { 'Retry-After': '0' } };
	};
	const http = createScimHttp({ baseUrl: store.baseUrl, token: 'secret-token' }, { rateLimit });
	await createOnce(createScimDirectory({ http, pageSize: 50 }), row, undefined, options);
	expect([...store.people.values()].map(({ userName }) => userName)).toEqual(['ann@example.com']);
});

it('a Bulk request with creations that was answered 429 is looked up before it is tried again', async () => {
	store.config = { bulk: { supported: true, maxOperations: 10, maxPayloadSize: 100_000 } };
	let first = true;
	store.answer = (request) => {
		if (request.path !== '/Bulk') return undefined;
		for (const one of request.body.Operations as { data: Record<string, unknown> }[]) store.put(one.data);
		if (!first) return store.carryOut(request);
		first = false;
		return { status: 429, headers: { 'Retry-After': '0' } };
	};
	const http = createScimHttp({ baseUrl: store.baseUrl, token: 'secret-token' });
	const directory = createScimDirectory({ http, pageSize: 50, profile: { ...DEFAULT_SCIM_PROFILE, bulk: 'auto' } });
	await Promise.all(
		['ann', 'bob'].map(
			async (userName) => await createOnce(directory, { ...row, employee: { userName } }, undefined, options),
		),
	);
	expect([...store.people.values()].map(({ userName }) => userName)).toEqual(['ann', 'bob']);
});
