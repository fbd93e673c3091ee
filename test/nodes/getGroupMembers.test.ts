import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { userProperties } from '../../nodes/GetGroupMembers/properties';
import { callNodeMethod, runWorkflow, workflowOf } from '../support/engine';
import type { CredentialData, EngineRun, WorkflowNode } from '../support/engine';
import { GraphSimulator } from '../support/graph';

const TYPE = 'n8n-nodes-entra-hr-sync.getGroupMembers';

let entra: GraphSimulator;
beforeAll(async () => (entra = await GraphSimulator.open(250)));
afterAll(async () => await entra.dispose());
beforeEach(async () => await entra.reset());

const credentials = (): CredentialData => ({ azureClientCredentialsApi: entra.credential() });

async function run(
	parameters: INodeParameters = {},
	{ onError, triggerItems = [{}] }: { onError?: WorkflowNode['onError']; triggerItems?: IDataObject[] } = {},
): Promise<EngineRun> {
	const group = { __rl: true, mode: 'id', value: entra.groupName };
	const node: WorkflowNode = {
		type: TYPE,
		name: 'Members',
		parameters: { group, ...parameters },
		...(onError && { onError }),
	};
	return await runWorkflow(
		workflowOf([{ type: 'n8n-nodes-base.scheduleTrigger', name: 'Start', typeVersion: 1.2 }, node], 'Start -> Members'),
		{ credentials: credentials(), mode: 'trigger', startNode: 'Start', triggerItems },
	);
}

it('puts out one item a member, each with the one roster', async () => {
	const result = await run();
	const items = result.items('Members');
	const inGroup = (await entra.people()).filter((person) => person.inGroup).map(({ id }) => id);
	expect(items.map(({ id }) => id).sort()).toEqual(inGroup.sort());
	const [first] = items;
	expect(first).toMatchObject({
		employeeId: expect.anything(),
		roster: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), size: 250 },
	});
	expect(new Set(items.map(({ roster }) => roster)).size).toBe(1);
	expect(result.data('Members').every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
	expect(first?.roster).toMatchObject({ read: 250, otherMembers: 3 });
	expect(result.hints('Members')).toEqual([
		`250 members of "${entra.groupName}" read`,
		'3 devices, contacts or service principals left out',
	]);
});

it('reads the group once, however many items arrive', async () => {
	const result = await run({}, { triggerItems: [{ a: 1 }, { a: 2 }, { a: 3 }] });
	expect(result.items('Members')).toHaveLength(250);
});

it('reads other properties by their names', async () => {
	const [first] = (await run({ properties: [], options: { otherProperties: ' usageLocation , city,' } })).items(
		'Members',
	);
	expect(Object.keys(first ?? {}).sort()).toEqual(
		['accountEnabled', 'city', 'displayName', 'id', 'roster', 'usageLocation', 'userPrincipalName'].sort(),
	);
});

it('offers only properties that Graph can read of many people at once', async () => {
	const permissions = ['AuditLog.Read.All', 'CustomSecAttributeAssignment.Read.All', 'User-LifeCycleInfo.Read.All'];
	await entra.settings({ permissions: ['GroupMember.Read.All', 'User.Read.All', ...permissions] });
	const properties = userProperties.map(({ value }) => value as string);
	const [first] = (await run({ properties })).items('Members');
	expect(Object.keys(first ?? {})).toEqual(expect.arrayContaining(properties));
});

it('reads direct members only when told to', async () => {
	const items = (await run({ includeNested: false })).items('Members');
	expect(items.length).toBeGreaterThan(0);
	expect(items.length).toBeLessThan(250);
	expect(items[0]?.roster).toMatchObject({ size: items.length });
});

it('takes an empty group for a mistake, unless told otherwise', async () => {
	const group = { __rl: true, mode: 'id', value: 'Nobody yet' };
	expect((await run({ group })).error?.message).toBe('The group "Nobody yet" has no members who are users');
	const accepted = await run({ group, options: { acceptEmpty: true } });
	expect([accepted.status, accepted.items('Members')]).toEqual(['success', []]);
});

it('says what is wrong and what to do', async () => {
	await entra.settings({ secretState: 'expired' });
	// A credential of its own: a token from before would still be good.
	const { error } = await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: TYPE, name: 'Members', parameters: { group: { __rl: true, mode: 'id', value: 'X' } } },
			],
			'Start -> Members',
		),
		{ credentials: { azureClientCredentialsApi: entra.credential({ tenantId: 'lindenhof.example' }) } },
	);
	expect(error).toMatchObject({
		message: 'The client secret has expired (AADSTS7000222)',
		description: expect.stringContaining('Certificates & secrets'),
	});
});

it('sends a failure down the error branch, and nobody down the other', async () => {
	await entra.fault({ path: 'transitiveMembers', times: 'always', fault: { kind: 'status', status: 403, body: {} } });
	const result = await run({}, { onError: 'continueErrorOutput' });
	expect(result.items('Members', 0)).toEqual([]);
	expect(result.items('Members', 1)).toEqual([
		expect.objectContaining({ error: expect.stringContaining('Graph refused to list the members') }),
	]);
});

it('offers the groups of the tenant to choose from', async () => {
	const search = async (filter?: string) =>
		await callNodeMethod(TYPE, 'listSearch', 'searchGroups', { credentials: credentials(), args: [filter] });
	expect(await search('all empl')).toMatchObject({ results: [{ name: entra.groupName, value: entra.groupId }] });
	expect(await search()).toMatchObject({
		results: expect.arrayContaining([{ name: entra.groupName, value: entra.groupId }]),
	});
});
