import { createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseGraphCredential } from '../../../../lib/graph/signIn/credential';
import { createSignIn } from '../../../../lib/graph/signIn/signIn';
import { certificateFor, makeIdentity } from '../../../support/certificate';
import { GraphSimulator } from '../../../support/graph';
import { makeJwt, readJwt } from '../../../support/jwt';
import { json, serve } from '../../http/localServer';

const mine = makeIdentity('mine');
const other = makeIdentity('other');
const folder = mkdtempSync(join(tmpdir(), 'proofs-'));

let entra: GraphSimulator;
beforeAll(async () => (entra = await GraphSimulator.open(20)));
afterAll(async () => {
	await entra.dispose();
	rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => await entra.reset());

const signIn = async (change: Record<string, string>) =>
	await createSignIn(parseGraphCredential(entra.credential({ clientSecret: '', ...change }))).token();
const failure = async (change: Record<string, string>) =>
	await signIn(change).then(
		() => undefined,
		(error: unknown) => error as Error & { description: string },
	);
const tokenRequests = async () => (await entra.stats()).tokenRequests;

describe('with a certificate', () => {
	const fields = (change: Record<string, string> = {}) => ({
		authentication: 'clientCertificate',
		privateKey: mine.privateKey,
		publicCertificate: mine.certificate,
		...change,
	});

	it('the sign-in brings a token', async () => {
		await entra.settings({ certificates: [other.certificate, mine.certificate] });
		await expect(signIn(fields())).resolves.toEqual(expect.any(String));
	});

	it('the key may be encrypted', async () => {
		await entra.settings({ certificates: [mine.certificate] });
		const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret words' } as const;
		const privateKey = mine.key.export(options).toString();
		await expect(signIn(fields({ privateKey, passphrase: 'secret words' }))).resolves.toEqual(expect.any(String));
	});

	it('the assertion names the certificate by SHA-256, holds it, and no secret is sent', async () => {
		const login = await serve(json(200, { token_type: 'Bearer', expires_in: 3599, access_token: 'a-token' }));
		await signIn(fields({ loginEndpoint: login.url }));
		const form = new URLSearchParams(login.received[0]?.body);
		await login.stop();
		const { header, claims } = readJwt(form.get('client_assertion') ?? '');
		const { fingerprint256, raw } = new X509Certificate(mine.certificate);
		const thumbprint = Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
		expect(header).toMatchObject({ alg: 'PS256', 'x5t#S256': thumbprint, x5c: [raw.toString('base64')] });
		expect(claims).toMatchObject({ iss: entra.ready.clientId, sub: entra.ready.clientId });
		expect(form.has('client_secret')).toBe(false);
		expect(form.toString()).not.toContain('PRIVATE');
	});

	it('a refusal says which certificate to upload', async () => {
		const error = await failure(fields());
		expect(error?.message).toBe('The certificate was not accepted (AADSTS700027)');
		const { fingerprint } = new X509Certificate(mine.certificate);
		expect(error?.description).toContain(fingerprint.replaceAll(':', ''));
	});

	it.each([
		['an expired one', { publicCertificate: certificateFor(mine.key, 'old', { until: new Date(Date.now() - 1_000) }) }],
		["another key's", { publicCertificate: other.certificate }],
		['none', { publicCertificate: '' }],
	])('%s is not sent at all', async (_, change) => {
		expect((await failure(fields(change)))?.name).toBe('SyncError');
		expect(await tokenRequests()).toBe(0);
	});
});

describe('with a federated credential', () => {
	const issuer = 'https://issuer.example';
	const subject = 'system:serviceaccount:n8n:n8n';
	const audience = 'api://AzureADTokenExchange';
	const publicKey = createPublicKey(other.key).export({ type: 'spki', format: 'pem' }).toString();
	const registered = { issuer, subject, audience, publicKey, keyId: 'key-1' };
	const assertion = (claims: Record<string, unknown> = {}, kid = 'key-1') =>
		makeJwt(other.key, { iss: issuer, sub: subject, aud: audience, ...claims }, { kid });
	const text = (assertionToken: string) => ({
		authentication: 'federatedCredential',
		assertionSource: 'text',
		assertionToken,
	});
	const assertionFile = join(folder, 'token');
	const file = { authentication: 'federatedCredential', assertionSource: 'file', assertionFile };
	beforeEach(async () => await entra.settings({ federatedCredentials: [registered] }));

	it('in the credential the sign-in brings a token', async () => {
		await expect(signIn(text(assertion()))).resolves.toEqual(expect.any(String));
	});

	it('in a file it is not sent to a login endpoint that somebody has entered', async () => {
		writeFileSync(assertionFile, assertion());
		process.env.AZURE_FEDERATED_TOKEN_FILE = assertionFile;
		const error = await failure(file);
		delete process.env.AZURE_FEDERATED_TOKEN_FILE;
		expect(error?.message).toContain("sent to Microsoft's own sign-in only");
		expect(await tokenRequests()).toBe(0);
	});

	it.each([
		['AADSTS700211', 'issuer', { iss: 'https://other.example' }, 'key-1'],
		['AADSTS700212', 'audience', { aud: 'api://other' }, 'key-1'],
		['AADSTS700213', 'subject', { sub: 'somebody' }, 'key-1'],
		['AADSTS7002138', 'upper and lower case', { sub: subject.toUpperCase() }, 'key-1'],
		['AADSTS7000272', 'signing key', {}, 'key-2'],
		['AADSTS700024', 'outside of its time', { nbf: 4_000_000_000, exp: 4_000_000_600 }, 'key-1'],
	])('a refusal with %s names the %s', async (code, words, claims, kid) => {
		const error = await failure(text(assertion(claims, kid)));
		expect(error?.message).toContain(`(${code})`);
		expect(error?.message).toContain(words);
		expect(error?.description).toMatch(/\w/);
	});

	it('the refusal says so when the app has none', async () => {
		await entra.settings({ federatedCredentials: [] });
		expect((await failure(text(assertion())))?.message).toContain('no federated credential (AADSTS70025)');
	});

	it.each([
		['a missing file', { ...file, assertionFile: join(folder, 'nowhere'), cloud: 'global' }],
		['an empty one', text('')],
		['an expired one', text(assertion({ exp: 1_700_000_000 }))],
	])('%s is not sent at all', async (_, change) => {
		expect((await failure(change))?.name).toBe('SyncError');
		expect(await tokenRequests()).toBe(0);
	});
});
