import { createHash } from 'node:crypto';

import { SyncError } from '../../base/errors';
import { fieldsOf, isGuid } from '../../base/json';
import { checkAssertion } from './assertion';
import type { AssertionSource } from './assertion';
import { readCertificate } from './certificate';
import type { ClientCertificate } from './certificate';
import { cloudOf } from './clouds';
import type { Cloud } from './clouds';

/** What the application shows to prove that it is itself. */
export type Proof =
	| { kind: 'clientSecret'; clientSecret: string }
	| { kind: 'clientCertificate'; certificate: ClientCertificate }
	| { kind: 'federatedCredential'; assertion: AssertionSource };

/** What the credential holds, checked. */
export interface GraphCredential {
	tenantId: string;
	clientId: string;
	proof: Proof;
	cloud: Cloud;
}

/** A field of the credential as it was entered; empty when there is none. */
type Field = (name: string) => string;

const DOMAIN = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/i;

const PROOFS: Record<Proof['kind'], (field: Field) => Proof> = {
	clientSecret: (field) => ({ kind: 'clientSecret', clientSecret: secretOf(field('clientSecret').trim()) }),
	clientCertificate: (field) => ({
		kind: 'clientCertificate',
		certificate: readCertificate({
			privateKey: field('privateKey'),
			certificate: field('publicCertificate'),
			passphrase: field('passphrase'),
		}),
	}),
	federatedCredential: (field) => ({ kind: 'federatedCredential', assertion: assertionOf(field) }),
};

/**
 * Reads the credential's fields. Those of another kind of authentication than the chosen one are left aside.
 *
 * @throws SyncError that names the field, before anything is sent anywhere
 */
export function parseGraphCredential(data: unknown): GraphCredential {
	const field = fieldReader(data);
	const [tenantId, clientId] = [field('tenantId').trim(), field('clientId').trim()];
	if (!isGuid(tenantId) && !DOMAIN.test(tenantId)) {
		throw new SyncError(
			`"${tenantId.slice(0, 100)}" is not a directory (tenant) ID`,
			'Copy the Directory (tenant) ID from the app registration\'s Overview page. The tenant\'s domain, such as contoso.onmicrosoft.com, works as well; "common" and "organizations" do not.',
		);
	}
	if (!isGuid(clientId)) {
		throw new SyncError(
			`"${clientId.slice(0, 100)}" is not an application (client) ID`,
			"Copy the Application (client) ID from the app registration's Overview page.",
		);
	}
	return { tenantId, clientId, proof: proofOf(field), cloud: parseCloud(data) };
}

/** The cloud alone, which costs no look at a certificate. @throws SyncError */
export function parseCloud(data: unknown): Cloud {
	const field = fieldReader(data);
	return cloudOf(field('cloud').trim() || 'global', field('loginEndpoint').trim(), field('graphEndpoint').trim());
}

/** Tells credentials apart without holding a secret. */
export function credentialKey({ tenantId, clientId, proof, cloud }: GraphCredential): string {
	const parts = [tenantId.toLowerCase(), clientId.toLowerCase(), proof, cloud.login, cloud.graph];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function fieldReader(data: unknown): Field {
	const fields = fieldsOf(data);
	return (name) => {
		const value = fields[name];
		return typeof value === 'string' ? value : '';
	};
}

/** A credential from before there was a choice has a secret. */
function proofOf(field: Field): Proof {
	const kind = field('authentication') || 'clientSecret';
	if (Object.hasOwn(PROOFS, kind)) return PROOFS[kind as Proof['kind']](field);
	throw new SyncError(
		`There is no authentication "${kind.slice(0, 100)}"`,
		'Choose one of those that the credential offers.',
	);
}

function secretOf(clientSecret: string): string {
	if (clientSecret !== '') return clientSecret;
	throw new SyncError(
		'The client secret is empty',
		'Make a secret under App registrations > Certificates & secrets and paste its Value.',
	);
}

/** A file is looked at when it is needed: it may change at any time. */
function assertionOf(field: Field): AssertionSource {
	if (field('assertionSource') !== 'text') return { from: 'file', path: field('assertionFile').trim() };
	return { from: 'text', text: checkAssertion(field('assertionToken'), 'The assertion') };
}
