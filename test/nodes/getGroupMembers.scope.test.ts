import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runWorkflow, workflowOf } from '../support/engine';
import type { EngineRun } from '../support/engine';
import { Oracle } from '../support/entraOracle';
import type { OraclePerson } from '../support/entraOracle';
import { GraphSimulator } from '../support/graph';

/** Its fields are named like a person's, which must not matter. */
const INPUT = { department: 'Not a department', country: 'Sales' };
const TYPE = 'n8n-nodes-entra-hr-sync.getGroupMembers';

let entra: GraphSimulator;
let oracle: Oracle;
beforeAll(async () => {
	entra = await GraphSimulator.open(250);
	oracle = await Oracle.of(entra);
});
afterAll(async () => await entra.dispose());
beforeEach(async () => await entra.reset());

async function run(parameters: INodeParameters): Promise<EngineRun> {
	return await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.scheduleTrigger', name: 'Start', typeVersion: 1.2 },
				{
					type: TYPE,
					name: 'People',
					parameters: {
						group: { __rl: true, mode: 'id', value: entra.groupName },
						scope: 'some',
						properties: [],
						...parameters,
					},
				},
			],
			'Start -> People',
		),
		{
			credentials: { azureClientCredentialsApi: entra.credential() },
			mode: 'trigger',
			startNode: 'Start',
			triggerItems: [INPUT],
		},
	);
}

interface Condition {
	left: unknown;
	right?: unknown;
	type?: string;
	operation?: string;
}

function conditions(list: Condition[], combinator = 'and', options: IDataObject = {}): INodeParameters {
	return {
		conditions: {
			combinator,
			options: { caseSensitive: false, leftValue: '', typeValidation: 'loose', version: 2, ...options },
			conditions: list.map(({ left, right = '', type = 'string', operation = 'equals' }, index) => ({
				id: String(index),
				leftValue: left,
				rightValue: right,
				operator: { type, operation },
			})),
		},
	} as unknown as INodeParameters;
}

const members = (wanted: (person: OraclePerson) => boolean): string[] =>
	oracle.people
		.filter((person) => person.inGroup && wanted(person))
		.map(({ id }) => id)
		.sort();
const ids = (result: EngineRun): string[] =>
	result
		.items('People')
		.map(({ id }) => id as string)
		.sort();
const inSales = () => members(({ department }) => department === 'Sales');

it('leaves out guests and disabled accounts, and says that they will count as not in the group', async () => {
	const result = await run({ guests: 'exclude', disabledAccounts: 'exclude' });
	const expected = members(({ userType, accountEnabled }) => userType !== 'Guest' && accountEnabled);
	expect(ids(result)).toEqual(expected);
	expect(result.items('People')[0]?.roster).toMatchObject({ size: expected.length, read: 250 });
	expect(result.hints('People')).toContain(
		`${250 - expected.length} of them are out of scope and will count as not in the group`,
	);
});

it('leaves nobody out as long as the scope is everybody, whatever is set below', async () => {
	expect((await run({ scope: 'everybody', guests: 'only' })).items('People')).toHaveLength(250);
});

it('takes licenses by SKU ID and by part number', async () => {
	const frontline = members(({ assignedLicenses }) => assignedLicenses.some(({ skuId }) => skuId.startsWith('66b5')));
	const byId = { licenses: 'chosen', licenseSkus: '66b55226-6b4f-492c-910c-a3b7a3c9d993' };
	expect(ids(await run(byId))).toEqual(frontline);
	const byName = { licenses: 'chosen', licenseSkus: 'spe_f1' };
	expect((await run(byName)).error?.description).toContain('LicenseAssignment.Read.All');
	const permissions = ['GroupMember.Read.All', 'User.Read.All', 'LicenseAssignment.Read.All'];
	await entra.settings({ permissions });
	expect(ids(await run(byName))).toEqual(frontline);
	const { error } = await run({ licenses: 'chosen', licenseSkus: 'E9' });
	expect(error).toMatchObject({
		message: 'The tenant has no license "E9"',
		description: expect.stringContaining('ENTERPRISEPACK, SPE_F1'),
	});
});

describe('conditions', () => {
	it.each([
		['the field of a person', '={{ $json.department }}', 'Sales'],
		['a property by its name', 'Department', 'sales'],
		['an expression over the person', '={{ ($json.department ?? "").toUpperCase() }}', 'SALES'],
		['the person by its longer name', '={{ $input.item.json.department }}', 'Sales'],
		['a value of another step', '={{ $json.department }}', "={{ $('Start').first().json.country }}"],
		['the person on the right as well', '={{ "Sales" }}', '={{ $json.department }}'],
	])('compare %s', async (_, left, right) => {
		const result = await run(conditions([{ left, right }]));
		expect(ids(result)).toEqual(inSales());
		expect(Object.keys(result.items('People')[0] ?? {})).not.toContain('department');
		expect(result.items('Start')).toEqual([INPUT]);
	});

	it.each([
		['regex', '^Sal', true],
		['regex', '/^sal/i', true],
		['notRegex', '^Sal', false],
	])('take a pattern with capitals as it is meant: %s %s', async (operation, right, inside) => {
		const result = await run(conditions([{ left: '={{ $json.department }}', right, operation }]));
		const sales = new Set(inSales());
		expect(ids(result)).toEqual(members(({ id }) => sales.has(id) === inside));
	});

	it('go to Graph where they can', async () => {
		const pages = async (parameters: INodeParameters) => {
			await entra.settings({ pageSize: 20 });
			await entra.control('POST', 'stats/reset');
			await run(parameters);
			return (await entra.stats()).graphRequests;
		};
		const equals = await pages(conditions([{ left: '={{ $json.department }}', right: 'Legal' }]));
		const contains = await pages(
			conditions([{ left: '={{ $json.department }}', right: 'Legal', operation: 'contains' }]),
		);
		expect(equals).toBeLessThan(contains);
	});

	it.each(['and', 'or'])('are joined by "%s"', async (combinator) => {
		const result = await run(
			conditions(
				[
					{ left: '={{ $json.department }}', right: 'Sales' },
					{ left: '={{ $json.accountEnabled }}', type: 'boolean', operation: 'false' },
				],
				combinator,
			),
		);
		const expected = members(({ department, accountEnabled }) =>
			combinator === 'and' ? department === 'Sales' && !accountEnabled : department === 'Sales' || !accountEnabled,
		);
		expect(ids(result)).toEqual(expected);
	});

	it('compare dates', async () => {
		const date = { left: '={{ $json.employeeHireDate }}', type: 'dateTime', right: '2015-01-01T00:00:00Z' };
		const before = await run(conditions([{ ...date, operation: 'before' }]));
		const after = await run(conditions([{ ...date, operation: 'afterOrEquals' }]));
		expect(before.items('People').length).toBeGreaterThan(0);
		expect(after.items('People').length).toBeGreaterThan(0);
		expect([...ids(before), ...ids(after)].sort()).toEqual(members(() => true));
	});

	it('tell upper from lower case where that is asked for', async () => {
		const { error } = await run(
			conditions([{ left: '={{ $json.department }}', right: 'sales' }], 'and', { caseSensitive: true }),
		);
		expect(error?.message).toBe('None of the 250 members of "All Employees" is in scope');
	});

	it('that say nothing are no conditions', async () => {
		expect((await run(conditions([{ left: '', right: '' }], 'or'))).items('People')).toHaveLength(250);
	});

	it('that fail say for whom', async () => {
		const { error } = await run(
			conditions([{ left: '={{ $json.department }}', type: 'number', operation: 'gt', right: 5 }]),
		);
		expect(error?.message).toMatch(/^A condition of the scope cannot be evaluated for .+@.+: .*number/);
	});

	it('on a property that Graph gives for one person at a time are refused', async () => {
		const { error } = await run(conditions([{ left: '={{ $json.hireDate }}', right: 'x' }]));
		expect(error?.message).toBe('The property "hireDate" cannot be read of many people at once');
	});
});
