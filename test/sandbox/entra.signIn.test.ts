import { createPublicKey, X509Certificate } from 'node:crypto';

import { certificateFor, makeIdentity } from '../support/certificate';
import { Entra, type Json } from '../support/entra';
import { makeJwt } from '../support/jwt';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const mine = makeIdentity('mine');
const other = makeIdentity('other');
const entra = new Entra();

beforeAll(() => entra.start(20));
afterAll(() => entra.dispose());
beforeEach(() => entra.reset());

const set = async (settings: Json) => expect((await entra.control('POST', 'settings', settings)).status).toBe(200);
const askWith = (assertion: string, type = TYPE) =>
	entra.requestToken({ client_secret: '', client_assertion: assertion, client_assertion_type: type });
const expectRefusal = async (assertion: string, code: number, words: string) => {
	const { status, body } = await askWith(assertion);
	expect([status, body]).toEqual([401, expect.objectContaining({ error: 'invalid_client', error_codes: [code] })]);
	expect(body.error_description).toContain(`AADSTS${code}: `);
	expect(body.error_description).toContain(words);
};

describe("an app's own certificate", () => {
	const thumbprint = (certificate = mine.certificate) =>
		Buffer.from(new X509Certificate(certificate).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
	const endpoint = () => `${entra.ready.url}/${entra.ready.tenantId}/oauth2/v2.0/token`;
	const own = (claims: Json = {}, header: Json = {}, key = mine.key) => {
		const { clientId } = entra.ready;
		const whole = { aud: endpoint(), iss: clientId, sub: clientId, ...claims };
		return makeJwt(key, whole, { 'x5t#S256': thumbprint(), ...header }, 'PS256');
	};
	beforeEach(() => set({ certificates: [mine.certificate] }));

	it('brings a token that Graph takes', async () => {
		const { status, body } = await askWith(own());
		expect(status).toBe(200);
		const Authorization = `Bearer ${String(body.access_token)}`;
		expect((await entra.get('/users?$top=1&$select=id', { Authorization })).status).toBe(200);
	});

	const soon = Math.floor(Date.now() / 1000) + 3600;
	it.each<[string, number, string, () => string]>([
		[
			'that is not registered',
			700027,
			'The key was not found.',
			() => own({}, { 'x5t#S256': thumbprint(other.certificate) }),
		],
		['with the signature of another key', 700027, 'did not match the expected', () => own({}, {}, other.key)],
		['for another app', 700021, 'application identifier', () => own({ sub: 'somebody' })],
		['for another tenant', 700023, 'audience', () => own({ aud: endpoint().replace(/v2.0.*/, '') })],
		['that has ended', 700024, 'not within its valid time range', () => own({ exp: 1_700_000_000 })],
		['that has not begun', 700024, 'not within its valid time range', () => own({ nbf: soon, exp: soon + 600 })],
		['without an end', 700024, 'not within its valid time range', () => own({ exp: undefined })],
		['without an id', 50027, "'jti'", () => own({ jti: undefined })],
		['without a thumbprint', 50027, 'No certificate thumbprint', () => own({}, { 'x5t#S256': undefined })],
		['that is no JWT', 50027, 'Invalid JWT token', () => 'x.y.z'],
	])('is refused in an assertion %s', async (_, code, words, assertion) => {
		await expectRefusal(assertion(), code, words);
	});

	it('is refused once it has expired', async () => {
		const dates = { from: new Date('2023-01-02'), until: new Date('2024-01-02') };
		const expired = certificateFor(mine.key, 'old', dates);
		await set({ certificates: [expired] });
		await expectRefusal(own({}, { 'x5t#S256': thumbprint(expired) }), 700027, 'The key used is expired.');
	});

	it('is refused without the type of the assertion', async () => {
		expect((await askWith(own(), '')).body).toMatchObject({ error_codes: [900144] });
	});

	it('is listed by its app registration', async () => {
		const { clientId } = entra.ready;
		await set({ permissions: ['Application.Read.All'] });
		const { validTo, subject, raw } = new X509Certificate(mine.certificate);
		const listed = { endDateTime: new Date(validTo).toISOString(), displayName: subject };
		const selected = await entra.get(`/applications(appId='${clientId}')?$select=keyCredentials`);
		expect(selected.body.keyCredentials).toEqual([expect.objectContaining({ ...listed, key: raw.toString('base64') })]);
		const whole = await entra.get(`/applications(appId='${clientId}')`);
		expect(whole.body.keyCredentials).toEqual([expect.objectContaining({ ...listed, key: null })]);
	});
});

describe("an identity provider's token", () => {
	const issuer = 'https://issuer.example/';
	const subject = 'system:serviceaccount:n8n:n8n';
	const audience = 'api://AzureADTokenExchange';
	const credential = {
		issuer,
		subject,
		audience,
		keyId: 'key-1',
		publicKey: createPublicKey(mine.key).export({ type: 'spki', format: 'pem' }).toString(),
	};
	const theirs = (claims: Json = {}, header: Json = {}, key = mine.key) =>
		makeJwt(key, { iss: issuer, sub: subject, aud: [audience], ...claims }, { kid: 'key-1', ...header });
	beforeEach(() => set({ federatedCredentials: [credential] }));

	it('brings a token', async () => expect((await askWith(theirs())).status).toBe(200));

	it.each<[string, number, string, () => string]>([
		['another issuer', 700211, "issuer 'https://issuer.example'", () => theirs({ iss: issuer.slice(0, -1) })],
		['another subject', 700213, "subject 'somebody'", () => theirs({ sub: 'somebody' })],
		['a subject in upper case', 7002138, 'case-insensitive', () => theirs({ sub: subject.toUpperCase() })],
		['another audience', 700212, "audience 'api://other'", () => theirs({ aud: 'api://other' })],
		['an unknown key', 7000272, "Identifier: 'key-2'", () => theirs({}, { kid: 'key-2' })],
		['the signature of another key', 700027, 'invalid signature', () => theirs({}, {}, other.key)],
		['its end passed', 700024, 'not within its valid time range', () => theirs({ exp: 1_700_000_000 })],
	])('is refused with %s', async (_, code, words, assertion) => {
		await expectRefusal(assertion(), code, words);
	});

	it('is refused when the app has no federated credential', async () => {
		await set({ federatedCredentials: [] });
		await expectRefusal(theirs(), 70025, 'no configured federated identity credentials');
	});
});

describe('the tenant and the app', () => {
	it.each([
		['an empty tenant id', {}, '00000000-0000-0000-0000-000000000000', 900021],
		['a tenant that is no name', {}, 'no_name', 900023],
		['a tenant of another cloud', { nationalCloud: 'MicrosoftOnline.US' }, undefined, 90038],
		['an app without a service principal', { appState: 'noServicePrincipal' }, undefined, 7000229],
		['an app that a policy blocks', { appState: 'blocked' }, undefined, 53003],
	])('are refused: %s', async (_, settings, tenant, code) => {
		await set(settings);
		expect((await entra.requestToken({}, tenant)).body).toMatchObject({ error_codes: [code] });
	});

	it('refuse a sign-in without any proof', async () => {
		expect((await entra.requestToken({ client_secret: '' })).body).toMatchObject({ error_codes: [7000218] });
	});
});

describe('tokens', () => {
	const read = async (token: unknown) =>
		(await entra.get('/users?$top=1&$select=id', { Authorization: `Bearer ${String(token)}` })).status;

	it('live as long as set', async () => {
		await set({ tokenLifetimeS: 600 });
		const long = (await entra.requestToken()).body;
		await set({ tokenLifetimeS: 1 });
		const short = (await entra.requestToken()).body;
		expect([long.expires_in, short.expires_in]).toEqual([600, 1]);
		await new Promise((passed) => setTimeout(passed, 1_050));
		expect([await read(long.access_token), await read(short.access_token)]).toEqual([200, 401]);
	});

	it('end when they are revoked', async () => {
		const { body } = await entra.requestToken();
		await entra.control('POST', 'tokens/revoke');
		expect(await read(body.access_token)).toBe(401);
		expect(await read((await entra.requestToken()).body.access_token)).toBe(200);
	});
});

it.each([
	[{ certificates: ['no certificate'] }],
	[{ certificates: 'x' }],
	[{ federatedCredentials: [{ issuer: 'x' }] }],
	[{ appState: 'tired' }],
	[{ tokenLifetimeS: 0 }],
])('refuses the setting %p', async (settings) => {
	expect((await entra.control('POST', 'settings', settings)).status).toBe(400);
});
