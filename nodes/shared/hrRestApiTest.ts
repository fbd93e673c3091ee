import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { inOneSentence } from '../../lib/base/errors';
import { hasStatus } from '../../lib/http/client';
import { createRestHttp, parseRestCredential } from './restApi';

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
