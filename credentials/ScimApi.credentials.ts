import { UserError } from 'n8n-workflow';
import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { isHeaderValue } from '../lib/http/headerValue';
import { whyNotAuthorized } from '../lib/http/origin';

/** Tested by Upsert Employee (`scimApiTest`), which can say in words what is wrong. */
export class ScimApi implements ICredentialType {
	name = 'scimApi';

	displayName = 'SCIM API';

	icon: Icon = { light: 'file:scim.svg', dark: 'file:scim.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-entra-hr-sync/n8n-nodes-entra-hr-sync#the-hr-system';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.example.com/scim/v2',
			description: 'The address that /Users and /ServiceProviderConfig are added to',
		},
		{
			displayName: 'Bearer Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The token from the provisioning settings of the HR system',
		},
	];

	authenticate: ICredentialType['authenticate'] = async (data, request) => {
		const [baseUrl, token] = [data.baseUrl, data.token].map((field) => (typeof field === 'string' ? field.trim() : ''));
		if (baseUrl === undefined || !URL.canParse(baseUrl)) throw new UserError('The base URL is not valid.');
		const refusal = whyNotAuthorized(baseUrl, request);
		if (refusal !== undefined) throw new UserError(refusal);
		if (!isHeaderValue(token ?? '')) throw new UserError('The bearer token holds a character that no header may have.');
		return { ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } };
	};
}
