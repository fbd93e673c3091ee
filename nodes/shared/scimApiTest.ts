import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { inOneSentence } from '../../lib/base/errors';
import { createScimHttp, parseScimCredential } from './scim';

/**
 * The credential's Test button. Some systems show ServiceProviderConfig to anybody, so one user is asked for as well:
 * only that proves the token.
 */
export async function scimApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const http = createScimHttp(parseScimCredential(credential.data));
		await http.request({ method: 'GET', url: 'ServiceProviderConfig' });
		await http.request({ method: 'GET', url: 'Users?startIndex=1&count=1' });
		return { status: 'OK', message: 'The HR system accepted the token' };
	} catch (error) {
		return { status: 'Error', message: inOneSentence(error) };
	}
}
