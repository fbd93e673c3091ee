import { UserError } from 'n8n-workflow';
import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { inOneSentence } from '../lib/base/errors';
import { parseScimCredential } from '../lib/hr/scim/credential';
import { withProof } from '../lib/http/hostRequest';

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
		try {
			const { baseUrl, token } = parseScimCredential(data);
			return withProof(baseUrl, request, { Authorization: `Bearer ${token}` });
		} catch (error) {
			throw new UserError(inOneSentence(error));
		}
	};
}
