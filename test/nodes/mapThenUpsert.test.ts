import type { IDataObject, INodeParameters, ResourceMapperFields } from 'n8n-workflow';

import { CORE_USER, ENTERPRISE_USER } from '../../lib/hr/scim/path';
import { callNodeMethod, runOver } from '../support/engine';
import type { EngineRun } from '../support/engine';
import { rosterOf } from '../support/rosters';
import { ScimStore } from '../support/scimStore';
import { nodeOf } from '../support/template';

const CUSTOM = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';
const ann = {
	id: 'e1',
	userPrincipalName: 'ann@example.com',
	displayName: 'Ann',
	mail: 'ann@example.com',
	accountEnabled: true,
	manager: { id: 'e2' },
	roster: { ...rosterOf(['e1']) },
};
const bob = {
	...ann,
	id: 'e2',
	userPrincipalName: 'bob@example.com',
	displayName: 'Bob',
	mail: 'bob@example.com',
	manager: null,
};

let store: ScimStore;
let credentials: { scimApi: Record<string, unknown> };
beforeAll(async () => {
	store = await ScimStore.open();
	credentials = { scimApi: { baseUrl: store.baseUrl, token: 'x' } };
});
afterAll(async () => await store.close());
beforeEach(() => store.reset());

async function sync(
	people: IDataObject[],
	parameters: INodeParameters,
	upsert: INodeParameters = {},
): Promise<EngineRun> {
	const [mapping, writing] = [nodeOf('Map Attributes'), nodeOf('Upsert Employee')];
	const nodes = [
		{ ...mapping, parameters: { ...mapping.parameters, ...parameters } },
		{ ...writing, parameters: { system: 'scim', dryRun: false, ...upsert } },
	];
	return await runOver(people, nodes, { credentials });
}
const custom = (...assignments: INodeParameters[]): INodeParameters => ({ customAttributes: { assignments } });

it('fails people, and not the run, for a custom attribute that can not be written, also when only on create', async () => {
	const run = await sync([ann], {
		...custom({ id: '1', name: '__proto__', type: 'string', value: 'x' }),
		rules: { rule: [{ attribute: '__proto__', onlyOnCreate: true }] },
	});
	expect(run.items('Upsert Employee')[0]).toMatchObject({ action: 'failed' });
});

it.each([
	[`${ENTERPRISE_USER}:manager`, 'managers are set by Upsert Employee, under Managers'],
	['schemas', 'the HR system sets it itself'],
	['name', 'say which part of it, such as name.givenName'],
	['emails[type eq "home"]', 'say which part of it, such as emails[type eq "home"].value'],
	['password', 'a password can only be written with a rule that says "Only on Create"'],
])('does not write %s as a custom attribute', async (name, why) => {
	const run = await sync([bob], custom({ id: '1', name, type: 'string', value: '={{ $json.mail }}' }));
	expect(run.items('Upsert Employee')[0]).toMatchObject({
		action: 'failed',
		reason: `${name} of Bob (bob@example.com) can't be written: ${why}`,
	});
	expect(store.people.size).toBe(0);
});

it('says why an HR system shows no attributes, and keeps those that it showed before', async () => {
	store.answer = () => ({ status: 401, body: { detail: 'Who are you?' } });
	const ask = async (schema: INodeParameters[]): Promise<ResourceMapperFields> =>
		await callNodeMethod<ResourceMapperFields>(
			'n8n-nodes-entra-hr-sync.mapAttributes',
			'resourceMapping',
			'getAttributes',
			{
				parameters: {
					system: 'scim',
					attributesFrom: 'target',
					scimLiveAttributes: { mappingMode: 'defineBelow', value: {}, matchingColumns: [], schema },
				},
				credentials,
			},
		);
	expect(await ask([])).toEqual({ fields: [], emptyFieldsNotice: expect.stringContaining('401') });
	await expect(ask([{ id: 'title', displayName: 'Job title' }])).rejects.toThrow('401');
});

it('checks what the HR system says of its attributes', async () => {
	store.answer = ({ path }) =>
		path === '/Schemas'
			? {
					status: 200,
					body: [
						{
							id: CORE_USER,
							attributes: [
								{ name: 'userName', type: 'string', required: true },
								{ name: 'title', type: 'string', required: true },
								{ name: 'userType', type: 'string', mutability: 'immutable' },
							],
						},
						{
							id: CUSTOM,
							attributes: [
								{ name: 'Start Date', type: 'dateTime' },
								{ name: 'Level', type: 'integer' },
								{ name: 'Home Page', type: 'reference', referenceTypes: ['external'] },
								{ name: 'Badge', type: 'string', mutability: 'immutable' },
								{ name: 'Mentor', type: 'boolean' },
							],
						},
					],
				}
			: undefined;
	const { fields } = await callNodeMethod<ResourceMapperFields>(
		'n8n-nodes-entra-hr-sync.mapAttributes',
		'resourceMapping',
		'getAttributes',
		{ parameters: { system: 'scim', attributesFrom: 'target' }, credentials },
	);
	const idOf = (label: string): string => fields.find(({ displayName }) => displayName.startsWith(label))!.id;
	const value = {
		[idOf('Job title')]: '={{ $json.jobTitle }}',
		[idOf('Start Date')]: 'soon',
		[idOf('Level')]: '1.5',
		[idOf('Home Page')]: 'nowhere',
		[idOf('Badge')]: 'B1',
	};
	const run = await sync([{ ...ann, jobTitle: null }], {
		attributesFrom: 'target',
		scimLiveAttributes: {
			mappingMode: 'defineBelow',
			value,
			matchingColumns: [],
			schema: fields as unknown as INodeParameters[],
		},
	});
	const [row] = run.items('Map Attributes');
	expect(row!.problems).toHaveLength(4);
	expect(row!.onlyOnCreate).toEqual([`${CUSTOM}:Badge`]);
});
