import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { SyncError } from '../../../../lib/base/errors';
import { readAssertion } from '../../../../lib/graph/signIn/assertion';
import { CLOUDS } from '../../../../lib/graph/signIn/clouds';
import { parseGraphCredential } from '../../../../lib/graph/signIn/credential';
import { makeIdentity } from '../../../support/certificate';
import { makeJwt } from '../../../support/jwt';

const AZURE = 'AZURE_FEDERATED_TOKEN_FILE';
const OURS = 'ENTRA_HR_SYNC_ASSERTION_FILES';
const MICROSOFT = CLOUDS.global.login;

const { key } = makeIdentity('issuer');
const aud = 'api://AzureADTokenExchange';
const good = makeJwt(key, { sub: 'me', aud });
const expired = makeJwt(key, { sub: 'me', aud, exp: 1_700_000_000 });
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'assertion-')));
const path = join(folder, 'token');
const environment = { ...process.env };
beforeEach(() => {
	process.env[AZURE] = path;
	process.env[OURS] = '';
});
afterEach(() => (process.env = { ...environment }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = async (where: string, login: string = MICROSOFT) =>
	await readAssertion({ from: 'file', path: where }, login).catch((thrown: unknown) => thrown);
const fromFile = async (content: string, login?: string) => {
	writeFileSync(path, content);
	return await read(path, login);
};

describe('an assertion file', () => {
	it('is read anew each time', async () => {
		expect(await fromFile(`${good}\n`)).toBe(good);
		const renewed = makeJwt(key, { sub: 'me', aud, renewed: true });
		expect(await fromFile(renewed)).toBe(renewed);
	});

	it.each([
		['is empty', ' \n', 'is empty'],
		['holds something else', 'root:x:0:0', 'is not a token (JWT)'],
		['holds three words with dots', 'a.b.c', 'is not a token (JWT)'],
		['is far too large', 'x'.repeat(70_000), 'is not a token (JWT)'],
		['has expired', expired, 'expired at 2023-11-14T22:13:20Z'],
	])('that %s is refused', async (_, content, message) => {
		const error = await fromFile(content);
		expect(error).toMatchObject({ name: 'SyncError', message: `The assertion file ${path} ${message}` });
		expect(JSON.stringify(error) + String(error)).not.toContain('root:x');
	});

	it.each([
		[join(folder, 'nowhere'), 'There is no assertion file'],
		[folder, 'can not be read'],
		['/dev/zero', 'can not be read'],
		['token', 'The assertion file is not a whole path: "token"'],
		['', 'The assertion file is not named'],
	])('at %p is refused', async (where, message) => {
		process.env[OURS] = [where, '/dev/zero'].join(delimiter);
		expect(String(await read(where))).toContain(message);
	});
});

describe('a file that may be read', () => {
	beforeEach(() => {
		Object.assign(process.env, { [AZURE]: '', [OURS]: '' });
		mkdirSync(join(folder, 'ours', 'deep'), { recursive: true });
		for (const name of ['token', 'ours/token', 'ours/deep/token', 'ours-not']) writeFileSync(join(folder, name), good);
		rmSync(join(folder, 'ours', 'out'), { force: true });
		symlinkSync(path, join(folder, 'ours', 'out'));
		rmSync(join(folder, 'in'), { force: true });
		symlinkSync(join(folder, 'ours', 'token'), join(folder, 'in'));
	});

	it.each<[string, Record<string, string>, string]>([
		['is what Azure names', { [AZURE]: path }, 'token'],
		['is one of those that the variable lists', { [OURS]: ['/nowhere', path].join(delimiter) }, 'token'],
		['is in a folder that it lists', { [OURS]: `${folder}/ours/` }, 'ours/token'],
		['is deep in one', { [OURS]: `${folder}/ours/` }, 'ours/deep/token'],
		['is a link that is named', { [AZURE]: join(folder, 'in') }, 'in'],
		['is what such a link leads to', { [AZURE]: join(folder, 'in') }, 'ours/token'],
		['is a link to what is allowed', { [OURS]: `${folder}/ours/` }, 'in'],
		['is spelled otherwise', { [AZURE]: path }, 'ours/../token'],
	])('%s', async (_, allowed, name) => {
		Object.assign(process.env, allowed);
		expect(await read(`${folder}/${name}`)).toBe(good);
	});

	it.each<[string, Record<string, string>, string]>([
		['where nothing is allowed', {}, 'token'],
		['another file', { [AZURE]: path, [OURS]: join(folder, 'ours', 'token') }, 'ours/deep/token'],
		['what is in a folder that is not said to be one', { [OURS]: join(folder, 'ours') }, 'ours/token'],
		['what begins like a folder', { [OURS]: `${folder}/ours/` }, 'ours-not'],
		['a way out of a folder', { [OURS]: `${folder}/ours/` }, 'ours/../token'],
		['a link out of a folder', { [OURS]: `${folder}/ours/` }, 'ours/out'],
		['a place that is not whole', { [OURS]: 'token', [AZURE]: '.' }, 'token'],
		['what is not there', { [OURS]: `${folder}/ours/` }, 'secret'],
	])('is not %s', async (_, allowed, name) => {
		Object.assign(process.env, allowed);
		const error = (await read(`${folder}/${name}`)) as SyncError;
		expect(error.message).toBe(`The assertion file ${folder}/${name} is not one that n8n may read`);
		expect(error.description).toContain(AZURE);
		expect(error.description).toContain(OURS);
	});
});

describe('a token in a file', () => {
	it.each([aud, `${aud}USGov`, `${aud}China`, [aud]])('for Microsoft Entra ID (%j) is sent', async (audience) => {
		const token = makeJwt(key, { aud: audience });
		expect(await fromFile(token)).toBe(token);
	});

	it.each([
		'https://kubernetes.default.svc',
		['https://kubernetes.default.svc', aud],
		[],
		undefined,
		'api://azureadtokenexchange.evil.example',
	])('for somebody else (%j) stays here', async (audience) => {
		const error = (await fromFile(makeJwt(key, { aud: audience }))) as SyncError;
		expect(error.message).toContain('not made out to Microsoft Entra ID');
		expect(error.description).toContain(aud);
	});

	it.each(Object.values(CLOUDS).map(({ login }) => login))('is sent to %s', async (login) => {
		expect(await fromFile(good, login)).toBe(good);
	});

	it.each([
		'https://login.evil.example',
		'http://127.0.0.1:5678',
		'http://login.microsoftonline.com',
		'https://login.microsoftonline.com:8443',
		'https://login.microsoftonline.com.evil.example',
	])('is not sent to %s', async (login) => {
		const error = (await fromFile(good, login)) as SyncError;
		expect(error.message).toContain(`sent to Microsoft's own sign-in only, not to ${login}`);
		expect(error.description).toContain('Cloud');
	});
});

describe('an assertion in the credential', () => {
	const parse = (assertionToken: string) =>
		parseGraphCredential({
			tenantId: 'contoso.example',
			clientId: '00000000-0000-4000-8000-000000000000',
			authentication: 'federatedCredential',
			assertionSource: 'text',
			assertionToken,
		});

	it('is taken', () => {
		expect(parse(` ${good} `).proof).toEqual({
			kind: 'federatedCredential',
			assertion: { from: 'text', text: good },
		});
	});

	it.each([
		['', 'The assertion is empty'],
		['undefined', 'The assertion is not a token (JWT)'],
		[expired, 'The assertion expired at 2023-11-14T22:13:20Z'],
	])('is refused when it is %p', (text, message) => {
		expect(() => parse(text)).toThrow(message);
	});
});
