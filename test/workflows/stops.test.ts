import { set } from '../support/disturb';
import { expectStopped } from '../support/stopped';
import { call, countsOf, World } from '../support/world';

const MEMBERS = 60;

let world: World;
beforeAll(async () => {
	world = await World.open(MEMBERS);
	await call(world.entra, '/_sim/settings', 'POST', { pageSize: 13 });
	await world.runNightly();
});
afterAll(async () => await world.close());
beforeEach(async () => {
	await world.clearFaults();
	await call(world.entra, '/_sim/settings', 'POST', { permissions: ['User.Read.All', 'GroupMember.Read.All'] });
	await call(world.mail, '/mails', 'DELETE');
	await call(world.mail, '/_sim/settings', 'POST', { refuse: false });
	await world.resetCounts();
});

describe('a run that can not go on ends with one mail and nobody deactivated:', () => {
	test('wrong secret', async () => {
		const credentials = world.credentials();
		const azure = { ...credentials.azureClientCredentialsApi, clientSecret: 'not-the-secret' };
		const run = await world.runNightly({}, { ...credentials, azureClientCredentialsApi: azure });
		await expectStopped(world, run, 'AADSTS7000215', /Certificates & secrets/);
	});

	test('unknown group', async () => {
		await expectStopped(world, await world.runNightly({ group: 'No such group' }), 'No such group');
	});

	test('ambiguous group', async () => {
		await expectStopped(world, await world.runNightly({ group: 'Contractors' }), 'Contractors');
	});

	test('missing permission', async () => {
		await call(world.entra, '/_sim/settings', 'POST', { permissions: ['GroupMember.Read.All'] });
		await expectStopped(world, await world.runNightly(), 'gave only the IDs', 'User.Read.All');
	});

	test.each([
		['a page that fails', { kind: 'status', status: 503 }, 'always'],
		['a page that is cut', { kind: 'truncate' }, 'always'],
		['a page of HTML', { kind: 'html' }, 'always'],
		['a list that ends early', { kind: 'shortPage' }, 'always'],
		['an empty page', { kind: 'emptyPage' }, 'always'],
		['a next page elsewhere', { kind: 'foreignNextLink', url: 'http://127.0.0.1:9/v1.0/groups' }, 'always'],
		['a loop of pages', { kind: 'loopNextLink' }, 'always'],
	])(
		'%s in the middle of the group',
		async (_, fault, times) => {
			await call(world.entra, '/_sim/faults', 'POST', { path: 'transitiveMembers.*skiptoken', skip: 1, times, fault });
			await expectStopped(world, await world.runNightly(), /stopped:/);
		},
		90_000,
	);

	test('the HR system is down', async () => {
		const credentials = { ...world.credentials(), scimApi: { baseUrl: 'http://127.0.0.1:9/scim/v2', token: 'x' } };
		await expectStopped(world, await world.runNightly({}, credentials), 'could not be reached');
	});

	test('the HR system refuses the token', async () => {
		const credentials = { ...world.credentials(), scimApi: { ...world.credentials().scimApi, token: 'x' } };
		await expectStopped(world, await world.runNightly({}, credentials), '401');
	});

	test("the HR system's list ends short", async () => {
		await call(world.hr, '/_sim/faults', 'POST', {
			method: 'GET',
			path: '/Users',
			times: 'always',
			fault: { kind: 'shortList' },
		});
		await expectStopped(world, await world.runNightly(), 'not complete');
	});

	test('more people gone than the limit allows: the mail names them', async () => {
		const run = await world.runNightly(
			{ deactivationLimitPercent: 1, deactivationsAlwaysAllowed: 0, group: 'All Employees' },
			undefined,
			// Only direct members: everybody else seems to have left.
			set('Get Group Members', { includeNested: false }),
		);
		await expectStopped(world, run, 'would be deactivated', /Would be deactivated:\n- /);
	});

	test('a limit that is no number', async () => {
		await expectStopped(world, await world.runNightly({ deactivationLimitPercent: -5 }), 'is not a number');
	});
});

test('a mail server that is down ends as a failed execution that says so, with what had stopped the run', async () => {
	await call(world.mail, '/_sim/settings', 'POST', { refuse: true });
	const run = await world.runNightly({ group: 'No such group' });
	expect(run.status).toBe('error');
	expect(run.error?.message).toContain('No such group');
	expect(run.error?.message).toContain('could not be sent');
});

test('a mail server that is down when people failed ends as a failed execution, after everybody else was synced', async () => {
	await call(world.mail, '/_sim/settings', 'POST', { refuse: true });
	const run = await world.runNightly();
	expect(run.status).toBe('error');
	expect(countsOf(run).unchanged).toBeGreaterThan(50);
});
