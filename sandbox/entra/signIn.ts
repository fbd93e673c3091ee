import { createPublicKey, X509Certificate } from 'node:crypto';
import { guid } from './random.ts';

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

/** What of the sign-in the operator can turn. */
export interface SignInSettings {
	secretState: 'ok' | 'expired';
	/** When the secret ends, as `/applications` shows it; null: two years after it was made, or in the past if expired. */
	secretEndDateTime: string | null;
	/** `noServicePrincipal`: nobody has consented in this tenant; `blocked`: by a Conditional Access policy. */
	appState: 'ok' | 'disabled' | 'noServicePrincipal' | 'blocked';
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
	certificates: (value) =>
		Array.isArray(value) && value.every((pem) => canRead(() => new X509Certificate(asText(pem)))),
	federatedCredentials: (value) => Array.isArray(value) && value.every(isFederatedCredential),
	nationalCloud: (value) => value === null || typeof value === 'string',
	tokenLifetimeS: (value) => typeof value === 'number' && value >= 1,
};

/** A certificate as `/applications` lists it; its key is never shown there. */
export function keyCredential(pem: string): Record<string, unknown> {
	const { fingerprint, subject, validFrom, validTo } = new X509Certificate(pem);
	return {
		customKeyIdentifier: Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64'),
		displayName: subject,
		endDateTime: new Date(validTo).toISOString(),
		key: null,
		keyId: guid(`certificate ${fingerprint}`),
		startDateTime: new Date(validFrom).toISOString(),
		type: 'AsymmetricX509Cert',
		usage: 'Verify',
	};
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
