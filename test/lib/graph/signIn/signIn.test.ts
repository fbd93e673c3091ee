import { parseGraphCredential } from '../../../../lib/graph/signIn/credential';
import { createSignIn, signInFor } from '../../../../lib/graph/signIn/signIn';
import { explainSignIn } from '../../../../lib/graph/signIn/signInErrors';
import { GraphSimulator } from '../../../support/graph';

let entra: GraphSimulator;
beforeAll(async () => (entra = await GraphSimulator.open(20)));
afterAll(async () => await entra.dispose());
beforeEach(async () => await entra.reset());

const parse = (change: Record<string, string> = {}) => parseGraphCredential(entra.credential(change));
const tokenRequests = async () => (await entra.stats()).tokenRequests;

describe('a token', () => {
	it('is asked for once, however many ask for it at the same time and later', async () => {
		const signIn = createSignIn(parse());
		const tokens = await Promise.all([signIn.token(), signIn.token(), signIn.token()]);
		expect(new Set([...tokens, await signIn.token()]).size).toBe(1);
		expect(await tokenRequests()).toBe(1);
	});

	it('is shared by all who use the same credential, and by nobody else', () => {
		expect(signInFor(parse())).toBe(signInFor(parse()));
		expect(signInFor(parse())).not.toBe(signInFor(parse({ clientSecret: 'another' })));
	});

	it('is asked for again when the service fails for a moment', async () => {
		await entra.fault({ path: '/token', fault: { kind: 'status', status: 503 } });
		await expect(createSignIn(parse()).token()).resolves.toEqual(expect.any(String));
	});
});

describe('a refused sign-in says what is wrong', () => {
	it.each([
		['The client secret is wrong (AADSTS7000215)', { clientSecret: 'wrong-secret-value' }, {}],
		['The client secret has expired (AADSTS7000222)', {}, { secretState: 'expired' }],
		['The application is disabled (AADSTS7000112)', {}, { appState: 'disabled' }],
		[
			'The application was not found in this tenant (AADSTS700016)',
			{ clientId: '00000000-0000-4000-8000-000000000000' },
			{},
		],
		['The tenant was not found (AADSTS90002)', { tenantId: 'nowhere.example' }, {}],
		['The tenant was not found (AADSTS900021)', { tenantId: '00000000-0000-0000-0000-000000000000' }, {}],
		['The tenant was not found (AADSTS900023)', { tenantId: `${'long'.repeat(20)}.example` }, {}],
		['The tenant is in another national cloud (AADSTS90038)', {}, { nationalCloud: 'MicrosoftOnline.US' }],
		['The application has no service principal in this tenant (AADSTS7000229)', {}, { appState: 'noServicePrincipal' }],
		['A Conditional Access policy blocks the application (AADSTS53003)', {}, { appState: 'blocked' }],
		[
			'Microsoft Graph was not found in this tenant under this address (AADSTS500011)',
			{ graphEndpoint: 'https://graph.microsoft.us' },
			{},
		],
	])('%s', async (message, change, settings) => {
		await entra.settings(settings);
		await expect(createSignIn(parse(change as Record<string, string>)).token()).rejects.toMatchObject({
			message,
			description: expect.stringMatching(/\w/),
		});
	});

	it('keeps what Microsoft says when the code is not a known one', () => {
		const error = explainSignIn(
			'invalid_request: 1 - [undefined]: AADSTS12345: Something new. Trace ID: ab-1 Correlation ID: cd-2 Timestamp: x',
		);
		expect(error.message).toBe('Microsoft Entra ID refused the sign-in: AADSTS12345: Something new.');
		expect(error.details).toEqual({
			cause: { kind: 'entraSignIn', code: 'AADSTS12345', said: 'AADSTS12345: Something new.' },
			code: 'AADSTS12345',
			traceId: 'ab-1',
			correlationId: 'cd-2',
		});
	});

	it('names the service when it cannot be reached', async () => {
		const signIn = createSignIn(parse({ loginEndpoint: 'http://127.0.0.1:1' }));
		await expect(signIn.token()).rejects.toThrow('The Microsoft sign-in service could not be reached (127.0.0.1:1)');
	});

	it('never shows the secret', async () => {
		const secret = 'wrong-secret-value';
		const error: unknown = await createSignIn(parse({ clientSecret: secret }))
			.token()
			.catch((thrown: unknown) => thrown);
		expect(JSON.stringify(error) + String(error)).not.toContain(secret);
	});
});

describe('a credential', () => {
	it.each([
		[{ tenantId: 'common' }, 'directory (tenant) ID'],
		[{ tenantId: '../evil' }, 'directory (tenant) ID'],
		[{ clientId: 'my app' }, 'application (client) ID'],
		[{ clientSecret: ' ' }, 'client secret is empty'],
		[{ cloud: 'mars' }, 'no cloud "mars"'],
		[{ graphEndpoint: 'graph' }, 'Microsoft Graph endpoint is not valid'],
	])('with %p is refused before anything is sent', (change, message) => {
		expect(() => parse(change as Record<string, string>)).toThrow(message);
	});

	it.each([
		['global', 'https://login.microsoftonline.com', 'https://graph.microsoft.com'],
		['usGovL4', 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
		['usGovL5', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
		['china', 'https://login.chinacloudapi.cn', 'https://microsoftgraph.chinacloudapi.cn'],
	])('of the cloud %s signs in at %s', (cloud, login, graph) => {
		expect(parse({ cloud }).cloud).toEqual({ login, graph });
	});
});
