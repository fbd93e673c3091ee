import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';

import { SyncError } from '../../../../lib/base/errors';
import { readCertificate } from '../../../../lib/graph/signIn/certificate';
import { parseGraphCredential } from '../../../../lib/graph/signIn/credential';
import { certificateFor, makeIdentity } from '../../../support/certificate';

const mine = makeIdentity('mine');
const other = makeIdentity('other');
const PASSPHRASE = ' a passphrase ';
const encrypted = mine.key
	.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })
	.toString();
const encryptedOldStyle = mine.key
	.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })
	.toString();

const read = (change: Partial<Parameters<typeof readCertificate>[0]> = {}) =>
	readCertificate({ privateKey: mine.privateKey, certificate: mine.certificate, passphrase: '', ...change });
const oneLine = (pem: string, between: string) => pem.trim().replaceAll('\n', between);

describe('a key and its certificate', () => {
	it('give the thumbprints of the certificate', () => {
		const { fingerprint256, fingerprint } = new X509Certificate(mine.certificate);
		expect(read()).toMatchObject({
			thumbprintSha256: fingerprint256.replaceAll(':', '').toLowerCase(),
			portalThumbprint: fingerprint.replaceAll(':', ''),
			x5c: mine.certificate,
		});
	});

	it.each([
		['as they are', mine.privateKey, ''],
		['in the older form', mine.key.export({ type: 'pkcs1', format: 'pem' }).toString(), ''],
		['encrypted', encrypted, PASSPHRASE],
		['encrypted in the older form', encryptedOldStyle, PASSPHRASE],
		['not encrypted, with a passphrase all the same', mine.privateKey, PASSPHRASE],
		['with the certificate and other text around', `Bag Attributes\n${mine.certificate}${mine.privateKey}end`, ''],
	])('are read %s, also when the line breaks were lost', (_, privateKey, passphrase) => {
		const forms = [privateKey, ...['', ' ', '\\n', '\r\n'].map((between) => oneLine(privateKey, between))];
		for (const form of forms) {
			const { privateKey: opened } = read({ privateKey: form, passphrase });
			expect(createPrivateKey(opened).equals(mine.key)).toBe(true);
		}
	});

	it('may stand behind those of their issuers', () => {
		const { x5c, thumbprintSha256 } = read({ certificate: `${other.certificate}${oneLine(mine.certificate, '')}` });
		expect(x5c).toBe(`${mine.certificate}${other.certificate}`);
		expect(thumbprintSha256).toBe(read().thumbprintSha256);
	});
});

describe('is refused before anything is sent:', () => {
	const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
	const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
	const pemOf = (key: typeof weak) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
	const day = (text: string) => new Date(`${text}T00:00:00Z`);

	it.each([
		['no private key', { privateKey: ' ' }, 'The private key is empty'],
		['something else for a key', { privateKey: 'my key' }, 'not a private key in PEM form'],
		['a certificate for a key', { privateKey: mine.certificate }, 'not a private key in PEM form: it is a certificate'],
		['a damaged key', { privateKey: mine.privateKey.replace(/\n.{40}/, '\n') }, 'The private key can not be read'],
		['no passphrase', { privateKey: encrypted }, 'encrypted and the passphrase is empty'],
		['a wrong passphrase', { privateKey: encrypted, passphrase: 'wrong' }, 'The passphrase does not open'],
		['a passphrase without its spaces', { privateKey: encrypted, passphrase: PASSPHRASE.trim() }, 'does not open'],
		['an elliptic curve', { privateKey: pemOf(curve) }, 'does not take this kind of private key: ec'],
		['a short key', { privateKey: pemOf(weak) }, 'does not take this kind of private key: RSA with 1024 bits'],
		['no certificate', { certificate: '' }, 'The certificate is empty'],
		['a key for a certificate', { certificate: mine.privateKey }, 'The certificate is not in PEM form'],
		[
			'a damaged certificate',
			{ certificate: mine.certificate.replace(/\n.{40}/, '\n') },
			'The certificate can not be read',
		],
		["another key's certificate", { certificate: other.certificate }, 'does not belong to the certificate'],
		[
			'an expired certificate',
			{ certificate: certificateFor(mine.key, 'old', { from: day('2023-01-02'), until: day('2024-01-02') }) },
			'The certificate has expired (2024-01-02)',
		],
		[
			'a certificate of tomorrow',
			{ certificate: certificateFor(mine.key, 'new', { from: day('2048-01-02'), until: day('2049-01-02') }) },
			'The certificate is not valid before 2048-01-02',
		],
	])('%s', (_, change, message) => {
		const attempt = () => read(change);
		expect(attempt).toThrow(SyncError);
		expect(attempt).toThrow(message);
	});

	it('an unknown kind of authentication', () => {
		const ids = { tenantId: 'contoso.example', clientId: '00000000-0000-4000-8000-000000000000' };
		expect(() => parseGraphCredential({ ...ids, authentication: 'magic' })).toThrow('no authentication "magic"');
	});

	it('and no part of the key or the passphrase is said', () => {
		const shown = (change: Parameters<typeof read>[0]) => {
			try {
				read(change);
				return '';
			} catch (error) {
				return `${String(error)}${JSON.stringify(error)}${String((error as Error).stack)}`;
			}
		};
		const said = shown({ privateKey: encrypted, passphrase: 'a-wrong-passphrase' });
		expect(said).not.toContain('a-wrong-passphrase');
		expect(said).not.toContain(encrypted.split('\n')[1]);
	});
});
