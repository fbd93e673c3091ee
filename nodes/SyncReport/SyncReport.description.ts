import type { INodeProperties } from 'n8n-workflow';

/** Longer lists nobody reads in a mail; the file holds them whole. */
export const MOST_LINES_IN_MAIL = 200;

export const syncReportProperties: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: 'Entra to HR sync',
		description: 'What the sync is called in the subject of the mail and in the names of the files',
	},
	{
		displayName: 'Send a Mail',
		name: 'mailWhen',
		type: 'options',
		default: 'onFailure',
		options: [
			{
				name: 'After Every Run',
				value: 'always',
				description: 'Also when there was nothing to do',
			},
			{
				name: 'When Something Changed',
				value: 'onChange',
				description: 'And when a person has to look at something. The mail then lists who was created and changed.',
			},
			{
				name: 'When a Person Has to Look',
				value: 'onFailure',
				description: 'Somebody failed, or has left and is still active, or the run was stopped',
			},
		],
		description:
			'When the field "send" of the result is true, which an If node can read. A run that was stopped always sends.',
	},
	{
		displayName: 'Attach',
		name: 'attach',
		type: 'options',
		default: 'csv',
		options: [
			{ name: 'CSV', value: 'csv', description: 'In the binary property "changes"' },
			{
				name: 'CSV and Excel',
				value: 'csvAndXlsx',
				description: 'In the binary properties "changes" and "changesXlsx"',
			},
			{ name: 'Nothing', value: 'nothing' },
		],
		description: 'The file that holds every change: one line for each person and attribute',
	},
	{
		displayName: 'Language of the Mail',
		name: 'language',
		type: 'options',
		default: 'en',
		options: [
			{ name: 'English', value: 'en' },
			{
				name: 'German',
				value: 'de',
				description: 'What Entra and the HR system say in words of their own stays as it came',
			},
		],
		description: 'The language of the mail and of the columns of the files',
	},
	{
		displayName: 'Date Format',
		name: 'dateFormat',
		type: 'string',
		default: '',
		placeholder: 'e.g. yyyy-MM-dd HH:mm',
		description:
			'How dates look, in <a href="https://moment.github.io/luxon/#/formatting">Luxon\'s tokens</a>. Empty: as usual in the language. Times are those of the time zone of the workflow.',
	},
	{
		displayName: 'Most Lines in the Mail',
		name: 'mostLines',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: MOST_LINES_IN_MAIL,
		description: 'Longer lists are cut in the mail after so many lines, and the mail says where the rest is',
	},
	{
		displayName: 'Group',
		name: 'group',
		type: 'string',
		default: '',
		description: 'The name of the group that is synced, for the mail and the history',
	},
	{
		displayName: 'System',
		name: 'system',
		type: 'string',
		default: '',
		description: 'The name of the HR system, for the mail and the history',
	},
	{
		displayName: 'Link to the Execution',
		name: 'executionLink',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.com/workflow/…/executions/…',
		description: 'Where the execution can be looked at, for the mail and the history',
	},
];
