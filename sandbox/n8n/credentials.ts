import { listIn, objectIn, textIn } from '../shared/json.ts';
import type { HrReady, Servers } from '../start/servers.ts';
import type { N8nClient } from './client.ts';

/** A credential as a node of a workflow refers to it. */
export interface CredentialLink {
	id: string;
	name: string;
}

/** What opens the forms of the sandbox's n8n. */
export const FORM_USER = { user: 'sandbox', password: 'sandbox' };

/** The credentials that point to the sandbox's servers, by their type. */
export function credentialData(
	{ entra, hr, mail }: Servers,
	hrName: string,
	entraName: string,
): Record<string, { name: string; data: object }> {
	return {
		azureClientCredentialsApi: {
			name: entraName,
			data: {
				tenantId: entra.tenantId,
				clientId: entra.clientId,
				clientSecret: entra.clientSecret,
				cloud: 'custom',
				loginEndpoint: entra.url,
				graphEndpoint: entra.url,
			},
		},
		...hrCredential(hr, hrName),
		smtp: {
			name: 'Sandbox: mail catcher',
			data: {
				host: mail.smtpHost,
				port: Number(mail.smtpPort),
				secure: false,
				disableStartTls: true,
				user: '',
				password: '',
			},
		},
		httpBasicAuth: { name: 'Sandbox: forms', data: FORM_USER },
	};
}

/** The way into the HR system, of the type that its template asks for. */
function hrCredential(
	{ system, baseUrl, token, client }: HrReady,
	name: string,
): Record<string, { name: string; data: object }> {
	if (client) {
		const data = { baseUrl, authentication: 'clientCredentials', ...client, sendClientIn: 'body', testPath: 'users' };
		return { hrRestApi: { name, data } };
	}
	if (system === 'tribal-habits') {
		return {
			hrRestApi: { name, data: { baseUrl, authentication: 'authorizationHeader', apiKey: token, testPath: 'users' } },
		};
	}
	return { scimApi: { name, data: { baseUrl, token } } };
}

/**
 * Makes the credentials, or points those of an earlier start to where the servers are now. By type.
 *
 * @param hrName what the HR system's is called; an n8n with several HR systems has one for each
 * @param entraName the same for several ways to Entra
 */
export async function saveCredentials(
	client: N8nClient,
	servers: Servers,
	hrName = 'Sandbox: HR system',
	entraName = 'Sandbox: Entra ID',
): Promise<Map<string, CredentialLink>> {
	const existing = listIn(await client.get('/credentials')).map((credential) => objectIn(credential));
	const links = new Map<string, CredentialLink>();
	for (const [type, { name, data }] of Object.entries(credentialData(servers, hrName, entraName))) {
		const known = existing.find((credential) => credential.type === type && credential.name === name);
		const body = { name, type, data };
		const saved = known
			? await client.patch(`/credentials/${textIn(known.id)}`, body)
			: await client.post('/credentials', body);
		links.set(type, { id: textIn(objectIn(saved).id), name });
	}
	return links;
}
