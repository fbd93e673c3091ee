import { constants, randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A signed JWT. What `claims` does not say: issued now, for ten minutes, with an id. */
export function makeJwt(
	key: KeyObject,
	claims: Record<string, unknown>,
	header: Record<string, unknown> = {},
	algorithm: 'RS256' | 'PS256' = 'RS256',
): string {
	const now = Math.floor(Date.now() / 1000);
	const parts = [
		{ alg: algorithm, typ: 'JWT', ...header },
		{ iat: now, nbf: now, exp: now + 600, jti: randomUUID(), ...claims },
	];
	const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
	const padding = algorithm === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
	const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
	return `${signed}.${sign('sha256', Buffer.from(signed), { key, padding, saltLength }).toString('base64url')}`;
}

/** The header and the claims of a JWT. */
export function readJwt(jwt: string): { header: Record<string, unknown>; claims: Record<string, unknown> } {
	const [header = {}, claims = {}] = jwt
		.split('.')
		.slice(0, 2)
		.map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
	return { header, claims };
}
