import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';
import { pathIn } from '../../lib/hr/systems/paths';
import { isEmpty } from '../../lib/sync/compare';
import type { ScopeMark } from '../../lib/sync/mark';
import type { OpenHrSystem } from './hrSystem';

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
 * The mark of this sync; undefined where it has none.
 * @throws SyncError when only one half of it is set, or the HR system can't keep it
 */
export function readScopeMark(
	context: IExecuteFunctions,
	{ system, never, onlyOnCreate }: OpenHrSystem,
): ScopeMark | undefined {
	const value = context.getNodeParameter('scopeMark', 0, '') as unknown;
	const name = context.getNodeParameter('scopeMarkAttribute', 0, '') as unknown;
	if (isEmpty(value) && isEmpty(name)) return undefined;
	if (isEmpty(value) || isEmpty(name)) {
		throw new SyncError(
			isEmpty(value)
				? 'There is an attribute for the scope mark, but no mark'
				: 'It is not said which attribute keeps the scope mark',
			'Set both "Scope Mark" and "Attribute for the Mark", or neither. Nothing was written.',
		);
	}
	const known = [system.userName, ...system.attributes].find(({ id }) => id === name);
	const attribute = known?.path ?? pathIn(system, String(name).trim());
	if (never.includes(attribute) || onlyOnCreate.includes(attribute) || attribute === system.userName.path) {
		throw new SyncError(
			`${system.name} can't keep the scope mark in ${attribute}`,
			'Choose an attribute that can be changed, and that nothing else is written to. Nothing was written.',
		);
	}
	return { attribute, value: String(value).trim() };
}
