import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A private key and a certificate for it, both in PEM. */
export interface Identity {
	privateKey: string;
	certificate: string;
	key: KeyObject;
	name: string;
}

export interface CertificateOptions {
	/** Default: an hour ago. */
	from?: Date;
	/** Default: in an hour. */
	until?: Date;
	/** Who signs it; default: itself. */
	issuer?: Identity;
	/** The host names it is for. */
	hosts?: string[];
	/** Whether it may sign others. */
	authority?: boolean;
}

const HOUR_MS = 3_600_000;
const SHA256_WITH_RSA = der(0x30, oid('2a864886f70d01010b'), der(0x05));

/** Makes a key and an X.509 certificate for it. No certificate and no key is kept in the repository. */
export function makeIdentity(name: string, options: CertificateOptions = {}): Identity {
	const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
	return { key, name, privateKey, certificate: certificateFor(key, name, options) };
}

/** Another certificate for a key. */
export function certificateFor(key: KeyObject, name: string, options: CertificateOptions = {}): string {
	const from = options.from ?? new Date(Date.now() - HOUR_MS);
	const until = options.until ?? new Date(Date.now() + HOUR_MS);
	const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
	const body = der(
		0x30,
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
		SHA256_WITH_RSA,
		nameOf(options.issuer?.name ?? name),
		der(0x30, timeOf(from), timeOf(until)),
		nameOf(name),
		spki,
		...extensionsOf(options),
	);
	const signature = sign('sha256', body, options.issuer?.key ?? key);
	const whole = der(0x30, body, SHA256_WITH_RSA, der(0x03, Buffer.from([0]), signature));
	const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
	return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function extensionsOf({ hosts = [], authority = false }: CertificateOptions): Buffer[] {
	const names = hosts.map((host) => der(0x82, Buffer.from(host)));
	const extensions = [
		...(authority ? [extension('551d13', true, der(0x30, der(0x01, Buffer.from([0xff]))))] : []),
		...(names.length > 0 ? [extension('551d11', false, der(0x30, ...names))] : []),
	];
	return extensions.length > 0 ? [der(0xa3, der(0x30, ...extensions))] : [];
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
	return der(0x30, oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
}

function nameOf(name: string): Buffer {
	return der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, Buffer.from(name)))));
}

/** Years of two digits: up to 2049. */
function timeOf(date: Date): Buffer {
	const text = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
	return der(0x17, Buffer.from(text.slice(2)));
}

function oid(hex: string): Buffer {
	return der(0x06, Buffer.from(hex, 'hex'));
}

/** A tagged value of DER: tag, length, content. */
function der(tag: number, ...content: Buffer[]): Buffer {
	const value = Buffer.concat(content);
	const { length } = value;
	if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), value]);
	const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), value]);
}
