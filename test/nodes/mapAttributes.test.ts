import type { IDataObject, INodeParameters, INodePropertyOptions, ResourceMapperFields } from 'n8n-workflow';

import { SYSTEMS } from '../../lib/hr/systems';
import { fieldPathOf } from '../../lib/sync/mapping/fieldPath';
import { callNodeMethod, runOver } from '../support/engine';
import type { EngineRun } from '../support/engine';
import { nodeOf } from '../support/template';

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
	return await runOver(people, [{ ...template, parameters: { ...template.parameters, ...parameters } }]);
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
			causes: [],
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
	expect(employee['phoneNumbers[type eq "work"].value']).toBeNull();
	const { businessPhones: _, ...unread } = ann;
	const [other] = (await map([unread], { whenEmpty: 'clear' })).items('Map Attributes');
	expect(other!.employee).not.toHaveProperty(['phoneNumbers[type eq "work"].value']);
});

it('passes a person with problems on, and says how many there are', async () => {
	const run = await map([ann, { ...ann, id: 'e3', mail: null }]);
	expect(run.items('Map Attributes').map(({ problems }) => problems)).toEqual([
		[],
		['User name of Ann (ann@example.com) is empty and is required (it comes from mail)'],
	]);
	expect(run.hints('Map Attributes')[0]).toBe(
		'1 of 2 people has problems and will not be written (1 × a required value is empty); see "problems" on their rows',
	);
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

it('takes a list that is empty for nothing, and a search in what was not read for nothing known', async () => {
	const nickName = (value: string): INodeParameters => ({
		...custom([{ id: '1', name: 'nickName', type: 'string', value }]),
		whenEmpty: 'clear',
	});
	const [empty] = (await map([ann], nickName('={{ $json.businessPhones }}'))).items('Map Attributes');
	expect(empty).toMatchObject({ problems: [], causes: [], employee: { nickName: null } });
	const search = nickName('={{ $jmespath($json, "department") }}');
	expect((await map([ann], search)).items('Map Attributes')[0]!.employee).not.toHaveProperty('nickName');
	const both = nickName('={{ $json.jobTitle && $json["givenName"] }}');
	expect((await map([ann], both)).items('Map Attributes')[0]!.employee).toMatchObject({ nickName: null });
});

it('takes an expression that n8n can not work out for a problem, and one that comes to nothing for a value not read', async () => {
	const expressions = custom([
		{ id: '1', name: 'nickName', type: 'string', value: "={{ $('No such node').first().json.name }}" },
		{ id: '2', name: 'locale', type: 'string', value: '={{ $json.nothing.here.at.all }}' },
	]);
	const [row] = (await map([ann], { ...expressions, whenEmpty: 'clear' })).items('Map Attributes');
	expect(row!.problems).toEqual([
		expect.stringContaining('Nickname of Ann (ann@example.com) could not be worked out: '),
	]);
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
				.map(({ employee, problems }) => [(employee as IDataObject).nickName ?? null, problems]);
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

describe.each([
	['scim', 'a SCIM attribute', ['__proto__', 'constructor.prototype', 'emails[', 'job title', '']],
	['rest', 'the name of a field', ['__proto__', 'constructor.prototype', 'a..b', 'emails[type eq "home"].value', '']],
])('a custom attribute of %s that is not %s', (system, what, names) => {
	it.each(names)('is a problem of each person, and is not written: %j', async (name) => {
		const boxes = { mappingMode: 'defineBelow', value: {}, matchingColumns: [], schema: [] };
		const parameters = { system, [`${system}Attributes`]: boxes };
		const run = await map([ann], { ...custom([{ id: '1', name, type: 'string', value: 'x' }]), ...parameters });
		const [row] = run.items('Map Attributes');
		const label = name || 'A custom attribute without a name';
		expect(row!.problems).toEqual([`${label} of Ann (ann@example.com) can't be written: "${name}" is not ${what}`]);
		expect(Object.keys(row!.employee as IDataObject)).toEqual(['userName']);
	});
});

it('refuses an attribute that is mapped twice', async () => {
	const run = await map([ann], custom([{ id: '1', name: 'title', type: 'string', value: 'x' }]));
	expect(run.items('Map Attributes', 1)[0]).toMatchObject({ error: 'The attribute "Job title" is mapped twice' });
});

it('says where the user name is mapped when it is mapped twice', async () => {
	const run = await map([ann], custom([{ id: '1', name: 'USERNAME', type: 'string', value: 'x' }]));
	expect(run.items('Map Attributes', 1)[0]).toMatchObject({
		error: 'The attribute "User name" is mapped twice',
		details: { description: expect.stringContaining('"User Name"') },
	});
});

it.each([
	[{ userName: 'workEmail' }, 'Ann@Example.com'],
	[{ userName: 'userPrincipalName' }, 'ann@example.com'],
	[{ userName: 'employeeNumber' }, '0042'],
	[{ userName: 'objectId' }, 'e1'],
	[{ userName: 'other', userNameValue: '={{ $json.givenName.toLowerCase() }}' }, 'ann'],
])('takes the user name that %j says', async (parameters, userName) => {
	const [row] = (await map([{ ...ann, employeeId: '0042' }], parameters)).items('Map Attributes');
	expect(row!.employee).toMatchObject({ userName });
});

describe('rules for single attributes', () => {
	const rule = (settings: INodeParameters): INodeParameters => ({ rules: { rule: [settings] } });
	const transforms = (...transform: INodeParameters[]): INodeParameters => ({ transforms: { transform } });
	const mapped = async (person: IDataObject, parameters: INodeParameters): Promise<IDataObject> =>
		(await map([person], parameters)).items('Map Attributes')[0]!;

	it('apply transforms one after the other', async () => {
		const settings = transforms({ type: 'diacritics' }, { type: 'case', to: 'upper' }, { type: 'truncate', length: 3 });
		const row = await mapped(ann, rule({ attribute: 'name.familyName', ...settings }));
		expect(row.employee).toMatchObject({ 'name.familyName': 'OLS', 'name.givenName': 'Ann' });
	});

	it('write dates in the form that is asked for', async () => {
		const row = await mapped(
			{ ...ann, jobTitle: '2024-03-01T00:00:00Z' },
			rule({ attribute: 'title', ...transforms({ type: 'date', format: 'dd/MM/yyyy' }) }),
		);
		expect(row.employee).toMatchObject({ title: '01/03/2024' });
	});

	it('look values up in a table that may come from an expression', async () => {
		const table = '={{ { engineer: "E" + 1 } }}';
		const row = await mapped(
			{ ...ann, jobTitle: 'Engineer' },
			rule({ attribute: 'TITLE', ...transforms({ type: 'lookup', table }) }),
		);
		expect(row.employee).toMatchObject({ title: 'E1' });
	});

	it('put a default, also one out of an expression, in the place of what is empty', async () => {
		const settings = { attribute: 'title', whenEmpty: 'default', defaultValue: '={{ $json.givenName + " (new)" }}' };
		expect((await mapped(ann, rule(settings))).employee).toMatchObject({ title: 'Ann (new)' });
		expect((await mapped({ ...ann, jobTitle: 'Lead' }, rule(settings))).employee).toMatchObject({ title: 'Lead' });
	});

	it('clear or leave one attribute other than the rest', async () => {
		const cleared = await mapped({ ...ann, mobilePhone: null }, rule({ attribute: 'title', whenEmpty: 'clear' }));
		expect(cleared.employee).toMatchObject({ title: null });
		expect(Object.values(cleared.employee as IDataObject).filter((value) => value === null)).toHaveLength(1);
		const left = await mapped(ann, { ...rule({ attribute: 'title', whenEmpty: 'leave' }), whenEmpty: 'clear' });
		expect(left.employee).not.toHaveProperty('title');
	});

	it('mark what is only written on create', async () => {
		const row = await mapped(ann, rule({ attribute: 'displayName', onlyOnCreate: true }));
		expect(row.onlyOnCreate).toEqual(['displayName']);
	});

	it('check what the list of the system does not', async () => {
		const people = [
			ann,
			{ ...ann, id: 'e2', mail: 'b@example.com', jobTitle: 'Lead' },
			{ ...ann, id: 'e3', mail: 'c@example.com', jobTitle: 'Engineer' },
			{ ...ann, id: 'e4', mail: 'd@example.com', jobTitle: 'lead' },
		];
		const checks = { required: true, maxLength: 6, allowed: 'Lead\nEngineer', unique: true };
		const rows = (await map(people, rule({ attribute: 'title', checks }))).items('Map Attributes');
		expect(rows.map(({ problems }) => problems)).toEqual([
			['Job title of Ann (ann@example.com) is empty and is required (it comes from jobTitle)'],
			['Job title of Ann (ann@example.com) is "Lead", and so is that of Ann (ann@example.com)'],
			['Job title of Ann (ann@example.com) is 8 characters long, and 6 is the most ("Engineer")'],
			['Job title of Ann (ann@example.com) is "Lead", and so is that of Ann (ann@example.com)'],
		]);
	});

	it.each([
		[{ required: '={{ true }}' }, null, /is required/],
		[{ maxLength: '={{ 3 }}' }, 'Lead', /3 is the most/],
		[{ type: '={{ "integer" }}' }, 'Lead', /whole number/],
		[{ allowed: '={{ "Head\\nChief" }}' }, 'Lead', /only takes "Head", "Chief"/],
	])('check by expressions too: %j', async (checks, jobTitle, problem) => {
		const row = await mapped({ ...ann, jobTitle }, rule({ attribute: 'title', checks }));
		expect(row.problems).toEqual([expect.stringMatching(problem)]);
	});

	it('send a custom attribute as what it is', async () => {
		const parameters = {
			...custom([{ id: '1', name: 'nickName', type: 'string', value: '42' }]),
			...rule({ attribute: 'nickName', checks: { type: 'integer' } }),
		};
		expect((await mapped(ann, parameters)).employee).toMatchObject({ nickName: 42 });
	});

	it.each([
		[
			{ attribute: 'title', checks: { maxLength: 0 } },
			'"Longest" of the rule for "title" is 0, which is not a whole number from 1 up',
		],
		[{ attribute: 'nickName' }, 'There is a rule for "nickName", which is not mapped'],
		[{ attribute: '={{ "" }}' }, 'A rule names no attribute'],
		[
			{ attribute: 'title', ...transforms({ type: 'case', to: 'camel' }) },
			'The rule for title can\'t be used: There is no case "camel"',
		],
	])('are refused when they make no sense: %j', async (settings, error) => {
		expect((await map([ann], rule(settings))).items('Map Attributes', 1)[0]).toMatchObject({ error });
	});

	it('are refused when there are two for one attribute', async () => {
		const two = { rules: { rule: [{ attribute: 'title' }, { attribute: 'Title' }] } };
		expect((await map([ann], two)).items('Map Attributes', 1)[0]).toMatchObject({
			error: 'There are two rules for "title"',
		});
	});
});

it('stops at a mapping that leaves nobody with a user name, or deactivates everybody', async () => {
	const people = [ann, { ...ann, id: 'e2' }];
	const nobody = await map(people, { userName: 'employeeNumber' });
	expect(nobody.items('Map Attributes', 1)[0]).toMatchObject({ error: 'User name would be empty for all 2 people' });
	expect(nobody.items('Map Attributes')).toEqual([]);
	const off = nodeOf('Map Attributes').parameters!.scimAttributes as INodeParameters;
	const value = { ...(off.value as INodeParameters), active: 'false' };
	const everybody = await map([ann, { ...ann, id: 'e2', mail: 'b@example.com' }], {
		scimAttributes: { ...off, value },
	});
	expect(everybody.items('Map Attributes', 1)[0]).toMatchObject({
		error: 'Active would be false for all 2 people: all of them would be deactivated',
	});
});

describe('an HR system of its own', () => {
	const values = (system: string, value: INodeParameters): INodeParameters => ({
		system,
		[`${system}Attributes`]: { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] },
	});

	it('says what it needs before anything is read from it', async () => {
		const run = await map([ann], { ...values('pingboard', { externalId: '={{ $json.id }}' }) });
		expect(run.items('Map Attributes', 1)[0]).toMatchObject({
			error: 'Pingboard needs Work e-mail and First name and Last name, and nothing is mapped there',
		});
	});

	it('takes a box that was emptied for one without a value, and a mapping of nothing for a mistake', async () => {
		const run = await map([ann], values('scim', { title: '=', displayName: '= ' }));
		expect(run.items('Map Attributes', 1)[0]).toMatchObject({ error: 'Nothing is mapped but the user name' });
	});

	it('has its own names for fields', async () => {
		const mapping = values('tribalHabits', {
			workEmail: '={{ $json.mail }}',
			givenName: '={{ $json.givenName }}',
			familyName: 'X',
		});
		const [row] = (
			await map([ann], {
				...mapping,
				...custom([{ id: '1', name: 'X-Cost Centre', type: 'string', value: 'S1' }]),
			})
		).items('Map Attributes');
		expect(row).toMatchObject({
			employee: {
				user_name: 'Ann@Example.com',
				email: 'Ann@Example.com',
				first_name: 'Ann',
				last_name: 'X',
				'X-Cost Centre': 'S1',
			},
			onlyOnCreate: ['user_name'],
			problems: [],
			causes: [],
		});
	});

	it('reports people whose user name is not what it wants', async () => {
		const mapping = values('peakon', {
			workEmail: '={{ $json.mail }}',
			givenName: 'A',
			familyName: 'B',
			active: '={{ $json.accountEnabled }}',
		});
		const run = await map([{ ...ann, employeeId: '7' }], { userName: 'employeeNumber', ...mapping });
		expect(run.items('Map Attributes')[0]!.problems).toEqual([
			'User name of Ann (ann@example.com) is "7" and has to be the same as the Work e-mail, "Ann@Example.com"',
		]);
	});

	it('has every attribute once, the required ones among the boxes, and defaults for them', async () => {
		for (const { id, name, userName, attributes } of SYSTEMS) {
			const fields = await fieldsOf({ system: id });
			expect(fields.map((field) => field.id)).toEqual(attributes.map((attribute) => attribute.id));
			for (const list of [fields.map((field) => field.id), [userName, ...attributes].map(({ path }) => path)]) {
				expect({ name, twice: list.filter((one, at) => list.indexOf(one) !== at) }).toEqual({ name, twice: [] });
			}
			for (const field of fields.filter(({ required }) => required)) {
				expect({ name, ...field }).toMatchObject({ removed: false, defaultValue: expect.stringMatching(/^=/) });
			}
		}
	});
});

const fieldsOf = async (parameters: INodeParameters): Promise<ResourceMapperFields['fields']> =>
	(
		await callNodeMethod<ResourceMapperFields>(
			'n8n-nodes-entra-hr-sync.mapAttributes',
			'resourceMapping',
			'getAttributes',
			{ parameters },
		)
	).fields;

it('offers the attributes that the template has', async () => {
	const { schema } = nodeOf('Map Attributes').parameters!.scimAttributes as unknown as { schema: IDataObject[] };
	const fields = await fieldsOf({ system: 'scim' });
	expect(fields.map(({ defaultValue: _, ...field }) => field)).toEqual(schema);
});

it('offers boxes, the user name and custom attributes for rules', async () => {
	const names = await callNodeMethod<INodePropertyOptions[]>(
		'n8n-nodes-entra-hr-sync.mapAttributes',
		'loadOptions',
		'getAttributeNames',
		{ parameters: { system: 'tribalHabits', ...custom([{ id: '1', name: 'X-Team', type: 'string', value: 'x' }]) } },
	);
	expect(names.map(({ value }) => value)).toEqual(expect.arrayContaining(['user_name', 'email', 'X-Team']));
});
