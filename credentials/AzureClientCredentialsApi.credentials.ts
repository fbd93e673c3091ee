import type { ICredentialDataDecryptedObject, Icon, ICredentialType, IDataObject, INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { messageOf, SyncError } from '../lib/errors';
import { signInFor } from '../lib/graph/auth';
import { parseGraphCredential } from '../lib/graph/credential';

const CUSTOM_ONLY = { show: { cloud: ['custom'] } };

/**
 * An app registration that signs in with a client secret. Tested by Get Group Members (`azureClientCredentialsTest`),
 * which can say in words what is wrong.
 */
export class AzureClientCredentialsApi implements ICredentialType {
	name = 'azureClientCredentialsApi';

	displayName = 'Azure Client Credentials API';

	icon: Icon = { light: 'file:azureClientCredentials.svg', dark: 'file:azureClientCredentials.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-entra-hr-sync/n8n-nodes-entra-hr-sync#microsoft-entra-id';

	properties: INodeProperties[] = [
		{
			displayName: 'Directory (Tenant) ID',
			name: 'tenantId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 72f988bf-86f1-41af-91ab-2d7cd011db47',
			description: "From the app registration's Overview page in the Microsoft Entra admin center",
		},
		{
			displayName: 'Application (Client) ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 14d82eec-204b-4c2f-b7e8-296a70dab67e',
			description:
				"From the app registration's Overview page. It needs the application permissions GroupMember.Read.All and User.Read.All, with admin consent.",
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The Value of a secret (not its ID) from App registrations > Certificates & secrets',
		},
		{
			displayName: 'Cloud',
			name: 'cloud',
			type: 'options',
			options: [
				{ name: 'China (21Vianet)', value: 'china' },
				{ name: 'Custom', value: 'custom', description: 'Other addresses, such as those of a simulator' },
				{ name: 'Global', value: 'global', description: 'Also for US Government GCC' },
				{ name: 'US Government L4 (GCC High)', value: 'usGovL4' },
				{ name: 'US Government L5 (DoD)', value: 'usGovL5' },
			],
			default: 'global',
		},
		{
			displayName: 'Login Endpoint',
			name: 'loginEndpoint',
			type: 'string',
			default: 'https://login.microsoftonline.com',
			displayOptions: CUSTOM_ONLY,
		},
		{
			displayName: 'Microsoft Graph Endpoint',
			name: 'graphEndpoint',
			type: 'string',
			default: 'https://graph.microsoft.com',
			displayOptions: CUSTOM_ONLY,
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/**
	 * Signs in for n8n's own HTTP Request node; the nodes of this package sign in themselves. n8n calls it when it keeps
	 * no token yet, and when Graph refused the one it keeps.
	 */
	async preAuthentication(this: unknown, data: ICredentialDataDecryptedObject): Promise<IDataObject> {
		try {
			const accessToken = await signInFor(parseGraphCredential(data)).token(Boolean(data.accessToken));
			return { accessToken };
		} catch (error) {
			throw new UserError(inOneSentence(error));
		}
	}

	/** Adds the token, but only to requests to this credential's Microsoft Graph: it is worth nothing elsewhere. */
	authenticate: ICredentialType['authenticate'] = async (data, request) => {
		const { origin } = new URL(parseGraphCredential(data).cloud.graph);
		// n8n hands the older form of its requests through here as well, which says `uri`.
		const url = request.url || ((request as { uri?: string }).uri ?? '');
		const target = URL.canParse(url, request.baseURL) ? new URL(url, request.baseURL).origin : 'an unreadable address';
		if (target !== origin) {
			throw new UserError(`This credential is for ${origin} only. Its token is not sent to ${target}.`);
		}
		return { ...request, headers: { ...request.headers, Authorization: `Bearer ${data.accessToken as string}` } };
	};
}

/** n8n shows only the message of what is thrown here, so what to do is said in it too. */
function inOneSentence(error: unknown): string {
	const description = error instanceof SyncError && error.description !== '' ? `. ${error.description}` : '';
	return `${messageOf(error)}${description}`;
}
