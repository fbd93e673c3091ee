import type { IDataObject, INodeProperties, INodeType } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { DeactivateMissing } from '../../nodes/DeactivateMissing/DeactivateMissing.node';
import { GetGroupMembers } from '../../nodes/GetGroupMembers/GetGroupMembers.node';
import { GetManager } from '../../nodes/GetManager/GetManager.node';
import { UpsertEmployee } from '../../nodes/UpsertEmployee/UpsertEmployee.node';
import { UpsertTeam } from '../../nodes/UpsertTeam/UpsertTeam.node';
import { asBoolean, asChoice, asList, asNumber, asText } from '../../nodes/shared/parameters';
import { runOver } from '../support/engine';
import { ScimStore } from '../support/scimStore';
import { mappedRows } from '../support/syncRun';

describe('a reader', () => {
	it.each([undefined, null, '', 'ten', Number.NaN, -1, 101, {}, [5]])(
		'takes %p for no number from 0 to 100',
		(value) => {
			expect(() => asNumber(value, 'The Limit', { from: 0, to: 100 })).toThrow('"The Limit" is ');
		},
	);

	it('takes a text that is a number, and whole ones where they have to be', () => {
		expect(asNumber(' 10 ', 'The Limit', { from: 0, to: 100 })).toBe(10);
		expect(() => asNumber(1.5, 'Runs', { from: 1, whole: true })).toThrow(
			'"Runs" is 1.5, which is not a whole number from 1 up',
		);
	});

	it.each(['', 'oops', undefined, 1, ['a']])('takes %p for none of the choices', (value) => {
		expect(() => asChoice(value, 'Managers', ['a', 'b'])).toThrow(SyncError);
	});

	it.each(['', 'perhaps', undefined, 1, {}])('takes %p for neither yes nor no', (value) => {
		expect(() => asBoolean(value, 'Link')).toThrow('which is neither true nor false');
	});

	it('takes yes and no as some systems spell them', () => {
		expect([true, 'True', ' false '].map((value) => asBoolean(value, 'Link'))).toEqual([true, true, false]);
	});

	it('takes a list apart, whatever it comes as', () => {
		expect(asList('a, b,, c ', 'Names')).toEqual(['a', 'b', 'c']);
		expect(asList(['a', ['b, c'], 7], 'Names')).toEqual(['a', 'b', 'c', '7']);
		expect(asList(undefined, 'Names')).toEqual([]);
		expect(() => asList({ a: 1 }, 'Names')).toThrow('"Names" is {"a":1}, which is neither text nor a list');
	});

	it('takes no object for a text', () => {
		expect([asText(7, 'Name'), asText(null, 'Name')]).toEqual(['7', '']);
		expect(() => asText({}, 'Name')).toThrow('"Name" is {}, which is not a text');
	});
});

/** Sync Report is none of them: it also tells what stopped a run, and must not be stopped itself. */
const NODES: [INodeType, input: 'nothing' | 'mapped' | 'results'][] = [
	[new GetGroupMembers(), 'nothing'],
	[new GetManager(), 'nothing'],
	[new UpsertEmployee(), 'mapped'],
	[new DeactivateMissing(), 'results'],
	[new UpsertTeam(), 'results'],
];

const mayBeExpression = ({ type, noDataExpression }: INodeProperties): boolean =>
	(type === 'options' || type === 'boolean') && !noDataExpression;

const CASES = NODES.flatMap(([node, input]) =>
	node.description.properties
		.filter(mayBeExpression)
		// Whatever is no clear "no" is a dry run.
		.filter(({ name }) => name !== 'dryRun')
		.map(
			(property) =>
				[property.displayName, node.description.displayName, node.description.name, input, property] as const,
		),
);

describe('what nobody has chosen stands for nothing', () => {
	let store: ScimStore;
	beforeAll(async () => (store = await ScimStore.open()));
	afterAll(async () => await store.close());

	it.each(CASES)('%s of %s', async (label, _, name, input, property) => {
		store.reset();
		const { show = {} } = property.displayOptions ?? {};
		const shown = Object.fromEntries(
			Object.entries(show).map(([key, values]) => [key, (values as unknown[])[0]]),
		) as IDataObject;
		for (const bad of ['={{ "oops" }}', '={{ "" }}', '={{ undefined }}']) {
			const node = {
				type: `n8n-nodes-entra-hr-sync.${name}`,
				name: 'Node',
				parameters: {
					system: 'scim',
					settingsFrom: 'here',
					groupNames: 'Sales',
					group: 'Sales',
					application: 'HR',
					matchAttributes: 'userName',
					...shown,
					[property.name]: bad,
				},
			};
			const upsert = {
				type: 'n8n-nodes-entra-hr-sync.upsertEmployee',
				name: 'Upsert',
				parameters: { system: 'scim', dryRun: false },
			};
			const rows = input === 'nothing' ? [{ id: 'someone' }] : mappedRows(['ann']);
			const run = await runOver(rows, input === 'results' ? [upsert, node] : [node], {
				credentials: {
					scimApi: { baseUrl: store.baseUrl, token: 'a-token' },
					hrRestApi: { baseUrl: store.baseUrl, authentication: 'authorizationHeader', apiKey: 'a-token' },
					azureClientCredentialsApi: {
						tenantId: '00000000-0000-4000-8000-000000000001',
						clientId: '00000000-0000-4000-8000-000000000002',
						clientSecret: 'a-secret',
						cloud: 'global',
					},
				},
			});
			expect(run.error?.message).toContain(`"${label}" is ${bad.includes('oops') ? '"oops"' : 'empty'}, which is `);
		}
	});
});
