import { createHttpClient, HttpError } from '../../../lib/http/client';
import { errorInside } from '../../../lib/http/errorInside';
import { json, serve } from './localServer';
import type { LocalServer } from './localServer';

const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

describe('an error within a good answer', () => {
	it.each([
		[{ schemas: [SCIM_ERROR], status: '503', detail: 'Later' }, 503],
		[{ schemas: [SCIM_ERROR.toUpperCase()], detail: 'No' }, undefined],
		[{ error: 'The service is having trouble' }, undefined],
		[{ error: { code: 'serviceNotAvailable', message: 'Later' } }, undefined],
		[{ error: { code: 429, message: 'Later' } }, 429],
		[{ errors: [{ message: 'No' }], data: null }, undefined],
		[{ errors: { email: ['is taken'] }, code: 422 }, 422],
		[{ success: false, message: 'No' }, undefined],
		[{ success: false, id: null, message: 'No' }, undefined],
		[{ success: false, data: { message: 'No' } }, undefined],
		[{ Success: false, Errors: ['No'] }, undefined],
		[{ ok: false }, undefined],
		[{ status: 'error', code: 404, error: 'Not here' }, 404],
		[{ error: true, message: 'Not allowed' }, undefined],
		[{ error: { message: 'No' }, request: { method: 'PATCH' } }, undefined],
	])('%j is one', (body, status) => {
		expect(errorInside(body)).toEqual(status === undefined ? {} : { status });
	});

	it.each([
		[undefined],
		[[]],
		[{}],
		[{ error: null, data: [] }],
		[{ errors: [], users: [{ id: 1 }] }],
		[{ errors: 0, success: true }],
		[{ id: 7, error: 'a field of this person' }],
		[{ data: { id: 7 }, errors: [{ message: 'The phone was not taken' }] }],
		[{ access_token: 'token', error: '' }],
		[{ access_token: 'token', error: 'The scope was ignored' }],
		[{ success: true, employee_id: 42, errors: ['The welcome mail was not sent'] }],
		[{ error: { code: 0, message: 'OK' }, employees: [] }],
		[{ error: { code: '', message: '' } }],
		[{ id: 7, status: 'error' }],
		[{ status: 'ok', error: false }],
		[{ responses: [{ id: '1', status: 503, body: { error: { code: 'x' } } }] }],
	])('%j is none', (body) => {
		expect(errorInside(body)).toBeUndefined();
	});
});

describe('a request that is answered so', () => {
	let server: LocalServer;
	afterEach(async () => await server.stop());

	const send = async (method: 'GET' | 'PATCH' | 'POST', ...bodies: unknown[]): Promise<unknown> => {
		server = await serve(...bodies.map((body) => json(200, body)));
		const { url } = server;
		const client = createHttpClient({ asked: 'hr', baseUrl: url, authorize: async () => ({}), maxTries: 2 });
		return await client.request({ method, url: 'users/7' }).then(
			({ body }) => body,
			(error: unknown) => error,
		);
	};

	it('is tried again where it reads', async () => {
		expect(await send('GET', { error: 'Later' }, { id: 7 })).toEqual({ id: 7 });
	});

	it('is not where it writes: it may be a refusal', async () => {
		expect(await send('PATCH', { error: 'No such e-mail' }, { id: 7 })).toMatchObject({ kind: 'status', status: 200 });
		expect(server.received).toHaveLength(1);
	});

	it('fails with what was said when that goes on', async () => {
		const error = await send('GET', { error: 'Later' });
		expect(error).toBeInstanceOf(HttpError);
		expect(error).toMatchObject({
			message: 'The HR system answered 200 to GET /users/7: Later',
			kind: 'status',
			outcomeUnknown: false,
		});
	});

	it('is not made twice where it creates, and may have been carried out', async () => {
		const error = await send('POST', { error: 'Later' }, { id: 8 });
		expect(error).toMatchObject({ kind: 'status', status: 200, outcomeUnknown: true });
		expect(server.received).toHaveLength(1);
	});
});
