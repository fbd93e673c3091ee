import { createHash } from 'node:crypto';

import { SyncError } from '../errors';
import { cloudOf } from './clouds';
import type { Cloud } from './clouds';

/** What the credential holds, checked. */
export interface GraphCredential {
	tenantId: string;
	clientId: string;
	clientSecret: string;
	cloud: Cloud;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/i;

export function isGuid(text: string): boolean {
	return GUID.test(text);
}

/**
 * Reads the credential's fields.
 *
 * @throws SyncError that names the field, before anything is sent anywhere
 */
export function parseGraphCredential(data: unknown): GraphCredential {
	const fields = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
	const text = (name: string): string => {
		const value = fields[name];
		return typeof value === 'string' ? value.trim() : '';
	};
	const [tenantId, clientId, clientSecret] = [text('tenantId'), text('clientId'), text('clientSecret')];
	if (!GUID.test(tenantId) && !DOMAIN.test(tenantId)) {
		throw new SyncError(
			`"${tenantId.slice(0, 100)}" is not a directory (tenant) ID`,
			'Copy the Directory (tenant) ID from the app registration\'s Overview page. The tenant\'s domain, such as contoso.onmicrosoft.com, works as well; "common" and "organizations" do not.',
		);
	}
	if (!GUID.test(clientId)) {
		throw new SyncError(
			`"${clientId.slice(0, 100)}" is not an application (client) ID`,
			"Copy the Application (client) ID from the app registration's Overview page.",
		);
	}
	if (clientSecret === '') {
		throw new SyncError(
			'The client secret is empty',
			'Make a secret under App registrations > Certificates & secrets and paste its Value.',
		);
	}
	return {
		tenantId,
		clientId,
		clientSecret,
		cloud: cloudOf(text('cloud') || 'global', text('loginEndpoint'), text('graphEndpoint')),
	};
}

/** Tells credentials apart without holding the secret. */
export function credentialKey({ tenantId, clientId, clientSecret, cloud }: GraphCredential): string {
	const parts = [tenantId.toLowerCase(), clientId.toLowerCase(), clientSecret, cloud.login, cloud.graph];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
