import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { messageOf, SyncError } from '../../lib/base/errors';
import { listExtensions } from '../../lib/graph/people/extensions';
import { USER_PROPERTIES } from '../../lib/graph/people/userProperties';
import { openGraphForLists } from '../shared/graph';

/** Graph's own properties under the portal's names, and after them what this tenant has added. */
export async function listProperties(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return [...userProperties, ...(await extensions(this))];
}

/** The list is of use without them: where they cannot be had, one line says why. Choosing it reads nothing. */
async function extensions(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const found = await listExtensions(await openGraphForLists(context));
		return found.map(({ name, shortName, appName }) => ({
			name: `Extension: ${shortName}${appName === '' ? '' : ` (${appName})`}`,
			value: name,
			description: name,
		}));
	} catch (error) {
		const why = error instanceof SyncError ? `${error.message}. ${error.description}` : messageOf(error);
		return [
			{
				name: '(Directory Extensions Are Not Listed)',
				value: '',
				description: ['Enter their names under Options > Other Properties.', why].join(' '),
			},
		];
	}
}

/** Properties of a user that a list of users can be read with, under the portal's names. Sorted by name. */
export const userProperties: INodePropertyOptions[] = USER_PROPERTIES.map(({ name, label, note }) => ({
	name: label,
	value: name,
	...(note && { description: note }),
}));
