import type { INodeProperties } from 'n8n-workflow';

import { SyncError } from '../../../lib/base/errors';
import { errorText, isRecord } from '../../../lib/base/json';
import { fieldNameOf } from '../../../lib/sync/mapping/fieldPath';
import { peopleIn } from '../../../lib/sync/peopleList';
import type { ListedPerson } from '../../../lib/sync/peopleList';
import { asList } from '../parameters';
import type { ParameterReader } from '../parameters';

export const protectedProperties: INodeProperties[] = [
	{
		displayName: 'Protected Employees',
		name: 'protected',
		type: 'string',
		default: '',
		placeholder: 'e.g. hr-admin@example.com, *@partner.example.com',
		description:
			'Who is never deactivated: user names, e-mail addresses, external IDs, HR IDs or names, as a mail program gives them, or with commas, semicolons or line ends between them; * stands for any characters',
	},
];

/** A list that somebody keeps elsewhere: a table, a sheet. */
export const protectedListProperties: INodeProperties[] = [
	{
		displayName: 'Protected Employees From',
		name: 'protectedFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'A Column of Another Node Too', value: 'node', description: 'Such as of a sheet that was read before' },
			{ name: 'The List Above', value: 'list' },
		],
		default: 'list',
		description: 'Where else protected employees are named',
	},
	{
		displayName: 'Node With the List',
		name: 'protectedNode',
		type: 'string',
		displayOptions: { show: { protectedFrom: ['node'] } },
		default: '',
		required: true,
		placeholder: 'e.g. Protected people',
		description: 'The name of the node that has read the list; it must have run before',
	},
	{
		displayName: 'Column',
		name: 'protectedColumn',
		type: 'string',
		displayOptions: { show: { protectedFrom: ['node'] } },
		default: '',
		required: true,
		placeholder: 'e.g. email',
		description: 'The column that holds user names, e-mail addresses, external IDs, HR IDs or names',
	},
];

/**
 * Whoever is never deactivated.
 * @throws SyncError when a list can't be read: its people would be unprotected
 */
export function readProtected(read: ParameterReader): ListedPerson[] {
	const listed = read.list('protected', 'Protected Employees', '\n');
	const from = read.choice('protectedFrom', 'Protected Employees From', ['list', 'node'], 'list');
	const texts = from === 'list' ? listed : [...listed, ...columnOf(read)];
	return texts.flatMap((text) => peopleIn(text, 'the list of protected employees'));
}

function columnOf(read: ParameterReader): string[] {
	const node = read.text('protectedNode', 'Node With the List');
	// Dragged onto the box, a column comes as an expression, which would be worked out for the wrong node.
	const column = fieldNameOf(read.raw('protectedColumn')) ?? read.text('protectedColumn', 'Column');
	const items = read.ofNode(node, '.all()');
	if (!Array.isArray(items)) throw unreadable(`There is no node "${node}" that has run before`);
	const rows = items.map((item: unknown) => (isRecord(item) ? item.json : undefined));
	const failed = rows.find((row) => isRecord(row) && row.error !== undefined && !(column in row));
	if (isRecord(failed)) throw unreadable(`"${node}" has failed: ${errorText(failed.error)}`);
	const names = rows.flatMap((row) => (isRecord(row) ? asList(row[column], `${node}: ${column}`, '\n') : []));
	if (names.length > 0) return names;
	const [first] = rows;
	const columns = isRecord(first) ? `. It has the columns ${Object.keys(first).slice(0, 8).join(', ')}` : '';
	throw unreadable(
		rows.length === 0 ? `"${node}" has no rows` : `The column "${column}" of "${node}" is empty in all rows${columns}`,
	);
}

function unreadable(found: string): SyncError {
	return new SyncError(
		`The list of protected employees can't be read: ${found}`,
		'Nobody was deactivated. Correct the node and the column, or set "Protected Employees From" to "The List Above".',
	);
}
