import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { inOneSentence } from '../../lib/base/errors';
import { createGraph } from '../../lib/graph/client';
import { parseGraphCredential } from '../../lib/graph/signIn/credential';
import { createSignIn, keep } from '../../lib/graph/signIn/signIn';
import { createRestHttp, parseRestCredential } from '../../lib/hr/rest/credential';
import { createScimHttp, parseScimCredential } from '../../lib/hr/scim/credential';
import { hasStatus } from '../../lib/http/client';

/**
 * The credential's Test button: signs in anew, since a kept token says nothing about the secret or certificate nor of a consent since, and reads one user and
 * one group, since each needs a permission of its own.
 */
export async function azureClientCredentialsTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const parsed = parseGraphCredential(credential.data);
		const signIn = createSignIn(parsed);
		await signIn.token();
		keep(parsed, signIn);
		const graph = createGraph(parsed);
		await graph.get('users?$top=1&$select=id', { task: 'readUsers', permission: 'User.Read.All' });
		await graph.get('groups?$top=1&$select=id', { task: 'readGroups', permission: 'GroupMember.Read.All' });
		return { status: 'OK', message: 'Signed in; users and groups can be read' };
	} catch (error) {
		return { status: 'Error', message: inOneSentence(error) };
	}
}

/** The credential's Test button: signs in anew where there is a sign-in, and asks for the test path. */
export async function hrRestApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	let testPath = '';
	try {
		const parsed = parseRestCredential(credential.data);
		({ testPath } = parsed);
		await createRestHttp(parsed, { anew: true }).request({ method: 'GET', url: testPath });
		return { status: 'OK', message: 'The HR system accepted the credential' };
	} catch (error) {
		// Many systems have nothing at their base URL, which says nothing about the credential.
		const hint = testPath === '' && hasStatus(error, 404) ? ' Enter a Test Path, such as users.' : '';
		return { status: 'Error', message: `${inOneSentence(error)}${hint}` };
	}
}

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
