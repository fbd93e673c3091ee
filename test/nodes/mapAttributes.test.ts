import type { IDataObject, INodeParameters, ResourceMapperFields } from 'n8n-workflow';

import { fieldPathOf } from '../../lib/sync/fieldPath';
import { callNodeMethod, runWorkflow, testNode, workflowOf } from '../support/engine';
import { nodeOf } from '../support/template';
import type { EngineRun } from '../support/engine';

const ann = {
	id: 'e1',
	userPrincipalName: 'ann@example.com',
	displayName: 'Ann',
	mail: 'Ann@Example.com',
	accountEnabled: true,
	givenName: 'Ann',
	surname: 'Ølsen',
	jobTitle: null,
	businessPhones: [],
	manager: { id: 'e2' },
	roster: { id: 'r', size: 1 },
};

/** Runs Map Attributes as the template sets it up, with other parameters where given. */
async function map(people: IDataObject[], parameters: INodeParameters = {}): Promise<EngineRun> {
	const template = nodeOf('Map Attributes');
	return await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'test.people', name: 'People' },
				{ ...template, parameters: { ...template.parameters, ...parameters } },
			],
			'Start -> People -> Map Attributes',
		),
		{ extraNodes: { 'test.people': testNode({}, async () => [people.map((json) => ({ json }))]) } },
	);
}

const custom = (assignments: INodeParameters[]): INodeParameters => ({ customAttributes: { assignments } });

it('maps a person with the mapping that the template is shipped with', async () => {
	const run = await map([ann]);
	expect(run.items('Map Attributes')).toEqual([
		{
			employee: {
				userName: 'Ann@Example.com',
				externalId: 'e1',
				active: true,
				'name.givenName': 'Ann',
				'name.familyName': 'Ølsen',
				displayName: 'Ann',
				'emails[type eq "work"].value': 'Ann@Example.com',
			},
			entra: {
				id: 'e1',
				userPrincipalName: 'ann@example.com',
				displayName: 'Ann',
				accountEnabled: true,
				managerId: 'e2',
			},
			problems: [],
			roster: { id: 'r', size: 1 },
		},
	]);
});

it('clears what was read as empty, and leaves what was not read, when told that empty clears', async () => {
	const [row] = (await map([ann], { whenEmpty: 'clear' })).items('Map Attributes');
	const employee = row!.employee as IDataObject;
	expect(employee.title).toBeNull();
	expect(employee).not.toHaveProperty('preferredLanguage');
	expect(Object.keys(employee).some((attribute) => attribute.endsWith(':department'))).toBe(false);
	// An empty list of phones was read, so there is none; an index into a list that was not read means nothing.
	const { businessPhones: _, ...unread } = ann;
	const [other] = (await map([unread], { whenEmpty: 'clear' })).items('Map Attributes');
	expect(other!.employee).not.toHaveProperty(['phoneNumbers[type eq "work"].value']);
});

it('passes a person with problems on, and says how many there are', async () => {
	const run = await map([ann, { ...ann, id: 'e3', mail: null }]);
	expect(run.items('Map Attributes').map(({ problems }) => problems)).toEqual([
		[],
		['User name is empty and is required (it comes from mail)'],
	]);
	expect(run.hints('Map Attributes')[0]).toContain('1 of 2 people have problems');
});

it('maps custom attributes by path, expression or constant', async () => {
	const [row] = (
		await map(
			[ann],
			custom([
				{ id: '1', name: 'nickName', type: 'string', value: '={{ $json.givenName.toLowerCase() }}' },
				{
					id: '2',
					name: 'urn:ietf:params:scim:schemas:extension:peakon:2.0:User:Job Title',
					type: 'string',
					value: 'Lead',
				},
				{ id: '3', name: 'emails[type eq "home"].value', type: 'string', value: '={{ $json.mail }}' },
			]),
		)
	).items('Map Attributes');
	expect(row!.employee).toMatchObject({
		nickName: 'ann',
		'urn:ietf:params:scim:schemas:extension:peakon:2.0:User:Job Title': 'Lead',
		'emails[type eq "home"].value': 'Ann@Example.com',
	});
});

it('takes an expression that n8n can not work out for a problem, and one that comes to nothing for a value not read', async () => {
	const expressions = custom([
		{ id: '1', name: 'nickName', type: 'string', value: "={{ $('No such node').first().json.name }}" },
		{ id: '2', name: 'locale', type: 'string', value: '={{ $json.nothing.here.at.all }}' },
	]);
	const [row] = (await map([ann], { ...expressions, whenEmpty: 'clear' })).items('Map Attributes');
	expect(row!.problems).toEqual([expect.stringContaining('Nickname could not be worked out: ')]);
	expect(row!.employee).not.toHaveProperty('nickName');
	expect(row!.employee).not.toHaveProperty('locale');
});

describe('a field is read directly as the expression engine would', () => {
	const rows: IDataObject[] = [
		{ ...ann, text: 'abc', list: ['a', 'b'], 'job title': 'x', deep: { a: { b: 1 }, none: null } },
		{ ...ann, id: 'e2', list: [], deep: null },
	];
	const fields = [
		'$json.text',
		'$json["job title"]',
		"$json['text']",
		'$json.list[1]',
		'$json.list?.[0]',
		'$json.list.length',
		'$json.text.length',
		'$json.deep.a.b',
		'$json.deep?.none?.x',
		'$json.nothing.here',
		'$json.manager.id',
		'$json.businessPhones[0]',
	];

	test.each(fields)('%s', async (field) => {
		const values = async (expression: string): Promise<unknown[]> => {
			const run = await map(rows, {
				...custom([{ id: '1', name: 'nickName', type: 'string', value: expression }]),
				whenEmpty: 'clear',
			});
			return run
				.items('Map Attributes')
				.map(({ employee, problems }) => [(employee as IDataObject).nickName, problems]);
		};
		expect(fieldPathOf(`={{ ${field} }}`)).toBeDefined();
		const engine = `={{ (${field}) }}`;
		expect(fieldPathOf(engine)).toBeUndefined();
		expect(await values(`={{ ${field} }}`)).toEqual(await values(engine));
	});

	it.each([
		'={{ $json.a + 1 }}',
		'={{ $json.a() }}',
		'={{ $json }}',
		'x {{ $json.a }}',
		'={{ $json.a }} b',
		'={{ $json.a }}{{ $json.b }}',
		'={{ $json[a] }}',
		"={{ $('X').item.json.a }}",
	])('%s is left to the engine', (expression) => {
		expect(fieldPathOf(expression)).toBeUndefined();
	});
});

it.each(['__proto__', 'constructor.prototype', 'emails[', ''])('refuses the custom attribute %j', async (name) => {
	const run = await map([ann], custom([{ id: '1', name, type: 'string', value: 'x' }]));
	expect(run.items('Map Attributes', 1)[0]).toMatchObject({
		error: expect.stringContaining('is not a SCIM attribute'),
	});
	expect(run.items('Map Attributes')).toEqual([]);
});

it('refuses an attribute that is mapped twice', async () => {
	const run = await map([ann], custom([{ id: '1', name: 'title', type: 'string', value: 'x' }]));
	expect(run.items('Map Attributes', 1)[0]).toMatchObject({ error: 'The attribute "Job title" is mapped twice' });
});

it('offers every attribute once, with a sensible expression for the usual ones', async () => {
	const { fields } = await callNodeMethod<ResourceMapperFields>(
		'n8n-nodes-entra-hr-sync.mapAttributes',
		'localResourceMapping',
		'getAttributes',
	);
	expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
	expect(fields.filter(({ required }) => required).map(({ id }) => id)).toEqual(['userName']);
	expect(fields.find(({ id }) => id === 'externalId')!.defaultValue).toBe('={{ $json.id }}');
});
