import { UserError } from 'n8n-workflow';
import type { Icon, ICredentialDataDecryptedObject, ICredentialType, IDataObject, INodeProperties } from 'n8n-workflow';

import { inOneSentence } from '../lib/base/errors';
import { authorizeRest, parseRestCredential } from '../lib/hr/rest/credential';
import { withProof } from '../lib/http/hostRequest';

const shownFor = (authentication: string) => ({ show: { authentication: [authentication] } });

/** Tested by Upsert Employee (`hrRestApiTest`), which can say in words what is wrong. */
export class HrRestApi implements ICredentialType {
	name = 'hrRestApi';

	displayName = 'HR REST API';

	icon: Icon = { light: 'file:hrRest.svg', dark: 'file:hrRest.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-entra-hr-sync/n8n-nodes-entra-hr-sync#the-hr-system';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.example.com/v2',
			description: 'The address that all paths of the API are added to. The credential is sent to this server only.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Authorization Header',
					value: 'authorizationHeader',
					description: 'A key on its own, without "Bearer"',
				},
				{ name: 'Basic Authentication', value: 'basic', description: 'A user and a password' },
				{ name: 'Bearer Token', value: 'bearer' },
				{ name: 'Custom Header', value: 'customHeader', description: 'Such as X-API-Key' },
				{
					name: 'OAuth2 Client Credentials',
					value: 'clientCredentials',
					description: 'A client ID and a client secret, which bring a token',
				},
			],
			default: 'bearer',
			description: "How the HR system's API wants to be shown who asks",
		},
		{
			displayName: 'Bearer Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: shownFor('bearer'),
			description: "The token or key from the HR system's API settings",
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: shownFor('authorizationHeader'),
			description: 'The whole value of the header Authorization, sent as it is',
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: '',
			required: true,
			displayOptions: shownFor('customHeader'),
			placeholder: 'e.g. X-API-Key',
		},
		{
			displayName: 'Header Value',
			name: 'headerSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: shownFor('customHeader'),
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
			displayOptions: shownFor('basic'),
			description: 'Some systems want the API key here',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: shownFor('basic'),
		},
		{
			displayName: 'Token URL',
			name: 'tokenUrl',
			type: 'string',
			default: '',
			required: true,
			displayOptions: shownFor('clientCredentials'),
			placeholder: 'e.g. https://app.example.com/oauth/token',
			description: 'Where the client signs in. It may be another server than that of the base URL.',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			displayOptions: shownFor('clientCredentials'),
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: shownFor('clientCredentials'),
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			displayOptions: shownFor('clientCredentials'),
			description: 'What the token is for, with blanks in between; empty if the HR system needs none',
		},
		{
			displayName: 'Send Client In',
			name: 'sendClientIn',
			type: 'options',
			options: [
				{ name: 'Body', value: 'body' },
				{ name: 'Header', value: 'header', description: 'As basic authentication' },
			],
			default: 'body',
			displayOptions: shownFor('clientCredentials'),
			description: 'Where the client ID and the client secret are sent',
		},
		{
			displayName: 'Test Path',
			name: 'testPath',
			type: 'string',
			default: '',
			placeholder: 'e.g. users?page=1',
			description: 'What is read when this credential is tested, behind the base URL; empty for the base URL itself',
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
	 * Signs a client in for n8n's own HTTP Request node; the nodes of this package sign in themselves. n8n calls it when
	 * it keeps no token yet, and when the HR system refused the one it keeps.
	 */
	async preAuthentication(this: unknown, data: ICredentialDataDecryptedObject): Promise<IDataObject> {
		try {
			const { proof } = parseRestCredential(data);
			if (proof.kind === 'header') return {};
			const { Authorization = '' } = await authorizeRest(proof, keptHeaders(data));
			return { accessToken: Authorization.replace(/^Bearer /, '') };
		} catch (error) {
			// n8n shows only the message of what is thrown here, so what to do is said in it too.
			throw new UserError(inOneSentence(error));
		}
	}

	/** Adds what proves who asks, but only to requests to the base URL's server: it is nobody else's business. */
	authenticate: ICredentialType['authenticate'] = async (data, request) => {
		try {
			const { baseUrl, proof } = parseRestCredential(data);
			const headers = proof.kind === 'header' ? await authorizeRest(proof) : (keptHeaders(data) ?? {});
			return withProof(baseUrl, request, headers);
		} catch (error) {
			throw new UserError(inOneSentence(error));
		}
	};
}

/** Of the token that n8n keeps, if it keeps one. */
function keptHeaders({ accessToken }: ICredentialDataDecryptedObject): Record<string, string> | undefined {
	if (typeof accessToken !== 'string' || accessToken === '') return undefined;
	return { Authorization: `Bearer ${accessToken}` };
}
