import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { inOneSentence } from '../../lib/base/errors';
import { createSignIn, keep } from '../../lib/graph/auth';
import { createGraph } from '../../lib/graph/client';
import { parseGraphCredential } from '../../lib/graph/credential';

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
		await graph.get('users?$top=1&$select=id', { doing: 'read users', permission: 'User.Read.All' });
		await graph.get('groups?$top=1&$select=id', { doing: 'read groups', permission: 'GroupMember.Read.All' });
		return { status: 'OK', message: 'Signed in; users and groups can be read' };
	} catch (error) {
		return { status: 'Error', message: inOneSentence(error) };
	}
}
