import { constants, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import type { FederatedCredential, SignInSettings } from './signIn.ts';
import { CLIENT_ID } from './tenant.ts';

/** Why a sign-in is refused. */
export interface Refusal {
	number: number;
	error: string;
	text: string;
}

interface Assertion {
	header: Record<string, unknown>;
	claims: Record<string, unknown>;
	/** What the signature stands for. */
	signed: string;
	signature: Buffer;
}

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Clocks may differ by this much. */
const SKEW_S = 300;
const FEDERATION = 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation';

/**
 * Checks what an app shows in place of a secret: a token that it signed with its own certificate's key, or one that an
 * identity provider gave to it. Numbers and texts are those seen in public reports; what isn't is marked.
 *
 * @param audiences what a token of the app's own may be addressed to
 */
export function refuseAssertion(
	text: string,
	audiences: readonly string[],
	settings: SignInSettings,
): Refusal | undefined {
	const assertion = parse(text);
	if (!assertion) return malformed('JWT is not well formed.');
	const { header, claims } = assertion;
	const isOwn = 'x5t' in header || 'x5t#S256' in header || claims.iss === CLIENT_ID;
	return isOwn
		? refuseOwn(assertion, audiences, settings.certificates)
		: refuseFederated(assertion, settings.federatedCredentials);
}

function refuseOwn(assertion: Assertion, audiences: readonly string[], registered: string[]): Refusal | undefined {
	const { header, claims } = assertion;
	const thumbprint = hexOf(header['x5t#S256'] ?? header.x5t);
	if (thumbprint === undefined) return malformed('No certificate thumbprint specified in token header.');
	const certificates = registered.map((pem) => new X509Certificate(pem));
	const certificate = certificates.find((one) => thumbprints(one).includes(thumbprint));
	if (!certificate) return badSignature(thumbprint, 'The key was not found.');
	const { validFrom, validTo } = certificate;
	const found = `Found key 'Start=${dateOf(validFrom)}, End=${dateOf(validTo)}'`;
	if (Date.parse(validTo) < Date.now()) return badSignature(thumbprint, 'The key used is expired.', found);
	if (!isSignedBy(certificate.publicKey, assertion)) {
		return badSignature(thumbprint, 'The provided signature value did not match the expected signature value.', found);
	}
	if (claims.iss !== CLIENT_ID || claims.sub !== CLIENT_ID) {
		return refusal(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
	}
	if (!audiences.includes(String(claims.aud))) {
		return refusal(700023, 'Client assertion audience claim does not match Realm issuer.');
	}
	// Unverified: that a missing jti is refused, and by this number.
	if (typeof claims.jti !== 'string') return malformed("The claim 'jti' is missing.");
	return refuseTime(claims);
}

function refuseFederated(assertion: Assertion, credentials: readonly FederatedCredential[]): Refusal | undefined {
	const { header, claims } = assertion;
	if (credentials.length === 0) {
		return refusal(70025, `The client '${CLIENT_ID}' has no configured federated identity credentials.`);
	}
	const ofIssuer = credentials.filter(({ issuer }) => issuer === claims.iss);
	if (ofIssuer.length === 0) return noRecord(700211, 'issuer', claims.iss);
	const ofSubject = ofIssuer.filter(({ subject }) => subject === claims.sub);
	if (ofSubject.length === 0) {
		const subjectOf = String(claims.sub).toLowerCase();
		const almost = ofIssuer.some(({ subject }) => subject.toLowerCase() === subjectOf);
		const hint = ' The subject matches with case-insensitive comparison, but not with case-sensitive comparison.';
		return almost ? noRecord(7002138, 'subject', claims.sub, hint) : noRecord(700213, 'subject', claims.sub);
	}
	const audiences = [claims.aud].flat();
	const fitting = ofSubject.find(({ audience }) => audiences.includes(audience));
	if (!fitting) return noRecord(700212, 'audience', claims.aud);
	if (fitting.keyId !== header.kid) {
		const text = `The certificate with identifier used to sign the federated credential could not be found in the metadata of identity provider. Identifier: '${String(header.kid)}', issuer: '${fitting.issuer}'.`;
		return refusal(7000272, text);
	}
	// Unverified: the number for a key that is known and a signature that isn't its own.
	if (!isSignedBy(createPublicKey(fitting.publicKey), assertion)) {
		return refusal(700027, 'Client assertion contains an invalid signature.');
	}
	return refuseTime(claims);
}

function refuseTime({ nbf, exp }: Record<string, unknown>): Refusal | undefined {
	const now = Date.now() / 1000;
	const from = typeof nbf === 'number' ? nbf : 0;
	const until = typeof exp === 'number' ? exp : 0;
	if (from <= now + SKEW_S && until >= now - SKEW_S) return undefined;
	const [current, valid, expiry] = [now, from, until].map((seconds) => new Date(seconds * 1000).toISOString());
	const text = `Client assertion is not within its valid time range. Current time: ${current}, assertion valid from ${valid}, expiry time of assertion ${expiry}.`;
	return refusal(700024, text);
}

function isSignedBy(key: KeyObject, { header, signed, signature }: Assertion): boolean {
	const padding = { PS256: constants.RSA_PKCS1_PSS_PADDING, RS256: constants.RSA_PKCS1_PADDING }[String(header.alg)];
	if (padding === undefined || key.asymmetricKeyType !== 'rsa') return false;
	const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
	return verify('sha256', Buffer.from(signed), { key, padding, saltLength }, signature);
}

function parse(text: string): Assertion | undefined {
	const [first, second, third, ...more] = text.split('.');
	const [header, claims] = [first, second].map(objectIn);
	if (!header || !claims || third === undefined || more.length > 0) return undefined;
	return { header, claims, signed: `${first}.${second}`, signature: Buffer.from(third, 'base64url') };
}

function objectIn(part = ''): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}

/** SHA-256 and SHA-1 of a certificate, as hexadecimal digits. */
function thumbprints({ fingerprint256, fingerprint }: X509Certificate): string[] {
	return [fingerprint256, fingerprint].map((text) => text.replaceAll(':', ''));
}

function hexOf(thumbprint: unknown): string | undefined {
	if (typeof thumbprint !== 'string') return undefined;
	return Buffer.from(thumbprint, 'base64url').toString('hex').toUpperCase();
}

function dateOf(date: string): string {
	return new Date(date).toISOString().slice(0, 19).replace('T', ' ');
}

function refusal(number: number, text: string): Refusal {
	return { number, error: 'invalid_client', text };
}

function malformed(why: string): Refusal {
	return refusal(50027, `Invalid JWT token. ${why}`);
}

function badSignature(thumbprint: string, reason: string, ...more: string[]): Refusal {
	const key = `Thumbprint of key used by client: '${thumbprint}'`;
	const advice = `Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${CLIENT_ID}'.`;
	const parts = [`[Reason - ${reason}`, key, ...more, advice];
	return refusal(700027, `Client assertion contains an invalid signature. ${parts.join(', ')}]`);
}

function noRecord(number: number, what: string, value: unknown, hint = ''): Refusal {
	const text = `No matching federated identity record found for presented assertion ${what} '${String(value)}'.${hint}`;
	return refusal(
		number,
		`${text} Check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${FEDERATION}`,
	);
}
