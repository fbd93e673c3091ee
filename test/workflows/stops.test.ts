import type { INodeType } from 'n8n-workflow';

import { runWorkflow, testNode } from '../support/engine';
import type { EngineRun, WorkflowJson } from '../support/engine';
import { call, countsOf, withSettings, World } from '../support/world';

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

/** Ended as failed, with one mail that says it and what to do, and nothing written. */
async function expectStopped(run: EngineRun, words: string | RegExp, advice?: string | RegExp): Promise<void> {
	expect(run.status).toBe('error');
	expect(run.error?.message).toMatch(words);
	const mails = await world.mails();
	expect(mails).toHaveLength(1);
	expect(mails[0]!.subject).toMatch(words);
	if (advice !== undefined) expect(mails[0]!.text).toMatch(advice);
	expect(await world.hrWrites()).toBe(0);
}

describe('a run that can not go on ends with one mail and nobody deactivated:', () => {
	test('wrong secret', async () => {
		const credentials = world.credentials();
		const azure = { ...credentials.azureClientCredentialsApi, clientSecret: 'not-the-secret' };
		const run = await world.runNightly({}, { ...credentials, azureClientCredentialsApi: azure });
		await expectStopped(run, 'AADSTS7000215', /Certificates & secrets/);
	});

	test('unknown group', async () => {
		await expectStopped(await world.runNightly({ group: 'No such group' }), 'No such group');
	});

	test('ambiguous group', async () => {
		await expectStopped(await world.runNightly({ group: 'Contractors' }), 'Contractors');
	});

	test('empty group', async () => {
		await expectStopped(await world.runNightly({ group: 'Nobody yet' }), 'has no members');
	});

	test('missing permission', async () => {
		await call(world.entra, '/_sim/settings', 'POST', { permissions: ['GroupMember.Read.All'] });
		await expectStopped(await world.runNightly(), 'gave only the IDs', 'User.Read.All');
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
			await expectStopped(await world.runNightly(), /stopped:/);
		},
		90_000,
	);

	test('the HR system is down', async () => {
		const credentials = { ...world.credentials(), scimApi: { baseUrl: 'http://127.0.0.1:9/scim/v2', token: 'x' } };
		await expectStopped(await world.runNightly({}, credentials), 'could not be reached');
	});

	test('the HR system refuses the token', async () => {
		const credentials = { ...world.credentials(), scimApi: { ...world.credentials().scimApi, token: 'x' } };
		await expectStopped(await world.runNightly({}, credentials), '401');
	});

	test("the HR system's list ends short", async () => {
		await call(world.hr, '/_sim/faults', 'POST', {
			method: 'GET',
			path: '/Users',
			times: 'always',
			fault: { kind: 'shortList' },
		});
		await expectStopped(await world.runNightly(), 'not complete');
	});

	test('more people gone than the limit allows: the mail names them', async () => {
		const run = await world.runNightly(
			{ deactivationLimitPercent: 1, deactivationsAlwaysAllowed: 0, group: 'All Employees' },
			undefined,
			(workflow) => direct(workflow),
		);
		await expectStopped(run, 'would be deactivated', /Would be deactivated:\n- /);
	});

	test('a limit that is no number', async () => {
		await expectStopped(await world.runNightly({ deactivationLimitPercent: -5 }), 'is not a number');
	});
});

/** Only direct members: everybody else seems to have left. */
function direct(workflow: WorkflowJson): void {
	const node = workflow.nodes.find(({ name }) => name === 'Get Group Members');
	node!.parameters = { ...node!.parameters, includeNested: false };
}

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

describe('rows that go missing between the nodes deactivate nobody:', () => {
	const between =
		(name: string, after: string, before: string, node: { type: string; parameters?: object }) =>
		(workflow: WorkflowJson) => {
			workflow.nodes.push({ name, ...node } as WorkflowJson['nodes'][number]);
			const outputs = workflow.connections[after]!.main!;
			outputs[0] = [{ node: name, type: 'main', index: 0 }];
			workflow.connections[name] = { main: [[{ node: before, type: 'main', index: 0 }]] };
		};

	const extraNodes: Record<string, INodeType> = {
		'test.half': testNode({}, async function () {
			const items = this.getInputData();
			return [items.slice(0, Math.floor(items.length / 2))];
		}),
		'test.throws': testNode({}, async () => {
			throw new Error('boom');
		}),
	};

	async function runChanged(change: (workflow: WorkflowJson) => void): Promise<EngineRun> {
		const workflow = withSettings({ dryRun: false });
		change(workflow);
		return await runWorkflow(workflow, { credentials: world.credentials(), extraNodes });
	}

	test.each([
		['Upsert Employee', 'Deactivate Missing'],
		['Get Manager', 'Map Attributes'],
		['Get Group Members', 'Get Manager'],
	])('a filter between %s and %s', async (after, before) => {
		const run = await runChanged(between('Half', after, before, { type: 'test.half' }));
		await expectStopped(run, `of the ${MEMBERS} people that were read arrived here`, 'directly');
	});

	test('a node that throws and hands its input on to the success branch', async () => {
		const workflow = (json: WorkflowJson): void => {
			between('Throws', 'Get Manager', 'Upsert Employee', { type: 'test.throws' })(json);
			json.nodes.at(-1)!.onError = 'continueErrorOutput';
		};
		await expectStopped(await runChanged(workflow), 'is not a mapped person');
	});

	test('a limit in Get Group Members', async () => {
		const run = await runChanged((workflow) => {
			const node = workflow.nodes.find(({ name }) => name === 'Get Group Members')!;
			node.parameters = { ...node.parameters, options: { limit: 20 } };
		});
		await expectStopped(run, 'limit');
	});

	test("yesterday's roster, pinned", async () => {
		const members = (await world.runNightly({ dryRun: true })).items('Get Group Members');
		await call(world.mail, '/mails', 'DELETE');
		const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString();
		const run = await runChanged((workflow) => {
			const pinned = members.map((row) => ({ ...row, roster: { ...(row.roster as object), readAt: yesterday } }));
			workflow.pinData = { 'Get Group Members': pinned.map((json) => ({ json })) };
		});
		await expectStopped(run, 'too long ago');
	});

	test('two wires into Deactivate Missing', async () => {
		const run = await runChanged((workflow) => {
			workflow.connections['Upsert Employee']!.main![1] = [{ node: 'Deactivate Missing', type: 'main', index: 0 }];
		});
		expect(run.error?.message).toContain(`of the ${MEMBERS} people that were read arrived here`);
		expect(await world.hrWrites()).toBe(0);
	});

	test('a loop in batches', async () => {
		const run = await runChanged((workflow) => {
			between('Loop', 'Upsert Employee', 'Deactivate Missing', {
				type: 'n8n-nodes-base.splitInBatches',
				parameters: { batchSize: 10 },
			})(workflow);
			workflow.connections.Loop = { main: [[], [{ node: 'Deactivate Missing', type: 'main', index: 0 }]] };
		});
		await expectStopped(run, `only 10 of the ${MEMBERS} people`);
	});
});
