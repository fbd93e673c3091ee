import { UserError } from 'n8n-workflow';
import type { Icon, ICredentialDataDecryptedObject, ICredentialType, IDataObject, INodeProperties } from 'n8n-workflow';

import { inOneSentence } from '../lib/base/errors';
import { parseCloud, parseGraphCredential } from '../lib/graph/signIn/credential';
import { signInFor } from '../lib/graph/signIn/signIn';
import { withProof } from '../lib/http/hostRequest';

const CUSTOM_ONLY = { show: { cloud: ['custom'] } };
const SECRET_ONLY = { show: { authentication: ['clientSecret'] } };
const CERTIFICATE_ONLY = { show: { authentication: ['clientCertificate'] } };
const FEDERATED_ONLY = { show: { authentication: ['federatedCredential'] } };
const FEDERATED_FILE = { show: { authentication: ['federatedCredential'], assertionSource: ['file'] } };
const FEDERATED_TEXT = { show: { authentication: ['federatedCredential'], assertionSource: ['text'] } };

/**
 * An app registration that signs in with a secret, a certificate or a federated credential. Tested by Get Group Members (`azureClientCredentialsTest`),
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
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Client Certificate', value: 'clientCertificate', description: 'A private key and its certificate' },
				{ name: 'Client Secret', value: 'clientSecret' },
				{
					name: 'Federated Credential',
					value: 'federatedCredential',
					description: 'A token of another identity provider, such as Kubernetes: no secret to keep or renew',
				},
			],
			default: 'clientSecret',
			description: 'What the app registration holds under Certificates & secrets',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: SECRET_ONLY,
			description: 'The Value of a secret (not its ID) from App registrations > Certificates & secrets',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			default: '',
			required: true,
			displayOptions: CERTIFICATE_ONLY,
			placeholder: '-----BEGIN PRIVATE KEY-----',
			description: 'The whole text of the key in PEM form; it may be encrypted',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: CERTIFICATE_ONLY,
			description: 'Of the private key, if it is encrypted',
		},
		{
			displayName: 'Certificate',
			name: 'publicCertificate',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			displayOptions: CERTIFICATE_ONLY,
			placeholder: '-----BEGIN CERTIFICATE-----',
			description:
				'The whole text of the certificate in PEM form, as uploaded under App registrations > Certificates & secrets > Certificates. Its thumbprint is worked out from it.',
		},
		{
			displayName: 'Assertion From',
			name: 'assertionSource',
			type: 'options',
			options: [
				{
					name: 'File',
					value: 'file',
					description: "Read anew for each sign-in, so that it may be renewed; for Microsoft's own clouds only",
				},
				{ name: 'Text or Expression', value: 'text' },
			],
			default: 'file',
			displayOptions: FEDERATED_ONLY,
			description: 'Where the token of the other identity provider comes from',
		},
		{
			displayName: 'Assertion File',
			name: 'assertionFile',
			type: 'string',
			default: '',
			required: true,
			displayOptions: FEDERATED_FILE,
			placeholder: 'e.g. /var/run/secrets/azure/tokens/azure-identity-token',
			description:
				'The whole path of the file as n8n sees it. It holds the token and nothing else, and whoever runs n8n has to allow it: by AZURE_FEDERATED_TOKEN_FILE, or ENTRA_HR_SYNC_ASSERTION_FILES.',
		},
		{
			displayName: 'Assertion',
			name: 'assertionToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: FEDERATED_TEXT,
			description: 'The token (JWT) of the other identity provider, usually by an expression',
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
			const accessToken = await signInFor(parseGraphCredential(data)).token(keptToken(data));
			return { accessToken };
		} catch (error) {
			// n8n shows only the message of what is thrown here, so what to do is said in it too.
			throw new UserError(inOneSentence(error));
		}
	}

	/** Adds the token, but only to requests to this credential's Microsoft Graph: it is worth nothing elsewhere. */
	authenticate: ICredentialType['authenticate'] = async (data, request) => {
		try {
			return withProof(parseCloud(data).graph, request, { Authorization: `Bearer ${data.accessToken as string}` });
		} catch (error) {
			throw new UserError(inOneSentence(error));
		}
	};
}

/** The token that n8n keeps and that Graph refused, if it keeps one. */
function keptToken({ accessToken }: ICredentialDataDecryptedObject): string | undefined {
	return typeof accessToken === 'string' && accessToken !== '' ? accessToken : undefined;
}
