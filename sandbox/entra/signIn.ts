import { createPublicKey, X509Certificate } from 'node:crypto';
import { guid } from './random.ts';

const DAY_MS = 86_400_000;
/** How long a secret lives, as the portal proposes at most. */
export const SECRET_DAYS = 730;

/** An identity provider's tokens that the app registration accepts in place of a secret. */
export interface FederatedCredential {
	issuer: string;
	subject: string;
	audience: string;
	/** The issuer's public key in PEM, as its published keys hold it. */
	publicKey: string;
	/** What tokens call that key. */
	keyId: string;
}

/** A client secret that nobody uses, as `/applications` lists it. */
export interface OtherSecret {
	/** Null where nobody gave it a description. */
	displayName: string | null;
	endDateTime: string;
	/** The first characters of the secret. */
	hint: string;
}

/** What of the sign-in the operator can turn. */
export interface SignInSettings {
	secretState: 'ok' | 'expired';
	/** When the secret ends, as `/applications` shows it; null: two years after it was made, or in the past if expired. */
	secretEndDateTime: string | null;
	/** `noServicePrincipal`: nobody has consented in this tenant; `blocked`: by a Conditional Access policy. */
	appState: 'ok' | 'disabled' | 'noServicePrincipal' | 'blocked';
	/** The client secrets of the app registration beside the one that is in use. */
	otherSecrets: OtherSecret[];
	/** The certificates of the app registration, in PEM. */
	certificates: string[];
	federatedCredentials: FederatedCredential[];
	/** The cloud in which the tenant really is, such as `MicrosoftOnline.US`; null: in this one. */
	nationalCloud: string | null;
	/** How long tokens live, in seconds. */
	tokenLifetimeS: number;
}

export const DEFAULT_SIGN_IN: SignInSettings = {
	secretState: 'ok',
	secretEndDateTime: null,
	appState: 'ok',
	otherSecrets: [],
	certificates: [],
	federatedCredentials: [],
	nationalCloud: null,
	tokenLifetimeS: 3599,
};

const APP_STATES: readonly unknown[] = ['ok', 'disabled', 'noServicePrincipal', 'blocked'];

export const SIGN_IN_CHECKS: Record<keyof SignInSettings, (value: unknown) => boolean> = {
	secretState: (value) => value === 'ok' || value === 'expired',
	secretEndDateTime: (value) => value === null || (typeof value === 'string' && !Number.isNaN(Date.parse(value))),
	appState: (value) => APP_STATES.includes(value),
	otherSecrets: (value) => Array.isArray(value) && value.every(isOtherSecret),
	certificates: (value) =>
		Array.isArray(value) && value.every((pem) => canRead(() => new X509Certificate(asText(pem)))),
	federatedCredentials: (value) => Array.isArray(value) && value.every(isFederatedCredential),
	nationalCloud: (value) => value === null || typeof value === 'string',
	tokenLifetimeS: (value) => typeof value === 'number' && value >= 1,
};

/**
 * A certificate as `/applications` lists it.
 *
 * @param withKey whether its public key is shown, as Graph does only for a `$select` of keyCredentials
 */
export function keyCredential(pem: string, withKey: boolean): Record<string, unknown> {
	const { fingerprint, raw, subject, validFrom, validTo } = new X509Certificate(pem);
	return {
		customKeyIdentifier: Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64'),
		displayName: subject,
		endDateTime: new Date(validTo).toISOString(),
		key: withKey ? raw.toString('base64') : null,
		keyId: guid(`certificate ${fingerprint}`),
		startDateTime: new Date(validFrom).toISOString(),
		type: 'AsymmetricX509Cert',
		usage: 'Verify',
	};
}

/** A client secret as `/applications` lists it; the secret itself is only shown when it is made. */
export function passwordCredential({ displayName, endDateTime, hint }: OtherSecret): Record<string, unknown> {
	return {
		customKeyIdentifier: null,
		displayName,
		endDateTime,
		hint,
		keyId: guid(`secret ${hint} ${endDateTime}`),
		secretText: null,
		startDateTime: new Date(Date.parse(endDateTime) - SECRET_DAYS * DAY_MS).toISOString(),
	};
}

function isOtherSecret(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const { displayName, endDateTime, hint } = value as Record<string, unknown>;
	return (
		(displayName === null || typeof displayName === 'string') &&
		typeof hint === 'string' &&
		!Number.isNaN(Date.parse(asText(endDateTime)))
	);
}

function isFederatedCredential(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const fields = value as Record<string, unknown>;
	const texts = ['issuer', 'subject', 'audience', 'keyId'].every((name) => typeof fields[name] === 'string');
	return texts && canRead(() => createPublicKey(asText(fields.publicKey)));
}

function asText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function canRead(read: () => unknown): boolean {
	try {
		read();
		return true;
	} catch {
		return false;
	}
}
