import { createGraph } from '../../../../lib/graph/client';
import { parseGraphCredential } from '../../../../lib/graph/signIn/credential';
import { createSignIn } from '../../../../lib/graph/signIn/signIn';
import { runWorkflow, workflowOf } from '../../../support/engine';
import { GraphSimulator } from '../../../support/graph';

let entra: GraphSimulator;
beforeEach(async () => (entra = await GraphSimulator.open(20)));
afterEach(async () => {
	jest.useRealTimers();
	await entra.dispose();
});

const tokenRequests = async () => (await entra.stats()).tokenRequests;
const credential = () => parseGraphCredential(entra.credential());
const call = { task: 'readUsers' as const, permission: 'User.Read.All' };
const readUsers = async () => await createGraph(credential()).get('users?$top=1&$select=id', call);
/** Everything but the date, which a test sets. */
const NOT_DATE = [
	...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
	...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];

describe('one token serves', () => {
	const run = async () =>
		await runWorkflow(
			workflowOf(
				[
					{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
					{
						type: 'n8n-nodes-entra-hr-sync.getGroupMembers',
						name: 'Members',
						parameters: { group: { __rl: true, mode: 'id', value: entra.groupId } },
					},
					{ type: 'n8n-nodes-entra-hr-sync.getManager', name: 'Managers' },
				],
				'Start -> Members -> Managers',
			),
			{ credentials: { azureClientCredentialsApi: entra.credential() } },
		);

	it('all nodes, executions one after the other, and executions at once', async () => {
		const runs = [...(await Promise.all([run(), run()])), await run()];
		expect(runs.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
		expect(runs[0]?.items('Managers').length).toBeGreaterThan(10);
		expect(await tokenRequests()).toBe(1);
	});
});

describe('a new token is asked for', () => {
	it('before the old one ends, and not earlier', async () => {
		const began = Date.now();
		// The date stands still, so that only what the test says has passed since.
		jest.useFakeTimers({ now: began, doNotFake: NOT_DATE });
		const signIn = createSignIn(credential());
		const first = await signIn.token();
		jest.setSystemTime(began + 3_200_000);
		expect(await signIn.token()).toBe(first);
		jest.setSystemTime(began + 3_310_000);
		const tokens = await Promise.all([signIn.token(), signIn.token()]);
		expect(tokens).toEqual([tokens[0], tokens[0]]);
		expect(tokens[0]).not.toBe(first);
		expect(await tokenRequests()).toBe(2);
	});

	it('once when many requests in the middle of a run are refused together', async () => {
		await readUsers();
		await entra.control('POST', 'tokens/revoke');
		await Promise.all(Array.from({ length: 10 }, readUsers));
		expect(await tokenRequests()).toBe(2);
		await entra.control('POST', 'tokens/revoke');
		await readUsers();
		expect(await tokenRequests()).toBe(3);
	});

	it('once a request, when none is accepted', async () => {
		await entra.fault({ path: '/users', fault: { kind: 'status', status: 401 }, times: 'always' });
		await expect(readUsers()).rejects.toThrow('Graph did not accept the token to read users (401)');
		expect(await tokenRequests()).toBe(2);
	});

	it('by the run after a missing permission was reported, since the old token does not have it', async () => {
		await entra.settings({ permissions: [] });
		await expect(readUsers()).rejects.toThrow('(403)');
		await entra.settings({ permissions: ['User.Read.All'] });
		await readUsers();
		expect(await tokenRequests()).toBe(2);
	});

	it('by the run after an item of a batch was refused', async () => {
		const requests = [{ id: '1', method: 'GET', url: '/users?$top=1&$select=id' }];
		await entra.settings({ permissions: [] });
		await createGraph(credential()).post('$batch', { requests }, call);
		await entra.settings({ permissions: ['User.Read.All'] });
		await readUsers();
		expect(await tokenRequests()).toBe(2);
	});

	it('by the next who asks when the sign-in has failed', async () => {
		await entra.settings({ secretState: 'expired' });
		const attempts = await Promise.allSettled([readUsers(), readUsers(), readUsers()]);
		expect(attempts.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		expect(await tokenRequests()).toBe(1);
		await entra.settings({ secretState: 'ok' });
		await expect(readUsers()).resolves.toHaveProperty('value');
	});
});
