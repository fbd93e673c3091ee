import type { INodeProperties } from 'n8n-workflow';

import { SyncError } from '../../../lib/base/errors';
import type { NamedMark } from '../../../lib/jobs/scopeMark';
import type { ParameterReader } from '../parameters';

/** For several workflows that feed one HR system, each with people of its own. */
export const scopeMarkProperties: INodeProperties[] = [
	{
		displayName: 'Scope Mark',
		name: 'scopeMark',
		type: 'string',
		default: '',
		placeholder: 'e.g. entra-uk',
		description:
			'For several workflows that feed one HR system: a name of this one, which is written on its people. It never touches people with the mark of another.',
	},
	{
		displayName: 'Attribute for the Mark',
		name: 'scopeMarkAttribute',
		type: 'string',
		default: '',
		placeholder: 'e.g. userType',
		description: 'The attribute of the HR system in which the mark is kept; the list of people must show it',
	},
];

/**
 * The mark of this sync as it is entered; undefined where it has none.
 * @throws SyncError when only one half of it is set
 */
export function readScopeMark(read: ParameterReader): NamedMark | undefined {
	const value = read.text('scopeMark', 'Scope Mark').trim();
	const attribute = read.text('scopeMarkAttribute', 'Attribute for the Mark').trim();
	if (value === '' && attribute === '') return undefined;
	if (value !== '' && attribute !== '') return { attribute, value };
	throw new SyncError(
		value === ''
			? 'There is an attribute for the scope mark, but no mark'
			: 'It is not said which attribute keeps the scope mark',
		'Set both "Scope Mark" and "Attribute for the Mark", or neither. Nothing was written.',
	);
}
