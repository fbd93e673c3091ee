import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { GetGroupMembers } from '../../nodes/GetGroupMembers/GetGroupMembers.node';
import { userProperties } from '../../nodes/GetGroupMembers/properties';
import { callNodeMethod, runWorkflow, testNode, workflowOf } from '../support/engine';
import type { CredentialData, EngineRun } from '../support/engine';
import { Oracle } from '../support/entraOracle';
import { GraphSimulator } from '../support/graph';

const TYPE = 'n8n-nodes-entra-hr-sync.getGroupMembers';
const APP = 'Lindenhof Pulse';

let entra: GraphSimulator;
let oracle: Oracle;
beforeAll(async () => {
	entra = await GraphSimulator.open(250);
	oracle = await Oracle.of(entra);
});
afterAll(async () => await entra.dispose());
beforeEach(async () => {
	await entra.reset();
	await entra.settings({ permissions: ['GroupMember.Read.All', 'User.Read.All', 'Application.Read.All'] });
});

const credentials = (): CredentialData => ({ azureClientCredentialsApi: entra.credential() });
const locator = (value: string) => ({ __rl: true, mode: 'id', value });

async function run(parameters: INodeParameters, input: IDataObject = {}): Promise<EngineRun> {
	return await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.scheduleTrigger', name: 'Start', typeVersion: 1.2 },
				{ type: TYPE, name: 'People', parameters },
			],
			'Start -> People',
		),
		{ credentials: credentials(), mode: 'trigger', startNode: 'Start', triggerItems: [input] },
	);
}

const ids = (result: EngineRun): string[] => result.items('People').map(({ id }) => id as string);
const union = (...names: string[]): string[] => [...new Set(names.flatMap((name) => oracle.group(name).nested))].sort();

it('reads several groups as one roster, chosen one by one and named in a list', async () => {
	const groups = { group: [{ group: locator(oracle.group('Engineering').id) }, { group: locator('Sales') }] };
	const result = await run({ source: 'groups', groups, groupNames: ' Legal \n\nSales\n' });
	expect(ids(result).sort()).toEqual(union('Engineering', 'Legal', 'Sales'));
	const items = result.items('People');
	expect(new Set(items.map(({ roster }) => roster)).size).toBe(1);
	expect(items[0]?.roster).toMatchObject({ size: items.length, read: items.length });
	for (const { id, groups: through } of items) {
		const expected = ['Engineering', 'Legal', 'Sales'].filter((name) =>
			oracle.group(name).nested.includes(id as string),
		);
		expect(through).toEqual(expected.map((displayName) => ({ id: oracle.group(displayName).id, displayName })));
	}
	expect(new Set(items.map(({ groups: through }) => through)).size).toBeLessThan(4);
});

it('takes the groups from an expression that gives a list', async () => {
	const result = await run({ source: 'groups', groupNames: '={{ $json.groups }}' }, { groups: ['Legal', 'Sales'] });
	expect(ids(result).sort()).toEqual(union('Legal', 'Sales'));
});

it('says so when no groups are given, or one of them is not there', async () => {
	expect((await run({ source: 'groups' })).error?.message).toBe('No groups are given');
	const { error } = await run({ source: 'groups', groupNames: 'Sales\nSalse' });
	expect(error?.message).toBe('There is no group named "Salse"');
});

describe('of several groups one that has nobody', () => {
	const made = async (kind: string, more: object): Promise<string> => {
		const { status, body } = await entra.control('POST', kind, more);
		expect(status).toBe(200);
		return (body as { id: string }).id;
	};

	it('stops the node, which names it, unless that may be so', async () => {
		const people = oracle.group('Legal').nested;
		const emptied = await made('groups', { displayName: 'Night Shift', members: people });
		await made('groups', { displayName: 'Day Shift' });
		const groupNames = 'Sales\nNight Shift';
		expect(ids(await run({ source: 'groups', groupNames })).sort()).toEqual(union('Sales', 'Legal'));

		await entra.control('POST', `groups/${emptied}/members`, { remove: people });
		const stopped = await run({ source: 'groups', groupNames });
		expect(stopped.error?.message).toBe('A group has no members who are users: Night Shift');
		expect(stopped.error?.description).toContain('Accept an Empty Group');
		expect(stopped.items('People')).toEqual([]);
		const both = await run({ source: 'groups', groupNames: `${groupNames}\nDay Shift` });
		expect(both.error?.message).toBe('2 groups have no members who are users: Night Shift and Day Shift');

		const accepted = await run({ source: 'groups', groupNames, options: { acceptEmpty: true } });
		expect(ids(accepted).sort()).toEqual(union('Sales'));
	});

	it('stops it also when the group is assigned to an application', async () => {
		const group = await made('groups', { displayName: 'Night Shift' });
		const [someone] = oracle.group('Sales').nested;
		await made('apps', { displayName: 'Time Clock', principals: [group, someone] });
		const source = { source: 'application', application: locator('Time Clock') };
		const { error } = await run(source);
		expect(error?.message).toBe('A group has no members who are users: Night Shift');
		expect(ids(await run({ ...source, options: { acceptEmpty: true } }))).toEqual([someone]);
	});

	it('is not taken for empty when its people are out of scope', async () => {
		const groupNames = 'Sales\nLegal';
		const conditions = {
			options: { version: 2, caseSensitive: true, leftValue: '', typeValidation: 'loose' },
			combinator: 'and',
			conditions: [
				{
					id: '1',
					leftValue: '={{ $json.department }}',
					rightValue: 'Sales',
					operator: { type: 'string', operation: 'equals' },
				},
			],
		};
		const result = await run({ source: 'groups', groupNames, scope: 'some', conditions });
		expect(result.error).toBeUndefined();
		expect(ids(result).length).toBeGreaterThan(0);
	});
});

it('reads all users of the tenant', async () => {
	const result = await run({ source: 'allUsers' });
	expect(ids(result).sort()).toEqual(oracle.people.map(({ id }) => id).sort());
	expect(result.hints('People')).toEqual([`${oracle.people.length} users of the tenant read`]);
	expect(result.items('People')[0]).not.toHaveProperty('groups');
});

it('reads who is assigned to an enterprise application', async () => {
	const source = { source: 'application', application: locator(APP) };
	const all = oracle.assigned(APP, { nested: true, defaultAccess: true });
	expect(ids(await run(source)).sort()).toEqual([...all].sort());
	const some = oracle.assigned(APP, { nested: false, defaultAccess: false });
	const result = await run({ ...source, includeNested: false, leaveOutDefaultAccess: true });
	expect(ids(result).sort()).toEqual([...some].sort());
	expect(result.hints('People')).toEqual([
		`${some.size} people of the enterprise application "${APP}" read`,
		'1 people and groups with Default Access left out',
		'1 devices, contacts or service principals left out',
	]);
});

it('takes an application without people for a mistake', async () => {
	const { error } = await run({ source: 'application', application: locator('Pulse Archive') });
	expect(error?.message).toBe('Nobody is assigned to the enterprise application "Pulse Archive"');
});

it('names the permission for enterprise applications', async () => {
	await entra.settings({ permissions: ['GroupMember.Read.All', 'User.Read.All'] });
	const { error } = await run({ source: 'application', application: locator(APP) });
	expect(error?.message).toBe('Graph refused to look the enterprise application up (403)');
	expect(error?.description).toContain('Application.Read.All');
});

it('marks a roster that is only a part', async () => {
	const result = await run({ group: locator(entra.groupName), options: { limit: 7 } });
	expect(result.items('People')).toHaveLength(7);
	expect(result.items('People')[0]?.roster).toMatchObject({ size: 7, partial: true });
	expect(result.hints('People')[0]).toContain('Deactivate Missing will not act on a part');
});

it('refuses a property of one person at a time, and says what to take instead', async () => {
	const { error } = await run({ group: locator(entra.groupName), options: { otherProperties: 'HireDate' } });
	expect(error?.message).toBe('The property "hireDate" cannot be read of many people at once');
	expect(error?.description).toContain('Take employeeHireDate instead');
});

it('reads parts of a property as the whole, in any spelling, and directory extensions', async () => {
	const badge = `extension_${(entra.ready.clientId ?? '').replaceAll('-', '')}_badgeNumber`;
	const options = { otherProperties: `extensionAttribute7, costCenter, JOBTITLE, ${badge}`, limit: 50 };
	const items = (await run({ group: locator(entra.groupName), properties: [], options })).items('People');
	expect(items[0]).toMatchObject({
		onPremisesExtensionAttributes: { extensionAttribute7: expect.any(String) },
		employeeOrgData: { costCenter: expect.any(String) },
		jobTitle: expect.any(String),
	});
	expect(items.some((item) => typeof item[badge] === 'string')).toBe(true);
});

describe('in the editor', () => {
	const properties = async () =>
		await callNodeMethod<{ name: string; value: string; description?: string }[]>(
			TYPE,
			'loadOptions',
			'listProperties',
			{ credentials: credentials() },
		);

	it.each([
		[{ group: locator('Sales') }, 'Sales'],
		[{ group: locator('6f5c1d0e-1111-4222-8333-444455556666') }, 'one group'],
		[{ source: 'groups' }, 'several groups'],
		[{ source: 'allUsers' }, 'all users'],
		[{ source: 'application', application: locator(APP) }, APP],
	])('the node says where its people come from: %j', async (parameters, shown) => {
		const { properties: own, subtitle = '' } = new GetGroupMembers().description;
		const teller = testNode({ properties: own }, async function () {
			return [[{ json: { subtitle: this.evaluateExpression(subtitle.slice(1), 0) } }]];
		});
		const workflow = workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'test.teller', name: 'People', parameters },
			],
			'Start -> People',
		);
		const result = await runWorkflow(workflow, { extraNodes: { 'test.teller': teller } });
		expect(result.items('People')).toEqual([{ subtitle: shown }]);
	});

	it('enterprise applications are offered', async () => {
		const options = { credentials: credentials(), args: ['pulse'] };
		expect(await callNodeMethod(TYPE, 'listSearch', 'searchApplications', options)).toMatchObject({
			results: [{ name: APP, value: oracle.app(APP).id }, { name: 'Pulse Archive' }],
		});
	});

	it('properties are offered, sorted, with what the tenant has added for users', async () => {
		await entra.settings({ permissions: ['Directory.Read.All'] });
		const offered = await properties();
		expect(offered.slice(0, userProperties.length)).toEqual(userProperties);
		const names = userProperties.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		expect(offered.slice(userProperties.length)).toEqual([
			{
				name: 'Extension: badgeNumber (HR sync)',
				value: expect.stringMatching(/^extension_/),
				description: expect.any(String),
			},
		]);
	});

	it('properties are offered without those, when they may not be listed, and it says so', async () => {
		const last = (await properties()).at(-1);
		expect(last).toMatchObject({
			name: '(Directory Extensions Are Not Listed)',
			value: '',
			description: expect.stringContaining('Directory.Read.All'),
		});
		const chosen = await run({ group: locator('Legal'), properties: ['city', last?.value ?? 'x'] });
		expect(chosen.items('People')[0]).toHaveProperty('city');
	});
});
