import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readAssertion } from '../../../../lib/graph/signIn/assertion';
import { parseGraphCredential } from '../../../../lib/graph/signIn/credential';
import { makeIdentity } from '../../../support/certificate';
import { makeJwt } from '../../../support/jwt';

const { key } = makeIdentity('issuer');
const good = makeJwt(key, { sub: 'me' });
const expired = makeJwt(key, { sub: 'me', exp: 1_700_000_000 });
const folder = mkdtempSync(join(tmpdir(), 'assertion-'));
const path = join(folder, 'token');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fromFile = async (content: string) => {
	writeFileSync(path, content);
	return await readAssertion({ from: 'file', path });
};

describe('an assertion file', () => {
	it('is read anew each time', async () => {
		expect(await fromFile(`${good}\n`)).toBe(good);
		const renewed = makeJwt(key, { sub: 'me', renewed: true });
		expect(await fromFile(renewed)).toBe(renewed);
	});

	it.each([
		['is empty', ' \n', 'is empty'],
		['holds something else', 'root:x:0:0', 'is not a token (JWT)'],
		['holds three words with dots', 'a.b.c', 'is not a token (JWT)'],
		['is far too large', 'x'.repeat(70_000), 'is not a token (JWT)'],
		['has expired', expired, 'expired at 2023-11-14T22:13:20Z'],
	])('that %s is refused', async (_, content, message) => {
		const error = await fromFile(content).catch((thrown: unknown) => thrown);
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
		await expect(readAssertion({ from: 'file', path: where })).rejects.toThrow(message);
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
