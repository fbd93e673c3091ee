import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const transforms: INodePropertyOptions[] = [
	{ name: 'Case', value: 'case', description: 'Upper, lower, title or sentence case' },
	{ name: 'Cut to a Length', value: 'truncate', description: 'Keep so many characters' },
	{ name: 'Date Format', value: 'date', description: 'Write a date in another form' },
	{ name: 'Join a List', value: 'join', description: 'Make one text of several values' },
	{
		name: 'Lookup Table',
		value: 'lookup',
		description: 'Replace values by others, such as departments by cost centers',
	},
	{ name: 'Phone Number (E.164)', value: 'phone', description: 'Write phone numbers like +441632960961' },
	{ name: 'Plain Letters', value: 'diacritics', description: 'Letters without accents and other marks' },
	{ name: 'Split a Text', value: 'split', description: 'Take one part of a text or list' },
	{ name: 'Trim', value: 'trim', description: 'Remove blanks' },
];

/** A setting that only some transforms have; settings are the same for everybody, so they hold no expressions. */
function setting(types: string[], property: INodeProperties): INodeProperties {
	return { noDataExpression: true, ...property, displayOptions: { show: { type: types } } };
}

const unusable = (leave: string): INodePropertyOptions[] => [
	{ name: 'Count as Empty', value: 'empty' },
	{ name: leave, value: 'leave' },
	{ name: 'Report a Problem', value: 'problem', description: 'The person is not written, and the report says why' },
];

const transformValues: INodeProperties[] = [
	{
		displayName: 'Transform',
		name: 'type',
		type: 'options',
		noDataExpression: true,
		options: transforms,
		default: 'trim',
	},
	setting(['trim'], {
		displayName: 'Blanks',
		name: 'blanks',
		type: 'options',
		options: [
			{ name: 'Remove All', value: 'remove' },
			{ name: 'Remove at Both Ends', value: 'ends' },
			{ name: 'Remove at Both Ends, Single Ones Between Words', value: 'collapse' },
		],
		default: 'ends',
	}),
	setting(['case'], {
		displayName: 'To',
		name: 'to',
		type: 'options',
		options: [
			{ name: 'Lower Case', value: 'lower' },
			{ name: 'Sentence Case', value: 'sentence' },
			{ name: 'Title Case', value: 'title' },
			{ name: 'Upper Case', value: 'upper' },
		],
		default: 'lower',
	}),
	setting(['diacritics'], {
		displayName: 'German Spelling',
		name: 'german',
		type: 'boolean',
		default: false,
		description: 'Whether ä, ö, ü and ß become ae, oe, ue and ss',
	}),
	setting(['date'], {
		displayName: 'From',
		name: 'from',
		type: 'string',
		default: '',
		placeholder: 'e.g. dd/MM/yyyy',
		description: 'The form in which the date comes; empty for what Entra gives (2024-03-01 or 2024-03-01T00:00:00Z)',
	}),
	setting(['date'], {
		displayName: 'To',
		name: 'format',
		type: 'string',
		default: 'yyyy-MM-dd',
		placeholder: 'e.g. dd/MM/yyyy',
		description: 'The form in which to write it: yyyy, MM, dd, HH, mm, ss and text in single quotes',
	}),
	setting(['date'], {
		displayName: 'Time Zone',
		name: 'zone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Europe/London',
		description: 'Where the day is to be taken from a moment such as 2024-03-01T23:30:00Z; empty to leave it as it is',
	}),
	setting(['phone'], {
		displayName: 'Country',
		name: 'country',
		type: 'string',
		default: '',
		placeholder: 'e.g. GB',
		description: 'For numbers without a country code, in two letters',
	}),
	setting(['phone'], {
		displayName: 'When It Is No Phone Number',
		name: 'invalid',
		type: 'options',
		options: unusable('Leave as It Is'),
		default: 'problem',
	}),
	{
		displayName: 'Table',
		name: 'table',
		type: 'string',
		typeOptions: { rows: 5 },
		displayOptions: { show: { type: ['lookup'] } },
		default: '',
		placeholder: 'e.g. Sales = S100',
		description:
			'One pair a line, such as "Sales = S100", or two columns pasted from a spreadsheet. An expression is worked out once, for the first person.',
	},
	setting(['lookup'], {
		displayName: 'When It Is Not in the Table',
		name: 'missing',
		type: 'options',
		options: unusable('Leave as It Is'),
		default: 'problem',
	}),
	setting(['split', 'join'], {
		displayName: 'Separator',
		name: 'separator',
		type: 'string',
		default: ',',
		description: 'What stands between the parts',
	}),
	setting(['split'], {
		displayName: 'Part',
		name: 'part',
		type: 'number',
		default: 1,
		description: '1 is the first part, 2 the second, -1 the last',
	}),
	setting(['truncate'], {
		displayName: 'Characters',
		name: 'length',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 256,
	}),
];

/** Checks that the system's own list doesn't make, such as for attributes that a company has added. */
const checks: INodeProperties = {
	displayName: 'Checks',
	name: 'checks',
	type: 'collection',
	placeholder: 'Add check',
	default: {},
	description: 'Whoever does not pass is not written, and the report says why',
	options: [
		{
			displayName: 'Allowed Values',
			name: 'allowed',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Full Time',
			description: 'The only values that the HR system takes, one a line',
		},
		{
			displayName: 'Form',
			name: 'type',
			type: 'options',
			options: [
				{ name: 'Date', value: 'date' },
				{ name: 'Date and Time', value: 'dateTime' },
				{ name: 'E-Mail Address', value: 'email' },
				{ name: 'Number', value: 'number' },
				{ name: 'Text', value: 'string' },
				{ name: 'True or False', value: 'boolean' },
				{ name: 'URL', value: 'url' },
				{ name: 'Whole Number', value: 'integer' },
			],
			default: 'string',
			description: 'What a value has to be; it is sent to the HR system as such',
		},
		{
			displayName: 'Longest',
			name: 'maxLength',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 256,
			description: 'Characters, at most',
		},
		{
			displayName: 'Required',
			name: 'required',
			type: 'boolean',
			default: true,
			description: 'Whether it must not be empty',
		},
		{
			displayName: 'Unique',
			name: 'unique',
			type: 'boolean',
			default: true,
			description: 'Whether no two people may have the same value. Set it for whatever Upsert Employee matches by.',
		},
	],
};

/** In the order in which people think of them. */
const ruleValues: INodeProperties[] = [
	{
		displayName: 'Attribute Name or ID',
		name: 'attribute',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getAttributeNames', loadOptionsDependsOn: ['system', 'attributesFrom'] },
		default: '',
		required: true,
		description:
			'The attribute that the rule is about. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Transforms',
		name: 'transforms',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add transform',
		default: {},
		description: 'Changes to the value, one after the other; an empty value is left empty',
		options: [{ displayName: 'Transform', name: 'transform', values: transformValues }],
	},
	{
		displayName: 'If Empty',
		name: 'whenEmpty',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'As for All Attributes', value: 'standard' },
			{ name: 'Clear the Attribute', value: 'clear' },
			{ name: 'Leave the Attribute Alone', value: 'leave' },
			{ name: 'Use a Default', value: 'default' },
		],
		default: 'standard',
		description: 'What an empty value does',
	},
	{
		displayName: 'Default',
		name: 'defaultValue',
		type: 'string',
		displayOptions: { show: { whenEmpty: ['default'] } },
		default: '',
		description: 'What to write instead of an empty value: a text, a field or an expression',
	},
	{
		displayName: 'Only on Create',
		name: 'onlyOnCreate',
		type: 'boolean',
		default: false,
		noDataExpression: true,
		description: 'Whether to write it when the employee is created, and leave it alone from then on',
	},
	checks,
];

/** What single attributes need beyond a value. */
export const rulesProperty: INodeProperties = {
	displayName: 'Rules for Single Attributes',
	name: 'rules',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add rule',
	default: {},
	description: 'Transforms, defaults, checks and exceptions for attributes that are mapped above',
	options: [{ displayName: 'Rule', name: 'rule', values: ruleValues }],
};
