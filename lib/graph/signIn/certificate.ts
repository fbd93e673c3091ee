import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { SyncError } from '../../base/errors';

/** A certificate with its private key, checked and ready to sign with. */
export interface ClientCertificate {
	/** In PEM, not encrypted: it stays in memory. */
	privateKey: string;
	/** SHA-256 of the certificate, in hexadecimal digits. */
	thumbprintSha256: string;
	/** SHA-1, as the portal lists its certificates. */
	portalThumbprint: string;
	/** The certificate and, behind it, those of its issuers that were given, in PEM. */
	x5c: string;
}

export interface CertificateFields {
	privateKey: string;
	certificate: string;
	/** Empty when the key is not encrypted. */
	passphrase: string;
}

/** The least that Microsoft Entra ID takes. */
const LEAST_BITS = 2048;
const NEW_CERTIFICATE =
	'Make a new certificate, upload it under App registrations > Certificates & secrets > Certificates, and put it and its key into the credential.';

/** @throws SyncError that says what is wrong with the key or the certificate; no part of the key is in it */
export function readCertificate(fields: CertificateFields, now = Date.now()): ClientCertificate {
	const key = readPrivateKey(fields.privateKey, fields.passphrase);
	const certificates = readCertificates(fields.certificate);
	const own = certificates.find(({ certificate }) => certificate.checkPrivateKey(key));
	if (!own) {
		throw new SyncError(
			'The private key does not belong to the certificate',
			'Paste the key and the certificate that were made together.',
		);
	}
	checkDates(own.certificate, now);
	return {
		privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
		thumbprintSha256: digits(own.certificate.fingerprint256).toLowerCase(),
		portalThumbprint: digits(own.certificate.fingerprint),
		x5c: [own, ...certificates.filter((other) => other !== own)].map(({ pem }) => pem).join(''),
	};
}

function readPrivateKey(text: string, passphrase: string): KeyObject {
	if (text.trim() === '') {
		throw new SyncError(
			'The private key is empty',
			'Paste the whole text of the key, from "-----BEGIN PRIVATE KEY-----" to "-----END PRIVATE KEY-----".',
		);
	}
	const blocks = pemBlocks(text);
	const block = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
	if (!block) {
		const found = blocks[0] === undefined ? '' : `: it is a ${blocks[0].label.toLowerCase()}`;
		throw new SyncError(
			`The private key is not a private key in PEM form${found}`,
			'Paste the whole text of the key, from "-----BEGIN PRIVATE KEY-----" to "-----END PRIVATE KEY-----". A .pfx file is turned into PEM by: openssl pkcs12 -in file.pfx -out file.pem',
		);
	}
	if (block.encrypted && passphrase === '') {
		throw new SyncError('The private key is encrypted and the passphrase is empty', 'Enter the passphrase of the key.');
	}
	const key = open(block.pem, block.encrypted, passphrase);
	checkKind(key);
	return key;
}

function open(pem: string, encrypted: boolean, passphrase: string): KeyObject {
	try {
		return createPrivateKey({ key: pem, ...(encrypted ? { passphrase } : {}) });
	} catch {
		// What was thrown is not passed on: it is in OpenSSL's words.
		throw encrypted
			? new SyncError(
					'The passphrase does not open the private key',
					'Check the passphrase, and that the whole text of the key was pasted.',
				)
			: new SyncError(
					'The private key can not be read',
					'Paste the whole text of the key; a part of it may be missing.',
				);
	}
}

function checkKind(key: KeyObject): void {
	const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
	if (key.asymmetricKeyType === 'rsa' && bits >= LEAST_BITS) return;
	const kind = key.asymmetricKeyType === 'rsa' ? `RSA with ${bits} bits` : (key.asymmetricKeyType ?? 'another kind');
	throw new SyncError(
		`Microsoft Entra ID does not take this kind of private key: ${kind}`,
		`Make an RSA key of at least ${LEAST_BITS} bits, and a certificate for it.`,
	);
}

function readCertificates(text: string): Array<{ pem: string; certificate: X509Certificate }> {
	if (text.trim() === '') {
		throw new SyncError(
			'The certificate is empty',
			'Paste the whole text of the certificate, from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----".',
		);
	}
	const blocks = pemBlocks(text).filter(({ label }) => label === 'CERTIFICATE');
	if (blocks.length === 0) {
		throw new SyncError(
			'The certificate is not in PEM form',
			'Paste the whole text of the certificate, from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----". A binary .cer file is turned into PEM by: openssl x509 -inform der -in file.cer',
		);
	}
	try {
		return blocks.map(({ pem }) => ({ pem, certificate: new X509Certificate(pem) }));
	} catch {
		throw new SyncError(
			'The certificate can not be read',
			'Paste the whole text of the certificate; a part of it may be missing.',
		);
	}
}

function checkDates({ validFrom, validTo }: X509Certificate, now: number): void {
	if (Date.parse(validTo) <= now) {
		throw new SyncError(`The certificate has expired (${dayOf(validTo)})`, NEW_CERTIFICATE);
	}
	if (Date.parse(validFrom) > now) {
		throw new SyncError(
			`The certificate is not valid before ${dayOf(validFrom)}`,
			'Check the clock of the machine that n8n runs on, or make a certificate that is valid now.',
		);
	}
}

function dayOf(date: string): string {
	return new Date(date).toISOString().slice(0, 10);
}

function digits(fingerprint: string): string {
	return fingerprint.replaceAll(':', '');
}

export interface PemBlock {
	/** What stands behind BEGIN: "CERTIFICATE", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY" ... */
	label: string;
	/** The block with its line breaks as they should be. */
	pem: string;
	encrypted: boolean;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*(?:-[^-]+)*)-----END \1-----/g;

/** The header of keys as `openssl genrsa -aes256 -traditional` writes them. The vector is 16 bytes for AES, 8 for DES. */
const OLD_ENCRYPTION =
	/Proc-Type:\s*4,ENCRYPTED\s*DEK-Info:\s*((?:AES|CAMELLIA)[A-Z0-9-]*,[0-9A-F]{32}|DES[A-Z0-9-]*,[0-9A-F]{16})/i;

/**
 * The PEM blocks of a text, whatever stands around them. A password field holds one line only, so a key that was pasted
 * there has lost its line breaks, or has spaces or `\n` in their place: they are put back.
 */
export function pemBlocks(text: string): PemBlock[] {
	const lines = text.replaceAll(/\\r|\\n/g, '\n');
	return [...lines.matchAll(BLOCK)].map(([, label = '', body = '']) => {
		const [header, cipher] = OLD_ENCRYPTION.exec(body) ?? [];
		const base64 = (header === undefined ? body : body.replace(header, '')).replaceAll(/\s/g, '');
		return {
			label,
			pem: [
				`-----BEGIN ${label}-----`,
				...(cipher === undefined ? [] : ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${cipher}`, '']),
				...(base64.match(/.{1,64}/g) ?? []),
				`-----END ${label}-----`,
				'',
			].join('\n'),
			encrypted: cipher !== undefined || label === 'ENCRYPTED PRIVATE KEY',
		};
	});
}
