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
