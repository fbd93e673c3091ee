import { createPublicKey } from 'node:crypto';

import { makeIdentity } from '../support/certificate';
import { runWorkflow, testCredential, workflowOf } from '../support/engine';
import type { CredentialData, EngineRun } from '../support/engine';
import { GraphSimulator } from '../support/graph';
import { makeJwt } from '../support/jwt';
import { serve } from '../lib/http/localServer';

const TYPE = 'azureClientCredentialsApi';

const identity = makeIdentity('n8n');
const token = { iss: 'https://issuer.example', sub: 'n8n', aud: 'api://AzureADTokenExchange' };

/** What each kind of authentication has in the credential, and in the app registration. */
const proofs: Record<string, Record<string, string>> = {
	'client secret': { authentication: 'clientSecret' },
	'client certificate': {
		authentication: 'clientCertificate',
		// As a password field hands it over: on one line.
		privateKey: identity.privateKey.replaceAll('\n', ' '),
		publicCertificate: identity.certificate,
	},
	'federated credential': {
		authentication: 'federatedCredential',
		assertionSource: 'text',
		assertionToken: makeJwt(identity.key, token, { kid: 'key-1' }),
	},
};
const file = { authentication: 'federatedCredential', assertionSource: 'file' };
const registered = {
	certificates: [identity.certificate],
	federatedCredentials: [
		{
			issuer: token.iss,
			subject: token.sub,
			audience: token.aud,
			keyId: 'key-1',
			publicKey: createPublicKey(identity.key).export({ type: 'spki', format: 'pem' }),
		},
	],
};

let entra: GraphSimulator;
beforeAll(async () => (entra = await GraphSimulator.open(20)));
afterAll(async () => await entra.dispose());
beforeEach(async () => await entra.reset());

describe.each(['getGroupMembers', 'getManager'])('the Test button, by %s', (node) => {
	const test = async (change: Record<string, string> = {}) =>
		await testCredential(TYPE, entra.credential(change), {
			node: `n8n-nodes-entra-hr-sync.${node}`,
			method: 'azureClientCredentialsTest',
		});

	it('is content with a good credential', async () => {
		expect(await test()).toEqual({ status: 'OK', message: 'Signed in; users and groups can be read' });
	});

	it.each(Object.keys(proofs))('is content with a good %s', async (kind) => {
		await entra.settings(registered);
		expect(await test(proofs[kind])).toMatchObject({ status: 'OK' });
	});

	it.each([
		['AADSTS7000215', { clientSecret: 'wrong-secret' }, {}],
		['AADSTS700027', proofs['client certificate'], {}],
		['AADSTS70025', proofs['federated credential'], {}],
		['AADSTS90038', {}, { nationalCloud: 'MicrosoftOnline.US' }],
		['The private key is empty', { authentication: 'clientCertificate' }, {}],
		['The assertion file is not named', file, {}],
		["Microsoft's own sign-in only", { ...file, assertionFile: '/nowhere/token' }, {}],
		['not one that n8n may read', { ...file, assertionFile: '/nowhere/token', cloud: 'global' }, {}],
		['AADSTS7000222', {}, { secretState: 'expired' }],
		['AADSTS7000112', {}, { appState: 'disabled' }],
		['AADSTS90002', { tenantId: 'nowhere.example' }, {}],
		['not a directory (tenant) ID', { tenantId: '' }, {}],
		['User.Read.All', {}, { permissions: ['GroupMember.Read.All'] }],
		['GroupMember.Read.All', {}, { permissions: ['User.Read.All'] }],
		['could not be reached', { loginEndpoint: 'http://127.0.0.1:1' }, {}],
		['insecure', { loginEndpoint: 'http://login.example.com' }, {}],
	])('says %s', async (words, change, settings) => {
		// A token from before must not hide that the secret is bad by now.
		await test();
		await entra.settings(settings);
		const { status, message } = await test(change);
		expect([status, message]).toEqual(['Error', expect.stringContaining(words)]);
	});
});

describe("n8n's HTTP Request node", () => {
	async function ask(url: string, credentials: CredentialData): Promise<EngineRun> {
		const parameters = { url, authentication: 'predefinedCredentialType', nodeCredentialType: TYPE };
		return await runWorkflow(
			workflowOf(
				[
					{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
					{ type: 'n8n-nodes-base.httpRequest', name: 'Ask', typeVersion: 4.2, parameters },
				],
				'Start -> Ask',
			),
			{ credentials },
		);
	}
	const stored = (more: Record<string, string> = {}): CredentialData => ({ [TYPE]: entra.credential(more) });
	const users = () => `${entra.ready.url}/v1.0/users?$top=2&$select=id`;

	it.each(Object.keys(proofs))('gets a token that is kept, with a %s', async (kind) => {
		await entra.settings(registered);
		const credentials = stored(proofs[kind]);
		const run = await ask(users(), credentials);
		expect(run.items('Ask')).toEqual([expect.objectContaining({ value: expect.any(Array) })]);
		expect(credentials[TYPE]?.accessToken).toEqual(expect.any(String));
	});

	it('gets a new token when the kept one is refused', async () => {
		const run = await ask(users(), stored({ accessToken: 'worn-out' }));
		expect(run.items('Ask')).toEqual([expect.objectContaining({ value: expect.any(Array) })]);
	});

	it('says why it cannot sign in', async () => {
		const run = await ask(users(), stored({ clientSecret: 'wrong' }));
		expect(run.error?.message).toContain('The client secret is wrong (AADSTS7000215)');
	});

	it('sends the token to no other server', async () => {
		const other = await serve(() => undefined);
		const run = await ask(`${other.url}/users`, stored());
		expect(run.error?.message).toContain('Its token is not sent to');
		expect(other.received).toHaveLength(0);
		await other.stop();
	});
});
